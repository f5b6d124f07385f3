"""Whoever reads a table learns of no group of fewer than five, also not by subtracting."""

from collections.abc import Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from nithet.statistics.suppression import OneWay, TwoWay, suppress_counts, suppress_table
from nithet.statistics.tests.generated import generated

# Many small ones and zeros, for these leave the fewest ways to hide.
COUNT = st.integers(0, 12) | st.sampled_from([0, 0, 1, 1, 2, 6, 30, 200])
COUNTS = st.lists(COUNT, max_size=8)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(COUNT, min_size=width, max_size=width), min_size=1, max_size=5)
)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([12, 5, 0, 30], (12, 5, 0, 30)),
        ([12, 3, 4, 30], (12, None, None, 30)),
        # One alone would follow from the total: the next smallest goes with it.
        ([12, 3, 6, 30], (12, None, None, 30)),
        ([12, 3, 0, 30], (None, None, 0, 30)),
        # Two hidden ones of three people together are still too few.
        ([12, 1, 2, 30], (None, None, None, 30)),
        ([4, 6], (None, None)),
        ([50], (50,)),
        ([], ()),
    ],
)
def test_small_counts_are_hidden_with_as_many_more_as_it_takes(
    counts: list[int], shown: tuple[int | None, ...]
) -> None:
    one_way = suppress_counts(counts)
    assert one_way.cells == shown


@pytest.mark.parametrize("counts", [[4], [1, 3], [0, 0], [], [2, 1, 1], [1, 1, 1, 1, 1]])
def test_of_fewer_than_five_people_or_five_of_a_kind_nothing_is_shown(counts: list[int]) -> None:
    one_way = suppress_counts(counts)
    assert one_way.is_withheld
    assert set(one_way.cells) <= {None}


@generated
@given(COUNTS)
def test_no_hidden_count_of_a_line_can_be_computed(counts: list[int]) -> None:
    shown = suppress_counts(counts)
    hidden = [count for count, cell in zip(counts, shown.cells, strict=True) if cell is None]
    assert all(cell in {None, count} for count, cell in zip(counts, shown.cells, strict=True))
    assert not any(cell is not None and 0 < cell < 5 for cell in shown.cells)
    if shown.total is None:
        assert sum(counts) < 5 or max(counts) == 1
    elif hidden:
        assert len(hidden) >= 2
        assert shown.total - sum(cell or 0 for cell in shown.cells) >= 5
        assert not is_known_exactly(shown)


def is_known_exactly(shown: OneWay) -> bool:
    """Whether hidden counts, each at least 1, can add up in one way only."""
    assert shown.total is not None
    hidden = shown.cells.count(None)
    return hidden == 1 or shown.total - sum(cell or 0 for cell in shown.cells) == hidden


def test_a_table_without_small_counts_is_shown_whole() -> None:
    shown = suppress_table([[10, 0, 7], [5, 9, 12]])
    assert shown == TwoWay(((10, 0, 7), (5, 9, 12)), (17, 26), (15, 9, 19), 43)


def test_one_small_count_hides_a_rectangle() -> None:
    shown = suppress_table([[3, 10, 20], [11, 9, 40], [30, 35, 50]])
    assert shown.rows == ((None, None, 20), (None, None, 40), (30, 35, 50))
    assert (shown.row_totals, shown.column_totals, shown.total) == ((33, 60, 115), (44, 54, 110), 208)


def test_a_small_group_is_hidden_with_its_total() -> None:
    shown = suppress_table([[1, 2], [20, 30], [25, 35]])
    assert shown.rows[0] == (None, None)
    assert shown.row_totals[0] is None
    assert shown.row_totals.count(None) == 2
    assert shown.total == 113


def test_a_total_that_is_a_small_count_itself_is_hidden_with_another() -> None:
    assert suppress_table([[1, 6]]) == TwoWay(((None, None),), (7,), (None, None), 7)


def test_totals_are_hidden_where_nothing_within_the_table_would_do() -> None:
    shown = suppress_table([[9, 1], [0, 6]])
    assert shown == TwoWay(((9, None), (0, None)), (None, None), (9, 7), 16)


@pytest.mark.parametrize("rows", [[[1, 2], [0, 1]], [[0, 0]], [], [[]], [[1, 1], [1, 1], [1, 0]]])
def test_a_table_of_too_few_shows_nothing(rows: list[list[int]]) -> None:
    shown = suppress_table(rows)
    assert shown.is_withheld
    assert not any(cell is not None for row in shown.rows for cell in row)
    assert set(shown.row_totals) | set(shown.column_totals) <= {None}


def test_another_least_number_is_kept_too() -> None:
    assert suppress_counts([8, 9, 30], minimum=10).cells == (None, None, 30)
    assert suppress_counts([8, 9, 30]).cells == (8, 9, 30)


# Fewer examples, for each hidden count is sought by integer programming twice.
@settings(generated, max_examples=50)
@given(TABLES)
def test_no_hidden_count_of_a_table_can_be_computed(rows: list[list[int]]) -> None:
    shown = suppress_table(rows)
    if shown.is_withheld:
        return
    cells = with_margins(shown)
    assert not any(cell is not None and 0 < cell < 5 for line in cells for cell in line)
    for line in [*cells, *zip(*cells, strict=True)]:
        assert list(line).count(None) != 1
    for row, column in product(range(len(cells)), range(len(cells[0]))):
        if cells[row][column] is None:
            least, most = what_it_can_be(cells, row, column)
            assert least < most


@generated
@given(TABLES)
def test_what_is_shown_is_right(rows: list[list[int]]) -> None:
    shown = suppress_table(rows)
    truth = [[*row, sum(row)] for row in rows]
    truth.append([sum(column) for column in zip(*truth, strict=True)])
    for told, known in zip(with_margins(shown), truth, strict=True):
        assert all(cell in {None, count} for cell, count in zip(told, known, strict=True))


@generated
@given(TABLES)
def test_hidden_ones_of_a_line_are_five_people_or_more_together(rows: list[list[int]]) -> None:
    shown = suppress_table(rows)
    cells = with_margins(shown)
    for line in [*cells, *zip(*cells, strict=True)]:
        *parts, total = line
        if None in parts and total is not None:
            assert total - sum(part or 0 for part in parts) >= 5


@pytest.mark.parametrize("size", [(1, 1), (1, 6), (6, 1)])
def test_tables_of_one_line_are_safe_too(size: tuple[int, int]) -> None:
    rows = [[3 + 4 * (row + column) for column in range(size[1])] for row in range(size[0])]
    shown = suppress_table(rows)
    hidden = [cell for row in shown.rows for cell in row].count(None)
    assert hidden == (1 if size == (1, 1) else 2)
    assert shown.is_withheld is (size == (1, 1))


def test_much_is_still_shown_of_a_usual_table() -> None:
    rows = np.random.default_rng(3).integers(0, 40, (20, 5)).tolist()
    shown = suppress_table(rows)
    hidden = [cell for row in shown.rows for cell in row].count(None)
    small = sum(0 < count < 5 for row in rows for count in row)
    assert small >= 5
    assert hidden <= 4 * small
    assert None not in shown.row_totals


@pytest.mark.parametrize("rows", [[[1, -1]], [[1, 2], [3]]])
def test_what_is_no_table_of_counts_is_refused(rows: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"count is 0|same columns"):
        suppress_table(rows)


def with_margins(shown: TwoWay) -> list[list[int | None]]:
    rows = [[*row, total] for row, total in zip(shown.rows, shown.row_totals, strict=True)]
    return [*rows, [*shown.column_totals, shown.total]]


def what_it_can_be(cells: Sequence[Sequence[int | None]], row: int, column: int) -> tuple[int, int]:
    """The least and the most that a hidden count can be, by integer programming over all that is shown."""
    height, width = len(cells), len(cells[0])
    flat = [cell for line in cells for cell in line]
    low = [1 if cell is None else cell for cell in flat]
    high = [10_000 if cell is None else cell for cell in flat]
    lines = [
        [1.0 if place // width == one else 0.0 for place in range(height * width)] for one in range(height)
    ]
    lines += [
        [1.0 if place % width == one else 0.0 for place in range(height * width)] for one in range(width)
    ]
    for number, line in enumerate(lines):
        own = number * width + width - 1 if number < height else (height - 1) * width + number - height
        line[own] = -1.0
    aim = np.zeros(height * width)
    aim[row * width + column] = 1
    found = [
        milp(
            sign * aim,
            constraints=LinearConstraint(np.array(lines), 0, 0),
            integrality=np.ones_like(aim),
            bounds=Bounds(low, high),
        )
        for sign in (1, -1)
    ]
    assert all(one.success for one in found)
    return round(found[0].fun), round(-found[1].fun)
