"""Which archives stay."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from nithet.core.backup.keeping import archives, forget_old, kept

DAY = date(2026, 11, 20)


def days(count: int) -> list[date]:
    return [DAY - timedelta(days=back) for back in range(count)]


def test_of_two_years_of_nights_twenty_one_stay_at_most() -> None:
    stay = kept(days(730))
    assert set(days(7)) <= stay
    # The last days of four weeks and of twelve months, some of which are among the seven.
    assert {date(2026, 11, 15), date(2026, 11, 8), date(2026, 11, 1)} <= stay
    assert {date(2026, 10, 31), date(2026, 9, 30), date(2025, 12, 31)} <= stay
    assert date(2025, 11, 30) not in stay
    assert len(stay) == 7 + 2 + 11


@pytest.mark.parametrize("count", [0, 1, 3, 7])
def test_few_archives_all_stay(count: int) -> None:
    assert kept(days(count)) == set(days(count))


def test_the_last_ones_stay_however_old_they_are() -> None:
    """The machine stood still for years: what is there is still the best there is."""
    old = [day - timedelta(days=2000) for day in days(30)]
    assert old[0] in kept(old)
    assert set(old[:7]) <= kept(old)


def test_days_are_thinned_out_night_by_night_as_they_would_be_at_once() -> None:
    there: set[date] = set()
    for day in reversed(days(400)):
        there = kept(there | {day})
    assert there == kept(days(400))


def made(folder: Path, *moments: str) -> None:
    for moment in moments:
        (folder / f"nithet-{moment}.tar").write_text("")


def test_only_what_need_not_stay_is_taken_away(tmp_path: Path) -> None:
    made(tmp_path, *(f"{day}-020000" for day in days(12)))
    made(tmp_path, f"{DAY}-090000", f"{DAY - timedelta(days=2)}-090000", "2026-01-01-090000-before-restore")
    (tmp_path / "notes.txt").write_text("")
    gone = {path.name for path in forget_old(tmp_path, on=DAY)}
    # Of an earlier day the last one stays, of today all do.
    assert f"nithet-{DAY - timedelta(days=2)}-020000.tar" in gone
    assert f"nithet-{DAY}-020000.tar" not in gone
    assert {path.name for path in tmp_path.iterdir()} >= {
        "notes.txt",
        "nithet-2026-01-01-090000-before-restore.tar",
    }
    assert {archive.day for archive in archives(tmp_path)} == kept(days(12))
    assert forget_old(tmp_path, on=DAY) == []


def test_a_folder_that_is_not_there_holds_no_archives(tmp_path: Path) -> None:
    assert archives(tmp_path / "nowhere") == []
