"""Phones that send filled forms as fast as they are answered, through the server as `make run` starts it.

All that is owed for a submission is done and counted: the check against its form, its history and the sealing of it; of
one run its landing too, by which it becomes an item of a register's book. The same XML put into a bare table, one commit each, tells what the database can do at all. What the phones cost, which run on
the same processors, is told apart.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count
from statistics import quantiles
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import connection, connections

from bench import country
from bench.answering import published, wait
from bench.checking import FORM, with_lines
from bench.country import alone
from bench.measures import Measure
from bench.processes import parent_of, seconds_of
from bench.seeding import seed
from bench.sending import INSTANCE
from config.serve import server_options
from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.sealing import seal_all
from nithet.core.clock import now, today
from nithet.core.cursors import prepared_cursor
from nithet.field.models import Apart
from nithet.field.services.devices import make_phone
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.definition import FILE_KINDS
from nithet.forms.landing import landing_of
from nithet.forms.models import Form, FormKind, FormVersion, Submission
from nithet.offices.members import member_of
from nithet.offices.models import Appointment, Office, Person, Role, School, Unit
from nithet.registers.improvements.register import Improve
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

PORT = 8794
PHONES, SCHOOLS = 40, 200
LANDING_FORM = "service_improvement"
STORED = int(os.environ.get("NITHET_BENCH_STORED", "520000"))
SECONDS, WARM_S, BARE_S = float(os.environ.get("NITHET_BENCH_SECONDS", "10")), 3.0, 4.0
EACH = 500
"""Of each phone in each run, so that none records the same school on the same day twice."""
PHOTO = 200_000
# What is wanted of each engine a second.
LEAST = {"postgresql": 535.0, "sqlite": 400.0}
PHOTO_LEAST, MOST_MS, MOST_P99, STORED_LEAST = 200.0, 2.5, 150.0, 0.9


def measures() -> list[Measure]:
    country.empty()
    world = made_world(alone())
    connections.close_all()
    bare = bare_inserts(world.template)
    with served() as server:
        send(server, world, clients=4, seconds=WARM_S)
        first = send(server, world, clients=4)
        photo = send(server, world, clients=4, photo=PHOTO)
        crowd = send(server, world, clients=16)
        lost = [*agreement()]
        send(server, world.landing, clients=4, seconds=WARM_S)
        landed = send(server, world.landing, clients=4)
        lost += landings(world.landing.version)
        seed(world.version, STORED)
        send(server, world, clients=4, seconds=WARM_S)
        full = send(server, world, clients=4)
    least = LEAST[connection.vendor]
    return [
        Measure("bare inserts of the same XML", bare, "a second"),
        Measure("sent", first.rate, "a second", at_least=least),
        Measure("against the bare insert", first.rate / bare, "times"),
        *told(first, "", MOST_MS),
        Measure(f"with {STORED:,} stored", full.rate, "a second", at_least=least * STORED_LEAST),
        Measure("against none stored", full.rate / first.rate, "times", at_least=STORED_LEAST),
        *told(full, "full: ", MOST_MS),
        Measure("with a photo of 200 kB", photo.rate, "a second", at_least=PHOTO_LEAST),
        *told(photo, "photo: ", None),
        Measure("with a landing in a register", landed.rate, "a second"),
        *told(landed, "landing: ", None),
        Measure("16 phones", crowd.rate, "a second"),
        Measure("16 phones: p99", crowd.p99, "ms", at_most=MOST_P99),
        *lost,
    ]


def told(run: Run, name: str, most: float | None) -> list[Measure]:
    return [
        Measure(
            f"{name}server and database", run.server + run.database + run.sealing, "ms CPU each", at_most=most
        ),
        Measure(f"{name}  server", run.server, "ms CPU each"),
        Measure(f"{name}  database", run.database, "ms CPU each"),
        Measure(f"{name}  sealing after", run.sealing, "ms CPU each"),
        Measure(f"{name}phones", run.phones, "ms CPU each"),
        Measure(f"{name}p50", run.p50, "ms"),
        Measure(f"{name}p99", run.p99, "ms"),
        Measure(f"{name}refused", run.refused, "times", at_most=0),
    ]


@dataclass(frozen=True)
class World:
    version: FormVersion
    template: bytes
    with_photo: bytes
    paths: list[str]
    schools: list[str]
    other: World | None = None

    @property
    def landing(self) -> World:
        """The same phones with a form of a register."""
        assert self.other is not None, "only the first one has it"
        return self.other


@dataclass(frozen=True)
class Run:
    """Processor times are milliseconds of each that was taken."""

    rate: float
    server: float
    database: float
    sealing: float
    phones: float
    p50: float
    p99: float
    refused: int


# Sending

_runs = count()


def send(server: int, world: World, *, clients: int, seconds: float = SECONDS, photo: int = 0) -> Run:
    roots = database_roots()
    connections.close_all()
    before = seconds_of(server), seconds_of(*roots)
    answers = phones(world, clients, seconds, photo)
    after = seconds_of(server), seconds_of(*roots)
    latencies = [one for answer in answers for one in answer["latencies"]]
    taken = sum(answer["statuses"].get("201", 0) for answer in answers)
    cuts, each = quantiles(latencies, n=100), 1000 / max(taken, 1)
    return Run(
        taken / seconds, (after[0] - before[0]) * each, (after[1] - before[1]) * each, sealed(roots) * each,
        sum(answer["cpu"] for answer in answers) * each, cuts[49], cuts[98], len(latencies) - taken,
    )  # fmt: skip


def phones(world: World, clients: int, seconds: float, photo: int) -> list[dict[str, Any]]:
    """Each of the clients plays some of the phones. All begin at the same moment, once all are ready."""
    given = {
        "port": PORT, "template": base64.b64encode(world.with_photo if photo else world.template).decode(),
        "schools": world.schools, "photo": photo, "first": next(_runs) * EACH, "first_day": first_day().isoformat(),
    }  # fmt: skip
    started = [phone({**given, "paths": world.paths[number::clients]}) for number in range(clients)]
    for one in started:
        assert one.stdout is not None, "it is a pipe"
        one.stdout.readline()
    when = f"{time.monotonic() + 0.2} {seconds}\n"
    with ThreadPoolExecutor(clients) as crowd:
        return [json.loads(told) for told, _ in crowd.map(lambda one: one.communicate(when), started)]


def phone(told: dict[str, Any]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.sending"]
    made = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=settings.ROOT
    )
    assert made.stdin is not None, "it is a pipe"
    made.stdin.write(f"{json.dumps(told)}\n")
    made.stdin.flush()
    return made


def sealed(roots: Sequence[int]) -> float:
    """Seconds of the processor for what the server had left to the worker."""
    before = time.process_time() + seconds_of(*roots)
    seal_all()
    return time.process_time() + seconds_of(*roots) - before


def database_roots() -> list[int]:
    """The database's first process, where it runs on this machine; a database in a file is part of the server."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return [parent_of(cursor.fetchone()[0])]


def agreement() -> Iterator[Measure]:
    """What was told to be taken against what is there."""
    rows, wrong = Submission.objects.count(), Submission.objects.exclude(state=Submission.State.RECEIVED)
    history = Entry.objects.filter(verb="submission.received", sequence__isnull=False).count()
    yield Measure("stored", rows, "submissions")
    yield Measure("without sealed history", rows - history, "submissions", at_most=0)
    yield Measure("marked or apart", wrong.count() + Apart.objects.count(), "submissions", at_most=0)


def landings(version: FormVersion) -> list[Measure]:
    """Each has become one item of the book, and the book has no others."""
    sent = Submission.objects.filter(version=version)
    items, told = Improve.book.items(), Entry.objects.filter(verb="submission.landed")
    once = sent.filter(landed_id__in=items.values("pk"), landing_refusal="").values("landed_id").distinct()
    wrong = {sent.count() - once.count(), items.count() - once.count(), told.count() - once.count()}
    return [
        Measure("landed", once.count(), "submissions"),
        Measure("not landed once", max(map(abs, wrong)), "submissions", at_most=0),
    ]


# The same into a bare table


def bare_inserts(template: bytes) -> float:
    """By four at once, a commit each."""
    kind = "bytea" if connection.vendor == "postgresql" else "blob"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_bare")
        cursor.execute(f"CREATE TABLE bench_bare (instance_id varchar(80) PRIMARY KEY, xml {kind} NOT NULL)")
    ends = time.monotonic() + BARE_S

    def insert(_: int) -> int:
        done = 0
        while time.monotonic() < ends:
            with prepared_cursor() as cursor:
                cursor.execute(
                    "INSERT INTO bench_bare (instance_id, xml) VALUES (%s, %s)", [str(uuid4()), template]
                )
            done += 1
        connections.close_all()
        return done

    with ThreadPoolExecutor(4) as four:
        rate = sum(four.map(insert, range(4))) / BARE_S
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_bare")
    return rate


# The server, and who sends


@contextmanager
def served() -> Iterator[int]:
    """As `config.serve` starts it, on a port of its own; its first process."""
    options = [f"--port={PORT}" if option.startswith("--port=") else option for option in server_options()]
    server = subprocess.Popen([sys.executable, "-m", "granian", *options], cwd=settings.ROOT, env=os.environ)
    try:
        wait(f"http://127.0.0.1:{PORT}")
        yield server.pid
    finally:
        server.terminate()
        server.wait(30)


def made_world(office: Office) -> World:
    version = version_of(office, FORM)
    School.objects.bulk_create(
        School(
            office=office, smis_code=f"57{number:06}", name=f"โรงเรียนทดสอบ {number}", sort_key=f"{number:04}"
        )
        for number in range(SCHOOLS)
    )
    schools = list(School.objects.filter(office=office).values_list("smis_code", flat=True))
    phones = paths(office)
    landing = version_of(office, LANDING_FORM, landing=landing_of(LANDING_FORM))
    other = World(landing, template_of(landing), b"", phones, schools)
    return World(
        version, template_of(version), template_of(version, "traces/photo_1"), phones, schools, other
    )


def version_of(office: Office, name: str, **facts: str) -> FormVersion:
    unit = Unit.objects.filter(office=office, parent=None).order_by("position").first()
    form = Form.objects.create(
        office=office, name=name, title=name, unit=unit, kind=FormKind.RECORD, made_at=now()
    )
    version = published(office, form)
    FormVersion.objects.filter(pk=version.pk).update(**facts)
    return version


def template_of(version: FormVersion, *files: str) -> bytes:
    """Right answers on the first of last year's days, with no files but these."""
    made = compiled(version)
    others = {question.path for question in made.definition.questions() if question.kind in FILE_KINDS} - {
        *files
    }
    given = {**with_lines(made.definition, made.checker), "heading/date": first_day().isoformat()}
    answers = {path: value for path, value in given.items() if path not in others}
    completed = made.checker.completed(answers, now=now())
    return write_instance(
        made.definition,
        completed,
        form_name=version.form.name,
        version="1",
        instance_id=f"uuid:{INSTANCE.decode()}",
    )


def first_day() -> date:
    """Of the last fiscal year: all of its days have been."""
    return fiscal_year_span(fiscal_year_be(today()) - 1)[0]


def paths(office: Office) -> list[str]:
    """The addresses of the phones, each of a person of the office."""
    made = []
    for number in range(PHONES):
        user = User.objects.create_user(f"phone{number}", name=f"ศึกษานิเทศก์ ทดสอบ {number}")
        person = Person.objects.create(
            office=office,
            user=user,
            first_name=f"คนที่ {number}",
            last_name="ทดสอบ",
            kind=Person.Kind.SUPERVISOR,
        )
        unit = Unit.objects.filter(office=office, parent=None).order_by("position").first()
        Appointment.objects.create(
            office=office,
            person=person,
            role=Role.SUPERVISOR,
            unit=unit,
            from_on=today() - timedelta(days=90),
        )
        member = member_of(user, office.code, on=today())
        assert member is not None, "who was appointed serves"
        _, secret = make_phone("โทรศัพท์", by=member)
        made.append(f"/odk/{secret}/submission")
    return made
