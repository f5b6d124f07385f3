"""The morning's digest for an office of 3,000 people: collected, grouped, and sent to a mail server on this machine.

Each of them has two tasks that are due and one that they were just given. What is due is asked by one query a kind, and
the queries are as many for 3,000 people as for 300.
"""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings

from bench import country
from bench.country import DAY, alone
from bench.measures import Measure
from bench.opening import start_year
from config.mail import Mail
from nithet.accounts.models import User
from nithet.core.clock import travelled
from nithet.core.ids import new_id
from nithet.cycles.models import Task
from nithet.notices.kinds import KINDS
from nithet.notices.models import Delivery, Notice
from nithet.notices.services import sending
from nithet.notices.services.digesting import make_digests
from nithet.notices.services.notifying import notify
from nithet.offices.models import Appointment, Office, Person, Role, Unit
from nithet.thai.dates import BANGKOK

PEOPLE, FEW = 3000, 300
TASKS_EACH = 2
MOST_MAKING_S = 60.0
SMTP = "django.core.mail.backends.smtp.EmailBackend"
MORNING = datetime(DAY.year, DAY.month, DAY.day, 7, 5, tzinfo=BANGKOK)


def measures() -> list[Measure]:
    country.empty()
    office = alone()
    with _server() as port, _mail(port):
        crowd(office, FEW, "few")
        few = made(office, MORNING)
        crowd(office, PEOPLE - FEW, "many")
        many = made(office, MORNING + timedelta(days=1))
        return [*told(few, many), *sent()]


class Made:
    def __init__(self, seconds: float, queries: int, collecting: int, digests: int) -> None:
        self.seconds, self.queries, self.collecting, self.digests = seconds, queries, collecting, digests


def made(office: Office, at: datetime) -> Made:
    with travelled(at):
        tell_each(office)
        began = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            digests = make_digests([office], at, range(24))
        seconds = time.perf_counter() - began
    # Rows are written in batches; what is asked is the same for all.
    reads = [one["sql"] for one in asked if one["sql"].startswith("SELECT")]
    own = sum('FROM "notices_delivery"' in sql and "IN (" in sql for sql in reads)
    collecting = sum("cycles_" in sql for sql in reads)
    return Made(seconds, len(reads) - own, collecting, digests)


def told(few: Made, many: Made) -> Iterator[Measure]:
    kinds = sum(kind.collect is not None for kind in KINDS.values())
    yield Measure("people", PEOPLE, "people")
    yield Measure("digests made", many.digests, "digests", at_least=PEOPLE)
    yield Measure("making them", many.seconds, "s", at_most=MOST_MAKING_S)
    yield Measure("made a second", many.digests / many.seconds, "digests/s")
    yield Measure("kinds that are collected", kinds, "kinds")
    yield Measure("questions to the year", many.collecting, "queries")
    yield Measure("all questions", many.queries, "queries")
    yield Measure("more than for 300 people", many.queries - few.queries, "queries", at_most=0)


def sent() -> Iterator[Measure]:
    """By SMTP to a server that takes all."""
    with travelled(MORNING + timedelta(days=1)):
        began = time.perf_counter()
        count = 0
        while done := sending.send_due():
            count += done
        seconds = time.perf_counter() - began
    yield Measure("messages sent", count, "messages", at_least=PEOPLE)
    yield Measure("sending them", seconds, "s")
    yield Measure("messages a second", count / seconds, "messages/s")
    waiting = Delivery.objects.filter(state__in=Delivery.UNFINISHED).count()
    yield Measure("left", waiting, "messages", at_most=0)


def crowd(office: Office, count: int, name: str) -> None:
    """People of the first division with accounts, confirmed addresses and work."""
    unit = Unit.objects.filter(office=office, parent=None).first()
    users = User.objects.bulk_create(
        [User(username=f"{name}{number}", name=f"{name} {number}") for number in range(count)]
    )
    people = [
        Person(office=office, user=user, first_name=user.username, last_name="ทดสอบ", kind="supervisor")
        for user in users
    ]
    Person.objects.bulk_create(people)
    Appointment.objects.bulk_create(
        Appointment(office=office, person=one, role=Role.SUPERVISOR, unit=unit, from_on=date(2020, 10, 1))
        for one in people
    )
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=f"{user.username}@bench.example", verified=True, primary=True)
        for user in users
    )
    give_work(office, people)


def give_work(office: Office, people: list[Person]) -> None:
    """Copies of one open task of the year, due on the second of the two mornings."""
    cycle = start_year(office)
    like = Task.objects.filter(run__cycle=cycle, state="open", is_container=False).first()
    assert like is not None
    rows = []
    for number, person in enumerate(people * TASKS_EACH):
        facts = {field.attname: getattr(like, field.attname) for field in Task._meta.concrete_fields}  # noqa: SLF001
        facts |= {
            "id": new_id(), "assignee_id": person.pk, "starts_on": DAY - timedelta(days=9),
            "due_on": DAY + timedelta(days=1), "occurrence": f"{person.pk} {number}"[:60], "title": f"{like.title} {number}",
        }  # fmt: skip
        rows.append(Task(**facts))
    Task.objects.bulk_create(rows, batch_size=500)


def tell_each(office: Office) -> None:
    people = Person.objects.filter(office=office, user__isnull=False)
    Notice.objects.filter(office=office).delete()
    notify(people, "task_given", new_id(), title="งานที่ได้รับมอบหมาย", address=f"/{office.code}/my-work/")


@contextmanager
def _mail(port: int) -> Iterator[None]:
    facts = {"MAIL": Mail(SMTP), "EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
    with override_settings(**facts, EMAIL_USE_TLS=False, EMAIL_USE_SSL=False):
        yield


@contextmanager
def _server() -> Iterator[int]:
    """Takes every mail and keeps none."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while words := self.rfile.readline():
                if words[:4].upper() == b"DATA":
                    self.say("354 go on")
                    while self.rfile.readline() not in (b".\r\n", b""):
                        pass
                self.say("221 bye" if words[:4].upper() == b"QUIT" else "250 ok")

        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()
