"""Comparisons as files: their columns, and their rows in words."""

from __future__ import annotations

from collections.abc import Iterator

from nithet.core.tables.writing import Column, Value
from nithet.manuals.queries.comparing import Beside, SideStep, Standing, ToldItem

Cells = list[Value]

COLUMNS = (
    Column("กระบวนงาน", 40), Column("ขั้นที่ (ฉบับแรก)", 10), Column("ขั้นตอน (ฉบับแรก)", 46), Column("ขั้นที่ (ฉบับหลัง)", 10),
    Column("ขั้นตอน (ฉบับหลัง)", 46), Column("ความต่าง", 16), Column("ฉบับแรกระบุ", 46), Column("ฉบับหลังระบุ", 46),
)  # fmt: skip


def rows(beside: Beside) -> Iterator[Cells]:
    """All steps, those that are the same too; a procedure's own differences stand in a row without a step."""
    for procedure in beside.procedures(whole=True):
        title = procedure.whole.one.item.title
        if procedure.whole.code != "same":
            yield [title, "", "", "", "", procedure.whole.words, *_facts(procedure.whole)]
        for step in procedure.steps:
            yield [title, *_side(step.before), *_side(step.after), step.words, *_facts(step)]


def _side(step: object) -> Cells:
    return [str(getattr(step, "number", "")), str(getattr(step, "title", ""))]


def _facts(item: ToldItem) -> Cells:
    return [
        "\n".join(f"{told.name}: {getattr(told, side) or '–'}" for told in item.facts)
        for side in ("before", "after")
    ]


def side_columns(standing: Standing) -> tuple[Column, ...]:
    """A column a procedure, named by its office and manual."""
    return (
        Column("มีกี่แห่ง", 8, "number"),
        *(Column(f"{one.version.office.short_name} · {one.title}", 46) for one in standing.columns),
    )


def side_rows(standing: Standing) -> Iterator[Cells]:
    for holders, cells in standing.lines:
        yield [holders, *(_said(cell) for _, cell in cells)]


def _said(cell: SideStep | None) -> str:
    if cell is None:
        return ""
    step = cell.step
    more = (cell.time_words, ", ".join(step.responsible), step.standard or "")
    return "\n".join([f"{step.number}. {step.title}", *filter(None, more)])
