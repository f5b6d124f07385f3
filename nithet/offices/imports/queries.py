"""Reads of imports, shaped for their pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from nithet.core.models import Job
from nithet.offices.imports.kinds import Choice, ImportKind
from nithet.offices.models import Import, ImportProblem

State = Import.State
Weight = ImportProblem.Weight
# The words of the preview, in their order; what is the same is only counted.
SHOWN = (Weight.NEW, Weight.CHANGED, Weight.MOVED, Weight.DOUBT, Weight.BAD, Weight.MISSING)


def imports_of(imports: QuerySet[Import]) -> QuerySet[Import]:
    return imports.exclude(state=State.DISCARDED).select_related("job").order_by("-made_at", "-pk")


def done_count(imports: QuerySet[Import]) -> int:
    """How often lists came in: what was dropped, or waits for a person, did not."""
    return imports.filter(state=State.DONE).count()


def standing_of(source: Import) -> str:
    """The state, also where a job ended without being able to say so."""
    running = source.state in {State.CHECKING, State.IMPORTING}
    if running and source.job and source.job.has_ended and source.job.state != Job.State.DONE:
        return State.FAILED
    return source.state


def why_failed(source: Import) -> str:
    if source.error:
        return source.error
    if source.job and source.job.state == Job.State.CANCELLED:
        return "หยุดไว้ตามคำสั่ง ส่วนที่ทำไปแล้วยังคงอยู่ กด “ทำต่อ” เพื่อทำต่อจากจุดที่หยุด"
    return source.job.error if source.job else ""


def doubt_counts(source: Import) -> dict[str, int]:
    """How the rows to look at were decided: "" for those still open, by choice. One query."""
    doubts = ImportProblem.objects.filter(source=source, weight=Weight.DOUBT).order_by()
    counts = dict(doubts.values_list("choice").annotate(n=Count("row", distinct=True)))
    beyond = int(source.counts.get("doubt", 0)) - sum(counts.values())
    default = str(source.options.get("doubts", ""))
    counts[default] = counts.get(default, 0) + beyond
    return counts


def importable_count(source: Import, decided: Mapping[str, int] | None = None) -> int:
    """How many rows "นำเข้า" would write."""
    decided = doubt_counts(source) if decided is None else decided
    sure = sum(int(source.counts.get(weight, 0)) for weight in (Weight.NEW, Weight.CHANGED, Weight.MOVED))
    return sure + decided.get(Choice.SAME, 0) + decided.get(Choice.NEW, 0)


def rows_of(source: Import, weight: str, field: str = "") -> QuerySet[ImportProblem]:
    """The rows of one tab, of one column where it is asked for."""
    rows = ImportProblem.objects.filter(source=source, weight=weight).order_by("row", "pk")
    return rows.filter(field=field) if field else rows


def fields_with_problems(source: Import, kind: ImportKind) -> list[tuple[str, str]]:
    """The columns that problems are about, for a filter."""
    codes = set(rows_of(source, Weight.BAD).order_by().values_list("field", flat=True).distinct())
    return [(one.code, source.office.say(one.label)) for one in kind.fields if one.code in codes]


@dataclass(frozen=True)
class BigWord:
    """“ใหม่ 118”."""

    code: str
    label: str
    count: int


def big_words(source: Import) -> list[BigWord]:
    counts: Mapping[str, Any] = source.counts
    words = [BigWord(weight.value, str(weight.label), int(counts.get(weight.value, 0))) for weight in SHOWN]
    same = BigWord("same", "เหมือนเดิม", int(counts.get("same", 0)))
    always = {Weight.NEW, Weight.CHANGED, Weight.BAD, Weight.DOUBT}
    return [*(one for one in words[:3] if one.count or one.code in always), same,
            *(one for one in words[3:] if one.count or one.code in always)]  # fmt: skip
