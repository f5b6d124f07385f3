"""The registers of schools and people (ทะเบียน)."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.offices import access, queries
from nithet.offices.forms import PersonFilter, SchoolFilter
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import School

ROWS_A_PAGE = 50


@member_page
@require_safe
def school_list(request: MemberRequest) -> HttpResponse:
    member = request.member
    schools = access.visible_schools(member).active(on=member.on)
    form = SchoolFilter(request.GET, clusters=queries.clusters_of(member.office))
    page = Paginator(queries.school_rows(_chosen(schools, form.given)), ROWS_A_PAGE).get_page(
        request.GET.get("page")
    )
    facts = {
        "form": form,
        "page": page,
        "counts": queries.school_counts(schools),
        "person_count": access.visible_people(member).count(),
    }
    return render(request, "offices/school_list.html", facts)


def _chosen(schools: QuerySet[School], given: dict[str, Any]) -> QuerySet[School]:
    if "q" in given:
        schools = queries.matching(schools, given["q"])
    if "cluster" in given:
        schools = schools.filter(cluster=given["cluster"])
    if "small" in given:
        schools = queries.small(schools)
    return schools.filter(is_highland=True) if "highland" in given else schools


@member_page
@require_safe
def school_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    school = get_object_or_404(queries.school_rows(access.visible_schools(member)), pk=pk)
    sees_staff = access.sees_staff(member, school)
    staff = queries.staff_of(school, on=member.on) if sees_staff else []
    lines = [queries.PersonLine(a.person, [queries.Service.of(a, on=member.on)]) for a in staff]
    facts = {"school": school, "sees_staff": sees_staff, "lines": lines}
    return render(request, "offices/school_page.html", facts)


@member_page
@require_safe
def person_list(request: MemberRequest) -> HttpResponse:
    member = request.member
    people = access.visible_people(member)
    form = PersonFilter(request.GET, units=queries.units_of(member.office))
    found = queries.serving_as(
        people, unit=form.given.get("unit", ""), role=form.given.get("role", ""), on=member.on
    )
    found = queries.matching(found, form.given.get("q", ""))
    page = Paginator(queries.person_rows(found, on=member.on), ROWS_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "page": page,
        "lines": queries.person_lines(page, on=member.on),
        "person_count": people.count(),
        "school_count": access.visible_schools(member).active(on=member.on).count(),
    }
    return render(request, "offices/person_list.html", facts)


@member_page
@require_safe
def person_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    person = get_object_or_404(access.visible_people(member).select_related("user"), pk=pk)
    services = queries.services_of(person, on=member.on)
    facts = {
        "person": person,
        "services": services,
        "current": [service for service in services if service.is_current],
        "sees_account": access.sees_account(member, person),
        "sees_schools": access.is_staff(member),
    }
    return render(request, "offices/person_page.html", facts)
