"""What the worker does for the year every night."""

import logging
from collections.abc import Callable
from datetime import date, time, timedelta

from nithet.core.clock import today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.cycles.models import Duty, HandOver
from nithet.cycles.services import following, handing_over
from nithet.thai.dates import bangkok_day

logger = logging.getLogger(__name__)


@job("cycles.daily", "ส่งมอบงานและมอบหมายงานตามคำสั่งที่ถึงกำหนด", daily_at=time(0, 20))
def daily(running: Job) -> None:
    """Hand-overs whose day has come, then open work of the procedures whose duties begin. Each changes nothing twice."""
    day = today()
    due = HandOver.objects.filter(state=HandOver.State.PLANNED, on__lte=day)
    waiting = list(due.select_related("office", "giver", "receiver", "made_by").order_by("on", "pk"))
    for number, made in enumerate(waiting, start=1):
        _alone(handing_over.carry_out, made, by=made.made_by, today=day)
        advance(running, number, total=len(waiting))
    begun = (
        Duty.objects.standing().filter(from_on__gt=_last_day(day), from_on__lte=day).select_related("office")
    )
    by_office: dict[object, set[object]] = {}
    for duty in begun:
        by_office.setdefault(duty.office, set()).add(duty.lineage)
    for office, lineages in by_office.items():
        _alone(following.give_out, office, lineages, by=None, on=day)
        advance(running, running.done)


def _alone(act: Callable[..., object], *given: object, **named: object) -> None:
    """One that fails is logged and tried again the next night; the others have their turn."""
    try:
        act(*given, **named)
    except Exception:
        logger.exception("%s failed for %s", act.__name__, given[0])


def _last_day(day: date) -> date:
    """The last day before this one on which it was done: a machine that was off misses none."""
    before = Job.objects.filter(kind="cycles.daily", state=Job.State.DONE).order_by("-made_at")
    days = (bangkok_day(made_at) for made_at in before.values_list("made_at", flat=True)[:2])
    return next((known for known in days if known < day), day - timedelta(days=1))
