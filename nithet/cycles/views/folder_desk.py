"""What the secretary does with the director's folder: lays it in order, marks what is urgent, decides nothing."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nithet.cycles import access
from nithet.cycles.access import Folder
from nithet.cycles.models import Decision, TaskRound
from nithet.cycles.queries import folder as queries
from nithet.cycles.services import folder as services
from nithet.cycles.views.folder import address, seat_of
from nithet.cycles.views.pressing import decision_or_404
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def folder_urgent(request: MemberRequest, pk: UUID) -> HttpResponse:
    decision = decision_or_404(request, pk)
    access.can_order_folder(request.member).or_refuse()
    services.set_urgent(decision.round, request.POST.get("urgent") == "1", by=request.member)
    return _back(request)


@member_page
@require_POST
def folder_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Behind the card that is named, or before all: the same however often it is sent."""
    decision = decision_or_404(request, pk)
    access.can_order_folder(request.member).or_refuse()
    lying = list(queries.lying(request.member, Folder.DIRECTOR).select_related("round"))
    rounds = moved(lying, decision, request.POST)
    services.order_folder(rounds, by=request.member)
    return _back(request)


def moved(lying: list[Decision], decision: Decision, given: dict[str, str]) -> list[TaskRound]:
    """The folder with one card elsewhere. It stays among its like: urgent ones first, notices last."""
    like = [one for one in lying if queries.kind_of(one) == queries.kind_of(decision)]
    others = [one for one in like if one.pk != decision.pk]
    if len(others) == len(like):  # decided meanwhile: there is nothing to move
        return [one.round for one in lying]
    others.insert(_place(others, given.get("after", "")), decision)
    rest = iter(others)
    return [
        next(rest).round if queries.kind_of(one) == queries.kind_of(decision) else one.round for one in lying
    ]


def _place(others: list[Decision], after: str) -> int:
    return next((place for place, one in enumerate(others, start=1) if str(one.pk) == after), 0)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect(address(request, seat_of(request, QueryDict(request.POST.get("back", "")))))
