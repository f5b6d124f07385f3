"""The same answers by pingouin, which researchers use: α, t, p and the interval of the effect size.

It is imported only where these tests run, for that takes seconds.
"""

from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from nithet.statistics.comparing import paired_t
from nithet.statistics.reliability import alpha, sums_of_rows

SEEDS = range(12)
Rows = list[list[int]]


@pytest.fixture(scope="module")
def pingouin() -> Any:
    return import_module("pingouin")


@pytest.fixture(scope="module")
def frame() -> Any:
    return import_module("pandas").DataFrame


@pytest.fixture(params=SEEDS)
def rows(request: pytest.FixtureRequest) -> Rows:
    """Answers of people who lean to one side, so that items go together more or less."""
    chance = np.random.default_rng(request.param)
    people, items = int(chance.integers(5, 60)), int(chance.integers(2, 12))
    lean = chance.normal(3.5, 1, (people, 1))
    marks = np.clip(np.rint(lean + chance.normal(0, 0.3 + request.param / 6, (people, items))), 1, 5)
    made: Rows = marks.astype(int).tolist()
    return made


def test_alpha(rows: Rows, pingouin: Any, frame: Any) -> None:
    known, _ = pingouin.cronbach_alpha(frame(rows))
    value = alpha(sums_of_rows(rows)).value
    assert value is not None
    assert float(value) == pytest.approx(known)


def test_alpha_of_complete_rows(rows: Rows, pingouin: Any, frame: Any) -> None:
    gaps: list[list[int | None]] = [
        [None if (place + number) % 7 == 0 else mark for place, mark in enumerate(row)]
        if number % 4 == 0
        else list(row)
        for number, row in enumerate(rows)
    ]
    known, _ = pingouin.cronbach_alpha(frame(gaps, dtype=float), nan_policy="listwise")
    value = alpha(sums_of_rows(gaps)).value
    assert value is not None
    assert float(value) == pytest.approx(known)


def test_t_and_p(rows: Rows, pingouin: Any) -> None:
    before, after = [row[0] for row in rows], [row[1] for row in rows]
    known = pingouin.ttest(after, before, paired=True).iloc[0]
    found = paired_t(zip(before, after, strict=True))
    assert found.t.value is not None
    assert found.p.value is not None
    column = _named(known)
    assert float(found.t.value) == pytest.approx(column("T"))
    assert float(found.p.value) == pytest.approx(column("p"))
    assert found.df == column("dof")


def test_the_interval_of_the_effect_size(rows: Rows, pingouin: Any) -> None:
    found = paired_t([(row[0], row[1]) for row in rows])
    values = [figure.value for figure in (found.d, found.d_low, found.d_high)]
    d, low, high = (float(value) for value in values if value is not None)
    n = len(rows)
    known = pingouin.compute_esci(d, nx=n, ny=n, paired=True, eftype="cohen", decimals=8)
    assert (low, high) == pytest.approx(tuple(known), abs=1e-6)


def _named(row: Any) -> Callable[[str], float]:
    """pingouin's columns by their beginning: releases write p-val and p_val."""
    return lambda start: float(next(row[name] for name in row.index if name.startswith(start)))
