"""Manuals drawn from the grammar of `tests.zoo` are read nearly wholly, and every line of theirs has one fate.

`make soak` reads many more (NITHET_SOAK is how many). `python -m tests.zoo` tells which layouts are read worst.
"""

from __future__ import annotations

import os
from functools import cache

import pytest

from tests.zoo.layouts import manual_of
from tests.zoo.scoring import Score, Verdict, score_of

SEEDS = range(20_000, 20_000 + max(25, int(os.environ.get("NITHET_SOAK", "0")) // 10))
FLOORS = {"txt": 0.96, "docx": 0.98}
"""The share of steps with their title, place and months right: ordinary layouts and odd ones together."""
MOST_SILENT = 0.02


@cache
def scores(form: str) -> list[Score]:
    # Making a Word document takes longer than reading one.
    seeds = SEEDS if form == "txt" else SEEDS[: len(SEEDS) * 3 // 5]
    return [score_of(manual_of(seed), form) for seed in seeds]


def verdicts(form: str) -> list[Verdict]:
    return [verdict for score in scores(form) for verdict in score.verdicts]


@pytest.mark.parametrize("form", FLOORS)
def test_nearly_all_steps_are_right(form: str) -> None:
    found = verdicts(form)
    wrong = [f"{one.fault}: {one.title} {one.told}" for one in found if one.fault]
    assert len(wrong) <= (1 - FLOORS[form]) * len(found), wrong


@pytest.mark.parametrize("form", FLOORS)
def test_hardly_a_step_is_lost_without_a_word(form: str) -> None:
    found = verdicts(form)
    lost = [one.title for one in found if one.is_silent]
    assert len(lost) <= MOST_SILENT * len(found), lost


@pytest.mark.parametrize("form", FLOORS)
def test_every_line_has_one_fate(form: str) -> None:
    for score in scores(form):
        if score.draft and score.extracted:
            lines = score.extracted.text.split("\n")
            assert [note.line for note in score.draft.notes] == [
                at for at, line in enumerate(lines, 1) if line.strip()
            ], score.seed


def test_a_seed_gives_the_same_manual_again() -> None:
    assert manual_of(SEEDS[0]) == manual_of(SEEDS[0])
    assert manual_of(SEEDS[0]) != manual_of(SEEDS[1])
