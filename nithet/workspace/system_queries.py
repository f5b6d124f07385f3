"""What the computer officer's page shows."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from datetime import datetime, timedelta

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from nithet.accounts.models import SignIn
from nithet.core.backup import daily, room
from nithet.core.backup.errors import size_words
from nithet.core.backup.keeping import Archive, archives
from nithet.core.backup.schema import applied_nodes, is_up_to_date
from nithet.core.clock import now
from nithet.core.models import Job, StoredFile
from nithet.core.version import product_version
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK

SHOWN = 10


@dataclass(frozen=True)
class Fact:
    """A label and what is said of it."""

    label: str
    words: str


def unfinished(jobs: QuerySet[Job]) -> list[Job]:
    return list(jobs.exclude(state__in=Job.ENDED).order_by("made_at")[:SHOWN])


def failed(jobs: QuerySet[Job]) -> list[Job]:
    return list(jobs.filter(state=Job.State.FAILED).order_by("-made_at")[:SHOWN])


def done(jobs: QuerySet[Job]) -> list[Job]:
    return list(jobs.filter(state__in=(Job.State.DONE, Job.State.CANCELLED)).order_by("-made_at")[:SHOWN])


@dataclass(frozen=True)
class Backups:
    archives: list[Archive]
    next_at: datetime

    @property
    def newest(self) -> Archive | None:
        return self.archives[0] if self.archives else None

    @property
    def shown(self) -> list[tuple[Archive, str]]:
        return [(archive, size_words(archive.size)) for archive in self.archives[:SHOWN]]

    @property
    def size(self) -> int:
        return sum(archive.size for archive in self.archives)


def backups() -> Backups:
    return Backups(archives(settings.BACKUPS), next_backup(now()))


def next_backup(after: datetime) -> datetime:
    """The daily job's next hour in Bangkok."""
    here = after.astimezone(BANGKOK)
    due = datetime.combine(here.date(), daily.HOUR, tzinfo=BANGKOK)
    return due if due > here else due + timedelta(days=1)


def storage(office: Office, kept: Backups) -> list[Fact]:
    files = StoredFile.objects.filter(office_id=office.pk).aggregate(count=Count("pk"), size=Sum("size"))
    return [
        Fact("ฐานข้อมูล", size_words(room.database_size())),
        Fact("ไฟล์แนบของสำนักงาน", f"{files['count']:,} ไฟล์ {size_words(files['size'] or 0)}"),
        Fact("ไฟล์สำรองข้อมูล", f"{len(kept.archives):,} ไฟล์ {size_words(kept.size)}"),
        Fact("พื้นที่ว่างของดิสก์", size_words(room.free_of(settings.VAR))),
    ]


@dataclass(frozen=True)
class SignIns:
    """How often an outcome came."""

    label: str
    day: int
    week: int
    is_bad: bool


def sign_ins(office: Office) -> list[SignIns]:
    """Of the last 24 hours and seven days."""
    moment = now()
    since_day = Q(at__gte=moment - timedelta(days=1))
    found = SignIn.objects.filter(office_id=office.pk, at__gte=moment - timedelta(days=7))
    rows = found.order_by().values("outcome").annotate(day=Count("pk", filter=since_day), week=Count("pk"))
    counts = {row["outcome"]: row for row in rows}
    none = {"day": 0, "week": 0}
    return [
        SignIns(
            outcome.label, row["day"], row["week"], is_bad=outcome != SignIn.Outcome.DONE and row["week"] > 0
        )
        for outcome in SignIn.Outcome
        for row in [counts.get(outcome, none)]
    ]


def versions() -> list[Fact]:
    applied = applied_nodes()
    schema = "ตรงกับโปรแกรม" if is_up_to_date(applied) else "ไม่ตรงกับโปรแกรม"
    return [
        Fact("โปรแกรมนิเทศ", product_version()),
        Fact("Python", platform.python_version()),
        Fact("Django", django.get_version()),
        Fact("ฐานข้อมูล", database_version()),
        Fact("โครงสร้างฐานข้อมูล", f"{len(applied):,} ขั้น {schema}"),
    ]


def database_version() -> str:
    """ "SQLite 3.40.1", "PostgreSQL 15.8"."""
    asked = "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return f"{connection.display_name} {cursor.fetchone()[0].split()[0]}"
