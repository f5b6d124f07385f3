"""What is pressed on a decision, in the folder and on the task's page: found, tried, and answered where it was pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from nithet.core.errors import DomainError, RefusedError
from nithet.cycles import access
from nithet.cycles.forms.deciding import DirectForm
from nithet.cycles.models import Decision, Task
from nithet.cycles.services import directing
from nithet.offices.members import Member, MemberRequest

AForm = TypeVar("AForm", bound=Form)
Answer = Callable[[], HttpResponse]
AnswerLate = Callable[[DomainError], HttpResponse]


def decision_or_404(request: MemberRequest, pk: UUID) -> Decision:
    """Whoever sees the task sees the decision; whether they may give it is another question."""
    found = access.seen_decisions(request.member)
    return get_object_or_404(
        found.select_related("unit", "round__task__unit", "round__task__run", "round__submitted_by"), pk=pk
    )


def mine_or_404(request: MemberRequest, pk: UUID) -> Decision:
    decision = decision_or_404(request, pk)
    access.can_decide(request.member, decision).or_refuse()
    return decision


def press(
    form: AForm, act: Callable[[AForm], object], *, mend: Answer, late: AnswerLate, done: Answer
) -> HttpResponse:
    """Act on what was typed, unless there is something to `mend` in it."""
    return attempt(lambda: act(form), late=late, done=done) if form.is_valid() else mend()


def attempt(act: Callable[[], object], *, late: AnswerLate, done: Answer) -> HttpResponse:
    """`late` tells why it is not possible as things stand by now; a missing right is a page of its own."""
    try:
        act()
    except RefusedError:
        raise
    except DomainError as refusal:
        return late(refusal)
    return done()


def direct(decision: Decision, form: DirectForm, by: Member) -> Task:
    typed = form.cleaned_data
    return directing.direct(
        decision, typed["person"], typed["order"], typed["due_on"], key=typed["key"], by=by
    )
