"""The list of rounds; one as it stands: before it opens what will be asked of whom, then who has answered and who has not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.forms import access
from nithet.forms.choosing import Choice, count_chosen
from nithet.forms.links import address_of
from nithet.forms.models import Round, RoundAnswer, RoundTarget
from nithet.forms.queries import rounds
from nithet.forms.queries.forms import history_of
from nithet.forms.queries.round_texts import COUNTED, line_of, preview_line
from nithet.forms.round_forms import WEEKS, DayForm, KinForm, OptionalReasonForm, ReopenForm, RoundFilter
from nithet.forms.round_hooks import work_of
from nithet.forms.services.rounds.targets import targets_chosen
from nithet.forms.views.pages import forms_page
from nithet.forms.views.rounds.finding import round_or_404
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page

SHOWS = {
    "missing": "ยังไม่ส่ง", "answered": "ส่งแล้ว", "late": "ส่งหลังปิดรับ", "again": "ส่งซ้ำ", "excused": "ยกเว้น",
}  # fmt: skip
MOST_PREVIEWED = 400
LIST_COLUMNS = (
    Column("รอบการเก็บข้อมูล", 50), Column("แบบฟอร์ม", 40), Column("กลุ่ม", 26), Column("เปิดรับ", 14, "date"),
    Column("ปิดรับ", 14, "date"), Column("สถานะ", 18), Column("ขอข้อมูล", 12, "number"), Column("ตอบแล้ว", 12, "number"),
)  # fmt: skip


@forms_page
@require_safe
def round_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    form = RoundFilter(request.GET, member=member)
    found = rounds.listed_rounds(member, form.given)
    if is_file(request):
        title = titled("รอบการเก็บข้อมูล", narrowing(form))
        return as_file(
            request, title, LIST_COLUMNS, _list_cells(rounds.with_counts(found, member), member.on)
        )
    page = listed(request, found)
    facts = {
        "form": form, "given": form.given, "page": page, "narrowing": narrowing(form),
        "rows": [(one, *rounds.state_of(one, on=member.on)) for one in rounds.with_counts(page, member)],
        "can_ask": access.can_ask(member), **ways_out(request),
    }  # fmt: skip
    return render(request, "forms/round_list.html", facts)


def _list_cells(found: Any, on: Any) -> Iterator[list[Value]]:
    for one in found:
        state = rounds.state_of(one, on=on)[1]
        yield [
            one.title,
            one.form.title,
            one.unit.short_name,
            one.opens_on,
            one.closes_on,
            state,
            one.asked,
            one.answered,
        ]


# One round


@forms_page
@require_safe
def round_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    return render_round(request, round_or_404(request, pk))


def render_round(
    request: MemberRequest, round_: Round, *, status: int = 200, **typed: Any
) -> HttpResponseBase:
    """`typed`: a form in which something must be mended."""
    if round_.state == Round.State.DRAFT:
        return _draft(request, round_, status, typed)
    return _running(request, round_, status, typed)


def _shared(request: MemberRequest, round_: Round) -> dict[str, Any]:
    member = request.member
    code, words = rounds.state_of(round_, on=member.on)
    can_change = access.can_change_round(member, round_)
    return {
        "round": round_, "form_": round_.form, "code": code, "words": words, "can_change": can_change,
        "counted": COUNTED[Round.Audience(round_.audience)],
        "sees_results": access.can_see_results(member, round_), "work": work_of(round_, member),
        "before": access.visible_rounds(member).filter(pk=round_.before_id).first() if round_.before_id else None,
        "history": history_of(round_) if can_change else [], "chosen": rounds.chosen_words(round_),
    }  # fmt: skip


def _draft(request: MemberRequest, round_: Round, status: int, typed: dict[str, Any]) -> HttpResponse:
    member = request.member
    choice = Choice.of(round_.chosen)
    count = count_chosen(member.office, round_.audience, choice, on=member.on)
    is_short = count <= MOST_PREVIEWED
    kin = [] if choice.again else rounds.kin_of(round_, on=member.on)
    facts = {
        **_shared(request, round_), "count": count, "kin": kin, "choice": choice,
        "kin_form": typed.get("kin_form") or KinForm(),
        "groups": rounds.grouped(round_, targets_chosen(round_, choice, on=member.on)) if is_short else [],
        "line": preview_line(round_, request.build_absolute_uri(_asked_address(request, round_))),
        "is_past": round_.closes_on < member.on,
    }  # fmt: skip
    return render(request, "forms/round_draft.html", facts, status=status)


def _running(request: MemberRequest, round_: Round, status: int, typed: dict[str, Any]) -> HttpResponseBase:
    member = request.member
    targets = access.visible_targets(member, round_)
    if is_file(request):
        title = titled(round_.title, "การส่งข้อมูล")
        return as_file(request, title, _columns(request), _cells(rounds.in_order(targets)))
    response = rounds.response_of(round_, targets)
    shared = _shared(request, round_)
    show, group = _shown(request, response), request.GET.get("group", "")
    page = listed(request, _rows(round_, targets, show, group))
    address = request.build_absolute_uri(_asked_address(request, round_))
    facts = {
        **shared, "response": response, "show": show, "group": group, "page": page,
        "tabs": _tabs(response), "is_apart": show in ("late", "again"), "is_decidable": not round_.is_anonymous,
        "is_taking": round_.is_taking(on=member.on), "is_over": round_.is_over(on=member.on),
        "line": line_of(round_, response, targets, address) if shared["can_change"] else None,
        "reminded_today": rounds.reminded_on(round_, member.on),
        "reason_form": ReasonForm(auto_id="void_%s"), "close_form": OptionalReasonForm(auto_id="close_%s"),
        "excuse_form": ReasonForm(auto_id="excuse_%s"),
        "extend_form": typed.get("extend_form") or DayForm(
            initial={"closes_on": round_.closes_on + WEEKS / 2, "revision": round_.revision}, auto_id="extend_%s"),
        "reopen_form": typed.get("reopen_form") or ReopenForm(
            initial={"closes_on": member.on + WEEKS / 2}, auto_id="reopen_%s"),
        "title": titled(round_.title, SHOWS[show]), **ways_out(request),
    }  # fmt: skip
    return render(request, "forms/round_page.html", facts, status=status)


def _shown(request: MemberRequest, response: rounds.Response) -> str:
    show = request.GET.get("show", "")
    if show in SHOWS:
        return show
    return "missing" if response.missing else "answered"


def _tabs(response: rounds.Response) -> list[tuple[str, str, int]]:
    counts = {
        "missing": response.missing, "answered": response.answered, "late": response.late,
        "again": response.again, "excused": response.excused,
    }  # fmt: skip
    return [
        (code, words, counts[code])
        for code, words in SHOWS.items()
        if counts[code] or code in ("missing", "answered")
    ]


def _rows(round_: Round, targets: Any, show: str, group: str) -> Any:
    if show in ("late", "again"):
        standing = RoundAnswer.Standing.LATE if show == "late" else RoundAnswer.Standing.AGAIN
        return (
            rounds.apart(round_, standing).filter(target__in=targets)
            if round_.audience != Round.Audience.PUBLIC
            else rounds.apart(round_, standing)
        )
    return rounds.target_rows(round_, targets, show, group)


def _asked_address(request: MemberRequest, round_: Round) -> str:
    return reverse("forms:round-asked", args=[request.office.code, round_.pk])


def _columns(request: MemberRequest) -> list[Column]:
    return [
        Column(request.office.terms["cluster"], 28), Column("ผู้ที่ขอข้อมูล", 40), Column("สถานะ", 18),
        Column("ส่งเมื่อ", 20, "moment"), Column("ตอบโดย", 36), Column("แจ้งติดตาม (ครั้ง)", 14, "number"),
        Column("โทรศัพท์", 18), Column("เหตุผลที่ยกเว้น", 36),
    ]  # fmt: skip


def _cells(found: Any) -> Iterator[list[Value]]:
    for one in found:
        school = one.school
        cluster = school.cluster.name if school and school.cluster else ""
        phone = school.phone if school else one.person.phone if one.person else ""
        yield [
            cluster, str(one), state_words(one), one.answered_at, one.answered_by, one.reminders, phone, one.reason,
        ]  # fmt: skip


def state_words(target: RoundTarget) -> str:
    if target.standing == RoundTarget.Standing.EXCUSED:
        return "ยกเว้น"
    return "ส่งแล้ว" if target.has_answered else "ยังไม่ส่งข้อมูล"


# From a notice or a chat


@member_page
@require_safe
def round_asked(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Where a notice leads: to one's own answer, or to the round for those who look after it."""
    mine = rounds.mine_first(access.asked_targets(request.member).filter(round=pk))
    if mine is not None:
        return redirect(address_of(mine))
    if access.visible_rounds(request.member).filter(pk=pk).exists():
        return redirect("forms:round-page", request.office.code, pk)
    raise Http404
