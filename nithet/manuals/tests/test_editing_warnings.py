"""Letting a warning stand hides that one only, as long as it says the same."""

from __future__ import annotations

from dataclasses import replace

from nithet.manuals.draft import Caution
from nithet.manuals.tests.test_editing_acts import DRAFT, done


def test_letting_one_warning_stand_hides_no_other_of_its_kind() -> None:
    many = replace(
        DRAFT, warnings=tuple(Caution("damaged-sheet", f"แผ่น  {name}", 3, "p1s1") for name in ("ก", "ข"))
    )
    settled = done("settle", many, code="damaged-sheet", item="p1s1", text="แผ่น  ก")
    assert [one.is_settled for one in settled.warnings if one.code == "damaged-sheet"] == [True, False]
    later = done("set_months", settled, key="p2s1", months=[11])
    assert [one.is_settled for one in later.warnings if one.code == "damaged-sheet"] == [True, False]


def test_a_warning_that_says_something_else_asks_again() -> None:
    gap = replace(DRAFT, warnings=())
    one = next(one for one in done("move_down", gap, key="p2s1").warnings if one.code == "skipped-number")
    settled = done("settle", code=one.code, item=one.item, text=one.text)
    assert [w.is_settled for w in settled.warnings if w.code == one.code] == [True]
    steps = [step.key for step in settled.procedures[0].steps]
    fewer = done("drop", settled, key=steps[2])
    assert [w.is_settled for w in fewer.warnings if w.code == one.code] == [False]
