"""What a form measures: each question's role, and the aspects that ratings stand in.

Ratings are recognised by their list, since a form says nothing else: whole numbers in a row, three or more of them, whose labels are
words of degree or the numbers themselves, or which a question lays out as a scale. Numbers that only code a group (1 = below 30 years …)
stay a choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nithet.forms.checking.findings import plain
from nithet.forms.definition import Choice, Definition, Group, Item, Kind, Question
from nithet.forms.results.shapes import Aspect, Instrument, InstrumentItem, Option, Property, Role

HEADING = "heading"
"""The block that says who fills a form, where and when: known, and nothing that is measured."""
ACTUAL, DESIRED = "actual", "desired"
SCORED = (Role.RATING, Role.DUAL, Role.OBSERVATION)
MOST_PROPERTIES, MOST_VALUES = 3, 12

_ROLE = f"{HEADING}/role"
_NOT_APPLICABLE = frozenset({"na", "n/a", "n_a"})
_DEGREES = re.compile(
    "มาก(?!กว่า)|น้อย(?!กว่า)|ปานกลาง|ดี|พอใช้|ปรับปรุง|พอใจ|เห็นด้วย|สอดคล้อง|ปฏิบัติ|ชัดเจน|เสมอ|บ่อย|ไม่เคย|ไม่แน่ใจ"
)
_FEWEST_DEGREES = 2
_NUMBER = re.compile(r"-?[0-9]{1,3}")
_YEAR = re.compile(r"(?:.*_)?(?:be|year)")
_ROLES = {
    Kind.INTEGER: Role.NUMBER, Kind.DECIMAL: Role.NUMBER, Kind.RANGE: Role.NUMBER, Kind.TEXT: Role.TEXT,
    Kind.DATE: Role.DATE, Kind.DATETIME: Role.DATE, Kind.SELECT_ONE: Role.CHOICE, Kind.SELECT_MULTIPLE: Role.CHOICES,
    Kind.RANK: Role.CHOICE,
}  # fmt: skip
_LONGEST = 300


def instrument(definition: Definition) -> Instrument:
    """Heading, notes, calculations, files, places and what the system fills in measure nothing."""
    items = tuple(_Reader(definition).items())
    groups = {item.path: item for item, _ in definition.walk() if isinstance(item, Group)}
    aspects = dict.fromkeys(item.aspect for item in items if item.aspect)
    named = tuple(Aspect(path, _label(groups[path])) for path in aspects)
    return Instrument(items, named, tuple(_properties(definition, items)))


class _Reader:
    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        laid_out = {one.list_name for one in definition.questions() if "likert" in one.appearance}
        self.scales = {
            name: options
            for name, choices in definition.lists.items()
            if (options := _scale(choices, is_laid_out=name in laid_out))
        }

    def items(self) -> Iterator[InstrumentItem]:
        duals: set[str] = set()
        for item, around in self.definition.walk():
            path = around[-1].path if around else ""
            if path in duals or (around and around[0].path == HEADING):
                continue
            if isinstance(item, Group):
                if self._is_dual(item):
                    duals.add(item.path)
                    yield self._dual(item, around)
            elif _is_asked(item):
                yield self._one(item, around)

    def _is_dual(self, group: Group) -> bool:
        """Exactly the two questions of a dual rating, on one scale."""
        asked = [item for item in group.items if isinstance(item, Question)]
        return (
            not group.is_repeat
            and len(asked) == len(group.items)
            and [item.name for item in asked] == [ACTUAL, DESIRED]
            and len({item.list_name for item in asked}) == 1
            and all(self._role(item) in (Role.RATING, Role.OBSERVATION) for item in asked)
        )

    def _dual(self, group: Group, around: tuple[Group, ...]) -> InstrumentItem:
        actual, desired = (item.path for item in group.items)
        options = self.scales[group.items[0].list_name]  # type: ignore[union-attr]
        return InstrumentItem(
            group.path, _label(group), Role.DUAL, _aspect(around), options, actual, desired, _repeat(around),
            is_conditional=_is_conditional((*around, group, *group.items)),
        )  # fmt: skip

    def _one(self, question: Question, around: tuple[Group, ...]) -> InstrumentItem:
        role = self._role(question)
        aspect = _aspect(around) if role in SCORED else ""
        options = () if role not in (*SCORED, Role.CHOICE, Role.CHOICES) else self._options(question)
        label = f"{_label(question)} (อันดับ 1)" if question.kind == Kind.RANK else _label(question)
        return InstrumentItem(
            question.path, label, role, aspect, options, repeat=_repeat(around), source=question.from_file,
            is_conditional=_is_conditional((*around, question)),
        )  # fmt: skip

    def _role(self, question: Question) -> Role:
        is_plain = question.kind == Kind.SELECT_ONE and not (question.from_file or question.has_other)
        if is_plain and question.list_name in self.scales:
            return _role_of_scale(self.scales[question.list_name])
        if _ROLES[question.kind] == Role.NUMBER and _is_year(question):
            return Role.CHOICE
        return _ROLES[question.kind]

    def _options(self, question: Question) -> tuple[Option, ...]:
        if question.list_name in self.scales and self._role(question) in SCORED:
            return self.scales[question.list_name]
        choices = self.definition.choices(question)
        named = {choice.name: Option(choice.name, plain(choice.label, _LONGEST)) for choice in choices}
        return tuple(named.values())


def _is_conditional(items: Iterable[Item]) -> bool:
    return any(one.relevant for one in items)


def _is_asked(question: Question) -> bool:
    return question.kind in _ROLES and not question.calculation and not question.readonly


def _is_year(question: Question) -> bool:
    """A mean of years says nothing."""
    return question.kind == Kind.INTEGER and bool(_YEAR.fullmatch(question.name) or "พ.ศ." in question.label)


def _scale(choices: tuple[Choice, ...], *, is_laid_out: bool) -> tuple[Option, ...]:
    """The options with their numbers, the highest first as people read them; () for a list that is no scale."""
    options = tuple(
        Option(choice.name, plain(choice.label, _LONGEST), _value(choice.name))
        for choice in {choice.name: choice for choice in choices}.values()
    )
    values = sorted(option.value for option in options if option.value is not None)
    others = [option.name.lower() for option in options if option.value is None]
    in_a_row = values == list(range(values[0], values[0] + len(values))) if values else False
    is_observed = len(values) > 1 and values[0] == 0 and bool(others)
    if not in_a_row or not {*others} <= _NOT_APPLICABLE or not (len(values) > 2 or is_observed):
        return ()
    if not (is_laid_out or is_observed or _is_of_degrees(options)):
        return ()
    return tuple(sorted(options, key=lambda option: (option.value is None, -(option.value or 0))))


def _is_of_degrees(options: tuple[Option, ...]) -> bool:
    """Two labels at least say how much; or each point is called by its number."""
    points = [option for option in options if option.value is not None]
    degrees = sum(bool(_DEGREES.search(option.label)) for option in points)
    return degrees >= _FEWEST_DEGREES or all(option.label == option.name for option in points)


def _value(name: str) -> int | None:
    return int(name) if _NUMBER.fullmatch(name) else None


def _role_of_scale(options: tuple[Option, ...]) -> Role:
    """From 0, with “not applicable” or not above 2: what somebody observed."""
    values = [option.value for option in options if option.value is not None]
    from_nought = min(values) == 0
    return (
        Role.OBSERVATION if from_nought and (len(values) < len(options) or max(values) <= 2) else Role.RATING
    )


def _aspect(around: tuple[Group, ...]) -> str:
    return around[-1].path if around else ""


def _repeat(around: tuple[Group, ...]) -> str:
    return next((group.path for group in reversed(around) if group.is_repeat), "")


def _label(item: Group | Question) -> str:
    return plain(item.label, _LONGEST) or item.name


# What the form itself tells answers apart by


def _properties(definition: Definition, items: tuple[InstrumentItem, ...]) -> Iterator[Property]:
    """Who fills it, and the first short choices that are asked once."""
    role = next((one for one in definition.questions() if one.path == _ROLE), None)
    if role is not None:
        labels = {one.name: plain(one.label, _LONGEST) for one in definition.choices(role)}
        yield Property(_ROLE, _label(role), labels)
    short = [
        item
        for item in items
        if item.role == Role.CHOICE and not item.repeat and 2 <= len(item.options) <= MOST_VALUES
    ]
    for item in short[:MOST_PROPERTIES]:
        yield Property(item.path, item.label, {option.name: option.label for option in item.options})


def measures_same(one: InstrumentItem, other: InstrumentItem) -> bool:
    """Whether answers to both may be counted together: same role, same choices with the same numbers, asked alike."""
    told = [
        (
            item.path,
            item.role,
            item.actual,
            item.desired,
            item.repeat,
            {option.name: option.value for option in item.options},
        )
        for item in (one, other)
    ]
    return told[0] == told[1]
