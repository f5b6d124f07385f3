"""Entries of history as a reader sees them: in words, with the way to what they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from nithet.audit.facts import fact_words
from nithet.audit.models import Entry
from nithet.audit.words import verb_words, why_words
from nithet.cycles.access import visible_cycles, visible_runs, visible_tasks
from nithet.manuals.access import visible_versions
from nithet.offices.access import visible_clusters, visible_people, visible_schools
from nithet.offices.imports.access import visible_imports
from nithet.offices.members import Member
from nithet.offices.models import Appointment
from nithet.workspace.access import visible_jobs

ERASED = "ลบข้อมูลส่วนบุคคลแล้ว"


@dataclass(frozen=True, slots=True)
class Door:
    """The page of a kind of thing. `visible` are the things that the reader may open, found by `key`."""

    view: str
    visible: Callable[[Member], QuerySet[Any]]
    key: str = "pk"
    takes_pk: bool = True


def _appointments(member: Member) -> QuerySet[Appointment]:
    """Those of the people one sees."""
    return Appointment.objects.filter(office=member.office, person__in=visible_people(member))


DOORS = {
    "task": Door("cycles:task-page", visible_tasks),
    "run": Door("cycles:run-page", visible_runs),
    "cycle": Door("cycles:year-chart", visible_cycles, takes_pk=False),
    "manualversion": Door("manuals:version-page", visible_versions),
    "school": Door("offices:school-page", visible_schools),
    "cluster": Door("offices:cluster-page", visible_clusters),
    "person": Door("offices:person-page", visible_people),
    "user": Door("offices:person-page", visible_people, key="user"),
    "appointment": Door("offices:appointment-page", _appointments),
    "import": Door("offices:import-page", visible_imports),
    "job": Door("workspace:job-page", visible_jobs),
}
"""By the kind of an entry. A kind without a page is told without a link."""


@dataclass(frozen=True, slots=True)
class Line:
    """One entry in words. `url` leads to what it tells of, where the reader may open it."""

    entry: Entry
    words: str
    title: str
    facts: list[str]
    why: str
    url: str


def lines_of(member: Member, entries: Sequence[Entry]) -> list[Line]:
    """One query a kind that has a page, however many entries there are."""
    urls = _urls(member, entries)
    return [
        Line(
            e,
            member.office.say(verb_words(e.verb)),
            title_of(e),
            fact_words(e, member.office.words),
            why_words(e),
            urls.get((e.kind, e.object_id), ""),
        )
        for e in entries
    ]


def title_of(entry: Entry) -> str:
    return entry.title or (ERASED if entry.erased_at else "")


def _urls(member: Member, entries: Iterable[Entry]) -> dict[tuple[str, UUID], str]:
    wanted: dict[str, set[UUID]] = defaultdict(set)
    for entry in entries:
        if entry.kind in DOORS:
            wanted[entry.kind].add(entry.object_id)
    return {
        (kind, found): _address(DOORS[kind], member, pk)
        for kind, ids in wanted.items()
        for found, pk in _open(DOORS[kind], member, ids)
    }


def _open(door: Door, member: Member, ids: set[UUID]) -> list[tuple[UUID, UUID]]:
    """Which of the things there are, and which the reader may open; with the key of the page."""
    return list(door.visible(member).filter(**{f"{door.key}__in": ids}).values_list(door.key, "pk"))


def _address(door: Door, member: Member, pk: UUID) -> str:
    return reverse(door.view, args=[member.office.code, *([pk] if door.takes_pk else [])])


def only(given: dict[str, Any], lines: Sequence[Line]) -> list[str]:
    """To whom and to what the page is narrowed by a link; the names come from the lines themselves."""
    told = []
    if by := given.get("by"):
        name = next((line.entry.by_name for line in lines if line.entry.by_id == by), "ผู้ที่เลือก")
        told.append(f"เฉพาะการดำเนินการของ{name}")
    if thing := given.get("object"):
        title = next((line.title for line in lines if line.entry.object_id == thing), "")
        told.append(f"เฉพาะเรื่อง “{title}”" if title else "เฉพาะเรื่องที่เลือก")
    return told
