"""Watching long work: one's own, or as the one who looks after the system."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.models import Job
from nithet.offices.models import Office

HTMX = {"HX-Request": "true"}


@pytest.fixture
def job(office: Office, supervisor: User) -> Job:
    return jobs.start("backup.now", office_id=office.pk, by=supervisor, title="นำเข้าบุคลากร")


def page(job: Job, name: str = "job-page", code: str = "satit1") -> str:
    return reverse(f"workspace:{name}", args=[code, job.pk])


def put(job: Job, **facts: object) -> None:
    Job.objects.filter(pk=job.pk).update(**facts)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("supervisor", 200),
        ("administrator", 200),
        ("director", 404),
        ("head", 404),
        ("teacher", 404),
        ("outsider", 404),
    ],
)
def test_who_started_it_and_who_looks_after_the_system_see_it(
    client: Client, job: Job, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page(job)).status_code == code
    for act in ("job-retry", "job-cancel"):
        assert client.post(page(job, act)).status_code == (
            code if code == 404 else (409 if act == "job-retry" else 302)
        )
    put(job, state=Job.State.QUEUED)


def test_a_running_job_tells_how_far_it_is_and_asks_again(client: Client, job: Job, supervisor: User) -> None:
    put(job, state=Job.State.RUNNING, done=12_000, total=50_000, doing="กำลังนำเข้า 12,000 จาก 50,000 คน")
    client.force_login(supervisor)
    whole = client.get(page(job)).content.decode()
    assert "<title>" in whole
    assert 'http-equiv="refresh"' in whole
    part = client.get(page(job), headers=HTMX)
    text = part.content.decode()
    assert "<title>" not in text
    assert 'value="24"' in text
    assert "12,000" in text
    assert f'hx-get="{page(job)}"' in text
    assert "HX-Request" in part.headers["Vary"]


@pytest.mark.parametrize("state", [Job.State.DONE, Job.State.FAILED, Job.State.CANCELLED])
def test_an_ended_job_is_not_asked_for_again(client: Client, job: Job, supervisor: User, state: str) -> None:
    put(job, state=state, error="ไฟล์ว่างเปล่า", result={"words": "นำเข้าแล้ว 12 คน", "url": "/satit1/my-work/"})
    client.force_login(supervisor)
    part = client.get(page(job), {"reload": 1}, headers=HTMX)
    assert "hx-trigger" not in part.content.decode()
    assert part.headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(page(job), headers=HTMX).headers
    assert ("นำเข้าแล้ว 12" in part.content.decode()) is (state == Job.State.DONE)
    assert ("ไฟล์ว่างเปล่า" in part.content.decode()) is (state == Job.State.FAILED)


@pytest.mark.parametrize(("who", "sees"), [("supervisor", False), ("administrator", True)])
def test_only_who_looks_after_the_system_sees_the_details(
    client: Client, job: Job, who: str, sees: bool, request: pytest.FixtureRequest
) -> None:
    put(job, state=Job.State.FAILED, error="ไม่สำเร็จ", detail="Traceback: line 7")
    client.force_login(request.getfixturevalue(who))
    assert ("line 7" in client.get(page(job)).content.decode()) is sees


def test_a_job_is_cancelled_once_and_told_in_history(client: Client, job: Job, supervisor: User) -> None:
    client.force_login(supervisor)
    assert client.post(page(job, "job-cancel")).headers["Location"] == page(job)
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    assert client.post(page(job, "job-cancel")).status_code == 409
    assert [entry.verb for entry in Entry.objects.all()] == ["job.cancelled"]


def test_a_failed_job_is_tried_again(client: Client, job: Job, administrator: User) -> None:
    client.force_login(administrator)
    assert client.post(page(job, "job-retry")).status_code == 409
    put(job, state=Job.State.FAILED)
    response = client.post(page(job, "job-retry"), {"back": "system"})
    assert response.headers["Location"] == reverse("workspace:system", args=["satit1"])
    job.refresh_from_db()
    assert job.state == Job.State.QUEUED
    assert Entry.objects.get().by_id == administrator.pk


@pytest.mark.parametrize("act", ["job-retry", "job-cancel"])
def test_acts_are_not_done_by_opening_them(client: Client, job: Job, supervisor: User, act: str) -> None:
    client.force_login(supervisor)
    assert client.get(page(job, act)).status_code == 405


def test_asking_every_second_is_cheap(
    client: Client, job: Job, supervisor: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(supervisor)
    with django_assert_num_queries(4):  # session, user, appointments, job
        client.get(page(job), headers=HTMX)
