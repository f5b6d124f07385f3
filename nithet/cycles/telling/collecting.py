"""What of the year is true on a day, for all people at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from nithet.cycles.access.telling import Shared, deciders_of, doers_of, people_asked
from nithet.cycles.models import Decision, LetterAsk, Mention, Task
from nithet.cycles.telling import places
from nithet.cycles.words import asked as asked_words
from nithet.notices.kinds import Told
from nithet.offices.models import Holiday
from nithet.thai.dates import bangkok_day, format_date

Offices = Collection[UUID] | None
SOON = timedelta(days=3)
JUST_LATE = timedelta(days=7)
"""What is late for longer was told, or is from before anybody was told."""
FRIDAY = 4
State = Task.State


def _of(offices: Offices) -> Q:
    return Q() if offices is None else Q(office__in=offices)


def _tasks(offices: Offices, *states: State) -> QuerySet[Task]:
    """Work that can be done, in somebody's hands or given to nobody yet."""
    told = Q(assignee__user__is_active=True) | Q(assignee=None)
    found = Task.objects.filter(
        told, _of(offices), state__in=states, is_container=False, served_by=None, is_stopped=False
    )
    return found.order_by("due_on", "pk")


_COLUMNS = ("pk", "office", "office__code", "assignee", "title", "due_on", "role", "unit", "unit__parent")


def _told(tasks: QuerySet[Task], words: str, *, on: date, occasion: str = "") -> Iterator[Told]:
    """Due days are the occasion: one that is moved is another. What nobody has yet is told to those who may take it up."""
    rows = list(tasks.values_list(*_COLUMNS))
    shared = {Shared(office, *at) for _, office, _, person, _, _, *at in rows if person is None}
    doers = doers_of(shared, on=on) if shared else {}
    for pk, office, code, person, title, due_on, *at in rows:
        place, detail = places.of_task(code, pk), f"{words} {format_date(due_on)}"
        for one in [person] if person else doers[Shared(office, *at)]:
            yield Told(office, one, pk, title, place, occasion or due_on.isoformat(), detail)


def due_tasks(offices: Offices, day: date) -> Iterable[Told]:
    due = _tasks(offices, State.OPEN).filter(due_on__gte=day, due_on__lte=day + SOON)
    return _told(due, "ครบกำหนด", on=day)


def late_tasks(offices: Offices, day: date) -> Iterable[Told]:
    late = _tasks(offices, State.OPEN, State.WAITING).filter(due_on__lt=day, due_on__gte=day - JUST_LATE)
    return _told(late, "ครบกำหนดเมื่อ", on=day)


def tasks_of_week(offices: Offices, day: date) -> Iterable[Told]:
    """Until an office's first working day of a week; on its later days what is due is told as due soon."""
    if day.weekday() > FRIDAY:
        return ()
    monday = day - timedelta(days=day.weekday())
    due = _tasks(offices, State.OPEN).filter(due_on__gte=day, due_on__lte=monday + timedelta(days=6))
    if day > monday:
        due = due.filter(office__in=_at_rest(monday, day))
    return _told(due, "ครบกำหนด", on=day, occasion=f"week {monday}")


def _at_rest(monday: date, day: date) -> QuerySet[Holiday, Any]:
    """The offices for which each day from Monday until before that day is one off."""
    off = Holiday.objects.filter(on__gte=monday, on__lt=day).order_by().values("office")
    return off.annotate(days=Count("pk")).filter(days=day.weekday()).values("office")


def returned_tasks(offices: Offices, day: date) -> Iterable[Told]:
    back = _tasks(offices, State.OPEN).filter(times_returned__gt=0, assignee__isnull=False)
    columns = ("pk", "office", "office__code", "assignee", "title", "times_returned")
    for pk, office, code, person, title, times in back.values_list(*columns):
        yield returned(office, code, person, pk, title, times)


def returned(office: UUID, code: str, person: UUID, task: UUID, title: str, times: int) -> Told:
    """The reason stands on the task's page only: it may be about people."""
    detail = f"ส่งคืนแก้ไข (ครั้งที่ {times})"
    return Told(office, person, task, title, places.of_task(code, task), f"returned {times}", detail)


def waiting_decisions(offices: Offices, day: date) -> Iterable[Told]:
    return _waiting(Decision.objects.filter(_of(offices), state=Decision.State.CURRENT), day)


def decisions_since(offices: Offices, day: date, since: datetime) -> Iterable[Told]:
    """Those that were submitted since, or whose station before them was decided since."""
    passed_on = Decision.objects.filter(round=OuterRef("round"), decided_at__gte=since)
    new = Q(round__submitted_at__gte=since) | Exists(passed_on)
    return _waiting(Decision.objects.filter(_of(offices), new, state=Decision.State.CURRENT), day)


def _waiting(current: QuerySet[Decision], day: date) -> Iterator[Told]:
    found = list(current.select_related("office", "unit", "round__task").order_by("pk"))
    for decision, person in deciders_of(found, on=day):
        task, office = decision.round.task, decision.office
        address = places.of_task(office.code, task.pk)
        yield Told(
            office.pk, person, task.pk, task.title, address, f"decision {decision.pk}", asked_words(decision)
        )


def asked(offices: Offices, day: date) -> Iterable[Told]:
    """What is not answered: that it is asked, that it was reminded of, and that it is due soon."""
    return asked_told(unanswered().filter(_of(offices)), on=day)


def unanswered() -> QuerySet[LetterAsk]:
    """Asks of letters that are still worked on."""
    going = Task.objects.filter(run=OuterRef("letter__run"), state__in=(State.OPEN, State.WAITING))
    return LetterAsk.objects.filter(
        Exists(going), answered_at=None, voided_at=None, letter__run__voided_at=None
    )


def asked_told(asks: QuerySet[LetterAsk], *, on: date) -> Iterator[Told]:
    found = list(asks.select_related("office", "letter", "unit"))
    for ask, person in people_asked(found, on=on):
        address = places.of_ask(ask.office.code, ask.pk)
        for occasion, detail in _occasions(ask, on=on):
            yield Told(ask.office_id, person, ask.pk, ask.letter.subject, address, occasion, detail)


def _occasions(ask: LetterAsk, *, on: date) -> Iterator[tuple[str, str]]:
    until = ask.letter.asked_until
    yield "asked", f"ส่งภายใน {format_date(until)}"
    if ask.returned_at:
        yield f"returned {ask.returned_at.isoformat()}", f"ส่งคืนให้แก้ไข ส่งภายใน {format_date(until)}"
    if ask.reminded_at:
        yield f"reminded {bangkok_day(ask.reminded_at)}", f"แจ้งติดตาม ส่งภายใน {format_date(until)}"
    if on <= until <= on + SOON:
        yield f"due {until}", f"ครบกำหนดส่ง {format_date(until)}"


def mentions(offices: Offices, day: date) -> Iterable[Told]:
    unseen = Mention.objects.filter(
        _of(offices), seen_at=None, comment__voided_at=None, person__user__is_active=True
    )
    columns = unseen.order_by("comment__at", "pk").values_list(
        "office",
        "office__code",
        "person",
        "comment",
        "comment__task",
        "comment__task__title",
        "comment__by__name",
    )
    for office, code, person, comment, task, title, by in columns:
        yield mentioned(office, code, person, comment, task, title, by)


def mentioned(office: UUID, code: str, person: UUID, comment: UUID, task: UUID, title: str, by: str) -> Told:
    """What was said stands on the page only."""
    address = f"{places.of_task(code, task)}#comment-{comment}"
    return Told(office, person, task, title, address, f"comment {comment}", f"ข้อความของ {by}")
