"""A kind of notice of the tests' own, the servers that messages go to, and people who can be reached."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import pytest
from allauth.account.models import EmailAddress
from pytest_django import Settings

from config.line import Line as LineSettings
from config.mail import Mail as MailSettings
from config.mail import mail as mail_settings
from nithet.accounts.models import User
from nithet.core import jobs
from nithet.notices import kinds
from nithet.notices.jobs import watch
from nithet.notices.kinds import NoticeKind, Told, When
from nithet.notices.models import LineAccount
from nithet.notices.tests import servers
from nithet.offices.members import Member

SMTP = "django.core.mail.backends.smtp.EmailBackend"
SECRET = "line-secret"


@dataclass
class Matter:
    """What the tests' app would know: what is true now, and what may not be opened."""

    told: list[Told] = field(default_factory=list)
    hidden: set[UUID] = field(default_factory=set)
    asked: int = 0

    def opens(self, _member: Member, ids: Collection[UUID]) -> set[UUID]:
        return set(ids) - self.hidden

    def collect(self, offices: Collection[UUID] | None, _day: date) -> list[Told]:
        self.asked += 1
        return [one for one in self.told if offices is None or one.office_id in offices]


@pytest.fixture
def matter() -> Iterator[Matter]:
    """The only kinds there are: one that is told at once, one of a morning, one of a week."""
    before, known = dict(kinds.KINDS), Matter()
    kinds.KINDS.clear()
    kinds.declare(
        NoticeKind("due", "ใกล้ครบกำหนด", "งานใกล้ครบกำหนด", known.opens, known.collect, line=When.DIGEST),
        NoticeKind("returned", "ส่งคืนแก้ไข", "งานถูกส่งคืน", known.opens, mail=When.ONCE, line=When.ONCE),
        NoticeKind("week", "สัปดาห์นี้", "งานของสัปดาห์", known.opens, mail=When.WEEKLY),
        NoticeKind("line_linked", "เชื่อมบัญชี LINE", "มีผู้เชื่อมบัญชี", known.opens, mail=When.NEVER),
    )
    yield known
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


@pytest.fixture(autouse=True)
def _no_way(settings: Settings) -> None:
    """Nothing goes out unless a test sets it up; a demo keeps its mail in a folder."""
    settings.MAIL = mail_settings("")


@pytest.fixture
def line(settings: Settings) -> Iterator[servers.Line]:
    with servers.line_server() as running:
        settings.LINE = LineSettings("token", SECRET, "@nithet", running.address)
        settings.PUBLIC_ADDRESS = "https://nithet.example.go.th"
        yield running


@pytest.fixture
def mail(settings: Settings) -> Iterator[servers.Mail]:
    with servers.mail_server() as running:
        settings.MAIL = MailSettings(SMTP)
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = SMTP, "127.0.0.1", running.port
        settings.EMAIL_TIMEOUT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = 1, False, False
        settings.PUBLIC_ADDRESS = "https://nithet.example.go.th"
        yield running


@pytest.fixture
def digests_are_out(friday: date, db: None) -> None:
    """This morning's have gone before anything is told."""
    watch()
    run_jobs()


def with_mail(user: User, *, verified: bool = True) -> User:
    address = f"{user.username}@satit.example"
    EmailAddress.objects.create(user=user, email=address, verified=verified, primary=True)
    return user


def with_line(user: User, line_id: str = "") -> User:
    person = user.person
    LineAccount.objects.create(
        office=person.office,
        person=person,
        line_id=line_id or f"U-{user.username}",
        linked_at="2026-11-01T00:00Z",
    )
    return user


def run_jobs() -> None:
    """As the worker does, until nothing is left."""
    while jobs.run_queued():
        pass
