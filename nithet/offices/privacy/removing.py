"""Removal: a person is taken out of the records, step by step; what was done and decided stays, under an alias.

Every step is a short transaction and may be taken again, so that the job goes on where it was broken off. By which
names and keys history knows the person stands in the job's cursor until the end, and nowhere afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from nithet.audit.erasing import Step, Whom, erasing
from nithet.audit.services import record
from nithet.core import jobs
from nithet.core.clock import now, today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.offices import access
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, PrivacyRequest
from nithet.offices.privacy.errors import RequestAnsweredError, StillServingError
from nithet.offices.privacy.mentions import count_mentions
from nithet.offices.privacy.sources import all_sources
from nithet.offices.privacy.traces import Traces
from nithet.offices.starters import Starter

State = PrivacyRequest.State
DOING = {
    "read": "กำลังค้นชื่อในประวัติ {done:,} จาก {total:,} รายการ",
    "tell": "กำลังบันทึกการลบในประวัติ",
    "erase": "กำลังลบออกจากประวัติ {done:,} จาก {total:,} แห่ง",
}


def alias_of(person: Person) -> str:
    """What stands for the name afterwards: the same each time, and no part of the name."""
    return f"บุคลากรนามแฝง {person.pk.hex[-6:].upper()}"


@transaction.atomic
def begin(asked: PrivacyRequest, *, words: str, by: Member) -> None:
    """Grant a removal; it cannot be undone. Pressed twice it is done once."""
    access.can_answer_privacy(by).or_refuse()
    _check_left(asked.person)
    waiting = PrivacyRequest.objects.filter(pk=asked.pk, state=State.OPEN)
    if not waiting.update(state=State.REMOVING, answer=words, answered_by_id=by.pk):
        raise RequestAnsweredError
    _start(asked, by)
    record("privacy.removing", by=by, on=asked.person, kind=asked.kind)


@transaction.atomic
def resume(asked: PrivacyRequest, *, by: Member) -> None:
    """Go on with a removal that broke off; one that still runs is left alone."""
    access.can_answer_privacy(by).or_refuse()
    locked = PrivacyRequest.objects.select_for_update(of=("self",)).select_related("job", "person")
    found = locked.filter(pk=asked.pk, state=State.REMOVING).first()
    if found is None:
        raise RequestAnsweredError
    if found.job is None:
        _start(found, by)
    elif not jobs.retry(found.job):
        return
    record("privacy.resumed", by=by, on=found.person)


def _start(asked: PrivacyRequest, by: Member) -> None:
    # The title names nobody: the row of the job outlives the removal.
    started = jobs.start(
        "privacy.remove", office_id=asked.office_id, by=by, request=str(asked.pk), by_name=by.name
    )
    PrivacyRequest.objects.filter(pk=asked.pk).update(job=started)


def _check_left(person: Person) -> None:
    ahead = Q(until_on__isnull=True) | Q(until_on__gte=today())
    if Appointment.objects.filter(ahead, person=person, voided_at=None).exists():
        raise StillServingError(person=person.name)


# The job


@job("privacy.remove", "ลบข้อมูลส่วนบุคคลตามคำขอ")
def remove(running: Job) -> None:
    found = PrivacyRequest.objects.select_related("person__office", "office")
    asked = found.filter(pk=running.payload["request"], job=running, state=State.REMOVING).first()
    if asked is None:
        return
    traces = _traces(running, asked)
    _forget(running, asked.person_id)
    _erase(running, asked, traces)
    _finish(running, asked, traces)


def _traces(running: Job, asked: PrivacyRequest) -> Traces:
    if "traces" in running.cursor:
        return Traces.from_value(running.cursor["traces"])
    try:
        _check_left(asked.person)
    except StillServingError:
        # Appointed since it was granted: nothing is removed yet, and somebody decides anew.
        PrivacyRequest.objects.filter(pk=asked.pk, state=State.REMOVING).update(
            state=State.OPEN, answer="", answered_by_id=None, job=None
        )
        raise
    traces = Traces.of(asked.person)
    running.result = {"mentions": count_mentions(asked.person, traces.names)}
    advance(running, 0, doing="กำลังเริ่ม", cursor={"traces": traces.as_value(), "forgotten": 0})
    return traces


def _forget(running: Job, pk: UUID) -> None:
    """What each source keeps, in an order that stays the same."""
    forgets = [source.forget for source in all_sources() if source.forget]
    for number in range(running.cursor["forgotten"], len(forgets)):
        with transaction.atomic():
            people = Person.objects.select_for_update(of=("self",)).select_related("user", "office")
            person = people.get(pk=pk)
            forgets[number](person, alias_of(person))
            cursor = {**running.cursor, "forgotten": number + 1}
            advance(running, number + 1, total=len(forgets), doing="กำลังลบออกจากทะเบียนและบัญชี", cursor=cursor)


def _erase(running: Job, asked: PrivacyRequest, traces: Traces) -> None:
    for step in _steps(asked, traces, Starter.of(running)):
        doing = DOING[step.doing].format(done=step.done, total=step.total)
        advance(running, step.done, total=step.total, doing=doing)


def _steps(asked: PrivacyRequest, traces: Traces, by: Starter) -> Iterator[Step]:
    alias, office = alias_of(asked.person), asked.office_id
    yield from erasing(office, Whom(alias, traces.user, frozenset(traces.objects), traces.names), by=by)
    for user in traces.users:
        yield from erasing(office, Whom(alias, user), by=by)
        # What befell an account while it belonged to nobody in an office.
        yield from erasing(None, Whom(alias, user), by=by)


@transaction.atomic
def _finish(running: Job, asked: PrivacyRequest, traces: Traces) -> None:
    """The request is answered, once; the names are kept no longer."""
    person = Person.objects.get(pk=asked.person_id)
    words = traces.without_names(asked.answer, alias_of(person))
    removed = PrivacyRequest.objects.filter(pk=asked.pk, state=State.REMOVING)
    if removed.update(state=State.ANSWERED, answer=words, answered_at=now()):
        record("privacy.answered", by=Starter.of(running), on=person, why=words, kind=asked.kind)
    running.result = _result(running, asked)
    advance(running, running.total, doing="ลบข้อมูลแล้ว", cursor={})


def _result(running: Job, asked: PrivacyRequest) -> dict[str, Any]:
    mentions = running.result.get("mentions", 0)
    left = f" ยังมีข้อความที่ผู้อื่นพิมพ์ {mentions:,} รายการที่มีชื่อเดิม" if mentions else ""
    url = reverse("offices:privacy-request", args=[asked.office.code, asked.pk])
    return {"mentions": mentions, "words": f"ลบข้อมูลแล้ว{left}", "url": url}
