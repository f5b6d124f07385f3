"""งานแทรก: a letter is received, or somebody is directed to do something; it becomes a run of one task."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction

from nithet.audit.services import record
from nithet.core import files
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles.access import letters as letter_access
from nithet.cycles.actions import Operate, Propose
from nithet.cycles.errors import (
    FileRefusedError,
    LetterSecretError,
    NoOpenYearError,
    NotToGiveError,
)
from nithet.cycles.letter_evidence import Answers
from nithet.cycles.letter_reading import read_letter
from nithet.cycles.models import Cycle, Letter, LetterAsk, Run, Task
from nithet.cycles.search import index_letter
from nithet.cycles.services.counting import count
from nithet.cycles.services.opening import hold_open
from nithet.cycles.telling.events import tell_asked, tell_letter
from nithet.manuals.models import Step
from nithet.offices.members import Member, position_words
from nithet.offices.models import Appointment, Office, Person, Role, School, Unit

# Behind the procedures of the manuals.
POSITION = 30_000
SUBJECT_OF_DIRECTION = 200


@dataclass(frozen=True, slots=True)
class LetterFacts:
    subject: str
    due_on: date
    received_on: date
    from_whom: str = ""
    number: str = ""
    dated_on: date | None = None
    answers_due_on: date | None = None
    urgency: str = ""
    text: str = ""
    wants: str = ""


@dataclass(frozen=True, slots=True)
class Doer:
    """Who does it: a unit, or one of its people."""

    unit: Unit
    person: Person | None = None


@dataclass(frozen=True, slots=True)
class AskedOf:
    schools: Sequence[School] = ()
    units: Sequence[Unit] = ()
    people: Sequence[Person] = ()

    def rows(self, letter: Letter) -> list[LetterAsk]:
        """One each, whoever is named twice."""
        made = [
            LetterAsk(office_id=letter.office_id, letter=letter, school=one)
            for one in dict.fromkeys(self.schools)
        ]
        made += [
            LetterAsk(office_id=letter.office_id, letter=letter, unit=one)
            for one in dict.fromkeys(self.units)
        ]
        made += [
            LetterAsk(office_id=letter.office_id, letter=letter, person=one)
            for one in dict.fromkeys(self.people)
        ]
        return made


@dataclass(frozen=True, slots=True)
class Work:
    """What the letter becomes."""

    doer: Doer
    asked: AskedOf = field(default_factory=AskedOf)
    # Who decides on the outcome (Step.Ask).
    ask: str = Step.Ask.CERTIFY.value


def receive(
    office: Office,
    facts: LetterFacts,
    work: Work,
    *,
    uploads: Iterable[files.Upload] = (),
    by: Member,
    key: UUID | None = None,
) -> Letter:
    """รับงานแทรก: in the open year, at once with whom it asks. Sent again with the same `key` it is the same letter."""
    letter_access.can_receive(by).or_refuse()
    if secret := read_letter(facts.text, on=by.on).secret:
        raise LetterSecretError(words=secret.value)
    if not _may_give(by, work.doer):
        raise NotToGiveError(to=work.doer.person or work.doer.unit.short_name)
    kept = store_files(office, uploads)
    return _received(office, facts, work, kept, by, key or new_id())


def _may_give(by: Member, doer: Doer) -> bool:
    if doer.person is None:
        return doer.unit in letter_access.letter_units(by)
    return letter_access.letter_doers(by).filter(person=doer.person, unit=doer.unit).exists()


def store_files(office: Office, uploads: Iterable[files.Upload]) -> list[dict[str, str]]:
    """The files as letters and answers keep them: before the transaction, so that a refused one leaves nothing behind."""
    kept = []
    for upload in uploads:
        try:
            stored = files.store(office.pk, upload, max_bytes=settings.EVIDENCE_MAX_BYTES)
        except files.UnfitFileError as unfit:
            raise FileRefusedError(why=unfit.why) from unfit
        kept.append({"file": str(stored.pk), "name": files.plain_name(upload.name or stored.name)})
    return list({one["file"]: one for one in kept}.values())


@transaction.atomic
def _received(
    office: Office, facts: LetterFacts, work: Work, kept: list[dict[str, str]], by: Member, key: UUID
) -> Letter:
    cycle = _open_year(office, facts.received_on)
    if known := Letter.objects.filter(run=key, made_by=by.user).first():
        return known
    letter, task = _made(cycle, facts, work, by, _free(key), files=kept)
    record("letter.received", by=by, on=task, within=task.run_id, to=letter.source)
    return letter


def _open_year(office: Office, on: date) -> Cycle:
    """The open year of that day, or the one that is still open; locked until the transaction ends."""
    years = Cycle.objects.filter(office=office, state=Cycle.State.OPEN)
    found = (
        years.filter(starts_on__lte=on, ends_on__gte=on).first() or years.order_by("-fiscal_year_be").first()
    )
    if found is None:
        raise NoOpenYearError
    return hold_open(found.pk)


def _free(key: UUID) -> UUID:
    """The key out of another's copied page makes a letter of its own."""
    return new_id() if Run.objects.filter(pk=key).exists() else key


def _made(
    cycle: Cycle, facts: LetterFacts, work: Work, by: Member, key: UUID, **more: Any
) -> tuple[Letter, Task]:
    run = Run.objects.create(
        pk=key, office_id=cycle.office_id, cycle=cycle, lineage=key, unit=work.doer.unit, title=facts.subject,
        position=POSITION,
    )  # fmt: skip
    letter = Letter.objects.create(
        office_id=cycle.office_id, run=run, made_by=by.user, made_at=now(),
        **{name: getattr(facts, name) for name in LetterFacts.__slots__}, **more,
    )  # fmt: skip
    asks = LetterAsk.objects.bulk_create(work.asked.rows(letter))
    task = _task(run, facts, work, asked=len(asks))
    count([task], {})
    task.save(force_insert=True)
    index_letter(letter, cycle)
    tell_letter(letter, task, by=by)
    if asks:
        tell_asked(letter.asks.all(), on=by.on)
    return letter, task


def _task(run: Run, facts: LetterFacts, work: Work, *, asked: int) -> Task:
    doer = work.doer
    return Task(
        office_id=run.office_id, run=run, position=1, number="", title=facts.subject,
        actions=actions_for(work.ask, asked=bool(asked)), ask=work.ask, unit=doer.unit, assignee=doer.person,
        # Given to a unit it lies before its head, who says who does it.
        role="" if doer.person else Role.HEAD,
        starts_on=min(facts.received_on, facts.due_on), due_on=facts.due_on, planned=asked or 1,
    )  # fmt: skip


def actions_for(ask: str, *, asked: bool) -> list[str]:
    if asked:
        return [Answers.code]
    return [Operate.code if ask == Step.Ask.CERTIFY else Propose.code]


@transaction.atomic
def direct(
    task: Task, person: Person, words: str, due_on: date, *, by: Member, key: UUID | None = None
) -> Task:
    """สั่งการ out of a decision on `task`: somebody is to do what `words` say. The caller asks who may.

    Sent again with the same `key` it is the same task. It locks the open year: call it before a run is locked.
    """
    cycle = _open_year(by.office, by.on)
    wanted = key or new_id()
    if known := Letter.objects.filter(run=wanted, directed_from=task).first():
        return known.run.tasks.get()
    facts = LetterFacts(
        subject=_subject(words), due_on=due_on, received_on=by.on, from_whom=_directed_by(by), text=words
    )
    work = Work(Doer(_unit_of(person, task, on=by.on), person))
    _, made = _made(cycle, facts, work, by, _free(wanted), directed_from=task)
    record("letter.directed", by=by, on=made, within=made.run_id, why=words, to=person.name)
    return made


def _subject(words: str) -> str:
    first = words.strip().split("\n")[0]
    return f"{first[:SUBJECT_OF_DIRECTION]}…" if len(first) > SUBJECT_OF_DIRECTION else first


def _directed_by(by: Member) -> str:
    return position_words(by.appointments[0])[:200]


def _unit_of(person: Person, task: Task, *, on: date) -> Unit:
    """Where the person serves; in the decided task's unit where they serve there too, or nowhere."""
    serving = (
        Appointment.objects.active(on=on).filter(person=person, unit__isnull=False).select_related("unit")
    )
    units = [one.unit for one in serving.order_by("from_on", "pk") if one.unit]
    same = [unit for unit in units if unit.division_id == task.unit.division_id]
    return (same or units or [task.unit])[0]


def task_of(letter: Letter) -> Task:
    """The one task of a letter, as the pages of tasks load it."""
    tasks = Task.objects.select_related("run__cycle", "run__unit", "unit", "assignee", "office")
    return tasks.get(run=letter.run_id)
