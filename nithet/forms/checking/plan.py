"""What is asked of every filled form of one version, bound once: expressions, order of reckoning, checks of each kind.

Whether a question is asked, and what is calculated, is reckoned in the order in which one needs the other; all else is
checked in the order of the form.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import CycleError, TopologicalSorter

from nithet.forms.checking.kinds import CHECKED_KINDS
from nithet.forms.definition import UNASKED_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.evaluating import Scope, bind
from nithet.forms.expressions.paths import Ask
from nithet.forms.expressions.references import calls, is_volatile, references

MEASURING = frozenset({"area", "distance"})


@dataclass(slots=True)
class Part:
    """One item of the form: a question or a group, with what is asked about it. Its own facts are kept beside it: they
    are looked at for every answer of every filled form."""

    number: int
    item: Item
    name: str
    path: str
    is_question: bool
    is_repeat: bool
    is_asked: bool
    """A question that somebody answers."""
    parts: tuple[Part, ...] = ()
    keys: Mapping[str, Part] = field(default_factory=dict)
    """The keys that answers of its parts have."""
    relevant: Ask | None = None
    calculation: Ask | None = None
    required: Ask | None = None
    constraint: Ask | None = None
    choice_filter: Ask | None = None
    count: Ask | None = None
    is_rough: bool = False
    """Calculated from the size of the earth, which each engine takes otherwise."""
    takes_any: bool = False
    """Whatever is answered, nothing of it is checked."""


@dataclass
class Plan:
    """`parts` the form as a tree, `all` the same as a list; `reckoned` in the order in which they are reckoned."""

    parts: tuple[Part, ...]
    keys: Mapping[str, Part]
    all: list[Part]
    reckoned: list[Part]
    names: Mapping[str, str]
    repeats: frozenset[str]
    faults: list[tuple[Item, ExpressionError]] = field(default_factory=list)
    """Expressions that cannot be read; nothing is checked by them."""

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """By their paths."""
        return {part.path: part.item for part in self.all if isinstance(part.item, Question)}

    def scope(self, path: str) -> Scope:
        return Scope(path, self.repeats, self.names)


def make_plan(definition: Definition) -> Plan:
    names: dict[str, str] = {}
    for item, _ in definition.walk():
        names.setdefault(item.name, item.path)
    plan = Plan((), {}, [], [], names, frozenset(group.path for group in definition.repeats()))
    plan.parts = _parts(with_others(definition.items), plan)
    plan.keys = _keys(plan.parts)
    plan.reckoned = _in_order([part for part in plan.all if part.relevant or part.calculation], plan)
    return plan


def with_others(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items with the text that stands behind a choice of `or_other`, unless the form names it itself."""
    paths = {item.path for item in items}
    full: list[Item] = []
    for item in items:
        full.append(item)
        if isinstance(item, Question) and item.has_other and f"{item.path}_other" not in paths:
            relevant = f"selected(../{item.name}, 'other')"
            full.append(Question(f"{item.path}_other", Kind.TEXT, f"{item.label} (อื่น ๆ)", relevant=relevant))
    return tuple(full)


def _parts(items: tuple[Item, ...], plan: Plan) -> tuple[Part, ...]:
    return tuple(_part(item, plan) for item in items)


def _part(item: Item, plan: Plan) -> Part:
    is_question = isinstance(item, Question)
    part = Part(
        len(plan.all), item, item.name, item.path, is_question,
        is_repeat=isinstance(item, Group) and item.is_repeat,
        is_asked=isinstance(item, Question) and item.kind not in UNASKED_KINDS,
    )  # fmt: skip
    plan.all.append(part)
    part.relevant = _ask(item, item.relevant, plan)
    if isinstance(item, Group):
        part.count = _ask(item, item.count, plan)
        part.parts = _parts(with_others(item.items), plan)
        part.keys = _keys(part.parts)
        return part
    if is_reckoned_again(item):
        part.calculation = _ask(item, item.calculation, plan)
        part.is_rough = part.calculation is not None and calls(item.calculation, MEASURING)
    if part.is_asked:
        part.required = _ask(item, item.required, plan)
        part.constraint = _ask(item, item.constraint, plan)
        part.choice_filter = _ask(item, item.choice_filter, plan)
    part.takes_any = part.constraint is None and item.kind not in CHECKED_KINDS
    return part


def _keys(parts: tuple[Part, ...]) -> dict[str, Part]:
    """Those of plain groups stand beside each other."""
    keys: dict[str, Part] = {}
    for part in parts:
        keys |= {part.path: part} if part.is_question or part.is_repeat else part.keys
    return keys


def _ask(item: Item, expression: str, plan: Plan) -> Ask | None:
    if not expression.strip():
        return None
    try:
        return bind(expression, plan.scope(item.path))
    except ExpressionError as error:
        plan.faults.append((item, error))
        return None


def is_reckoned_again(question: Question) -> bool:
    """A figure that nobody may type, and that is the same whenever it is reckoned."""
    if not question.calculation.strip():
        return False
    is_own = question.kind in UNASKED_KINDS or question.readonly == "true()"
    try:
        return is_own and not is_volatile(question.calculation)
    except ExpressionError:
        return False


def _in_order(parts: list[Part], plan: Plan) -> list[Part]:
    """Each after all that it needs; where they need each other in a circle, as the form has them."""
    by_path = {part.path: part for part in parts}
    needs = {part.number: {by_path[path].number for path in _needed(part, by_path)} for part in parts}
    try:
        order = list(TopologicalSorter(needs).static_order())
    except CycleError:
        return parts
    return [plan.all[number] for number in order]


def _needed(part: Part, by_path: Mapping[str, Part]) -> set[str]:
    needed = set(_around(part.path))
    for path in _read(part.item):
        needed |= {path, *_around(path)}
        needed |= {other for other in by_path if other.startswith(f"{path}/")}
    return {path for path in needed if path in by_path and path != part.path}


def _read(item: Item) -> Iterable[str]:
    calculation = item.calculation if isinstance(item, Question) and is_reckoned_again(item) else ""
    for expression in (item.relevant, calculation):
        try:
            yield from references(expression, at=item.path) if expression.strip() else ()
        except ExpressionError:
            continue


def _around(path: str) -> Iterable[str]:
    while path := path.rpartition("/")[0]:
        yield path
