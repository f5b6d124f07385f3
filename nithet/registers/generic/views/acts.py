"""What is done with an item besides writing it. Each act may be sent twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nithet.core.forms import ReasonForm
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.views.shared import attempt
from nithet.registers.generic import access, services
from nithet.registers.generic.attaching import chosen_files
from nithet.registers.generic.book import Book
from nithet.registers.generic.forms import CopyForm
from nithet.registers.generic.models import Item
from nithet.registers.generic.views.pages import finish_form, item_or_404, render_item


@member_page
@require_POST
def item_finish(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    item = item_or_404(request, book, pk)
    access.can_keep(request.member, item).or_refuse()
    form = finish_form(book, item, request.POST, request.FILES)
    files = chosen_files(request, form)
    if form.is_valid():
        day = form.cleaned_data["on"]
        act = partial(
            services.finish_item, book, item, on=day, by=request.member, facts=form.facts(), files=files,
            revision=_revision(request),
        )  # fmt: skip
        if done := attempt(form, act):
            is_evidence = any(book.shows(done))
            return _told(request, book, pk, "บันทึกแล้ว นับเป็นหลักฐานของงานที่เกี่ยวข้อง" if is_evidence else "บันทึกแล้ว")
        item = item_or_404(request, book, pk)
    return render_item(request, book, item, finish_form=form, status=422)


def _revision(request: MemberRequest) -> int | None:
    """Of the page on which it was pressed."""
    given = request.POST.get("revision", "")
    return int(given) if given.isdigit() else None


@member_page
@require_POST
def item_reopen(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    return _with_reason(request, book, pk, services.reopen_item, "เปิดให้แก้ไขแล้ว ระหว่างนี้ยังไม่นับเป็นหลักฐาน")


@member_page
@require_POST
def item_void(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    return _with_reason(request, book, pk, services.void_item, "ยกเลิกแล้ว ประวัติยังคงอยู่")


def _with_reason(
    request: MemberRequest, book: Book[Any], pk: UUID, act: Callable[..., Item], done: str
) -> HttpResponse:
    item = item_or_404(request, book, pk)
    access.can_keep(request.member, item).or_refuse()
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "ยังไม่ได้บันทึก โปรดระบุเหตุผล")
        return redirect(book.address("page", request.office.code, pk))
    act(book, item, why=form.cleaned_data["reason"], by=request.member)
    return _told(request, book, pk, done)


@member_page
@require_POST
def item_restore(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    item = item_or_404(request, book, pk)
    services.restore_item(book, item, by=request.member)
    return _told(request, book, pk, "เรียกคืนเป็นฉบับร่างแล้ว")


@member_page
@require_POST
def item_copy(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    item = item_or_404(request, book, pk)
    member: Member = request.member
    access.can_record_in(member, item.unit).or_refuse()
    form = CopyForm(request.POST, member=member)
    if not form.is_valid():
        return render_item(request, book, item, copy_form=form, status=422)
    given = form.cleaned_data
    made = services.copy_item(book, item, year=given["year"], by=member, key=given["key"])
    return _told(
        request, book, made.pk, f"คัดลอกเป็นฉบับร่างของปีงบประมาณ พ.ศ. {given['year']} แล้ว โปรดตรวจสอบและแก้ไข"
    )


@member_page
@require_POST
def file_drop(request: MemberRequest, book: Book[Any], pk: UUID, file: UUID) -> HttpResponse:
    item = item_or_404(request, book, pk)
    access.can_change(request.member, book, item).or_refuse()
    services.drop_file(book, item, file, by=request.member)
    return _told(request, book, pk, "เอาไฟล์ออกจากรายการแล้ว")


def _told(request: MemberRequest, book: Book[Any], pk: UUID, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect(book.address("page", request.office.code, pk))
