"""Which archives stay: of the last seven days, four weeks and twelve months one each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import time
from typing import Any

from nithet.thai.dates import BANGKOK

# Only archives made in the usual way: one made before a restore stays until somebody takes it away.
NAME = re.compile(r"nithet-(\d{4}-\d{2}-\d{2}-\d{6})(?:-\d+)?\.tar")
DAILY, WEEKLY, MONTHLY = 7, 4, 12
DRAFT_OLD_S = 24 * 60 * 60


@dataclass(frozen=True)
class Archive:
    """It has this name only because it was found whole after it was made."""

    path: Path
    made_at: datetime
    size: int

    @property
    def day(self) -> date:
        return self.made_at.date()


def archives(folder: Path) -> list[Archive]:
    """The newest first."""
    found = [_archive(path, match[1]) for path in _listed(folder) if (match := NAME.fullmatch(path.name))]
    return sorted(found, key=lambda archive: archive.made_at, reverse=True)


def kept(days: Iterable[date]) -> set[date]:
    """Of the days on which there are archives, those whose archive stays. The last one always does."""
    newest_first = sorted(set(days), reverse=True)
    return (
        set(newest_first[:DAILY])
        | _last_of_each(newest_first, lambda day: day.isocalendar()[:2], WEEKLY)
        | _last_of_each(newest_first, lambda day: (day.year, day.month), MONTHLY)
    )


def _last_of_each(newest_first: list[date], period: Callable[[date], Any], count: int) -> set[date]:
    last: dict[Any, date] = {}
    for day in newest_first:
        last.setdefault(period(day), day)
    return set(list(last.values())[:count])


def forget_old(folder: Path, *, on: date) -> list[Path]:
    """Take away what need not stay; nothing of today, and of an earlier day all but its last. Returns what went."""
    _remove_drafts(folder)
    found = archives(folder)
    days = kept(archive.day for archive in found)
    seen: set[date] = set()
    gone = []
    for archive in found:
        if archive.day != on and (archive.day not in days or archive.day in seen):
            archive.path.unlink(missing_ok=True)
            gone.append(archive.path)
        seen.add(archive.day)
    return gone


def _remove_drafts(folder: Path) -> None:
    """What a machine that was switched off left behind. One that is being written was touched a moment ago."""
    for path in _listed(folder):
        if path.name.endswith(".tar.part") and time() - path.stat().st_mtime > DRAFT_OLD_S:
            path.unlink(missing_ok=True)


def _listed(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _archive(path: Path, moment: str) -> Archive:
    made_at = datetime.strptime(moment, "%Y-%m-%d-%H%M%S").replace(tzinfo=BANGKOK)
    return Archive(path, made_at, path.stat().st_size)
