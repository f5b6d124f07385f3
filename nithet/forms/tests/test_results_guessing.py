"""Of anonymous answers nobody who tries all answers that there could have been finds what one to four people answered.

Whoever tries knows how many of each group answered the question, and sees the figures as they leave: rounded, with what is hidden left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import combinations_with_replacement, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.forms.results.counting import count
from nithet.forms.results.crossing import cross, cross_aspect, told_jointly
from nithet.forms.results.figures import results
from nithet.forms.results.guessing import fixes_few
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Figures, Property, Rated
from nithet.forms.tests.results_kit import LONG, survey
from nithet.statistics.describing import describe
from nithet.statistics.rounding import half_up

FORM = """# แบบสอบถาม

## survey

| type | name | label |
|---|---|---|
| begin_group | one | ด้านเดียว |
| select_one degree | a | ก |
| end_group | | |

## choices

| list_name | name | label |
|---|---|---|
| degree | 3 | มาก |
| degree | 2 | ปานกลาง |
| degree | 1 | น้อย |

## settings

| form_title | form_id |
|---|---|
| แบบสอบถาม | guesses |
"""
INSTRUMENT = survey(FORM)
(ITEM,) = INSTRUMENT.items
POINTS = (1, 2, 3)
CLUSTER = Property("cluster", "กลุ่มโรงเรียน", {"a": "ก", "b": "ข"})
SIZE = Property("size", "ขนาด", {"s": "เล็ก", "l": "ใหญ่"})

Marks = tuple[int, ...]
Told = Mapping[str, Marks]
"""What each group of both properties answered: “as” is cluster a and size s."""
Seen = tuple[str, Rated]
"""Of which groups taken together, and their figures."""


def seen(told: Told) -> Iterator[Seen]:
    """Everything that leaves of it, an aspect of one question too."""
    answered = [
        Answered({ITEM.path: str(mark)}, apart(group)) for group, marks in told.items() for mark in marks
    ]
    tally = count(Plan(INSTRUMENT), answered)
    made = results(INSTRUMENT, tally, is_anonymous=True)
    yield from kept(
        "", [*(one.figures for one in made.items), *(one.figures for one in made.aspects), made.overall]
    )
    for by in (CLUSTER, SIZE):
        aspect = cross_aspect(INSTRUMENT, tally, "one", by, is_anonymous=True)
        assert aspect is not None
        for value, figures in (
            *cross(INSTRUMENT, tally, ITEM, by, is_anonymous=True).columns,
            *aspect.columns,
        ):
            yield from kept(value, [figures])


def apart(group: str) -> dict[str, str]:
    return told_jointly(dict(zip(("cluster", "size"), group, strict=False)))


def kept(group: str, figures: Sequence[Figures | None]) -> Iterator[Seen]:
    yield from ((group, one) for one in figures if isinstance(one, Rated) and one.n)


@cache
def looks_of(marks: Marks) -> tuple[Decimal | None, Decimal | None]:
    described = describe(marks)
    return tuple(None if one.value is None else half_up(one.value) for one in (described.mean, described.sd))  # type: ignore[return-value]


def agrees(one: Rated, marks: Marks) -> bool:
    mean, sd = looks_of(marks)
    shares = {share.name: share.count for share in one.shares if share.count is not None}
    counts = all(marks.count(int(name)) == count for name, count in shares.items())
    return one.n == len(marks) and one.mean == mean and one.sd in (None, sd) and counts


def of(told: Told, group: str) -> Marks:
    return tuple(sorted(mark for name, marks in told.items() if set(group) <= set(name) for mark in marks))


def guesses(told: Told) -> list[Told]:
    """All answers that would show the same."""
    shown = list(seen(told))
    alone = {
        name: [figures for group, figures in shown if group and of(told, group) == marks and group in name]
        for name, marks in told.items()
    }
    each = [
        [
            marks
            for marks in combinations_with_replacement(POINTS, len(told[name]))
            if all(agrees(one, marks) for one in alone[name])
        ]
        for name in told
    ]
    tried = (dict(zip(told, row, strict=True)) for row in product(*each))
    return [one for one in tried if all(agrees(figures, of(one, group)) for group, figures in shown)]


def found_out(told: Told) -> list[tuple[str, int]]:
    """Group and point of which one to four people, and no other number, can have answered so."""
    possible = guesses(told)
    assert possible
    groups = {"", *told, *(letter for name in told for letter in name)}
    return [
        (group, point)
        for group, point in product(sorted(groups), POINTS)
        if 0 < of(told, group).count(point) < 5
        and len({of(one, group).count(point) for one in possible}) == 1
    ]


def drawn(*names: str, most: int) -> st.SearchStrategy[Told]:
    marks = st.lists(st.sampled_from(POINTS), min_size=5, max_size=most).map(lambda row: tuple(sorted(row)))
    alike = st.builds(
        lambda mark, other, often: tuple(sorted([mark] * often + [other])),
        *[st.sampled_from(POINTS)] * 2,
        st.integers(4, most - 1),
    )
    return st.fixed_dictionaries(dict.fromkeys(names, marks | alike))


@settings(LONG, derandomize=True, max_examples=60)
@given(drawn("a", "b", most=7))
def test_no_answer_of_few_is_found_by_trying(told: Told) -> None:
    assert found_out(told) == []


@settings(LONG, derandomize=True, max_examples=25)
@given(drawn("as", "al", "bs", most=6))
def test_nor_by_two_properties_beside_each_other(told: Told) -> None:
    assert found_out(told) == []


TOLD: dict[str, Told] = {
    "all but one alike": {"a": (3, 3, 3, 3, 2), "b": (1, 1, 2, 2, 3)},
    "one far from the others": {"a": (3, 3, 3, 3, 1), "b": (1, 2, 2, 3, 3)},
    "what everybody gave is counted": {"a": (2, 2, 3, 3, 3, 3, 3), "b": (2, 2, 2, 3, 3)},
    "both of one kind": {"a": (3,) * 6, "b": (1,) * 5},
    "what two properties leave of each other": {
        "as": (1, 1, 1, 1, 2),
        "al": (1, 1, 1, 1, 3),
        "bs": (1, 1, 1, 1, 3),
    },
}


@pytest.mark.parametrize("told", TOLD.values(), ids=TOLD)
def test_what_would_be_found_is_hidden(told: Told) -> None:
    assert found_out(told) == []


def test_what_tells_of_nobody_is_shown() -> None:
    shown = list(seen({"a": (1, 1, 2, 2, 3, 3), "b": (1, 2, 2, 3, 3, 3)}))
    assert {group for group, _ in shown} == {"", "a", "b"}
    assert all(one.mean is not None for _, one in shown)


@pytest.mark.parametrize(
    ("groups", "is_whole_told", "is_fixed"),
    [
        ([(0, 5, 2)], False, False),
        ([(3, 0, 2)], False, False),
        ([(5, 1, 0)], False, True),
        ([(2, 5, 0), (9, 9, 0)], True, True),
        ([(1, 4, 1), (4, 6, 4)], True, False),
        ([(1, 4, 1), (14, 0, 0)], True, True),
    ],
)
def test_a_count_of_few_is_open_where_two_can_change_places(
    groups: list[Marks], is_whole_told: bool, is_fixed: bool
) -> None:
    assert fixes_few(groups, 0, is_whole_told=is_whole_told) is is_fixed
