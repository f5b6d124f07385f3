"""What is done with a round besides what all registers do; and how complete the registers are."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.core.models import StoredFile
from nithet.core.serving import given_file
from nithet.core.tables.writing import Column, Value
from nithet.offices.access import can_export
from nithet.offices.lists import as_file, is_file, listed, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.datasets import completeness as complete
from nithet.registers.datasets.access import can_see_completeness
from nithet.registers.datasets.checking import begin_check, words_of
from nithet.registers.datasets.register import DATASETS, ROUNDS
from nithet.registers.generic import access
from nithet.registers.generic.views.pages import item_or_404
from nithet.thai.calendar import fiscal_year_be

_COLUMNS = (Column("รายการ", 50), Column("ข้อมูลที่ยังไม่มี", 60))
_SUMMARY = (
    Column("ทะเบียน", 40), Column("จำนวน", 12, "number"), Column("ครบถ้วน (ร้อยละ)", 14, "decimal"), Column("ข้อมูล", 30), Column("ยังไม่มี", 12, "number"),
)  # fmt: skip


@member_page
@require_POST
def round_check(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = item_or_404(request, ROUNDS, pk)
    access.can_change(request.member, ROUNDS, found).or_refuse()
    checked = begin_check(found, by=request.member)
    words = words_of(checked) if checked.is_checked else "เริ่มตรวจแล้ว ระบบแสดงผลที่หน้านี้เมื่อตรวจเสร็จ"
    messages.success(request, words)
    return redirect(ROUNDS.address("page", request.office.code, pk))


@member_page
@require_safe
def round_flaws(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """All that is to be mended, as a file for who sends the data."""
    found = item_or_404(request, ROUNDS, pk)
    can_export(request.member).or_refuse()
    known = StoredFile.objects.filter(pk=found.flaws, office_id=request.office.pk)
    stored = known.first() if found.is_checked else None
    if stored is None:
        messages.info(request, "ไม่มีสิ่งที่ต้องแก้ไขให้ดาวน์โหลด")
        return redirect(ROUNDS.address("page", request.office.code, pk))
    return given_file(stored, f"สิ่งที่ต้องแก้ไข {found.title}.csv")


@member_page
@require_safe
def completeness(request: MemberRequest) -> HttpResponseBase:
    can_see_completeness(request.member).or_refuse()
    year = fiscal_year_be(request.member.on)
    told = [complete.completeness_of(one) for one in complete.subjects(request.member, year)]
    title = f"ความครบถ้วนของข้อมูล ปีงบประมาณ พ.ศ. {year}"
    if is_file(request):
        return as_file(request, title, _SUMMARY, _summary(told))
    facts = {
        "told": told, "year": year, "title": title, "list_url": DATASETS.address("list", request.office.code),
        "datasets": DATASETS, **ways_out(request),
    }  # fmt: skip
    return render(request, "datasets/completeness.html", facts)


def _summary(told: list[complete.Completeness]) -> Iterator[list[Value]]:
    for one in told:
        for gap in one.gaps:
            yield [one.subject.name, one.count, one.bar.percent, gap.label, gap.missing]


@member_page
@require_safe
def completeness_of(request: MemberRequest, subject: str) -> HttpResponseBase:
    """The things of one kind that lack something, each with where it is filled in."""
    member = request.member
    can_see_completeness(member).or_refuse()
    year = fiscal_year_be(member.on)
    about = next((one for one in complete.subjects(member, year) if one.code == subject), None)
    if about is None:
        raise Http404
    field = request.GET.get("field", "")
    things = complete.lacking(about, field)
    label = about.wanted.get(field, "")
    title = titled(f"ข้อมูลที่ยังไม่ครบ: {about.name}", label)
    if is_file(request):
        rows = ([str(one), ", ".join(complete.labels_of(about, one))] for one in things)
        return as_file(request, title, _COLUMNS, rows)
    page = listed(request, things)
    facts = {
        "about": complete.completeness_of(about), "page": page, "label": label, "field": field, "title": title,
        "rows": [(one, complete.labels_of(about, one), about.address(member, one)) for one in page], **ways_out(request),
    }  # fmt: skip
    return render(request, "datasets/lacking.html", facts)
