"""What an auditor is asked before reading."""

from __future__ import annotations

from django.http import HttpResponse

from nithet.cycles import access
from nithet.cycles.models import Run, Task
from nithet.offices import confidential
from nithet.offices.members import MemberRequest


def ask_why(request: MemberRequest, thing: Run | Task) -> HttpResponse | None:
    """The page that asks for a reason, where one is needed. One a run opens its tasks and their evidence too."""
    if not access.must_say_why(request.member, thing):
        return None
    run = thing.run if isinstance(thing, Task) else thing
    return confidential.require(request, "run", run.pk, run.title)
