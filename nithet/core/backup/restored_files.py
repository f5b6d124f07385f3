"""The files of an archive on their way into their place.

They are written beside it and put in before the database, which then knows them; what only the former database
knew is taken away after it. So the files that a database knows are there at every moment; one that it does not know
does no harm.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.core.files.storage import default_storage

from nithet.core.backup.checking import DIGEST_HEADER, Hashing, entries, opened, stream_of
from nithet.core.backup.errors import DamagedError
from nithet.core.backup.manifest import Files
from nithet.core.backup.progress import Progress
from nithet.core.models import StoredFile

CHUNK = 1024 * 1024
NAMES_ASKED = 500


@contextmanager
def unpacked(archive: Path, known: Files, progress: Progress) -> Iterator[Path]:
    """A folder beside the real one with all files of the archive. It goes with the context."""
    folder = home().with_name(f"{home().name}.restoring")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        _unpack(archive, folder, known, progress)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def put_in(folder: Path) -> None:
    for file in _files(folder):
        goal = home() / file.relative_to(folder)
        goal.parent.mkdir(parents=True, exist_ok=True)
        file.replace(goal)


def take_unknown_away() -> int:
    """Files that the database does not know. Returns how many there were."""
    names = (str(file.relative_to(home())) for file in _files(home()))
    count = 0
    while batch := list(islice(names, NAMES_ASKED)):
        known = set(StoredFile.objects.filter(content__in=batch).values_list("content", flat=True))
        for name in set(batch) - known:
            (home() / name).unlink()
            count += 1
    return count


def home() -> Path:
    return Path(default_storage.path(""))


def _unpack(archive: Path, folder: Path, known: Files, progress: Progress) -> None:
    with opened(archive) as tar:
        for entry in entries(tar):
            if not entry.name.startswith("files/"):
                continue
            name = entry.name.removeprefix("files/")
            digest = _write(stream_of(tar, entry), folder / name)
            if digest != entry.pax_headers.get(DIGEST_HEADER) and name not in known.changed:
                raise DamagedError(what=f"ไฟล์แนบ {name}")
            progress.step(1, "นำไฟล์แนบกลับคืน")


def _write(content: Hashing, goal: Path) -> str:
    goal.parent.mkdir(parents=True, exist_ok=True)
    with goal.open("xb") as handle:
        while chunk := content.read(CHUNK):
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())
    return content.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for top, _, names in os.walk(folder):
        for name in names:
            yield Path(top) / name
