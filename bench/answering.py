"""Schools answering a round by their links, through the server as `make run` starts it: at the pace of 2,000 schools in ten
minutes, and then as fast as they come.

A visit is what a school's clerk does: the link is opened, a name is told, the questions are drawn, the answers are sent.
Whoever plays the clerks runs on the same processors as the server.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles

import requests
from django.conf import settings
from django.db import connection

from bench import country
from bench.country import alone, head_of
from bench.filling import FORM
from bench.measures import Measure
from config.serve import server_options
from nithet.core.bulk import insert_rows
from nithet.core.clock import now, today
from nithet.core.ids import new_id
from nithet.forms.checking.examples import valid
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.definition import FILE_KINDS
from nithet.forms.links import address_of
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.publishing import make
from nithet.forms.shipped import shipped_tables
from nithet.forms.tables import digest, to_json
from nithet.offices.models import Office, School

SCHOOLS = 2000
A_SECOND = SCHOOLS / 600
STEADY = 200
"""Schools that come at the pace of ten minutes; the others come as fast as they can."""
CLERKS = 8
"""At once."""
MOST_MS = 500
PORT = 8793
SENT = 201


@dataclass(frozen=True, slots=True)
class Visit:
    """Milliseconds of the pages before the answers, all together, and of sending; whether it was taken."""

    pages: float
    sending: float
    is_taken: bool


def measures() -> list[Measure]:
    country.empty()
    targets = asked(alone())
    xml = answers(targets[0].round.version)
    addresses = [(address_of(target), xml.replace(b"NAME", str(new_id()).encode())) for target in targets]
    connection.close()
    with served() as base:
        visit(base, *addresses[0])
        steady = at_pace(base, addresses[1:STEADY])
        began = time.perf_counter()
        crowd = at_once(base, addresses[STEADY:])
        seconds = time.perf_counter() - began
    return [*told("steady", steady), *told("crowd", crowd), Measure("crowd: schools a second", len(crowd) / seconds, "schools"),
            *kept([*steady, *crowd])]  # fmt: skip


def told(name: str, visits: list[Visit]) -> list[Measure]:
    sending, pages = ([getattr(one, part) for one in visits] for part in ("sending", "pages"))
    most = MOST_MS if name == "steady" else None
    return [
        Measure(f"{name}: sent, p95", p95(sending), "ms", at_most=most),
        Measure(f"{name}: three pages before, p95", p95(pages), "ms"),
    ]


def p95(values: list[float]) -> float:
    return quantiles(values, n=20)[-1]


def kept(visits: list[Visit]) -> list[Measure]:
    """What was told to be taken, against what the database has."""
    taken = 1 + sum(one.is_taken for one in visits)
    counted = RoundAnswer.objects.filter(standing=RoundAnswer.Standing.COUNTED).count()
    marked = RoundTarget.objects.filter(has_answered=True).count()
    lost = max(taken - min(counted, marked, Submission.objects.count()), 0)
    return [
        Measure("schools that answered", counted, "schools", at_least=SCHOOLS),
        Measure("answers lost", lost, "answers", at_most=0),
    ]


# Clerks


def at_pace(base: str, addresses: list[tuple[str, bytes]]) -> list[Visit]:
    began = time.perf_counter()

    def come(number: int) -> Visit:
        time.sleep(max(began + number / A_SECOND - time.perf_counter(), 0))
        return visit(base, *addresses[number])

    with ThreadPoolExecutor(CLERKS) as clerks:
        return list(clerks.map(come, range(len(addresses))))


def at_once(base: str, addresses: list[tuple[str, bytes]]) -> list[Visit]:
    with ThreadPoolExecutor(CLERKS) as clerks:
        return list(clerks.map(lambda one: visit(base, *one), addresses))


def visit(base: str, address: str, xml: bytes) -> Visit:
    with requests.Session() as session:
        began = time.perf_counter()
        session.get(f"{base}{address}", timeout=60)
        # It leads on to the questions.
        session.post(f"{base}{address}", {"name": "ผู้ตอบ ตัวอย่าง", "position": "ครู"}, timeout=60)
        ready = time.perf_counter()
        answer = session.post(
            f"{base}{address}send/",
            files={"xml_submission_file": ("submission.xml", xml, "text/xml")},
            timeout=60,
        )
        done = time.perf_counter()
    return Visit((ready - began) * 1000, (done - ready) * 1000, answer.status_code == SENT)


# The server, and who is asked


@contextmanager
def served() -> Iterator[str]:
    """As `config.serve` starts it, with its worker beside, on a port of its own."""
    options = [f"--port={PORT}" if option.startswith("--port=") else option for option in server_options()]
    server = subprocess.Popen([sys.executable, "-m", "granian", *options], cwd=settings.ROOT, env=os.environ)
    worker = subprocess.Popen([sys.executable, "manage.py", "worker"], cwd=settings.ROOT, env=os.environ)
    base = f"http://127.0.0.1:{PORT}"
    try:
        wait(base)
        yield base
    finally:
        for process in (server, worker):
            process.terminate()
            process.wait(30)


def wait(base: str) -> None:
    for _ in range(120):
        try:
            requests.get(base, timeout=5, allow_redirects=False)
        except requests.RequestException:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("the server did not start")


def asked(office: Office) -> list[RoundTarget]:
    unit = head_of(office).appointments[0].unit
    assert unit is not None, "a head serves in a division"
    version = published(
        office, Form.objects.create(office=office, name=FORM, title=FORM, unit=unit, made_at=now())
    )
    round_ = Round.objects.create(
        office=office, form=version.form, version=version, unit=unit, title="รอบทดสอบ", made_at=now(), opened_at=now(),
        opens_on=today() - timedelta(days=1), closes_on=today() + timedelta(days=9), state=Round.State.OPEN,
    )  # fmt: skip
    School.objects.bulk_create(
        School(
            office=office,
            smis_code=f"57{number:06}",
            name=f"โรงเรียนบ้านทดสอบ {number}",
            sort_key=f"{number:04}",
        )
        for number in range(SCHOOLS)
    )
    schools = School.objects.filter(office=office).order_by("pk")
    insert_rows([RoundTarget(office=office, round=round_, school=school) for school in schools])
    targets = list(RoundTarget.objects.filter(round=round_))
    for target in targets:
        target.round = round_
    return targets


def published(office: Office, form: Form) -> FormVersion:
    tables = shipped_tables(form.name)
    made = make(tables, form.name, 1)
    return FormVersion.objects.create(
        office=office, form=form, number=1, title=form.title, tables=to_json(tables), digest=digest(tables),
        xform=made.xform, xform_md5=made.md5, html=made.html, model=made.model, drawn_for=made.drawn_for,
        published_at=now(),
    )  # fmt: skip


def answers(version: FormVersion) -> bytes:
    """The same of all; NAME stands where each filled form has its own."""
    definition = compiled(version).definition
    files = {question.path for question in definition.questions() if question.kind in FILE_KINDS}
    given = {path: value for path, value in valid(definition).items() if path not in files}
    return write_instance(definition, given, form_name=FORM, version="1", instance_id="uuid:NAME")
