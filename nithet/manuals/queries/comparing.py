"""Two versions, or kin procedures of several offices, as their pages show them: differences in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects

from nithet.manuals import access, words
from nithet.manuals.comparing.differences import (
    Change,
    Compared,
    ComparedProcedure,
    Comparison,
    Counts,
    Time,
    compare,
    said,
    value_of,
)
from nithet.manuals.comparing.kin import Family, families
from nithet.manuals.comparing.standing import SideRow, side_by_side
from nithet.manuals.comparing.wording import GONE, NEW, Piece, pieces_of
from nithet.manuals.draft import ProcedureDraft, StepDraft
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.queries.written import STEPS, content_of, draft_of_procedure
from nithet.manuals.sharing import shared, shared_procedure
from nithet.offices.members import Member

MOST_BESIDE = 5
"""How many procedures fit beside one another on a page."""

_NAMES = {
    "title": "ชื่อ", "detail": "รายละเอียด", "time": "ช่วงเวลา", "responsible": "ผู้รับผิดชอบ", "standard": "มาตรฐาน",
    "forms": "แบบฟอร์ม", "actions": "เครื่องมือ", "decision": "การเสนอ", "substeps": "ขั้นตอนย่อย", "objectives": "วัตถุประสงค์",
    "scope": "ขอบเขต", "definitions": "คำจำกัดความ", "references": "กฎหมายและเอกสารอ้างอิง",
}  # fmt: skip
_WHOLE = {"time", "decision", "actions"}
SIGNS = {"added": "เพิ่ม", "removed": "ตัดออก", "moved": "ย้าย", "changed": "แก้ไข", "same": "เหมือนเดิม"}


@dataclass(frozen=True, slots=True)
class Told:
    """A fact on both sides, with the words that differ."""

    name: str
    before: str
    after: str
    is_whole: bool = False
    """Read as one: half a month says nothing."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        if self.is_whole:
            return Piece(GONE, self.before), Piece(NEW, self.after)
        return pieces_of(self.before, self.after)

    @property
    def left(self) -> list[Piece]:
        return [one for one in self.pieces if one.kind != NEW]

    @property
    def right(self) -> list[Piece]:
        return [one for one in self.pieces if one.kind != GONE]


class ToldItem:
    """A step or a procedure of two versions in the words of the page."""

    def __init__(self, one: Compared[Any]) -> None:
        self.one = one
        self.before, self.after = one.before, one.after

    @cached_property
    def title(self) -> Told:
        return Told(_NAMES["title"], getattr(self.before, "title", ""), getattr(self.after, "title", ""))

    @cached_property
    def facts(self) -> list[Told]:
        """What differs but the title."""
        return [told_change(one) for one in self.one.changes if one.field != "title"]

    @property
    def code(self) -> str:
        if self.one.is_added or self.one.is_removed:
            return "added" if self.one.is_added else "removed"
        return "moved" if self.one.is_moved else "changed" if self.one.changes else "same"

    @property
    def words(self) -> str:
        """“ย้าย แก้ไข” where both is true."""
        both = self.one.is_moved and bool(self.one.changes)
        return f"{SIGNS['moved']}และ{SIGNS['changed']}" if both else SIGNS[self.code]


@dataclass(frozen=True, slots=True)
class ToldProcedure:
    whole: ToldItem
    steps: list[ToldItem]
    place: int

    @property
    def shown(self) -> list[ToldItem]:
        return [step for step in self.steps if step.code != "same"]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two versions compared."""

    before: ManualVersion
    after: ManualVersion
    comparison: Comparison

    @property
    def counts(self) -> Counts:
        return self.comparison.count()

    @property
    def is_same(self) -> bool:
        return not self.comparison.differing

    def procedures(self, *, whole: bool = False) -> list[ToldProcedure]:
        """Those that differ, or all."""
        return [
            _told(one, place)
            for place, one in enumerate(self.comparison.procedures, start=1)
            if whole or one.differs
        ]


def compared(before: ManualVersion, after: ManualVersion, member: Member) -> Beside:
    """What another office has published is read without the names of its people."""
    sides = [
        content if one.office_id == member.office.pk else shared(content)
        for one, content in ((one, content_of(one)) for one in (before, after))
    ]
    return Beside(before, after, compare(*sides))


def edition_before(version: ManualVersion) -> ManualVersion | None:
    """The adopted edition that this one would replace or has replaced."""
    numbered = ManualVersion.objects.filter(manual=version.manual_id, number__isnull=False).exclude(
        pk=version.pk
    )
    older = numbered.filter(number__lt=version.number) if version.number else numbered
    return older.select_related("manual__unit", "office").order_by("-number").first()


@dataclass(frozen=True, slots=True)
class Since:
    """The edition that a version under review would replace; what differs from it once it is proposed."""

    before: ManualVersion
    beside: Beside | None


def since_before(version: ManualVersion, member: Member) -> Since | None:
    before = edition_before(version)
    if before is None:
        return None
    is_proposed = version.state == ManualVersion.State.PROPOSED
    return Since(before, compared(before, version, member) if is_proposed else None)


def _told(one: ComparedProcedure, place: int) -> ToldProcedure:
    return ToldProcedure(ToldItem(one.whole), [ToldItem(step) for step in one.steps], place)


def told_change(one: Change) -> Told:
    before, after = _said(one.field, one.before), _said(one.field, one.after)
    return Told(_NAMES[one.field], before, after, is_whole=one.field in _WHOLE)


def _said(field: str, value: Any) -> str:
    if isinstance(value, Time):
        return value.words or words.time_words(value.months, value.cadence)
    if value is None or value == ():
        return ""
    if field == "actions":
        return ", ".join(words.action_words(value))
    if field == "decision":
        return words.ask_words(value)
    if isinstance(value, tuple):
        return (" · " if field != "responsible" else ", ").join(str(said(one)) for one in value)
    return str(value)


def said_time(step: StepDraft) -> str:
    """Months and cadence, or the manual's own words where it is neither."""
    return _said("time", value_of(step, "time"))


# Kin procedures side by side


@dataclass(frozen=True, slots=True)
class SideStep:
    """A step in its column."""

    step: StepDraft

    @property
    def time_words(self) -> str:
        return said_time(self.step)

    @property
    def action_words(self) -> str:
        return ", ".join(words.action_words(self.step.actions))


@dataclass(frozen=True, slots=True)
class Standing:
    """Procedures of one family, each a column, and their steps in rows."""

    family: Family
    columns: list[Procedure]
    rows: list[SideRow]
    offered: list[Procedure]
    office_id: UUID
    """Whose page it is: its own manuals are told apart by their divisions."""

    @property
    def lines(self) -> list[tuple[int, list[tuple[str, SideStep | None]]]]:
        """How many have the step, and each column's with its name."""
        names = [self._name(one) for one in self.columns]
        return [
            (row.holders, [(name, SideStep(step) if step else None) for name, step in zip(names, row.steps, strict=True)])
            for row in self.rows
        ]  # fmt: skip

    def _name(self, one: Procedure) -> str:
        unit = one.version.manual.unit
        return unit.short_name if unit and one.office_id == self.office_id else one.version.office.short_name

    @property
    def chosen(self) -> set[UUID]:
        return {one.pk for one in self.columns}


def families_there(member: Member) -> list[tuple[Family, int]]:
    """The families of which the member can read procedures, with how many."""
    found = list(_kin(member).values_list("family", flat=True))
    return [(one, found.count(one.code)) for one in families() if one.code in found]


def standing(member: Member, code: str, chosen: Iterable[str]) -> Standing | None:
    """The chosen procedures of a family, or the first of each office; three queries."""
    family = next((one for one in families() if one.code == code), None)
    if family is None:
        return None
    offered = list(
        _kin(member).filter(family=code).select_related("version__manual__unit", "version__office")
        .defer("version__source_text", "version__reading")
        .order_by("version__office__name", "version__manual__title", "position")
    )  # fmt: skip
    # One's own first: the others are laid beside it.
    offered.sort(key=lambda one: one.office_id != member.office.pk)
    wanted = set(chosen)
    columns = [one for one in offered if str(one.pk) in wanted] or _first_of_each(offered)
    columns = columns[:MOST_BESIDE]
    prefetch_related_objects(columns, STEPS)
    drafts = [_draft(one, member) for one in columns]
    return Standing(family, columns, side_by_side(drafts), offered, member.office.pk)


def _kin(member: Member) -> Any:
    """Procedures of editions in force: one's own, and those that others have published."""
    versions = access.comparable_versions(member).filter(state=ManualVersion.State.ADOPTED)
    return Procedure.objects.filter(version__in=versions.values("pk")).exclude(family="")


def _first_of_each(offered: Sequence[Procedure]) -> list[Procedure]:
    """One of each manual first, then further ones."""
    first = {one.version_id: one for one in reversed(offered)}
    rest = [one for one in offered if first[one.version_id] is not one]
    return [*sorted(first.values(), key=offered.index), *rest]


def _draft(one: Procedure, member: Member) -> ProcedureDraft:
    draft = draft_of_procedure(one, list(one.steps.all()))
    return draft if one.office_id == member.office.pk else shared_procedure(draft)
