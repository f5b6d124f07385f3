"""Of anonymous answers no reckoning with what is shown comes out at what one to four people answered.

Whoever reckons is granted to know who left out what, and may add up and take off everything that is shown: the sums behind means, of questions
and of aspects, of everybody and of each group of each property. What they cannot do is written as ranks of a matrix. Then they may try all
answers there could have been against the figures as they leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.forms.results.counting import count
from nithet.forms.results.crossing import cross, cross_aspect, told_jointly
from nithet.forms.results.figures import results
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Property
from nithet.forms.results.tally import Tally
from nithet.forms.tests.results_kit import LONG, survey

FORM = """# แบบสอบถาม

## survey

| type | name | label |
|---|---|---|
| begin_group | one | ด้านที่หนึ่ง |
| select_one lk5 | a | ก |
| select_one lk5 | b | ข |
| end_group | | |
| begin_group | two | ด้านที่สอง |
| select_one lk5 | c | ค |
| select_one lk5 | d | ง |
| end_group | | |

## settings

| form_title | form_id |
|---|---|
| แบบสอบถาม | pairs |
"""
INSTRUMENT = survey(FORM)
PATHS = tuple(item.path for item in INSTRUMENT.items)
ASPECTS = {"one": PATHS[:2], "two": PATHS[2:], "": PATHS}
CLUSTER = Property("cluster", "กลุ่มโรงเรียน", {"a": "ก", "b": "ข", "c": "ค"})
SIZE = Property("size", "ขนาด", {"s": "เล็ก", "l": "ใหญ่"})

Alike = tuple[int, frozenset[str], tuple[tuple[str, str], ...]]
"""How many people, what they answered, and what they are told apart by."""
Line = list[int]
PRIME = 2**31 - 1


def tally_of(people: Sequence[Alike]) -> Tally:
    told = []
    for number, paths, properties in people:
        given_ = {path: str(1 + place % 5) for place, path in enumerate(sorted(paths))}
        told += [Answered(given_, told_jointly(dict(properties)))] * number
    return count(Plan(INSTRUMENT), told)


def shown(people: Sequence[Alike]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """The questions, property and value of each mean that is shown."""
    tally = tally_of(people)
    made = results(INSTRUMENT, tally, is_anonymous=True)
    scored = [(ASPECTS[one.aspect.path], one.figures) for one in made.aspects]
    whole = [] if made.overall is None else [(PATHS, made.overall)]
    for paths, figures in [*(((one.item.path,), one.figures) for one in made.items), *scored, *whole]:
        if figures.n and not figures.is_suppressed:
            yield paths, "", ""
    for by in (CLUSTER, SIZE):
        for item in INSTRUMENT.items:
            found = cross(INSTRUMENT, tally, item, by, is_anonymous=True)
            yield from (((item.path,), by.code, value) for value, one in found.columns if one.n)
        for name, paths in ASPECTS.items():
            crossed = cross_aspect(INSTRUMENT, tally, name, by, is_anonymous=True)
            assert crossed is not None
            yield from ((paths, by.code, value) for value, one in crossed.columns if one.n)


def line(people: Sequence[Alike], paths: Sequence[str], code: str, value: str) -> Line:
    """How much each sum, of a question over people alike, is of the one shown."""
    found = []
    for (_, answered, properties), path in product(people, PATHS):
        is_in = path in paths and path in answered and (not code or dict(properties).get(code) == value)
        found.append(int(is_in))
    return found


def rank(lines: Sequence[Line]) -> int:
    rows, found = [list(one) for one in lines], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((place for place in range(found, len(rows)) if rows[place][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for place in range(found + 1, len(rows)):
            if factor := rows[place][column] * inverse % PRIME:
                rows[place] = [
                    (own - factor * other) % PRIME
                    for own, other in zip(rows[place], rows[found], strict=True)
                ]
        found += 1
    return found


def given_away(people: Sequence[Alike]) -> list[Alike]:
    """One to four people of whom a combination of what is shown tells, and of nobody else."""
    lines = [line(people, *one) for one in shown(people)]
    whole = rank(lines)
    few = [place for place, (number, *_) in enumerate(people) if number < 5]
    for often in range(1, 5):
        for some in combinations(few, often):
            if sum(people[place][0] for place in some) > 4:
                continue
            others = [
                [0 if at // len(PATHS) in some else part for at, part in enumerate(one)] for one in lines
            ]
            if rank(others) < whole:
                return [people[place] for place in some]
    return []


def alike(number: int, paths: str = "abcd", **properties: str) -> Alike:
    return number, frozenset(path for path in PATHS if path[-1] in paths), tuple(sorted(properties.items()))


KINDS = st.builds(
    lambda number, paths, properties: alike(number, paths, **properties),
    st.sampled_from((1, 2, 4, 5, 6, 10)),
    st.sets(st.sampled_from("abcd")).map(lambda chosen: "".join(sorted(chosen))) | st.just("abcd"),
    st.sampled_from([
        {}, *({"cluster": cluster, "size": size} for cluster, size in product("abc", "sl")),
    ]),
)  # fmt: skip


@settings(LONG, derandomize=True)
@given(st.lists(KINDS, max_size=9, unique_by=lambda one: one[1:]))
def test_nothing_shown_tells_of_one_to_four_people(people: list[Alike]) -> None:
    assert given_away(people) == []


PEOPLE: dict[str, list[Any]] = {
    "few answered a question": [alike(5, "a"), alike(1, "ab")],
    "few left one out": [alike(8), alike(1, "abc")],
    "a question hides other groups than its aspect": [
        alike(9, cluster="a"), alike(6, cluster="b"), alike(5, "bcd", cluster="b"), alike(4, cluster="c"),
    ],
    "one group is another and one more": [
        alike(10, cluster="a", size="s"), alike(1, cluster="b", size="s"), alike(9, cluster="b", size="l"),
    ],
    "two of no group": [
        alike(10, cluster="a", size="s"), alike(10, cluster="b", size="l"), alike(2),
    ],
    "who left the same out, by what is told of a group": [
        alike(1), alike(5, cluster="a", size="s"), alike(5, "abc"),
    ],
    "one alone has left nothing out": [alike(1), alike(5, "abc"), alike(5, "acd")],
    "one of those who left as many out": [
        alike(1, "abc", cluster="a", size="s"), alike(1, "ab"), alike(4, "abc"), alike(5, "bd"),
    ],
    "a property tells what another and an aspect leave": [
        alike(11, "d", cluster="a", size="l"), alike(4, "ab", cluster="b", size="l"), alike(1, "bcd", cluster="a", size="l"),
        alike(10, "d", cluster="c", size="s"), alike(6, "acd", cluster="c", size="l"),
    ],
    "questions of an aspect hide other groups": [
        alike(11, "bd", cluster="c"), alike(5, cluster="b"), alike(4, "b", cluster="a"), alike(11, "a", cluster="a"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("people", PEOPLE.values(), ids=PEOPLE)
def test_what_would_tell_of_them_is_hidden(people: list[Alike]) -> None:
    assert given_away(people) == []


def test_what_tells_of_nobody_is_shown() -> None:
    people = [alike(6, cluster=cluster, size=size) for cluster, size in product("ab", "sl")]
    everybody = len(PATHS) + len(ASPECTS)
    assert len(list(shown(people))) == everybody * (1 + 2 + 2)


@settings(LONG, derandomize=True)
@given(st.lists(KINDS, max_size=9, unique_by=lambda one: one[1:]))
def test_no_group_is_shown_that_one_to_four_people_have_left_a_question_out_of(people: list[Alike]) -> None:
    for paths, code, value in shown(people):
        if not code or len(paths) > 1:
            continue
        of_group = [one for one in people if dict(one[2]).get(code) == value]
        left_out = sum(number for number, answered, _ in of_group if paths[0] not in answered)
        assert not 0 < left_out < 5
