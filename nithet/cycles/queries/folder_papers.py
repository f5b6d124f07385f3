"""The pages of a folder on paper. Digits are Thai there, as in all documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from nithet.cycles import words
from nithet.cycles.memos import money_words
from nithet.cycles.models import Decision, Evidence
from nithet.cycles.queries.folder import SPOKEN
from nithet.cycles.queries.year import ShownEvidence, evidence_of_tasks
from nithet.offices.members import Member, position_words
from nithet.offices.models import Appointment, Role, Unit
from nithet.thai.dates import bangkok_day, format_date
from nithet.thai.numerals import to_thai

_State = Decision.State


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a station wrote, as a memo shows it."""

    words: str
    position: str
    name: str
    day: str


@dataclass(frozen=True, slots=True)
class Line:
    """A station that has not spoken yet: room to write and to sign."""

    ask: str
    position: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A matter as a page."""

    place: str
    subject: str
    asked: str
    is_urgent: bool
    unit: str
    day: str
    to_whom: str
    paragraphs: list[str]
    money: str
    enclosures: list[str]
    by_name: str
    by_position: str
    spoken: list[Spoken]
    lines: list[Line]


def papers(member: Member, decisions: Sequence[Decision], *, first: int = 1) -> list[Paper]:
    """Of decisions as `folder.with_matter` loads them, in their order, numbered from `first`."""
    tasks = [one.round.task for one in decisions]
    evidence = evidence_of_tasks(member, tasks) if tasks else {}
    positions = _positions(member, {one.round.submitted_by_id for one in decisions})
    return [
        _paper(
            member, place, one, _enclosures(evidence.get(one.round.task_id, [])),
            positions.get(one.round.submitted_by_id, ""),
        )
        for place, one in enumerate(decisions, start=first)
    ]  # fmt: skip


def _enclosures(shown: Sequence[ShownEvidence]) -> list[str]:
    """What can lie behind the memo: files, pages and objects; a note of the work log is no paper."""
    return [e.title for e in sorted(shown, key=_place_named) if e.evidence.kind != Evidence.Kind.WORK_LOG]


def _place_named(shown: ShownEvidence) -> tuple[date, UUID]:
    """The order in which a composed memo names evidence."""
    return shown.evidence.on, shown.evidence.pk


def _positions(member: Member, users: Iterable[UUID]) -> dict[UUID, str]:
    """What stands under the names of those who submitted, by user."""
    serving = Appointment.objects.active(on=member.on).filter(office=member.office, person__user__in=users)
    found = serving.select_related("person", "unit", "school").order_by("-from_on", "-pk")
    return {post.person.user_id: position_words(post) for post in found if post.person.user_id}


def _paper(member: Member, place: int, decision: Decision, enclosures: list[str], position: str) -> Paper:
    made, office = decision.round, member.office.name
    way = list(made.decisions.all())
    # A composed memo says the money already; one that was rewritten may not.
    asked_for = money_words(made.money) if made.money else ""
    money = "" if asked_for in made.memo_text else f"{asked_for} จาก{made.money_source}"
    return Paper(
        place=to_thai(place),
        subject=to_thai(made.memo_subject or made.task.title),
        asked=words.asked(decision),
        is_urgent=made.is_urgent,
        unit=to_thai(f"{made.task.unit.name} {office}"),
        day=to_thai(format_date(bangkok_day(made.submitted_at), "long")),
        to_whom=to_thai(addressed(way[-1].role, way[-1].unit, office)),
        paragraphs=[to_thai(line) for line in made.memo_text.splitlines() if line.strip()],
        money=to_thai(money),
        enclosures=[to_thai(title) for title in enclosures],
        by_name=made.submitted_by.name,
        by_position=to_thai(position),
        spoken=[_spoken(one) for one in way if one.state in SPOKEN],
        lines=[
            Line(words.GIVES[one.ask], to_thai(addressed(one.role, one.unit, office)))
            for one in way
            if one.state in (_State.CURRENT, _State.QUEUED)
        ],
    )


def _spoken(decision: Decision) -> Spoken:
    said = f"{words.decided(decision)} {decision.opinion}".strip()
    day = format_date(bangkok_day(decision.decided_at), "long") if decision.decided_at else ""
    name = decision.decided_by.name if decision.decided_by else ""
    return Spoken(to_thai(said), to_thai(decision.decided_as), name, to_thai(day))


def addressed(role: str, unit: Unit | None, office: str) -> str:
    """How a document names a post: “ผู้อำนวยการกลุ่มนิเทศ…”, “ผู้อำนวยการสำนักงานเขต…”."""
    match role:
        case Role.DIRECTOR:
            return f"ผู้อำนวยการ{office}"
        case Role.DEPUTY:
            return f"รองผู้อำนวยการ{office}"
        case Role.HEAD if unit:
            return f"ผู้อำนวยการ{unit.name}"
        case Role.SECTION_HEAD if unit:
            return f"หัวหน้า{unit.name}"
    return str(Role(role).label)
