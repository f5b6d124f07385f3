"""What the register knows of a school, for questions that ask for it: known before anybody types, and to be corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from nithet.forms.checking.findings import plain
from nithet.forms.choosing import SIZES, size_of
from nithet.forms.definition import Definition, Group, Kind, Question
from nithet.offices.models import Appointment, Role, School

_NUMBERS = frozenset({Kind.INTEGER, Kind.DECIMAL})
_TEACHERS = "school_teachers"
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Fact:
    """`words` as a text or a choice of a list says it; `code` where a choice has it as its name."""

    words: str
    code: str = ""


_READ: Mapping[str, Callable[[School], Fact]] = {
    "school_pupils": lambda school: Fact("" if school.pupils is None else str(school.pupils)),
    "school_cluster": lambda school: Fact(school.cluster.name if school.cluster else ""),
    "school_subdistrict": lambda school: Fact(school.subdistrict),
    "school_district": lambda school: Fact(school.district),
    "school_size": lambda school: Fact(SIZES.get(size_of(school), ""), size_of(school)),
    "school_levels": lambda school: Fact(school.levels),
}
NAMES = frozenset({*_READ, _TEACHERS})
"""What questions that ask for it are called, in whatever group they stand."""


def school_facts(school: School | None, definition: Definition, *, on: date) -> dict[str, str]:
    """Path → value. No query where nothing is asked; what is not known, or fits no choice, is left open."""
    asked = [question for question in _asked(definition) if school is not None]
    if school is None or not asked:
        return {}
    facts = {question.path: _fact(school, question.name, on) for question in asked}
    found = {question.path: _value(definition, question, facts[question.path]) for question in asked}
    return {path: value for path, value in found.items() if value}


def _asked(definition: Definition) -> list[Question]:
    return [
        item
        for item, around in definition.walk()
        if isinstance(item, Question)
        and item.name in NAMES
        and not item.calculation
        and not _is_repeated(around)
    ]


def _is_repeated(around: tuple[Group, ...]) -> bool:
    return any(group.is_repeat for group in around)


def _fact(school: School, name: str, on: date) -> Fact:
    return _READ[name](school) if name in _READ else Fact(_teachers(school, on))


def _teachers(school: School, on: date) -> str:
    """Those who serve there by the register of people; where it has none of the school it knows nothing."""
    serving = Appointment.objects.active(on=on).filter(school=school, role=Role.TEACHER)
    return str(serving.values("person").distinct().count() or "")


def _value(definition: Definition, question: Question, fact: Fact) -> str:
    if question.kind == Kind.SELECT_ONE:
        names = {one.name: plain(one.label, _LONGEST) for one in definition.choices(question)}
        return next(
            (
                name
                for name, label in names.items()
                if fact.words and (name == fact.code or label == fact.words)
            ),
            "",
        )
    if question.kind in _NUMBERS:
        return fact.words if fact.words.isdecimal() else ""
    return fact.words if question.kind == Kind.TEXT else ""
