"""The computer officer's page."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from nithet.accounts.models import SignIn, User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job
from nithet.offices.models import Office
from nithet.offices.tests.factories import make_office
from nithet.thai.dates import BANGKOK
from nithet.workspace.system_queries import next_backup, sign_ins

URL, BACKUP = "workspace:system", "workspace:backup-now"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    settings.VAR, settings.BACKUPS = tmp_path, tmp_path
    return tmp_path


@pytest.fixture
def officer(client: Client, administrator: User) -> Client:
    client.force_login(administrator)
    return client


def shown(client: Client) -> str:
    response = client.get(reverse(URL, args=["satit1"]))
    assert response.status_code == 200
    return str(response.content.decode()).replace("\u2060", "").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("who", "code"),
    [("administrator", 200), ("director", 403), ("computer_officer", 403), ("teacher", 403)],
)
def test_only_who_looks_after_the_system_opens_it(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(reverse(URL, args=["satit1"])).status_code == code
    assert client.post(reverse(BACKUP, args=["satit1"])).status_code == (302 if code == 200 else 403)
    assert Job.objects.count() == (code == 200)


def test_it_does_not_exist_for_a_stranger(client: Client, office: Office, outsider: User) -> None:
    client.force_login(outsider)
    assert client.get(reverse(URL, args=["satit1"])).status_code == 404
    assert client.post(reverse(BACKUP, args=["satit1"])).status_code == 404


def test_what_is_wrong_is_said_in_words(officer: Client) -> None:
    page = shown(officer)
    assert "ไม่ตอบสนอง" in page
    assert "ยังไม่เคยสำรองข้อมูล" in page
    Heartbeat.objects.create(name="worker", at=now())
    assert "ไม่ตอบสนอง" not in shown(officer)


def test_archives_are_listed_with_their_last_moment(officer: Client, folder: Path) -> None:
    for moment in ("2026-11-19-020000", "2026-11-20-020000"):
        (folder / f"nithet-{moment}.tar").write_bytes(b"x" * 2048)
    page = shown(officer)
    assert "nithet-2026-11-20-020000.tar" in page
    assert "2 ไฟล์ 4.0 KB" in page


def test_jobs_stand_where_their_state_puts_them(
    officer: Client, office: Office, other_office: Office
) -> None:
    titles = {Job.State.RUNNING: "กำลัง", Job.State.FAILED: "พลาด", Job.State.DONE: "แล้ว"}
    for state, title in titles.items():
        made = jobs.start("backup.now", office_id=office.pk, title=f"งาน{title}")
        Job.objects.filter(pk=made.pk).update(state=state, detail="Traceback: line 7", finished_at=now())
    jobs.start("backup.now", office_id=other_office.pk, title="งานของผู้อื่น")
    response = officer.get(reverse(URL, args=["satit1"]))
    listed = {
        name: [job.title for job in response.context[name]] for name in ("unfinished", "failed", "done")
    }
    assert listed == {"unfinished": ["งานกำลัง"], "failed": ["งานพลาด"], "done": ["งานแล้ว"]}
    assert "line 7" in response.content.decode()


def test_a_backup_is_started_once_and_told_in_history(officer: Client, administrator: User) -> None:
    for _ in range(2):
        response = officer.post(reverse(BACKUP, args=["satit1"]))
        assert response.headers["Location"] == reverse(URL, args=["satit1"])
    job = Job.objects.get()
    assert (job.kind, job.state, job.made_by_id) == ("backup.now", Job.State.QUEUED, administrator.pk)
    assert [(entry.verb, entry.by_id) for entry in Entry.objects.all()] == [
        ("backup.started", administrator.pk)
    ]
    assert "งานเบื้องหลัง 1" in shown(officer)


def test_a_backup_is_not_started_by_opening_its_address(officer: Client) -> None:
    assert officer.get(reverse(BACKUP, args=["satit1"])).status_code == 405


def test_where_offices_share_a_system_its_backups_are_not_one_offices_matter(
    officer: Client, other_office: Office, folder: Path
) -> None:
    (folder / "nithet-2026-11-20-020000.tar").write_text("")
    jobs.start("backup.daily", key="backup.daily 2026-11-20")
    page = shown(officer)
    assert "ดำเนินการโดยผู้ดูแลเครื่องแม่ข่าย" in page
    assert "nithet-2026-11-20" not in page
    assert "สำรองข้อมูลประจำวัน" not in page.partition('id="jobs"')[2].partition('id="sign-ins"')[0]
    assert officer.post(reverse(BACKUP, args=["satit1"])).status_code == 403


def test_the_demo_office_beside_the_real_one_changes_nothing(officer: Client) -> None:
    demo = make_office("satit9")
    Office.objects.filter(pk=demo.pk).update(is_demo=True)
    assert officer.post(reverse(BACKUP, args=["satit1"])).status_code == 302


def test_sign_ins_are_counted_by_day_and_week(office: Office, other_office: Office) -> None:
    outcomes = SignIn.Outcome
    for outcome, hours in (
        (outcomes.DONE, 1),
        (outcomes.DONE, 30),
        (outcomes.WRONG, 2),
        (outcomes.WRONG, 200),
    ):
        _signed_in(office, outcome, hours)
    _signed_in(other_office, outcomes.DONE, 1)
    counts = {line.label: (line.day, line.week) for line in sign_ins(office)}
    assert (counts[outcomes.DONE.label], counts[outcomes.WRONG.label]) == ((1, 2), (1, 1))
    assert set(counts) == set(outcomes.labels)


def _signed_in(office: Office, outcome: str, hours: int) -> None:
    at = now() - timedelta(hours=hours)
    SignIn.objects.create(
        office_id=office.pk, name="somchai", at=at, way=SignIn.Way.PASSWORD, outcome=outcome
    )


@pytest.mark.parametrize(
    ("after", "due"), [((20, 1, 30), (20, 2, 0)), ((20, 2, 0), (21, 2, 0)), ((20, 23, 0), (21, 2, 0))]
)
def test_the_next_backup_is_tonights(after: tuple[int, int, int], due: tuple[int, int, int]) -> None:
    assert next_backup(datetime(2026, 11, *after, tzinfo=BANGKOK)) == datetime(2026, 11, *due, tzinfo=BANGKOK)


def test_the_page_costs_the_same_for_any_number_of_jobs(
    officer: Client, office: Office, folder: Path
) -> None:
    shown(officer)  # writes its first heartbeat
    costs = []
    for count in (1, 5):
        for _ in range(count):
            made = jobs.start("backup.now", office_id=office.pk)
            Job.objects.filter(pk=made.pk).update(state=Job.State.FAILED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            shown(officer)
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[0] <= 26
