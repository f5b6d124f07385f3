"""Reads of letters: who was asked and what they said, and what a member is asked. Constant queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, QuerySet

from nithet.core.line_text import LineText, line_text
from nithet.cycles.access import letters as access
from nithet.cycles.letter_reading import Asked, Known, Reading
from nithet.cycles.models import Letter, LetterAsk, Task
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.queries import clusters_of, units_of
from nithet.thai.dates import format_date


@dataclass(frozen=True, slots=True)
class AskGroup:
    """Those asked who belong together: the schools of a cluster, the units, the people."""

    title: str
    asks: list[LetterAsk]
    # Which of them are looked at: "missing", "answered", or all.
    show: str = ""

    @property
    def shown(self) -> list[LetterAsk]:
        if self.show not in ("missing", "answered"):
            return self.asks
        return [ask for ask in self.asks if (ask.answered_at is None) is (self.show == "missing")]

    @property
    def missing(self) -> list[LetterAsk]:
        return [ask for ask in self.asks if not ask.answered_at]


def ask_groups(letter: Letter, *, show: str = "") -> list[AskGroup]:
    """By cluster as they are today, then units, then people. One query."""
    found: dict[str, list[LetterAsk]] = {}
    for ask in asks_in_order(letter):
        found.setdefault(_group_of(ask), []).append(ask)
    return [AskGroup(title, asks, show) for title, asks in found.items()]


def asks_in_order(letter: Letter) -> QuerySet[LetterAsk]:
    rows = LetterAsk.objects.filter(letter=letter, voided_at=None)
    return rows.select_related("school__cluster", "unit", "person", "answered_by").order_by(
        F("school__cluster__position").asc(nulls_last=True), "school__cluster__name",
        F("school__sort_key").asc(nulls_last=True), F("unit__position").asc(nulls_last=True), "person__sort_key", "pk",
    )  # fmt: skip


def _group_of(ask: LetterAsk) -> str:
    if ask.school:
        return ask.school.cluster.name if ask.school.cluster else "ไม่อยู่ในกลุ่มโรงเรียน"
    return "กลุ่มของสำนักงาน" if ask.unit else "บุคลากร"


def voided_asks(letter: Letter) -> QuerySet[LetterAsk]:
    return letter.asks.exclude(voided_at=None).select_related("school", "unit", "person")


def asked_of(member: Member) -> list[LetterAsk]:
    """What the member is asked and may still answer, unanswered first, in the order it is due. One query."""
    open_ones = access.asks_of(member).filter(
        letter__run__tasks__state__in=(Task.State.OPEN, Task.State.WAITING), letter__run__voided_at=None
    )
    rows = list(open_ones.select_related("letter", "school", "unit", "person"))
    return sorted(rows, key=lambda ask: (ask.answered_at is not None, ask.letter.asked_until, ask.pk))


def letter_of(task: Task) -> Letter | None:
    if task.number:
        return None
    return Letter.objects.filter(run=task.run_id).select_related("made_by", "directed_from").first()


def letter_line(letter: Letter, groups: Sequence[AskGroup], address: str) -> LineText:
    """A short text for a chat: what, until when, where to answer, and who has not, by cluster."""
    missing = [group for group in groups if group.missing]
    lines = [
        f"จาก {letter.source}" if letter.source else "",
        f"ขอให้ส่ง: {letter.wants}" if letter.wants else "",
        f"ส่งภายใน{format_date(letter.asked_until, 'full')}",
    ]
    after = [
        f"ยังไม่ส่งข้อมูล {sum(len(group.missing) for group in missing)} ราย"
        if missing
        else "ส่งข้อมูลครบแล้ว ขอบคุณครับ/ค่ะ",
        *(f"{group.title}: {', '.join(ask.name for ask in group.missing)}" for group in missing),
    ]
    urgency = f"[{letter.get_urgency_display()}] " if letter.urgency else ""
    return line_text(f"{urgency}{letter.subject}", lines, address, after=after, way="ตอบที่")


# What a pasted letter may name


def known_names(office: Office, schools: Iterable[School]) -> list[Known]:
    """Two queries besides the schools."""
    units = list(units_of(office))
    names = [
        Known("unit", unit.pk, name) for unit in units for name in dict.fromkeys((unit.name, unit.short_name))
    ]
    names += [Known("cluster", one.pk, one.name) for one in clusters_of(office)]
    return names + [Known("school", one.pk, one.name) for one in schools]


def proposed_asks(reading: Reading) -> dict[str, object]:
    """Who is asked as the letter says it, as the fields of the form."""
    named: Mapping[str, list[str]] = {
        kind: [str(one.value.key) for one in reading.named if one.value.kind == kind]
        for kind in ("school", "cluster", "unit")
    }
    whole = {one.value for one in reading.asked}
    by = next((code for asked, code in _WHOLE if asked in whole), "")
    by = by or ("clusters" if named["cluster"] else "list" if named["school"] else "")
    return {
        "schools_by": by, "clusters": named["cluster"], "schools": named["school"], "units": named["unit"],
        "all_units": Asked.ALL_UNITS in whole,
    }  # fmt: skip


# What is said more exactly comes first.
_WHOLE = ((Asked.SMALL_SCHOOLS, "small"), (Asked.HIGHLAND_SCHOOLS, "highland"), (Asked.ALL_SCHOOLS, "all"))
