"""ODK Validate, the checker of XForms by those who made ODK Collect. It needs Java; many forms take one start of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from pyxform.validators.odk_validate import ODK_VALIDATE_PATH, install_exists

_SECONDS = 300
_PART = re.compile(r"^Validating: (.+?)\.xml\s*$", re.MULTILINE)
_PASSED = "Xform is valid!"
_NOISE = re.compile(r"^\s*at |^\s*$|^>> ")


def java() -> str | None:
    """Where Java is, None where the machine has none."""
    return shutil.which("java") if install_exists() else None


def validated(xforms: Mapping[str, str]) -> dict[str, str]:
    """What it says against each of the forms, by their names; "" where it says nothing."""
    with TemporaryDirectory() as folder:
        paths = [Path(folder, f"{name}.xml") for name in xforms]
        for path, xform in zip(paths, xforms.values(), strict=True):
            path.write_text(xform, encoding="utf-8")
        said = _run([path.name for path in paths], folder)
    parts = _PART.split(said)
    told = dict(zip(parts[1::2], parts[2::2], strict=True))
    return {name: _words(told.get(name, said)) for name in xforms}


def _run(names: list[str], folder: str) -> str:
    command = [java() or "java", "-Djava.awt.headless=true", "-jar", ODK_VALIDATE_PATH, *names]
    done = subprocess.run(  # noqa: S603 (a program and files of our own)
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout


def _words(said: str) -> str:
    """The first lines that are no trace of the program."""
    if _PASSED in said:
        return ""
    lines = [line.strip() for line in said.splitlines() if not _NOISE.match(line)]
    return " ".join(lines[:3]) or said.strip()[:200]
