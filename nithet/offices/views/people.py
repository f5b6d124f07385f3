"""The register of people, a person's own page, and acts upon them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.audit.queries import of_object
from nithet.core.tables.writing import Column, Value
from nithet.offices import access, confidential, panels, queries
from nithet.offices.forms import MergeForm, PersonFilter, PersonForm, PlaceForm, role_choices
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Leave, Person, School
from nithet.offices.services import merging
from nithet.offices.services.people import add_person, edit_person, place_of, place_person
from nithet.offices.standings import STANDINGS
from nithet.offices.views.shared import attempt, form_page, list_facts

PRIVATE_FACTS = ("phone", "email")
LEAVES_SHOWN = 20


# The register


@member_page
@require_safe
def person_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    form = PersonFilter(request.GET, units=queries.units_of(member.office), roles=role_choices(member.office))
    people = access.visible_people(member)
    found = queries.matching(_chosen(request, people, form.given), form.given.get("q", ""))
    rows = queries.person_rows(found, on=member.on, by_seniority="order" in form.given)
    if is_file(request):
        lines = (line for part in _parts(rows) for line in queries.person_lines(part, on=member.on))
        return as_file(request, titled("รายชื่อบุคลากร", narrowing(form)), COLUMNS, map(_cells, lines))
    page = listed(request, rows)
    facts = {
        "form": form,
        "narrowing": narrowing(form),
        "page": page,
        "lines": queries.person_lines(page, on=member.on),
        "can_add": access.can_manage_people(member),
        **list_facts(request),
    }
    return render(request, "offices/person_list.html", facts)


def _chosen(request: MemberRequest, people: QuerySet[Person], given: dict[str, Any]) -> QuerySet[Person]:
    on, state = request.member.on, given.get("state", "")
    if state == "former":
        return queries.former(people, on=on)
    if state == "to_move":
        people = queries.to_be_moved(people, on=on)
    elif state == "away":
        people = people.filter(pk__in=Leave.objects.active(on=on).values("person"))
    else:
        people = queries.present(people, on=on)
    return queries.serving_as(people, unit=given.get("unit", ""), role=given.get("role", ""), on=on)


def _parts(rows: QuerySet[Person], size: int = 1000) -> Any:
    """Rows in parts, so that a long list costs no memory."""
    for begin in range(0, rows.count(), size):
        yield list(rows[begin : begin + size])


COLUMNS = [
    Column("เลขที่ตำแหน่ง", 12), Column("คำนำหน้า", 12), Column("คำนำหน้าทางวิชาการ", 12), Column("ชื่อ", 18), Column("นามสกุล", 18),
    Column("ประเภท", 22), Column("วิทยฐานะหรือระดับ", 16), Column("ตำแหน่ง", 36), Column("กลุ่มหรือโรงเรียน", 30),
    Column("ลำดับอาวุโส", 10, "number"),
]  # fmt: skip


def _cells(line: queries.PersonLine) -> list[Value]:
    person = line.person
    return [
        person.position_number, person.title, person.degree, person.first_name, person.last_name,
        person.get_kind_display(), person.standing, "\n".join(line.positions),
        "\n".join(dict.fromkeys(s.place for s in line.services if s.place)), person.seniority or None,
    ]  # fmt: skip


# A person


def person_or_404(request: MemberRequest, pk: UUID) -> Person:
    people = access.visible_people(request.member).select_related("user")
    person = get_object_or_404(people.prefetch_related(queries.service_parts()), pk=pk)
    person.office = request.office
    return person


@member_page
@require_safe
def person_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    try:
        person = person_or_404(request, pk)
    except Http404:
        if kept := _merged_into(request, pk):
            return redirect("offices:person-page", office=request.office.code, pk=kept)
        raise
    return _render(request, person, shows_private=_reads_freely(request, person))


def _merged_into(request: MemberRequest, pk: UUID) -> str:
    """Where the record of an old address went: only for those who see it there."""
    merged = of_object(request.office.pk, pk).filter(verb="person.merged_away").first()
    kept = merged.facts["kept"] if merged else None
    return kept if kept and access.visible_people(request.member).filter(pk=kept).exists() else ""


@member_page
@require_safe
def person_private(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The page with its private part, for those who may read it with a reason."""
    person = person_or_404(request, pk)
    if asked := confidential.require_for_private(request, person):
        return asked
    return _render(request, person, shows_private=True)


def _render(request: MemberRequest, person: Person, *, shows_private: bool) -> HttpResponse:
    member = request.member
    services = queries.services_of(person, on=member.on)
    current = [service for service in services if service.is_current]
    leaves = Leave.objects.filter(person=person, voided_at=None)
    facts = {
        "person": person,
        "services": services,
        "current": current,
        "positions": queries.PersonLine(person, current).positions,
        "past": [service for service in services if service.is_past],
        "coming": [service for service in services if not (service.is_current or service.is_past)],
        "has_left": bool(services) and all(service.is_past for service in services),
        "leaves": leaves[:LEAVES_SHOWN],
        "away": leaves.active(on=member.on).first(),
        "standing_name": STANDINGS[person.kind][0] or "วิทยฐานะหรือระดับ",
        "shows_private": shows_private,
        "may_ask_private": not shows_private and access.can_see_private(member, person),
        "can_manage": access.can_manage_people(member),
        "can_record_leave": access.can_record_leave(member, person),
        "sees_account": access.sees_account(member, person),
        "manages_accounts": access.can_manage_accounts(member),
        "sees_schools": access.is_staff(member),
        "panels": panels.of_person(member, person),
    }
    return render(request, "offices/person_page.html", facts)


# Acts


def told(request: MemberRequest, pk: UUID, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect("offices:person-page", office=request.office.code, pk=pk)


def up_to(request: MemberRequest, person: Person) -> tuple[str, str]:
    return person.name, reverse("offices:person-page", args=[request.office.code, person.pk])


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_add(request: MemberRequest) -> HttpResponse:
    access.can_manage_people(request.member).or_refuse()
    form = PersonForm(request.POST or None, office=request.office)
    if form.is_valid():
        person = add_person(form.facts(), key=form.cleaned_data["key"], by=request.member)
        messages.success(request, f"เพิ่ม {person.name} แล้ว ต่อไปโปรดบันทึกตำแหน่งและหน้าที่")
        return redirect("offices:person-appoint", office=request.office.code, pk=person.pk)
    up = ("บุคลากร", reverse("offices:person-list", args=[request.office.code]))
    return form_page(request, form, heading="เพิ่มบุคลากร", up=up, template="offices/person_form.html")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    form = PersonForm(request.POST or None, office=request.office, person=person)
    if not _reads_private(request, person):
        # Who is asked for a reason to read the private part does not read it here either.
        for name in PRIVATE_FACTS:
            del form.fields[name]
    if form.is_valid():
        edit_person(person, form.facts(), by=request.member)
        return told(request, pk, "บันทึกข้อมูลบุคลากรแล้ว")
    return form_page(
        request, form, heading="แก้ไขข้อมูลบุคลากร", up=up_to(request, person), template="offices/person_form.html"
    )  # fmt: skip


def _reads_freely(request: MemberRequest, person: Person) -> bool:
    member = request.member
    return bool(access.can_see_private(member, person)) and not access.must_say_why(member, person)


def _reads_private(request: MemberRequest, person: Person) -> bool:
    return _reads_freely(request, person) or confidential.is_granted(request.member, person.pk)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def person_merge(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Find the other record by its name, choose it, say why."""
    person = person_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    offered = _other_records(request, person)
    people = Person.objects.filter(office=request.office).exclude(pk=pk)
    form = MergeForm(request.POST or None, offered=people)
    form.fields["gone"].choices = [(str(p.pk), p.name) for p in offered]  # type: ignore[attr-defined]
    if form.is_valid():
        gone, why = form.cleaned_data["gone"], form.cleaned_data["reason"]
        merge = partial(merging.merge_people, gone, person, why=why, by=request.member)
        if attempt(form, merge):
            return told(request, pk, f"รวมรายการ {gone.name} เข้ากับรายการนี้แล้ว")
    lines = [(p, merging.belongings(p)) for p in offered]
    return form_page(
        request, form, heading="รวมรายการที่ซ้ำ", up=up_to(request, person), template="offices/person_merge.html",
        person=person, lines=lines, mine=merging.belongings(person), q=request.GET.get("q", ""),
    )  # fmt: skip


def _other_records(request: MemberRequest, person: Person) -> Sequence[Person]:
    """Those of the name typed, or of nearly the same name; the one that was chosen stays among them."""
    others = Person.objects.filter(office=request.office, pseudonymised_at=None).exclude(pk=person.pk)
    if typed := request.GET.get("q", ""):
        found = list(queries.matching(others, typed)[: queries.people.LIKELY_SHOWN])
    else:
        found = queries.likely_same(request.office, person.first_name, person.last_name, but=person)
    chosen = request.POST.get("gone", "")
    known = {str(p.pk) for p in found}
    if chosen and chosen not in known:
        found += [p for p in others if str(p.pk) == chosen]
    return found


# The order of seniority


@member_page
@require_safe
def person_seniority(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    school = _school_asked(request)
    people = list(queries.seniority_group(request.office, school, on=member.on))
    rows = queries.person_rows(
        Person.objects.filter(pk__in=[p.pk for p in people]), on=member.on, by_seniority=True
    )
    lines = queries.person_lines(rows, on=member.on)
    title = f"ลำดับอาวุโส {school.name}" if school else "ลำดับอาวุโส บุคลากรสำนักงานเขต"
    if is_file(request):
        return as_file(request, title, COLUMNS, map(_cells, lines))
    facts = {
        "lines": lines,
        "school": school,
        "title": title,
        "moved": request.GET.get("moved", ""),
        "can_manage": access.can_manage_people(member),
        **list_facts(request),
    }
    return render(request, "offices/person_seniority.html", facts)


def _school_asked(request: MemberRequest) -> School | None:
    """The school in the address; its people only for those who see them."""
    asked = (request.POST or request.GET).get("school", "")
    if not asked and not access.sees_all_people(request.member):
        raise Http404
    if not asked:
        return None
    schools = access.visible_schools(request.member)
    school = next((s for s in schools.filter(smis_code=asked)), None)
    if school is None or not access.sees_staff(request.member, school):
        raise Http404
    return school


@member_page
@require_POST
def person_place(request: MemberRequest, pk: UUID) -> HttpResponse:
    person = person_or_404(request, pk)
    access.can_manage_people(request.member).or_refuse()
    school, form = _school_asked(request), PlaceForm(request.POST)
    query = f"?school={school.smis_code}&moved={pk}" if school else f"?moved={pk}"
    back = redirect(f"{reverse('offices:person-seniority', args=[request.office.code])}{query}#person-{pk}")
    if not form.is_valid():
        messages.error(request, "โปรดพิมพ์ลำดับเป็นตัวเลข")
        return back
    group = list(queries.seniority_group(request.office, school, on=request.member.on))
    place = place_person(person, form.place(place_of(pk, group)), school=school, by=request.member)
    messages.success(request, f"{person.name} อยู่ลำดับที่ {place}")
    return back
