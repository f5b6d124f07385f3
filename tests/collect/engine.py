"""Collect's engine of forms as a program: many forms and fillings in one start of Java."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyxform.validators.odk_validate import ODK_VALIDATE_PATH

PROGRAM = sorted(Path(__file__).with_name("java").glob("*.java"))
OLDEST = 11
SECONDS = 240
_VERSION = re.compile(r'version "(\d+)')
_STEP = re.compile(r"([^/\[]+)(?:\[(\d+)\])?")


@dataclass(frozen=True)
class Said:
    """`path` and `place` as findings of our check have them, without repeats' numbers in the path."""

    what: str
    where: str
    words: str

    @property
    def steps(self) -> list[tuple[str, int]]:
        return [(name, int(number or 1) - 1) for name, number in _STEP.findall(self.where)][1:]

    @property
    def path(self) -> str:
        return "/".join(name for name, _ in self.steps)

    def place(self, repeats: frozenset[str]) -> tuple[int, ...]:
        names = [name for name, _ in self.steps]
        return tuple(
            number for at, (_, number) in enumerate(self.steps, 1) if "/".join(names[:at]) in repeats
        )


@cache
def missing() -> str:
    """Why it cannot run here, "" where it can."""
    java = shutil.which("java")
    if java is None:
        return "no Java"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = _VERSION.search(told)
    if found is None or int(found[1]) < OLDEST:
        return f"Java older than {OLDEST}"
    return "" if shutil.which("javac") else "a Java without its compiler (JDK)"


def run(folder: Path) -> dict[str, list[Said]]:
    """What it says against each form and filling, by their names (`java/Collect.java`)."""
    made = folder / "made"
    _do("javac", "-encoding", "UTF-8", "-nowarn", "-cp", ODK_VALIDATE_PATH, "-d", made, *PROGRAM)
    _do(
        "java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-Duser.timezone=Asia/Bangkok",
        "-cp", f"{made}{os.pathsep}{ODK_VALIDATE_PATH}", "Collect", folder,
    )  # fmt: skip
    lines = (folder / "said.tsv").read_text(encoding="utf-8").splitlines()
    assert lines.pop() == "done"
    said: dict[str, list[Said]] = defaultdict(list)
    for line in lines:
        name, what, where, words = line.split("\t", 3)
        said[name].append(Said(what, where, words))
    return said


def _do(*command: object) -> None:
    words = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
