"""ส่งมอบงาน: work whose doers have left or are away, and what goes to whom."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.cycles import access, exports, queries
from nithet.cycles.forms import HandOverForm
from nithet.cycles.models import HandOver
from nithet.cycles.queries import InHand
from nithet.cycles.services import handing_over
from nithet.cycles.views.tabs import year_tabs
from nithet.offices.access import visible_people
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Person
from nithet.offices.views.shared import attempt

DONE_SHOWN = 30
OPEN = (HandOver.State.PROPOSED, HandOver.State.PLANNED)
TITLE = "การส่งมอบงาน"


@member_page
@require_safe
def hand_over_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    if not access.sees_duties(member):
        raise Http404
    found = queries.hand_overs(member)
    if is_file(request):
        return as_file(
            request, TITLE, exports.HAND_OVER_COLUMNS, exports.hand_over_rows(found.iterator(2000))
        )
    ways, past = ways_out(request), found.exclude(state__in=OPEN)
    left = queries.left_behind(member)
    context = {
        "title": TITLE,
        **ways,
        "tabs": year_tabs(member, "hand-over-list"),
        "left": left,
        "left_count": sum(one.count for one in left),
        "away": queries.due_in_leave(member),
        "coming": list(found.filter(state__in=OPEN).order_by("on", "pk")),
        "past": list(past if ways["is_printed"] else past[:DONE_SHOWN]),
        "can_propose": bool(access.can_propose_hand_over(member, member.person)),
        "gives_out": bool(access.can_give_out_work(member)),
        "on": member.on,
    }
    return render(request, "cycles/hand_over_list.html", context)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What a person has in hand, and to whom it goes."""
    member = request.member
    person = get_object_or_404(visible_people(member).select_related("office"), pk=pk)
    may = access.can_hand_over(member, person)
    if not may:
        access.can_propose_hand_over(member, person).or_refuse()
    has = queries.in_hand(person, access.divisions_assigned(member) if may else None, on=member.on)
    form = _form(request, person, has)
    if form.is_valid() and (made := attempt(form, partial(_hand_over, request, person, form))):
        messages.success(request, _done_words(made))
        return redirect("cycles:hand-over-page", office=request.office.code, pk=made.pk)
    chosen = set(form["tasks"].value() or ())
    context = {
        "person": person,
        "has": has,
        "form": form,
        "is_proposed": not may and not access.hands_over_own_tasks(member, person),
        "is_own_task": not may and access.hands_over_own_tasks(member, person),
        "lines": [(task, str(task.pk) in chosen) for task in has.tasks],
    }
    return render(request, "cycles/hand_over.html", context, status=422 if form.errors else 200)


def _form(request: MemberRequest, person: Person, has: InHand) -> HandOverForm:
    member = request.member
    people = queries.successors(request.office, on=member.on).exclude(pk=person.pk)
    is_own_task = not access.can_hand_over(member, person) and access.hands_over_own_tasks(member, person)
    initial = {
        "on": member.on,
        "tasks": [str(task.pk) for task in has.tasks],
        "duties": bool(has.duties) and not is_own_task,
        "answers": bool(has.answers) and not is_own_task,
    }
    return HandOverForm(
        request.POST or None, people=people, tasks=has.tasks, today=member.on, initial=initial
    )


def _hand_over(request: MemberRequest, person: Person, form: HandOverForm) -> HandOver:
    data = form.cleaned_data
    return handing_over.hand_over_all(
        person, data["to"], on=data["on"], reason=data["reason"], by=request.member, wanted=form.wanted
    )


def _done_words(made: HandOver) -> str:
    if made.state == HandOver.State.PROPOSED:
        return "เสนอการส่งมอบแล้ว รอผู้อำนวยการกลุ่มพิจารณา"
    if made.state == HandOver.State.PLANNED:
        return "บันทึกแล้ว ระบบส่งมอบให้เมื่อถึงวันที่กำหนด"
    return f"ส่งมอบให้ {made.receiver.name} แล้ว"


@member_page
@require_safe
def hand_over_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    return _render(request, _hand_over_or_404(request, pk))


def _hand_over_or_404(request: MemberRequest, pk: UUID) -> HandOver:
    found = queries.hand_overs(request.member).select_related("giver", "receiver", "made_by", "office")
    return get_object_or_404(found, pk=pk)


def _render(request: MemberRequest, made: HandOver, *, status: int = 200, **forms: Any) -> HttpResponse:
    member, state = request.member, HandOver.State(made.state)
    may = access.can_hand_over(member, made.giver)
    is_done = state == HandOver.State.DONE
    context = {
        "made": made,
        "tasks": list(queries.moved_tasks(made)),
        "is_all": state in (HandOver.State.PROPOSED, HandOver.State.PLANNED) and queries.takes_all(made),
        "duty_count": len(made.moved.get("duties", [])),
        "answer_count": len(made.moved.get("answers", [])),
        "is_late": state == HandOver.State.PLANNED and made.on < member.on,
        "can_accept": bool(may) and state == HandOver.State.PROPOSED,
        "can_cancel": state != HandOver.State.CANCELLED
        and bool(access.can_cancel_hand_over(member, made))
        and not (is_done and handing_over.has_acted(made)),
        "has_rest": bool(may) and is_done and not queries.in_hand(
            made.giver, access.divisions_assigned(member), on=member.on
        ).is_empty,
        "cancel_form": forms.get("cancel_form") or ReasonForm(auto_id="cancel_%s"),
    }  # fmt: skip
    return render(request, "cycles/hand_over_page.html", context, status=status)


@member_page
@require_POST
def hand_over_accept(request: MemberRequest, pk: UUID) -> HttpResponse:
    made = handing_over.accept_hand_over(_hand_over_or_404(request, pk), by=request.member)
    messages.success(request, f"เห็นชอบแล้ว {_done_words(made)}")
    return redirect("cycles:hand-over-page", office=request.office.code, pk=pk)


@member_page
@require_POST
def hand_over_cancel(request: MemberRequest, pk: UUID) -> HttpResponse:
    made = _hand_over_or_404(request, pk)
    access.can_cancel_hand_over(request.member, made).or_refuse()
    form = ReasonForm(request.POST, auto_id="cancel_%s")
    if not form.is_valid():
        return _render(request, made, status=422, cancel_form=form)
    was_done = made.state == HandOver.State.DONE
    handing_over.cancel_hand_over(made, why=form.cleaned_data["reason"], by=request.member)
    messages.success(request, "เรียกคืนการส่งมอบแล้ว" if was_done else "ยกเลิกการส่งมอบแล้ว")
    return redirect("cycles:hand-over-page", office=request.office.code, pk=pk)
