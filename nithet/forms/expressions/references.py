"""What an expression reads: for cycles, for the order of reckoning, and for telling what depends on what."""

from __future__ import annotations

from collections.abc import Collection

from nithet.forms.expressions.evaluating import segments_of
from nithet.forms.expressions.functions import FUNCTIONS
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.paths import Scope
from nithet.forms.expressions.tree import Call, Expression, Path, Reference, Step, walk


def references(expression: str, *, at: str = "") -> frozenset[str]:
    """Paths as in definition.py; `${name}` stays so. Of a path with conditions: as far as it is plain.

    `at` is the path of the question that the expression belongs to. Raises `ExpressionError`.
    """
    scope = Scope(at)
    found = set()
    for part in walk(parse(expression)):
        if isinstance(part, Reference):
            found.add(f"${{{part.name}}}")
        elif isinstance(part, Path) and not _reads_list(part):
            segments = segments_of(_plain(part), scope)
            if segments is not None:
                found.add("/".join(segments))
    return frozenset(found)


def is_volatile(expression: str) -> bool:
    """Whether it says something else at another time."""
    return any(
        isinstance(part, Call) and FUNCTIONS[part.name].is_volatile for part in walk(parse(expression))
    )


def calls(expression: str, names: Collection[str]) -> bool:
    """Whether it calls any of these functions."""
    return any(isinstance(part, Call) and part.name in names for part in walk(parse(expression)))


def lists_read(expression: str) -> frozenset[str]:
    """Names of lists that it takes from `instance('…')` and `pulldata('…')`."""
    return frozenset(
        str(part.arguments[0].text)
        for part in walk(parse(expression))
        if isinstance(part, Call)
        and part.name in {"instance", "pulldata"}
        and hasattr(part.arguments[0], "text")
    )


def columns_read(expression: str) -> frozenset[str]:
    """Which columns of its list the filter of choices reads: names without anything before them. Raises `ExpressionError`."""
    found = set()
    for part in walk(parse(expression), into_predicates=False):
        if isinstance(part, Path) and part.start is None and not part.is_absolute:
            named = [step for step in part.steps if step.axis != "self"]
            if named and named[0].axis == "child" and named[0].test not in {"*", "node()", "text()"}:
                found.add(named[0].test)
    return frozenset(found)


def _reads_list(path: Path) -> bool:
    return isinstance(path.start, Call) and path.start.name == "instance"


def _plain(path: Path) -> Expression:
    """The path up to its first step that is not plain, conditions left out."""
    steps: list[Step] = []
    for step in path.steps:
        if step.test in {"*", "text()"} or step.axis not in {"child", "parent", "self"}:
            break
        steps.append(Step(step.axis, step.test))
    return Path(tuple(steps), path.is_absolute, path.start)
