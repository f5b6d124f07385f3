"""What is done with a round that is there. Each act may be sent twice."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.forms.queries.rounds import kin_of
from nithet.forms.round_forms import AddForm, DayForm, KinForm, OptionalReasonForm, ReopenForm
from nithet.forms.services.rounds import closing, making, opening, targets
from nithet.forms.services.rounds.reminding import remind
from nithet.forms.views.pages import forms_page
from nithet.forms.views.rounds.finding import (
    BOTH,
    answer_or_404,
    changed_round,
    refused,
    target_or_404,
    told,
)
from nithet.forms.views.rounds.pages import render_round
from nithet.offices.members import MemberRequest

_MOST_DIGITS = 9
_NO_REASON = "ยังไม่ได้บันทึก โปรดระบุเหตุผล"


@forms_page
@require_POST
def round_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    opening.open_round(round_, revision=_number(request, "revision"), by=request.member)
    return told(request, round_, "เปิดรับข้อมูลแล้ว ส่งลิงก์ให้ผู้ตอบได้จากหน้า “ลิงก์และรหัส QR”")


@forms_page
@require_POST
def round_kin(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """What is done about those who were asked the same already."""
    round_ = changed_round(request, pk)
    form = KinForm(request.POST)
    if not form.is_valid():
        return render_round(request, round_, kin_form=form, status=422)
    if form.cleaned_data["kin"] == "rest":
        rounds = tuple(str(kin.round.pk) for kin in kin_of(round_, on=request.member.on))
        making.ask_only_the_rest(round_, rounds, revision=_number(request, "revision"), by=request.member)
    else:
        why = form.cleaned_data["again"]
        making.ask_all_again(round_, why=why, revision=_number(request, "revision"), by=request.member)
    return told(request, round_, "บันทึกแล้ว โปรดตรวจผู้ที่จะขอข้อมูล แล้วกดเปิดรับข้อมูล")


@forms_page
@require_POST
def round_close(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    form = OptionalReasonForm(request.POST)
    why = form.cleaned_data["reason"] if form.is_valid() else ""
    if not why and round_.is_taking(on=request.member.on):
        return refused(request, round_, "ยังไม่ได้ปิดรับ โปรดระบุเหตุผลที่ปิดก่อนวันครบกำหนด")
    closing.close_round(round_, why=why, by=request.member)
    return told(request, round_, "ปิดรับข้อมูลแล้ว คำตอบที่ส่งหลังจากนี้จะเก็บแยกไว้ให้พิจารณา")


@forms_page
@require_POST
def round_extend(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    round_ = changed_round(request, pk)
    form = DayForm(request.POST, auto_id="extend_%s")
    if not form.is_valid():
        return render_round(request, round_, extend_form=form, status=422)
    revision, day = form.cleaned_data["revision"], form.cleaned_data["closes_on"]
    try:
        closing.extend_round(round_, day, revision=-1 if revision is None else revision, by=request.member)
    except DomainError as refusal:
        form.add_error("closes_on", refusal.text)
        return render_round(request, round_, extend_form=form, status=refusal.status)
    return told(request, round_, "ขยายเวลารับข้อมูลแล้ว")


@forms_page
@require_POST
def round_reopen(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    round_ = changed_round(request, pk)
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    if not form.is_valid():
        return render_round(request, round_, reopen_form=form, status=422)
    day, why = form.cleaned_data["closes_on"], form.cleaned_data["reason"]
    try:
        closing.reopen_round(round_, day, why=why, by=request.member)
    except DomainError as refusal:
        form.add_error("closes_on", refusal.text)
        return render_round(request, round_, reopen_form=form, status=refusal.status)
    return told(request, round_, "เปิดรับข้อมูลอีกครั้งแล้ว")


@forms_page
@require_POST
def round_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return refused(request, round_, _NO_REASON)
    closing.void_round(round_, why=form.cleaned_data["reason"], by=request.member)
    return told(request, round_, "ยกเลิกรอบการเก็บข้อมูลแล้ว คำตอบที่ส่งมายังอยู่ในข้อมูลของแบบฟอร์ม")


@forms_page
@require_POST
def round_remind(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    reminded = remind(round_, by=request.member)
    if reminded.told:
        return told(
            request, round_, f"แจ้งติดตามแล้ว {reminded.told:,} ราย ผู้ที่ไม่มีบัญชีหรืออีเมลโปรดแจ้งทาง LINE หรือโทรศัพท์"
        )
    if reminded.told_before:
        return told(request, round_, "วันนี้แจ้งติดตามครบทุกรายแล้ว แจ้งซ้ำได้ในวันถัดไป")
    return told(request, round_, "ส่งข้อมูลครบแล้ว ไม่มีรายที่ต้องแจ้งติดตาม")


# Who is asked


@forms_page
@require_http_methods(BOTH)
def target_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    form = AddForm(request.POST if request.method == "POST" else None, member=request.member)
    if form.is_bound and form.is_valid():
        if form.is_empty(round_):
            form.add_error(None, "โปรดเลือกผู้ที่จะขอข้อมูลเพิ่มอย่างน้อย 1 ราย")
        else:
            count = targets.add_targets(round_, form.choice_of(round_), by=request.member)
            words = f"ขอข้อมูลเพิ่ม {count:,} รายแล้ว" if count else "ไม่มีรายใหม่ ทุกรายที่เลือกอยู่ในรอบนี้แล้ว"
            return told(request, round_, words)
    return render(
        request, "forms/round_add.html", {"form": form, "round": round_}, status=422 if form.errors else 200
    )


@forms_page
@require_POST
def target_excuse(request: MemberRequest, pk: UUID, target: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return refused(request, round_, _NO_REASON)
    targets.excuse(target_or_404(request, round_, target), why=form.cleaned_data["reason"], by=request.member)
    return told(request, round_, "ยกเว้นการขอข้อมูลแล้ว คำตอบที่ส่งไว้ก่อนยังนับในผล")


@forms_page
@require_POST
def target_ask(request: MemberRequest, pk: UUID, target: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    targets.ask_again(target_or_404(request, round_, target), by=request.member)
    return told(request, round_, "กลับมาขอข้อมูลแล้ว")


@forms_page
@require_POST
def target_link(request: MemberRequest, pk: UUID, target: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    found = target_or_404(request, round_, target)
    targets.renew_link(found, seen=_number(request, "seen"), by=request.member)
    return told(request, round_, "เปลี่ยนลิงก์แล้ว ลิงก์เดิมใช้ไม่ได้อีก โปรดส่งลิงก์ใหม่ให้ผู้ตอบ")


@forms_page
@require_POST
def round_relink(request: MemberRequest, pk: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    targets.renew_links(round_, seen=_number(request, "seen"), by=request.member)
    return told(request, round_, "เปลี่ยนลิงก์ทุกรายแล้ว ลิงก์เดิมใช้ไม่ได้อีก โปรดส่งลิงก์ใหม่ให้ผู้ตอบ")


# Which answers count


@forms_page
@require_POST
def answer_take(request: MemberRequest, pk: UUID, answer: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return refused(request, round_, _NO_REASON)
    found = answer_or_404(request, round_, answer)
    closing.take_in(found, why=form.cleaned_data["reason"], by=request.member)
    return told(request, round_, "รับคำตอบเข้ารอบแล้ว")


@forms_page
@require_POST
def answer_choose(request: MemberRequest, pk: UUID, answer: UUID) -> HttpResponse:
    round_ = changed_round(request, pk)
    closing.choose_answer(answer_or_404(request, round_, answer), by=request.member)
    return told(request, round_, "ใช้คำตอบที่เลือกแล้ว คำตอบเดิมเก็บไว้ที่หัวข้อ “ส่งซ้ำ”")


def _number(request: MemberRequest, name: str) -> int:
    """Of what was looked at; none that there is where the page did not say."""
    told_ = request.POST.get(name, "")
    return int(told_) if told_.isdecimal() and len(told_) <= _MOST_DIGITS else -1
