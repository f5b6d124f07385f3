"""The register of schools, and a school's own page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.core.tables.writing import Column, Value
from nithet.offices import access, panels, queries
from nithet.offices.forms import SchoolFilter
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Cluster, PupilCount, School
from nithet.offices.pictures import bars_of
from nithet.offices.views.shared import list_facts

COUNTS_SHOWN = 12


@member_page
@require_safe
def school_list(request: MemberRequest) -> HttpResponseBase:
    member, office = request.member, request.office
    clusters = list(Cluster.objects.filter(office=office))
    form = SchoolFilter(request.GET, office=office, clusters=clusters, districts=queries.districts_of(office))
    schools = access.visible_schools(member)
    found = _chosen(request, form.given)
    on: date = form.given.get("on", member.on)
    if is_file(request):
        rows = map(_cells, queries.shown_as_of(found, clusters))
        return as_file(request, titled("ทะเบียนโรงเรียน", narrowing(form)), _columns(office.terms), rows, on=on)
    page = listed(request, found)
    page.object_list = shown = queries.shown_as_of(page.object_list, clusters)
    closings = queries.closings_of(shown, on=on) if "state" in form.given else {}
    counts = queries.school_counts(schools.active(on=member.on))
    facts = {
        "form": form,
        "narrowing": narrowing(form),
        "page": page,
        "lines": [(school, closings.get(school.pk)) for school in shown],
        "on": on,
        "counts": counts,
        "can_add": access.can_manage_schools(member),
        **list_facts(request, school_count=counts["total"]),
    }
    return render(request, "offices/school_list.html", facts)


def _chosen(request: MemberRequest, given: dict[str, Any]) -> QuerySet[School]:
    """The schools that fit the filters, as of the day asked for."""
    on: date = given.get("on", request.member.on)
    visible = access.visible_schools(request.member)
    visible = visible.closed(on=on) if "state" in given else visible.active(on=on)
    schools = queries.as_of(queries.school_rows(visible), on=on, today=request.member.on)
    if "q" in given:
        schools = queries.matching(schools, given["q"])
    if "cluster" in given:
        schools = schools.filter(then_cluster=given["cluster"])  # type: ignore[misc]
    if "district" in given:
        schools = schools.filter(district=given["district"])
    if "level" in given:
        schools = queries.teaching(schools, given["level"])
    if "small" in given:
        schools = queries.small(schools)
    return schools.filter(is_highland=True) if "highland" in given else schools


def _columns(terms: Mapping[str, str]) -> list[Column]:
    return [
        Column("รหัส SMIS", 12), Column("รหัสกระทรวง", 14), Column("ชื่อโรงเรียน", 34), Column(terms["subdistrict"], 16),
        Column(terms["district"], 16), Column(terms["cluster"], 26), Column("ระดับชั้นต่ำสุด", 18), Column("ระดับชั้นสูงสุด", 18),
        Column("จำนวนนักเรียน", 12, "number"), Column("ข้อมูล ณ วันที่", 14, "date"), Column("ขนาดเล็ก", 10), Column("พื้นที่สูง", 10),
        Column("โทรศัพท์", 16), Column("อีเมล", 26), Column("ละติจูด", 12), Column("ลองจิจูด", 12), Column("ความสูง (เมตร)", 12, "number"),
    ]  # fmt: skip


def _cells(school: School) -> list[Value]:
    return [
        school.smis_code, school.ministry_code, school.name, school.subdistrict, school.district,
        school.cluster.name if school.cluster else "", school.get_lowest_level_display(),
        school.get_highest_level_display(), school.pupils, school.pupils_on, school.is_small,
        school.is_highland, school.phone, school.email, _degrees(school.latitude),
        _degrees(school.longitude), school.elevation_m,
    ]  # fmt: skip


def _degrees(value: object) -> str:
    return "" if value is None else str(value)


@member_page
@require_safe
def school_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    school = get_object_or_404(queries.school_rows(access.visible_schools(member)), pk=pk)
    school.office = request.office
    sees_staff = access.sees_staff(member, school)
    staff = queries.staff_of(school, on=member.on) if sees_staff else []
    lines = [queries.PersonLine(a.person, [queries.Service.of(a, on=member.on)]) for a in staff]
    counts = list(PupilCount.objects.standing().filter(school=school)[:COUNTS_SHOWN])
    facts = {
        "school": school,
        "former_names": school.former_names.splitlines(),
        "closing": queries.closing_of(school, on=member.on),
        "events": queries.timeline(school, on=member.on),
        "counts": counts,
        "bars": bars_of([(count.on, count.total) for count in reversed(counts)]),
        "sees_staff": sees_staff,
        "lines": lines,
        "panels": panels.of_school(member, school),
        "can_edit": access.can_manage_schools(member, school),
        "can_manage": access.can_manage_schools(member),
    }
    return render(request, "offices/school_page.html", facts)
