"""Long work: watched, taken up again after a break, once a day, and a sentence where it fails."""

from datetime import datetime, time, timedelta

import pytest
import time_machine
from django_tasks_db.models import DBTaskResult

from nithet.core import jobs, worker
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.core.models import Heartbeat, Job
from nithet.thai.dates import BANGKOK

pytestmark = pytest.mark.django_db

counted: list[int] = []


@pytest.fixture(autouse=True)
def _kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A kind that counts to five and breaks at three, one that refuses, one that fails, one for every day."""
    monkeypatch.setattr(jobs, "KINDS", {})
    counted.clear()

    @jobs.job("count", "นับ")
    def count(job: Job) -> None:
        for step in range(job.cursor.get("next", 1), 6):
            if step == 3 and job.payload.get("breaks") and job.attempts == 1:
                raise KeyboardInterrupt
            counted.append(step)
            jobs.advance(job, step, total=5, doing=f"นับ {step}", cursor={"next": step + 1})
        job.result = {"sum": sum(counted)}

    @jobs.job("refuse", "ปฏิเสธ")
    def refuse(job: Job) -> None:
        raise DomainError("ไฟล์ว่างเปล่า โปรดเลือกไฟล์ใหม่")

    @jobs.job("fail", "ผิดพลาด")
    def fail(job: Job) -> None:
        raise ZeroDivisionError

    @jobs.job("nightly", "ทุกคืน", daily_at=time(2, 0))
    def nightly(job: Job) -> None:
        counted.append(0)


def test_a_job_is_done_by_the_worker_and_tells_how_far_it_is() -> None:
    made = jobs.start("count")
    assert (made.state, made.percent) == (Job.State.QUEUED, 0)
    jobs.run_queued()
    made.refresh_from_db()
    assert (made.state, made.percent, made.doing, made.result) == (Job.State.DONE, 100, "นับ 5", {"sum": 15})


def test_a_job_goes_on_where_it_was_broken_off() -> None:
    made = jobs.start("count", breaks=True)
    with pytest.raises(KeyboardInterrupt):
        jobs.run_queued()
    Job.objects.filter(pk=made.pk).update(beat_at=now() - jobs.SILENT_AFTER - timedelta(seconds=1))
    assert jobs.resume_silent() == 1
    jobs.perform.func(str(made.pk))
    made.refresh_from_db()
    assert made.state == Job.State.DONE
    assert counted == [1, 2, 3, 4, 5]


def test_a_running_job_is_not_run_a_second_time() -> None:
    made = jobs.start("count")
    Job.objects.filter(pk=made.pk).update(state=Job.State.RUNNING, beat_at=now())
    jobs.perform.func(str(made.pk))
    assert counted == []
    assert jobs.resume_silent() == 0


def test_a_job_that_loses_its_worker_again_and_again_is_given_up() -> None:
    made = jobs.start("count")
    long_ago = now() - timedelta(hours=1)
    Job.objects.filter(pk=made.pk).update(
        state=Job.State.RUNNING, beat_at=long_ago, attempts=jobs.MOST_ATTEMPTS
    )
    assert jobs.resume_silent() == 0
    made.refresh_from_db()
    assert (made.state, made.error) == (Job.State.FAILED, jobs.FAILED_WORDS)


def test_a_refusal_is_told_in_its_own_words_and_a_fault_in_general_ones() -> None:
    refused, failed = jobs.start("refuse"), jobs.start("fail")
    jobs.run_queued()
    refused.refresh_from_db()
    failed.refresh_from_db()
    assert refused.error == "ไฟล์ว่างเปล่า โปรดเลือกไฟล์ใหม่"
    assert failed.error == jobs.FAILED_WORDS
    assert "ZeroDivisionError" in failed.detail


def test_a_failed_job_can_be_tried_again_and_a_done_one_not() -> None:
    failed, done = jobs.start("fail"), jobs.start("count")
    jobs.run_queued()
    assert (jobs.retry(failed), jobs.retry(done)) == (True, False)
    failed.refresh_from_db()
    assert (failed.state, failed.error) == (Job.State.QUEUED, "")


def test_a_cancelled_job_stops_at_its_next_step() -> None:
    made = jobs.start("count")
    running = Job.objects.get(pk=made.pk)
    assert jobs.cancel(made)
    with pytest.raises(jobs.JobCancelledError):
        jobs.advance(running, 1)
    jobs.run_queued()
    assert counted == []


def test_the_same_key_is_the_same_job() -> None:
    first, second = jobs.start("count", key="once"), jobs.start("count", key="once")
    assert first == second
    assert DBTaskResult.objects.count() == 1


def test_daily_jobs_start_once_a_day_after_their_hour() -> None:
    early, late = (datetime(2026, 11, 20, hour, 30, tzinfo=BANGKOK) for hour in (1, 2))
    assert jobs.start_due(early) == []
    assert [made.kind for made in jobs.start_due(late)] == ["nightly"]
    assert jobs.start_due(late) == []
    assert [made.kind for made in jobs.start_due(late + timedelta(days=1))] == ["nightly"]


def test_every_minute_a_failing_duty_does_not_keep_the_others_from_their_turn(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(jobs, "MINUTELY", [broken, lambda: counted.append(9)])
    with time_machine.travel(datetime(2026, 11, 20, 3, 0, tzinfo=BANGKOK), tick=False):
        worker.every_minute()
    assert counted == [9]
    assert "broken failed" in caplog.text
    assert Heartbeat.objects.get().name == "worker"
    assert Job.objects.get().kind == "nightly"
