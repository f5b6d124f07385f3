"""Reads .doc of old Word: LibreOffice, where it is installed, makes a .docx of it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from nithet.manuals.sources import docx
from nithet.manuals.sources.errors import UnreadableSourceError
from nithet.manuals.sources.extracted import Extracted, Progress
from nithet.manuals.sources.programs import environment_of

_PROGRAMS = ("soffice", "libreoffice")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>2</value></prop>
</item>
</oor:items>
"""
SECONDS = 180
TELL_SECONDS = 5


def is_available() -> bool:
    """Whether LibreOffice is installed."""
    return _program() is not None


def read(file: BinaryIO, name: str, progress: Progress) -> Extracted:
    """The lines of a .doc. Raises UnreadableSourceError, also where there is nothing to read it with."""
    program = _program()
    if program is None:
        raise UnreadableSourceError("doc-without-reader")
    with tempfile.TemporaryDirectory(prefix="nithet-doc-") as folder:
        made = _converted(program, file, Path(folder), progress)
        with made.open("rb") as converted:
            return docx.read(converted, name, progress)


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


def _converted(program: str, file: BinaryIO, folder: Path, progress: Progress) -> Path:
    source, made = folder / "manual.doc", folder / "out" / "manual.docx"
    _set_up(folder / "profile")
    file.seek(0)
    with source.open("wb") as copy:
        shutil.copyfileobj(file, copy)
    command = [
        program, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--convert-to", "docx", "--outdir", str(made.parent), str(source),
    ]  # fmt: skip
    _run(command, folder, progress)
    if not made.is_file():
        raise UnreadableSourceError("doc-failed")
    return made


def _set_up(profile: Path) -> None:
    """Settings of a user of its own: no macro runs, and nothing that a document points at is fetched."""
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")


def _run(command: list[str], folder: Path, progress: Progress) -> None:
    """Run to the end or for so long at most; with all that it started, in a group of its own, it is ended."""
    environment = environment_of(HOME=str(folder))
    # The program is found on the path of the server, its arguments are ours.
    running = subprocess.Popen(  # noqa: S603
        command, env=environment, cwd=folder, start_new_session=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(running, progress)
    finally:
        _end(running)
    if running.returncode:
        raise UnreadableSourceError("doc-failed")


def _wait(running: subprocess.Popen[bytes], progress: Progress) -> None:
    until = monotonic() + SECONDS
    while (left := until - monotonic()) > 0:
        progress(int(SECONDS - left), SECONDS)
        with suppress(subprocess.TimeoutExpired):
            running.wait(min(TELL_SECONDS, left))
            return
    raise UnreadableSourceError("doc-failed")


def _end(running: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
    running.wait()
