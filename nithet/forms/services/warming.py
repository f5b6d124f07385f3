"""Counting very many answers before anybody waits for it: when a round closes, and when a page would take too long."""

from __future__ import annotations

from uuid import UUID

from nithet.core.jobs import advance, job, start
from nithet.core.models import Job
from nithet.forms.models import Round
from nithet.forms.services.tallying import Uncounted, count_some, fresh_tally, uncounted

COUNT = "forms.count_answers"
MOST_AT_ONCE = 30_000
"""Answers that a page counts itself: a second or two."""


@job(COUNT, "นับคำตอบของรอบการเก็บข้อมูล")
def count_answers(running: Job) -> None:
    """In parts that are kept; after a break the others."""
    round_ = Round.objects.select_related("version", "office").get(pk=UUID(running.payload["round"]))
    found = uncounted(round_)
    while found.left:
        found = count_some(round_)
        advance(running, found.whole - found.left, total=found.whole)
    fresh_tally(round_)
    running.result = {"words": f"นับคำตอบแล้ว {found.whole:,} ชุด"}


def counted_in_background(round_: Round) -> Uncounted | None:
    """How far it is, where there is too much for a page to count; None where the page may go on."""
    found = uncounted(round_)
    if found.left <= MOST_AT_ONCE:
        return None
    _start(round_)
    return found


def warm_later(round_: Round) -> None:
    """Of a round that has closed, whoever looks first."""
    if round_.answers.count() > MOST_AT_ONCE:
        _start(round_)


def _start(round_: Round) -> None:
    """One at a time; after it has ended another may be needed, for answers that came since."""
    waiting = Job.objects.filter(kind=COUNT, payload__round=str(round_.pk)).exclude(state__in=Job.ENDED)
    if not waiting.exists():
        start(COUNT, office_id=round_.office_id, title=f"นับคำตอบ {round_.title}", round=str(round_.pk))
