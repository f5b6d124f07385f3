"""References to other questions (`${name}`) as the paths that the XForm has.

Inside a repeat, what stands in the same repeat is meant of the same line: a path from the question itself. Everything
else is a path from the root, `/data/…`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

ROOT = "data"
"""The element around all answers: the same in every form."""

REFERENCE = re.compile(r"\$\{\s*([^\s{}#]+)\s*\}")
_INDEXED = "indexed-repeat("


class Places:
    """Where every named item of a form stands."""

    def __init__(self, paths: Iterable[tuple[str, bool]]) -> None:
        self._paths: dict[str, str] = {}
        self._repeats: set[str] = set()
        for path, is_repeat in paths:
            self._paths.setdefault(path.rpartition("/")[2], path)
            if is_repeat:
                self._repeats.add(path)

    def __contains__(self, name: str) -> bool:
        return name in self._paths

    def path(self, name: str) -> str:
        return self._paths[name]

    def share_a_repeat(self, one: str, other: str) -> bool:
        """Both stand within the same repeat, neither being that repeat."""
        return any(repeat in self._repeats and one.startswith(f"{repeat}/") for repeat in _around(other))


def _around(path: str) -> Iterator[str]:
    while path := path.rpartition("/")[0]:
        yield path


def references(expression: str) -> list[str]:
    """The names that an expression refers to, in their order."""
    return REFERENCE.findall(expression)


def with_paths(expression: str, path: str, places: Places, *, in_choices: bool = False) -> str:
    """The expression of the item at `path`; a name that the form does not have stays as it is written."""
    if "${" not in expression:
        return expression
    absolute = list(_absolute_spans(expression))
    instances = list(_brackets(expression)) if "instance(" in expression else []

    def written(found: re.Match[str]) -> str:
        if found[1] not in places:
            return found[0]
        target = places.path(found[1])
        at = found.start()
        if any(start <= at < end for start, end in absolute) or not places.share_a_repeat(path, target):
            return f" /{ROOT}/{target} "
        is_inside = in_choices or any(start <= at < end for start, end in instances)
        return f" {'current()/' if is_inside else ''}{_relative(path, target)} "

    return REFERENCE.sub(written, expression).strip()


def _relative(path: str, target: str) -> str:
    here, there = path.split("/"), target.split("/")
    shared = 0
    while shared < min(len(here), len(there)) - 1 and here[shared] == there[shared]:
        shared += 1
    return "/".join([*[".."] * (len(here) - shared), *there[shared:]])


def _brackets(expression: str) -> Iterator[tuple[int, int]]:
    """Where the predicates of the expression begin and end."""
    start, depth = 0, 0
    for place, letter in enumerate(expression):
        if letter == "[":
            start = start if depth else place
            depth += 1
        elif letter == "]" and depth:
            depth -= 1
            if not depth:
                yield start, place


def _absolute_spans(expression: str) -> Iterator[tuple[int, int]]:
    """The arguments of indexed-repeat() that name a question or a repeat: the first, second, fourth and sixth."""
    place = expression.find(_INDEXED)
    while place >= 0:
        start, depth, number = place + len(_INDEXED), 0, 0
        for at in range(start, len(expression)):
            letter = expression[at]
            depth += (letter == "(") - (letter == ")")
            if depth < 0 or (letter == "," and depth == 0):
                if number in (0, 1, 3, 5):
                    yield start, at
                start, number = at + 1, number + 1
            if depth < 0:
                break
        place = expression.find(_INDEXED, place + 1)
