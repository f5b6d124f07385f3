"""A form as flat tables: one of its submissions, and one of the lines of each repeat with the key of what they belong to.

Columns stand in the order of the newest edition; what only earlier ones asked comes last. Knows no Django.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from nithet.forms.answers import Answers
from nithet.forms.checking.findings import plain
from nithet.forms.definition import CHOICE_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.exporting import values
from nithet.forms.reviewing import pairs

Holds = Literal["text", "number", "decimal", "date", "moment"]
Labels = Mapping[str, str]
LabelsOf = Callable[[Question], Labels]
_LONG = 300
_UNWRITTEN = frozenset({Kind.NOTE})
_HOLDS: dict[Kind, Holds] = {
    Kind.INTEGER: "number", Kind.DECIMAL: "decimal", Kind.RANGE: "decimal", Kind.DATE: "date", Kind.DATETIME: "moment",
}  # fmt: skip
_READ: dict[Kind, Callable[[Any], Any]] = {
    Kind.INTEGER: values.number, Kind.DECIMAL: values.number, Kind.RANGE: values.number, Kind.DATE: values.day,
    Kind.DATETIME: values.moment,
}  # fmt: skip
_PLACE = (("latitude", "ละติจูด"), ("longitude", "ลองจิจูด"), ("accuracy", "ความแม่นยำ (เมตร)"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """`labels`: headings and choices as people read them; otherwise codes. `split`: a column of 0 and 1 for each choice."""

    labels: bool = True
    split: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`read` makes the cell of what stands under `path`."""

    path: str
    name: str
    label: str
    holds: Holds
    read: Callable[[Any], Any]
    around: str = ""

    def heading(self, wanted: Wanted) -> str:
        return self.label if wanted.labels else self.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """`path` is the repeat's, "" of the submissions themselves; `number` is its place among all sheets of the form."""

    number: int
    path: str
    title: str
    columns: tuple[Column, ...]
    inner: tuple[Sheet, ...] = ()

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2] or "submissions"

    def with_inner(self) -> Iterator[Sheet]:
        yield self
        for sheet in self.inner:
            yield from sheet.with_inner()


@dataclass
class _Draft:
    path: str
    title: str
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    inner: dict[str, _Draft] = field(default_factory=dict)


def sheets_of(editions: Sequence[tuple[Definition, LabelsOf]], wanted: Wanted) -> Sheet:
    """The sheet of the submissions with those of the repeats inside it. `editions`: the newest first, at least one."""
    main = _Draft("", editions[0][0].title)
    for definition, labels_of in editions:
        _add(definition.items, main, "", labels_of, wanted)
    return _numbered(main, iter(range(10_000)))


def _add(
    items: tuple[Item, ...],
    draft: _Draft,
    around: str,
    labels_of: LabelsOf,
    wanted: Wanted,
    *,
    is_pair: bool = False,
) -> None:
    """`is_pair`: what stands around says what both are about, and stands before their words wherever they are read."""
    for item in items:
        if isinstance(item, Group) and item.is_repeat:
            inner = draft.inner.setdefault(
                item.path, _Draft(item.path, plain(item.label, _LONG) or item.name)
            )
            _add(item.items, inner, "", labels_of, wanted)
        elif isinstance(item, Group):
            _add(item.items, draft, plain(item.label, _LONG), labels_of, wanted, is_pair=pairs(item))
        elif item.kind not in _UNWRITTEN:
            for column in _columns(item, labels_of(item) if item.kind in CHOICE_KINDS else {}, wanted):
                found = replace(column, around=around)
                if is_pair:
                    found = replace(found, label=_with_group(found), around="")
                draft.columns.setdefault((column.path, column.name), found)


def _columns(question: Question, labels: Labels, wanted: Wanted) -> Iterator[Column]:
    path, label = question.path, plain(question.label, _LONG) or question.name
    if question.kind == Kind.GEOPOINT:
        for part, words in _PLACE:
            yield Column(path, f"{path}/{part}", f"{label} {words}", "decimal", values.part(part))
        return
    read = _READ.get(question.kind, values.text)
    if labels and wanted.labels:
        read = values.labelled(labels)
    yield Column(path, path, label, _HOLDS.get(question.kind, "text"), read)
    if wanted.split and question.kind == Kind.SELECT_MULTIPLE:
        for name, words in labels.items():
            heading = f"{label}: {plain(words, _LONG)}"
            yield Column(path, f"{path}/{name}", heading, "number", values.chosen(name))
    if question.has_other:
        yield Column(f"{path}_other", f"{path}_other", f"{label} (อื่น ๆ ระบุ)", "text", values.text)


def _numbered(draft: _Draft, numbers: Iterator[int]) -> Sheet:
    number = next(numbers)
    inner = tuple(_numbered(one, numbers) for one in draft.inner.values())
    return Sheet(number, draft.path, draft.title, tuple(_told_apart(list(draft.columns.values()))), inner)


def _told_apart(columns: list[Column]) -> list[Column]:
    """Questions of the same words are told apart by the group that they stand in, and then by their code."""
    return _spelt(_spelt(columns, _with_group), _with_name)


def _spelt(columns: list[Column], spell: Callable[[Column], str]) -> list[Column]:
    counted = Counter(column.label for column in columns)
    return [replace(one, label=spell(one)) if counted[one.label] > 1 else one for one in columns]


def _with_group(column: Column) -> str:
    return f"{column.around} › {column.label}" if column.around else column.label


def _with_name(column: Column) -> str:
    return f"{column.label} ({column.name})"


# Rows

Cells = list[Any]


class Rows:
    """The rows of one submission after the other, by the number of their sheet; `taken` empties it."""

    def __init__(self, main: Sheet) -> None:
        self.sheets = list(main.with_inner())
        self.main = main
        self.plans = [[(column.path, column.read) for column in sheet.columns] for sheet in self.sheets]
        self.rows: list[list[Cells]] = [[] for _ in self.sheets]

    def add(self, key: Cells, facts: Cells, answers: Answers) -> None:
        """`facts` stand before the answers; rows of repeats begin with the key and the number of the line."""
        get = answers.get
        self.rows[0].append([*facts, *[read(get(path)) for path, read in self.plans[0]]])
        for sheet in self.main.inner:
            self._lines(sheet, answers, key, "")

    def _lines(self, sheet: Sheet, answers: Answers, key: Cells, place: str) -> None:
        lines = answers.get(sheet.path)
        if not isinstance(lines, list):
            return
        plan, rows = self.plans[sheet.number], self.rows[sheet.number]
        for number, line in enumerate(lines, start=1):
            if isinstance(line, dict):
                get = line.get
                here = f"{place}{number}"
                rows.append([*key, here, *[read(get(path)) for path, read in plan]])
                for inner in sheet.inner:
                    self._lines(inner, line, key, f"{here}.")

    def taken(self) -> list[list[Cells]]:
        rows, self.rows = self.rows, [[] for _ in self.sheets]
        return rows
