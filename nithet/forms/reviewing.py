"""One filled form as whoever looks through it reads it: its questions with what was answered, and what is to be said of each.

Paths name lines of repeats as people mark them: `agreements[2]/what`, from 1. Knows no Django.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nithet.forms.answers import Answers
from nithet.forms.checking.findings import plain
from nithet.forms.definition import FILE_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.wording import NameOf, worded

_LONG = 1000
_LEAST = 20
_BETWEEN = " · "
_HEADING = "heading/"
_UNSHOWN = frozenset({Kind.NOTE, Kind.HIDDEN, Kind.META})


@dataclass(frozen=True, slots=True)
class Line:
    """One question. `address` is of a file that was sent; `is_picture` where it can be shown."""

    path: str
    label: str
    value: str
    problems: tuple[str, ...] = ()
    is_marked: bool = False
    address: str = ""
    small: str = ""
    is_picture: bool = False
    place: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Questions that stand together; `number` is that of a line of a repeat."""

    title: str
    lines: tuple[Line, ...]
    number: int = 0
    depth: int = 0
    is_heading: bool = False
    """Who filled it, where and when: known to the form, and nothing that somebody is asked to mend."""
    section: str = ""
    """Words of the group around it, at its first part: where all questions stand in groups of it, nothing else says them."""
    is_pair: bool = False
    """Two answers out of one list, read against each other."""


@dataclass(frozen=True)
class Look:
    """`files`: name → its address and that of the small picture, "" where it is none."""

    definition: Definition
    answers: Answers
    name_of: NameOf
    problems: Sequence[Mapping[str, Any]] = ()
    marked: Collection[str] = ()
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)


def parts_of(look: Look) -> list[Part]:
    """What was asked and answered, and what has a problem; the rest was not asked."""
    found = _Reading(look).parts(look.definition.items, look.answers, "", "", 0)
    return [replace(part, is_heading=part.lines[0].path.startswith(_HEADING)) for part in found]


def shown_path(path: str, place: Sequence[int], repeats: Collection[str]) -> str:
    """`agreements/what` at (1,) → `agreements[2]/what`."""
    numbers, parts, whole = iter(place), [], ""
    for name in path.split("/"):
        whole = f"{whole}/{name}" if whole else name
        number = next(numbers, None) if whole in repeats else None
        parts.append(name if number is None else f"{name}[{number + 1}]")
    return "/".join(parts)


def loose_problems(look: Look) -> list[str]:
    """What is said of the whole, or of a question that the form does not have."""
    known = {item.path for item, _ in look.definition.walk() if isinstance(item, Question)}
    return [one["words"] for one in look.problems if one.get("path", "") not in known]


class _Reading:
    def __init__(self, look: Look) -> None:
        self.look = look
        repeats = {repeat.path for repeat in look.definition.repeats()}
        self.problems: dict[str, list[str]] = defaultdict(list)
        for one in look.problems:
            self.problems[shown_path(one.get("path", ""), one.get("place", ()), repeats)].append(one["words"])

    def parts(
        self,
        items: tuple[Item, ...],
        answers: Answers,
        inner: str,
        shown: str,
        depth: int,
        title: str = "",
        number: int = 0,
    ) -> Iterator[Part]:
        """`inner` is the path around as it is, `shown` as it is shown with the numbers of lines."""
        row: list[Line] = []
        words = f"{title} รายการที่ {number}" if number else title
        for item in items:
            path = shown + item.path.removeprefix(inner) if inner else item.path
            if isinstance(item, Question):
                row += self._line(item, answers, path)
                continue
            if row:
                yield Part(title, tuple(row), number, depth)
                row, words = [], ""
            for part in self._group(item, answers, path, depth):
                yield replace(part, section=" · ".join(filter(None, (words, part.section))))
                words = ""
        if row:
            yield Part(title, tuple(row), number, depth)

    def _group(self, group: Group, answers: Answers, path: str, depth: int) -> Iterator[Part]:
        title = plain(group.label, _LONG) or group.name
        if not group.is_repeat:
            is_pair = pairs(group)
            for part in self.parts(group.items, answers, group.path, path, depth, title):
                yield replace(part, is_pair=is_pair) if is_pair else part
            return
        lines = answers.get(group.path)
        for number, line in enumerate(lines if isinstance(lines, list) else (), start=1):
            if isinstance(line, dict):
                yield from self.parts(
                    group.items, line, group.path, f"{path}[{number}]", depth + 1, title, number
                )

    def _line(self, question: Question, answers: Answers, path: str) -> list[Line]:
        value, problems = answers.get(question.path), tuple(self.problems.get(path, ()))
        if question.kind in _UNSHOWN or (value is None and not problems):
            return []
        if question.kind == Kind.CALCULATE and not question.label and not problems:
            return []
        look, is_file = self.look, question.kind in FILE_KINDS
        words = "" if value is None else worded(question, value, look.definition, look.name_of)
        if other := answers.get(f"{question.path}_other"):
            words = f"{words} ({other})"
        address, small = look.files.get(str(value), ("", "")) if is_file else ("", "")
        label = plain(question.label, _LONG) or question.name
        return [
            Line(path, label, words, problems, path in look.marked, address, small, bool(small), _place(question, value))
        ]  # fmt: skip


def pairs(group: Group) -> bool:
    """Whether it asks one matter twice, by one list: as it is and as it should be."""
    asked = [item for item in group.items if isinstance(item, Question) and item.kind not in _UNSHOWN]
    lists = {question.list_name for question in asked if question.kind == Kind.SELECT_ONE}
    return len(group.items) == len(asked) == 2 and len(lists) == 1 and None not in lists


def label_of(question: Question, around: Sequence[Group], most: int = _LONG) -> str:
    """What it asks where it stands alone: both questions of a pair say the same of every matter, which is named before."""
    own = plain(question.label, most) or question.name
    if not around or not pairs(around[-1]):
        return own
    matter = plain(around[-1].label, max(most - len(own) - len(_BETWEEN), _LEAST))
    return f"{matter}{_BETWEEN}{own}" if matter else own


def _place(question: Question, value: object) -> tuple[float, float] | None:
    if question.kind != Kind.GEOPOINT or not isinstance(value, dict):
        return None
    latitude, longitude = value.get("latitude"), value.get("longitude")
    return (
        (latitude, longitude)
        if isinstance(latitude, int | float) and isinstance(longitude, int | float)
        else None
    )


@dataclass(frozen=True, slots=True)
class Differing:
    """One answer before and after an edit, in words; `address` of the file that was there before."""

    label: str
    before: str
    after: str
    address: str = ""


def differing(found: Sequence[Mapping[str, Any]], look: Look) -> list[Differing]:
    questions = {
        item.path: (item, around) for item, around in look.definition.walk() if isinstance(item, Question)
    }
    return [_differing(one, questions, look) for one in found]


def _differing(
    one: Mapping[str, Any], questions: Mapping[str, tuple[Question, tuple[Group, ...]]], look: Look
) -> Differing:
    path = str(one.get("path", ""))
    question, around = questions.get(_bare(path), (None, ()))

    def words(value: object) -> str:
        if value is None:
            return "ไม่ได้ตอบ"
        return worded(question, value, look.definition, look.name_of) if question else str(value)

    lines = [part.partition("]")[0] for part in path.split("[")[1:]]
    label = label_of(question, around) if question else path
    label = f"{label} (รายการที่ {'.'.join(lines)})" if lines else label
    is_file = question is not None and question.kind in FILE_KINDS
    address = look.files.get(str(one.get("before")), ("", ""))[0] if is_file else ""
    return Differing(label, words(one.get("before")), words(one.get("after")), address)


def _bare(path: str) -> str:
    """Without the numbers of lines."""
    return "/".join(name.partition("[")[0] for name in path.split("/"))
