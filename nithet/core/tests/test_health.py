"""`/healthz`: for probes of any name, without a sign-in, and without a word too much."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from nithet.core import health
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def system(tmp_path: Path, settings: Settings) -> Path:
    """A worker that lives and a backup of this night."""
    settings.VAR, settings.BACKUPS = tmp_path, tmp_path
    Heartbeat.objects.create(name="worker", at=now())
    made(tmp_path, now())
    return tmp_path


def made(folder: Path, at: Any) -> None:
    (folder / f"nithet-{at.astimezone(BANGKOK):%Y-%m-%d-%H%M%S}.tar").write_text("")


def test_a_system_that_is_well_says_ok_to_everybody(client: Client) -> None:
    response = client.get("/healthz", headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


def test_it_is_only_read(client: Client) -> None:
    assert client.post("/healthz").status_code == 405
    assert client.head("/healthz").status_code == 200


def _broken(*given: object, **told: object) -> None:
    raise OperationalError("the password is hunter2")


def test_a_database_that_cannot_be_written_fails_and_tells_no_more(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Heartbeat.objects, "update_or_create", _broken)
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "failing", "failing": ["database"]})
    assert "hunter2" in caplog.text


def test_a_schema_that_does_not_fit_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nithet.core.backup.schema.unknown_nodes", lambda applied: [("core", "0099_later")])
    assert client.get("/healthz").json() == {"status": "failing", "failing": ["migrations"]}


def test_a_full_disk_fails(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(1000, 960, 40))
    assert client.get("/healthz").json() == {"status": "failing", "failing": ["disk"]}


def test_a_silent_worker_and_an_old_backup_are_warnings(client: Client, system: Path) -> None:
    Heartbeat.objects.update(at=now() - timedelta(minutes=6))
    for archive in system.iterdir():
        archive.unlink()
    made(system, now() - timedelta(days=2))
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (
        200,
        {"status": "ok", "warnings": ["worker", "backup"]},
    )


def test_a_worker_in_the_midst_of_a_long_job_is_not_silent(client: Client) -> None:
    Heartbeat.objects.update(at=now() - timedelta(hours=1))
    Job.objects.create(kind="a", title="นำเข้า", state=Job.State.RUNNING, made_at=now(), beat_at=now())
    assert client.get("/healthz").json() == {"status": "ok"}


def test_who_asks_again_at_once_gets_the_same_answer_for_nothing(
    django_assert_num_queries: DjangoAssertNumQueries, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = health.HealthMiddleware(lambda request: HttpResponse())
    request = HttpRequest()
    request.path_info, request.method = "/healthz", "GET"
    answers(request)
    with django_assert_num_queries(0):
        assert answers(request).status_code == 200
    monkeypatch.setattr(health, "KEPT_S", -1.0)
    answers(request)
    monkeypatch.setattr(Heartbeat.objects, "update_or_create", _broken)
    answers._until = 0
    assert answers(request).status_code == 503


def test_while_a_check_hangs_nobody_else_waits_for_it() -> None:
    answers = health.HealthMiddleware(lambda request: HttpResponse())
    request = HttpRequest()
    request.path_info, request.method = "/healthz", "GET"
    with answers._lock:
        assert answers(request).status_code == 503
