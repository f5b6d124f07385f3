"""An installation as docs/deploy.md makes it, in a scratch folder: its settings, its commands and its server."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from django.conf import settings

ROOT = Path(settings.ROOT)
EXAMPLE = ROOT / "deploy" / "nithet.env.example"
DOMAIN = "nithet.example.go.th"
PASSWORD = "krasuang-satit-2570"
OWN = re.compile(r"NITHET_|DATABASE_URL|DJANGO_|PORT$")
LONGEST_WAIT_S = 60


def example_settings(*, with_commented: bool = False) -> dict[str, str]:
    lines = re.findall(
        rf"^{'#?' if with_commented else ''}([A-Z0-9_]+)=(.*)$", EXAMPLE.read_text(), re.MULTILINE
    )
    return {name: value.strip('"') for name, value in lines}


def installed(folder: Path, **other: str) -> dict[str, str]:
    """The example's settings, with all that is kept in the folder and SQLite. Nothing of whoever runs the tests."""
    outer = {name: value for name, value in os.environ.items() if not OWN.match(name)}
    kept = {
        "NITHET_VAR": str(folder / "var"),
        "NITHET_BACKUPS": str(folder / "backups"),
        "DATABASE_URL": f"sqlite:///{folder / 'var' / 'nithet.sqlite3'}",
        "NITHET_WORKERS": "1",
    }
    return {**outer, **example_settings(), **kept, **other}


def copy_code(name: str, goal: Path) -> None:
    """A folder of the product without its tests, and with what Python has compiled of it: times and sizes stay the same."""
    shutil.copytree(ROOT / name, goal, ignore=shutil.ignore_patterns("tests", "*.pyc.*"))


def manage(environment: dict[str, str], *words: str, root: Path = ROOT) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *words], cwd=root, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@contextmanager
def served(environment: dict[str, str], *, root: Path = ROOT) -> Iterator[None]:
    command = [sys.executable, "-m", "config.serve"]
    address = f"http://127.0.0.1:{environment['PORT']}/healthz"
    with process(command, lambda: answers(address), cwd=root, env=environment):
        yield


@contextmanager
def process(command: list[str], is_ready: Callable[[], bool], **options: object) -> Iterator[None]:
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    try:
        wait_until(lambda: started.poll() is not None or is_ready())
        assert started.poll() is None, f"{command[0]} ended by itself"
        yield
    finally:
        started.terminate()
        started.wait(timeout=LONGEST_WAIT_S)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_WAIT_S
    while not holds():
        assert time.monotonic() < end, "not ready in time"
        time.sleep(0.05)


def answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=5):  # noqa: S310
            return True
    except (URLError, ConnectionError):
        return False


def listens(port: int) -> bool:
    with socket.socket() as door:
        return door.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
