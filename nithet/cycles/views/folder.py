"""แฟ้มเสนอ: the page, and what a decider presses on its cards. A card is decided where it lies."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.access import Folder
from nithet.cycles.forms.deciding import DirectForm
from nithet.cycles.forms.folder import (
    MARKS,
    ConditionsForm,
    GiveForm,
    RefuseForm,
    ReturnForm,
)
from nithet.cycles.models import Decision
from nithet.cycles.queries import folder as queries
from nithet.cycles.queries.folder import Narrowed, Typed
from nithet.cycles.services import deciding, recalling
from nithet.cycles.services import folder as services
from nithet.cycles.views.pressing import attempt, decision_or_404, direct, mine_or_404, press
from nithet.manuals.queries import proposals_for
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt as accepted

CARDS_A_PAGE = 30
_STATE = Decision.State


@dataclass(frozen=True, slots=True)
class Seat:
    """Whose folder is open, and what of it is looked at."""

    folder: Folder
    narrowed: Narrowed
    page: str = "1"

    def query(self, **changed: str) -> str:
        """The part of the address that leads here, without what is usual."""
        narrowed = self.narrowed
        facts = {
            "of": self.folder.value, "ask": narrowed.ask, "role": narrowed.role,
            "unit": str(narrowed.unit or ""), "page": self.page, **changed,
        }  # fmt: skip
        query = QueryDict(mutable=True)
        query.update({k: v for k, v in facts.items() if v and (k, v) != ("page", "1")})
        return query.urlencode()


def seat_of(request: MemberRequest, given: QueryDict) -> Seat:
    """The folder asked for, or the first that is theirs. Who has none does not know of folders."""
    opened = access.folders(request.member)
    asked = given.get("of") or (opened[0] if opened else "")
    if asked not in opened:
        raise Http404
    unit = given.get("unit", "")
    narrowed = Narrowed(ask=given.get("ask", ""), role=given.get("role", ""), unit=_uuid(unit))
    return Seat(Folder(asked), narrowed, given.get("page", "1"))


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@member_page
@require_safe
def folder_page(request: MemberRequest) -> HttpResponse:
    return render_folder(request, seat_of(request, request.GET))


def render_folder(
    request: MemberRequest, seat: Seat, *, typed: dict[UUID, Typed] | None = None, status: int = 200
) -> HttpResponse:
    """The whole page; `typed` is what was typed on a card where something must be mended."""
    member = request.member
    found = queries.with_matter(queries.lying(member, seat.folder, seat.narrowed))
    page = Paginator(found, CARDS_A_PAGE).get_page(seat.page)
    cards = queries.cards(member, page.object_list, typed, _places(request, seat))
    context = {
        "page": page,
        "cards": [card for card in cards if not card.is_notice],
        "notices": [card for card in cards if card.is_notice],
        "late_words": [t.refusal for t in (typed or {}).values() if t.refusal],
        **standing(request, seat),
    }
    return render(request, "cycles/folder_page.html", context, status=status)


def standing(request: MemberRequest, seat: Seat) -> dict[str, Any]:
    """How the folder stands, apart from its cards."""
    member, narrowed = request.member, seat.narrowed
    tally = queries.tally(member, seat.folder)
    proposals = list(proposals_for(member)) if seat.folder == Folder.OWN else []
    decided = queries.decided_today(member, seat.folder)
    return {
        "seat": seat,
        "folder": seat.folder,
        "folders": access.folders(member),
        "tally": tally,
        "total": tally.total + len(proposals),
        "proposals": proposals if narrowed == Narrowed() and seat.page == "1" else [],
        "tabs": _tabs(seat, tally, len(proposals)),
        "decided": decided,
        "last": decided[0] if decided and decided[0].can_recall else None,
        "deciding_as": access.deciding_as(member) if seat.folder == Folder.OWN else [],
        "marks": MARKS.items(),
        "back": seat.query(),
    }


def _places(request: MemberRequest, seat: Seat) -> dict[UUID, queries.Ways]:
    """Where the secretary, who lays the cards in order here, may lay each."""
    can_order = seat.folder == Folder.DIRECTOR and bool(access.can_order_folder(request.member))
    return queries.ways(request.member, seat.folder) if can_order else {}


def _tabs(seat: Seat, tally: queries.Tally, proposals: int) -> list[dict[str, Any]]:
    """By what is asked; for a clerk, before whom it lies."""
    by_role = seat.folder == Folder.DIVISION
    choices, chosen = (tally.stations, seat.narrowed.role) if by_role else (tally.asks, seat.narrowed.ask)
    part = "role" if by_role else "ask"
    tabs = [
        {
            "title": c.title,
            "count": c.count,
            "query": seat.query(**{part: c.key, "page": ""}),
            "is_current": c.key == chosen,
        }
        for c in choices
    ]
    every = {
        "title": "ทั้งหมด",
        "count": tally.total + proposals,
        "query": seat.query(**{part: "", "page": ""}),
    }
    return [{**every, "is_current": not chosen}, *tabs]


# What is pressed on a card


@member_page
@require_POST
def folder_give(request: MemberRequest, pk: UUID) -> HttpResponse:
    form = GiveForm(request.POST)
    return _press(request, pk, "give", form, lambda d, f: deciding.give(d, f["opinion"], by=request.member))


@member_page
@require_POST
def folder_condition(request: MemberRequest, pk: UUID) -> HttpResponse:
    def act(decision: Decision, typed: dict[str, Any]) -> object:
        return deciding.give(decision, typed["opinion"], by=request.member, conditions=typed["conditions"])

    return _press(request, pk, "condition", ConditionsForm(request.POST), act)


@member_page
@require_POST
def folder_return(request: MemberRequest, pk: UUID) -> HttpResponse:
    def act(decision: Decision, typed: dict[str, Any]) -> object:
        marked = [{"field": field, "title": MARKS[field], "words": ""} for field in typed["marked"]]
        return deciding.send_back(decision, typed["reason"], by=request.member, marked=marked)

    return _press(request, pk, "return", ReturnForm(request.POST), act)


@member_page
@require_POST
def folder_refuse(request: MemberRequest, pk: UUID) -> HttpResponse:
    form = RefuseForm(request.POST)
    return _press(
        request, pk, "refuse", form, lambda d, f: deciding.refuse(d, f["reason"], by=request.member)
    )


@member_page
@require_POST
def folder_recall(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The card lies there again."""
    decision = decision_or_404(request, pk)
    access.can_recall(request.member, decision).or_refuse()

    def late(refusal: DomainError) -> HttpResponse:
        return _mend(request, pk, Typed("recall", refusal=refusal.text), refusal.status)

    def done() -> HttpResponse:
        if is_htmx(request):
            return _card_again(request, pk)
        messages.success(request, f"เรียกคืน “{decision.round.task.title}” แล้ว เรื่องกลับมารอพิจารณา")
        return _back(request)

    return attempt(lambda: recalling.recall(decision, by=request.member), late=late, done=done)


Act = Callable[[Decision, dict[str, Any]], object]


def _press(request: MemberRequest, pk: UUID, name: str, form: forms.Form, act: Act) -> HttpResponse:
    """Decide, and show the card as it is now: decided, to be mended, or decided by another before."""
    decision = mine_or_404(request, pk)

    def mend() -> HttpResponse:
        typed = Typed(name, error=_first_error(form), text=_text(request), marked=_marked(request))
        return _mend(request, pk, typed)

    def late(refusal: DomainError) -> HttpResponse:
        return _mend(request, pk, Typed(name, refusal=refusal.text, text=_text(request)), refusal.status)

    def done() -> HttpResponse:
        return _decided(request, pk) if is_htmx(request) else _back(request)

    return press(form, lambda typed: act(decision, typed.cleaned_data), mend=mend, late=late, done=done)


def _first_error(form: forms.Form) -> str:
    return next(str(words) for errors in form.errors.values() for words in errors)


def _text(request: MemberRequest) -> str:
    given = request.POST
    return given.get("reason") or given.get("conditions") or given.get("opinion") or ""


def _marked(request: MemberRequest) -> list[str]:
    return request.POST.getlist("marked")


def _decided(request: MemberRequest, pk: UUID) -> HttpResponse:
    """In the card's place what was decided, and around it the counts as they are now."""
    member = request.member
    decision = queries.with_matter(access.seen_decisions(member)).get(pk=pk)
    context = {"one": queries.decided(member, decision), **standing(request, _came_from(request))}
    return render(request, "cycles/folder_decided.html", context)


def _mend(request: MemberRequest, pk: UUID, typed: Typed, status: int = 422) -> HttpResponse:
    if is_htmx(request):
        return _card_again(request, pk, typed, status)
    return render_folder(request, _came_from(request), typed={pk: typed}, status=status)


def _card_again(
    request: MemberRequest, pk: UUID, typed: Typed | None = None, status: int = 200
) -> HttpResponse:
    found = queries.with_matter(access.seen_decisions(request.member).filter(pk=pk))
    [card] = queries.cards(request.member, found, {pk: typed} if typed else None)
    context = {
        "card": card,
        "one": queries.decided(request.member, card.decision),
        **standing(request, _came_from(request)),
    }
    return render(request, "cycles/folder_again.html", context, status=status)


def is_htmx(request: MemberRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def _came_from(request: MemberRequest) -> Seat:
    return seat_of(request, QueryDict(request.POST.get("back", "")))


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(address(request, _came_from(request)))


def address(request: MemberRequest, seat: Seat) -> str:
    query = seat.query()
    return reverse("cycles:folder-page", args=[request.office.code]) + (f"?{query}" if query else "")


# Many at once, and to others


@member_page
@require_POST
def folder_acknowledge(request: MemberRequest) -> HttpResponse:
    """ทราบทั้งหมดที่เลือก: what could not be is told by name."""
    chosen = {pk for text in request.POST.getlist("decision") if (pk := _uuid(text))}
    found = access.seen_decisions(request.member).filter(pk__in=chosen)
    decisions = list(
        found.select_related("unit", "round__task__unit", "round__task__run", "round__submitted_by")
    )
    if not decisions:
        messages.warning(request, "ยังไม่ได้เลือกเรื่อง โปรดเลือกเรื่องที่เสนอเพื่อทราบก่อน")
        return _back(request)
    for one in decisions:
        access.can_decide(request.member, one).or_refuse()
    failed = services.acknowledge_all(decisions, by=request.member)
    if done := len(decisions) - len(failed):
        messages.success(request, f"ทราบแล้ว {done} เรื่อง")
    for _, why in failed:
        messages.warning(request, why)
    return _back(request)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def folder_direct(request: MemberRequest, pk: UUID) -> HttpResponse:
    """มอบหมาย/สั่งการ out of a matter; what was brought for notice is acknowledged with it."""
    member, decision = request.member, decision_or_404(request, pk)
    access.can_direct(member, decision).or_refuse()
    seat = seat_of(
        request, QueryDict((request.POST if request.method == "POST" else request.GET).get("back", ""))
    )
    form = DirectForm(
        request.POST if request.method == "POST" else None,
        people=access.directable_people(member), today=member.on,
    )  # fmt: skip
    if form.is_valid() and accepted(form, lambda: direct(decision, form, member)) is not None:
        messages.success(request, f"มอบหมาย {form.cleaned_data['person'].name} แล้ว")
        return redirect(address(request, seat))
    context = {
        "decision": decision,
        "task": decision.round.task,
        "form": form,
        "back": seat.query(),
        "seat": seat,
    }
    return render(request, "cycles/folder_direct.html", context, status=422 if form.is_bound else 200)
