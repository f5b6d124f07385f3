"""Manuals of seven divisions in the shapes that offices give them, all invented (shapes/).

`shapes/truth.yaml` tells the steps of each with their months. These were new to the reader when they were written;
what it misread of them led to the general rules that it has now.
"""

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import read_bytes

SHAPES = Path(__file__).parent / "shapes"
Steps = list[tuple[str, list[int]]]


@cache
def truth() -> dict[str, list[Steps]]:
    found = yaml.safe_load((SHAPES / "truth.yaml").read_text(encoding="utf-8"))
    return {
        name: [[(squeezed(title), months) for title, months in steps] for steps in procedures]
        for name, procedures in found.items()
    }


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def draft_of(name: str) -> ManualDraft:
    path = next(path for path in SHAPES.glob(f"{name}.*"))
    return read_bytes(path.read_bytes(), name=path.name)


def steps_of(draft: ManualDraft) -> list[Steps]:
    return [
        [(squeezed(step.title), list(step.months or ())) for step in one.steps] for one in draft.procedures
    ]


@pytest.mark.parametrize("name", sorted(truth()))
def test_every_step_is_found_in_order_with_its_months(name: str) -> None:
    assert steps_of(draft_of(name)) == truth()[name]


@pytest.mark.parametrize("name", sorted(truth()))
def test_every_line_has_one_fate(name: str) -> None:
    draft = draft_of(name)
    lines = [note.line for note in draft.notes]
    assert lines == sorted(set(lines))
    assert len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)


def test_hardly_any_line_is_left_unread() -> None:
    unread = sum(len(draft_of(name).unread) for name in truth())
    lines = sum(len(draft_of(name).notes) for name in truth())
    assert unread / lines < 0.01
