"""The machine fails at any moment: server and worker are killed, started again, and what had no answer is sent again.

Nothing that was answered is lost, nothing is there twice, and all that is kept agrees.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from conftest import end_other_sessions
from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.cycles.tests.factories import make_procedure, open_year
from nithet.offices.models import Office, School, Unit
from nithet.thai.dates import format_date

ROOT = Path(__file__).resolve().parent.parent
SOAK = "NITHET_SOAK" in os.environ
OPERATIONS, LEAST_KILLS = (200, 30) if SOAK else (16, 2)
PATIENCE_S = 60.0
TOKEN = "k" * 32
STEPS: list[dict[str, Any]] = [
    {"title": "เสนอแผน", "months": [11], "actions": ["propose"], "ask": "approve"},
    {"title": "ออกนิเทศ", "cadence": "per_semester:2", "actions": ["visit"]},
    {"title": "สองส่วน", "months": [12], "parts": [{"title": "ก", "actions": ["study"]}, {"title": "ข", "actions": ["report"]}]},
    {"title": "รายงาน", "months": [9], "actions": ["propose"], "ask": "acknowledge"},
]  # fmt: skip

AGREES = """
import django
django.setup()
from django.core.management import call_command
for command in ("verifyhistory", "checkyears"):
    call_command(command)
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not (ROOT / "frontend" / "dist" / "manifest.json").exists(),
        reason="the front end is not built: make build",
    ),
]


# A database of its own, as the tests' people left theirs


class SqliteCopy:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "killed.sqlite3"
        self.url = f"sqlite:///{self.path}"
        connection.ensure_connection()
        with sqlite3.connect(self.path) as copy:
            connection.connection.backup(copy)
        copy.close()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        read = sqlite3.connect(self.path, timeout=20)
        try:
            return read.execute(query).fetchall()
        finally:
            read.close()

    def drop(self) -> None:
        """It lies in the folder of the test."""


class PostgresCopy:
    def __init__(self) -> None:
        name = str(connection.settings_dict["NAME"])
        self.name = f"{name}_killed_{os.getpid()}"
        end_other_sessions()
        self._do(f'CREATE DATABASE "{self.name}" TEMPLATE "{name}"')
        self.url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}").geturl()

    def _do(self, query: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        import psycopg

        told = {**connection.get_connection_params(), "dbname": database}
        plain = {key: told[key] for key in ("host", "port", "user", "password", "dbname") if told.get(key)}
        with psycopg.connect(**plain, autocommit=True) as at:
            done = at.execute(query)
            return list(done.fetchall()) if done.description else []

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._do(query, self.name)

    def drop(self) -> None:
        self._do(f'DROP DATABASE "{self.name}" WITH (FORCE)')


# The machine


@dataclass
class Machine:
    """Server and worker as `make run` starts them, each in a process group of its own, so that no child outlives it."""

    folder: Path
    copy: SqliteCopy | PostgresCopy
    started: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    kills: int = 0

    def __post_init__(self) -> None:
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port: int = door.getsockname()[1]
        self.environment = os.environ | {
            "DATABASE_URL": self.copy.url, "NITHET_VAR": str(self.folder / "var"), "NITHET_SECRET": settings.SECRET_KEY,
            "NITHET_HOST": "127.0.0.1", "PORT": str(self.port), "NITHET_WORKERS": "1", "NITHET_WORKER_BESIDE": "0",
            "NITHET_DEMO": "0", "DJANGO_SETTINGS_MODULE": "config.settings",
        }  # fmt: skip

    def start(self, name: str) -> None:
        command = {"server": ["-m", "config.serve"], "worker": ["manage.py", "worker"]}[name]
        with (self.folder / f"{name}.log").open("ab") as log:
            self.started[name] = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )  # fmt: skip

    def kill(self, name: str) -> None:
        """kill -9, of this process and of its children only."""
        process = self.started.pop(name, None)
        if process:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)
        if name == "server":
            self._until(lambda: not self._answers(), "its children live on")

    def wait(self) -> None:
        self._until(self._answers, "it did not start")

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def _until(self, is_so: Callable[[], bool], words: str) -> None:
        until = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < until, f"{words}: {self.told()}"
            time.sleep(0.02)

    def told(self) -> str:
        """The end of the server's log."""
        return (self.folder / "server.log").read_text()[-3000:]

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments], cwd=ROOT, env=self.environment, text=True, capture_output=True, check=False
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture
def machine(tmp_path: Path, people: dict[str, str]) -> Iterator[Machine]:
    is_sqlite = connection.vendor == "sqlite"
    copy = SqliteCopy(tmp_path) if is_sqlite else PostgresCopy()
    made = Machine(tmp_path, copy)
    (tmp_path / "var").mkdir()
    try:
        yield made
    finally:
        for name in list(made.started):
            made.kill(name)
        copy.drop()


@pytest.fixture
def people(
    office: Office, supervision: Unit, school: School, request: pytest.FixtureRequest
) -> dict[str, str]:
    """Whose sessions are open, by role."""
    names = ("supervisor", "head", "deputy", "director", "school_director")
    users: dict[str, User] = {name: request.getfixturevalue(name) for name in names}
    for title in ("งานแรก", "งานที่สอง"):
        make_procedure(supervision, STEPS, title=title)
    open_year(office)
    Task.objects.update(assignee=users["supervisor"].person)
    return {name: _session(user) for name, user in users.items()}


def _session(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


# What people send


@dataclass(frozen=True)
class Operation:
    who: str
    path: str
    fields: dict[str, str]
    # The words by which the history knows it; empty: it is known by its state only.
    mark: str = ""
    upload: tuple[str, bytes] | None = None
    verbs: Sequence[str] = ()


def body_of(operation: Operation) -> tuple[bytes, str]:
    fields = {"csrfmiddlewaretoken": TOKEN, **operation.fields}
    if operation.upload is None:
        return urlencode(fields).encode(), "application/x-www-form-urlencoded"
    name, content = operation.upload
    parts = [
        f'--X\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in fields.items()
    ]
    head = f'--X\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
    return "".join(
        parts
    ).encode() + head.encode() + content + b"\r\n--X--\r\n", "multipart/form-data; boundary=X"


class People:
    """Random operations that are possible as the database stands."""

    def __init__(
        self, machine: Machine, sessions: dict[str, str], office: Office, unit: Unit, random: Random
    ) -> None:
        self.machine, self.sessions, self.office, self.unit, self.random = (
            machine,
            sessions,
            office,
            unit,
            random,
        )
        self.numbers, self.moves = count(1), count()

    def send(self, operation: Operation, *, kill: float | None = None) -> int | None:
        """The status, or None where no answer came. `kill`: after so many seconds."""
        body, kind = body_of(operation)
        cookies = f"{settings.SESSION_COOKIE_NAME}={self.sessions[operation.who]}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        at = http.client.HTTPConnection("127.0.0.1", self.machine.port, timeout=PATIENCE_S)
        fuse = None if kill is None else Timer(kill, self.machine.kill, ["server"])
        try:
            if fuse:
                fuse.start()
            at.request("POST", operation.path, body, {"Cookie": cookies, "Content-Type": kind})
            answer = at.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        else:
            return answer.status
        finally:
            at.close()
            if fuse:
                fuse.join()

    def any(self) -> Operation:
        makers: list[Callable[[str], Operation | None]] = [
            self.note, self.note, self.attach, self.comment, self.submit, self.submit, self.submit, self.give, self.give,
            self.give, self.give, self.send_back, self.recall, self.withdraw, self.move, self.skip, self.letter, self.answer,
        ]  # fmt: skip
        while True:
            if made := self.random.choice(makers)(f"คำที่{next(self.numbers)}."):
                return made

    def _path(self, *parts: object) -> str:
        return f"/{'/'.join(str(part) for part in (self.office.code, *parts))}/"

    def _one(self, table: str, wanted: str, columns: str = "id") -> tuple[Any, ...] | None:
        found = self.machine.copy.rows(f"SELECT {columns} FROM {table} WHERE {wanted} ORDER BY id")  # noqa: S608  our own words
        return self.random.choice(found) if found else None

    def _task(self, act: str, states: str, mark: str, verb: str, **fields: str) -> Operation | None:
        found = self._one("cycles_task", f"state IN ({states}) AND NOT is_container AND served_by_id IS NULL")
        who = fields.pop("who", "supervisor")
        return (
            None
            if found is None
            else Operation(who, self._path("tasks", _id(found[0]), act), fields, mark, verbs=(verb,))
        )

    def note(self, mark: str) -> Operation | None:
        day = format_date(_today(), "short")
        return self._task(
            "note", "'open','waiting'", mark, "task.noted", text=mark, on=day, key=str(new_id())
        )

    def attach(self, mark: str) -> Operation | None:
        found = self._task("attach", "'open','waiting'", f"{mark}pdf", "task.file_attached")
        content = b"%PDF-1.4\n" + mark.encode() + self.random.randbytes(self.random.choice((10, 3_000_000)))
        return (
            None
            if found is None
            else Operation(found.who, found.path, {}, found.mark, (f"{mark}pdf", content), found.verbs)
        )

    def comment(self, mark: str) -> Operation | None:
        return self._task(
            "comment", "'open','submitted','done'", "", "", text=mark, comment_key=str(new_id())
        )

    def submit(self, mark: str) -> Operation | None:
        return self._task("submit", "'open'", mark, "task.submitted", note=mark)

    def withdraw(self, mark: str) -> Operation | None:
        return self._task("withdraw", "'submitted'", "", "")

    def skip(self, mark: str) -> Operation | None:
        return self._task("skip", "'open'", mark, "task.skipped", reason=mark, who="director")

    def move(self, mark: str) -> Operation | None:
        """To days that no move had before: one to where the task stands already changes nothing and is not told."""
        last = _year_end()
        first = min(last, _today() + timedelta(days=next(self.moves)))
        day = {"starts_on": format_date(first, "short"), "due_on": format_date(last, "short")}
        return self._task("move", "'open','waiting'", mark, "task.moved", reason=mark, who="head", **day)

    def _decision(self, act: str, mark: str, state: str = "current", **fields: str) -> Operation | None:
        found = self._one("cycles_decision", f"state = '{state}'", "id, role")
        if not found:
            return None
        return Operation(str(found[1]), self._path("decisions", _id(found[0]), act), fields, mark)

    def give(self, mark: str) -> Operation | None:
        return self._decision("give", mark, opinion=mark)

    def send_back(self, mark: str) -> Operation | None:
        return self._decision("return", mark, reason=mark)

    def recall(self, mark: str) -> Operation | None:
        return self._decision("recall", "", "given")

    def letter(self, mark: str) -> Operation | None:
        day = format_date(_today(), "short")
        fields = {
            "key": str(new_id()), "subject": mark, "due_on": day, "received_on": day, "doer": f"unit-{self.unit.pk}",
            "ask": "certify", "schools_by": "all", "wants": "ตอบ",
        }  # fmt: skip
        return Operation("head", self._path("letters", "receive"), fields, mark, verbs=("letter.received",))

    def answer(self, mark: str) -> Operation | None:
        found = self._one("cycles_letterask", "answered_at IS NULL")
        return (
            None
            if found is None
            else Operation("school_director", self._path("asked", _id(found[0])), {"answer": mark})
        )


def _id(value: object) -> UUID:
    return UUID(str(value))


def _today() -> Any:
    from nithet.core.clock import today

    return today()


def _year_end() -> Any:
    from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

    return fiscal_year_span(fiscal_year_be(_today()))[1]


# The test


def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_there_twice(
    machine: Machine, people: dict[str, str], office: Office, supervision: Unit
) -> None:
    random = Random(int(os.environ.get("NITHET_SEED", "5")))  # noqa: S311  no secret
    acting = People(machine, people, office, supervision, random)
    machine.start("worker")
    machine.start("server")
    machine.wait()
    sent: list[tuple[Operation, int, bool]] = []
    # Spread over the whole, and random ones besides.
    planned = set(random.sample(range(1, OPERATIONS), LEAST_KILLS))
    for number in range(OPERATIONS):
        operation = acting.any()
        status = acting.send(operation, kill=random.uniform(0, 0.15) if number in planned else None)
        if number in planned:
            machine.kills += 1
            machine.kill("server")
            if random.random() < 0.5:
                machine.kill("worker")
                machine.start("worker")
            machine.start("server")
            machine.wait()
        again = status is None
        if status is None:
            status = acting.send(operation)
        assert status is not None, machine.told()
        assert status < 500, (operation, status, machine.told())
        sent.append((operation, status, again))
    for name in ("server", "worker"):
        machine.kill(name)
    _check_agreement(machine)
    _check_history(machine, sent)
    _check_files(machine)
    told = [status for _, status, _ in sent]
    assert machine.kills >= LEAST_KILLS
    assert told.count(302) > OPERATIONS / 2, told


def _check_agreement(machine: Machine) -> None:
    assert "ตรงกันทั้งหมด" in machine.run("-c", AGREES)


def _check_history(machine: Machine, sent: Sequence[tuple[Operation, int, bool]]) -> None:
    rows = machine.copy.rows("SELECT verb, why, title, facts FROM audit_entry WHERE kind = 'task'")
    told = [
        (verb, why, title, facts if isinstance(facts, dict) else json.loads(facts))
        for verb, why, title, facts in rows
    ]
    for operation, status, again in sent:
        if not operation.mark:
            continue
        verbs = operation.verbs
        found = [
            verb
            for verb, why, title, facts in told
            if (not verbs or verb in verbs)
            and operation.mark in (why, facts.get("evidence"), title if verb == "letter.received" else None)
        ]
        assert len(found) <= 1, (operation, found)
        # What was refused when it was sent again may have been done the first time.
        if status == 302 or not again:
            assert len(found) == (status == 302), (operation, status, found)


def _check_files(machine: Machine) -> None:
    """What a row names is whole."""
    kept = machine.copy.rows("SELECT content, sha256 FROM core_storedfile")
    for name, digest in kept:
        found = [path for path in (machine.folder / "var").rglob(Path(name).name) if path.is_file()]
        assert [hashlib.sha256(path.read_bytes()).hexdigest() for path in found] == [digest]
