"""A pass that breaks off goes on where it was, and everything is stored once."""

import errno
import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError

from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.offices.imports import checking, storing
from nithet.offices.imports.people.taking import PeopleTaking
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Appointment, Import, ImportProblem, Person, School
from nithet.offices.tests.factories import make_appointment, make_person

HEADINGS = ("ชื่อ-สกุล", "ตำแหน่ง", "เลขที่ตำแหน่ง", "โรงเรียน")
COUNT = 23


class Killed(BaseException):
    """What no code of ours catches, as when the machine is switched off."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "ROWS_A_BATCH", 5)
    monkeypatch.setattr(storing, "ROWS_A_BATCH", 5)


@pytest.fixture
def road_of_many(road: Road, school: School) -> Road:
    """Twenty-three people, one twice and one in two spellings."""
    names = [f"นายคนที่{place:02} สมมติ" for place in range(COUNT - 2)]
    rows = [(name, "ครู", str(place), "บ้านทุ่งสาธิต") for place, name in enumerate(names)]
    rows += [rows[3], ("นายคนที่ฑ04 สมมติ", "ครู", "900", "บ้านทุ่งสาธิต")]
    road.to_preview("people", "many.xlsx", layouts.xlsx([HEADINGS, *rows]))
    return road


def breaks_at(number: int, error: Callable[[], BaseException]) -> Callable[..., Any]:
    """A `store` that breaks at its n-th call, after it has written."""
    real, calls = PeopleTaking.store, iter(range(1, 100))

    def store(self: PeopleTaking, verdicts: Any, *, by: Any) -> None:
        real(self, verdicts, by=by)
        if next(calls) == number:
            raise error()

    return store


def stored() -> tuple[int, int]:
    people = Person.objects.filter(last_name="สมมติ", user=None)
    return people.count(), Appointment.objects.filter(person__in=people).count()


@pytest.mark.parametrize("number", random.Random(2570).sample(range(1, 6), 3))  # noqa: S311
def test_a_killed_worker_goes_on_from_its_last_batch(
    road_of_many: Road, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(PeopleTaking, "store", breaks_at(number, Killed))
        with suppress(Killed):
            road_of_many.store()
    assert stored()[0] == 5 * (number - 1)  # the broken batch left nothing behind
    Job.objects.filter(kind="imports.store").update(beat_at=now() - jobs.SILENT_AFTER - timedelta(seconds=1))
    jobs.resume_silent()
    for job in Job.objects.filter(state=Job.State.RUNNING):
        jobs.perform.func(str(job.pk))
    source = road_of_many.source
    assert source.state == Import.State.DONE
    assert stored() == (COUNT - 1, COUNT - 1)
    assert source.counts["stored"] == {"new": COUNT - 1, "bad": 1, "rows": COUNT}


def test_a_killed_check_begins_anew(road: Road, school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"นายคนที่{place} สมมติ", "ครู", "1", "ไม่มีโรงเรียนนี้") for place in range(12)]
    road.send("people", "bad.xlsx", layouts.xlsx([HEADINGS, *rows]))
    real, calls = checking.Tally.take, iter(range(1, 100))

    def take(self: checking.Tally, verdicts: Any) -> None:
        real(self, verdicts)
        if next(calls) == 2:
            raise Killed

    with monkeypatch.context() as patched, suppress(Killed):
        patched.setattr(checking.Tally, "take", take)
        road.match(on="20 พ.ย. 2569")
    assert ImportProblem.objects.exists()
    Job.objects.update(beat_at=now() - jobs.SILENT_AFTER - timedelta(seconds=1))
    jobs.resume_silent()
    jobs.perform.func(str(Job.objects.get(kind="imports.check").pk))
    assert road.source.counts["bad"] == 12
    assert [row for row, _ in road.problems("bad")] == list(range(2, 14))


@pytest.mark.parametrize(
    "error",
    [
        lambda: OSError(errno.ENOSPC, "No space left on device"),
        lambda: OperationalError("database or disk is full"),
    ],
)
def test_a_full_disk_says_so_and_goes_on_later(
    road_of_many: Road, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(PeopleTaking, "store", breaks_at(3, error))
        road_of_many.store()
    page = road_of_many.page().content.decode()
    assert "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม" in page
    assert stored() == (10, 10)
    road_of_many.client.post(road_of_many.url("resume"))
    assert road_of_many.source.state == Import.State.DONE
    assert stored() == (COUNT - 1, COUNT - 1)


def test_what_nobody_foresaw_is_told_in_plain_words(
    road_of_many: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(PeopleTaking, "store", breaks_at(2, ZeroDivisionError))
        road_of_many.store()
    assert road_of_many.source.state == Import.State.FAILED
    assert "โปรดลองใหม่" in road_of_many.page().content.decode()


def test_a_job_that_could_not_even_say_that_it_failed(road_of_many: Road) -> None:
    source = road_of_many.source
    job = Job.objects.create(
        kind="imports.store", payload={"import": str(source.pk)}, made_at=now(), state="failed"
    )
    Import.objects.filter(pk=source.pk).update(state=Import.State.IMPORTING, job=job)
    page = road_of_many.page()
    assert "นำเข้ายังไม่เสร็จ" in page.content.decode()
    road_of_many.client.post(road_of_many.url("resume"))
    assert road_of_many.source.state == Import.State.DONE


def test_an_import_that_was_stopped_goes_on_when_asked(
    road_of_many: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cancelled(self: PeopleTaking, verdicts: Any, *, by: Any) -> Iterator[None]:
        jobs.cancel(Job.objects.get(kind="imports.store"))
        raise OSError(errno.ENOSPC, "cancelled first")

    with monkeypatch.context() as patched:
        patched.setattr(PeopleTaking, "store", cancelled)
        road_of_many.store()
    assert stored() == (0, 0)
    road_of_many.client.post(road_of_many.url("resume"))
    assert stored() == (COUNT - 1, COUNT - 1)


def test_pressing_twice_stores_once(road_of_many: Road) -> None:
    assert road_of_many.store().status_code == 302
    assert road_of_many.store().status_code == 409
    assert stored() == (COUNT - 1, COUNT - 1)
    assert Job.objects.filter(kind="imports.store").count() == 1


def test_a_done_import_does_not_go_on(road_of_many: Road) -> None:
    road_of_many.store()
    assert road_of_many.client.post(road_of_many.url("resume")).status_code == 409
    jobs.perform.func(str(road_of_many.source.job_id))
    assert stored() == (COUNT - 1, COUNT - 1)


def test_what_became_known_meanwhile_is_not_stored_twice(road_of_many: Road, school: School) -> None:
    person = make_person(school.office, "คนที่00 สมมติ", position_number="0", title="นาย")
    make_appointment(person, "teacher", school=school, position_title="ครู")
    road_of_many.store()
    assert stored() == (COUNT - 1, COUNT - 1)
    assert road_of_many.source.counts["stored"]["same"] == 1


def test_a_discarded_import_stores_nothing_more(road_of_many: Road) -> None:
    assert road_of_many.client.post(road_of_many.url("discard")).status_code == 302
    assert road_of_many.source.state == Import.State.DISCARDED
    assert not ImportProblem.objects.exists()
    assert road_of_many.store().status_code == 409
    assert stored() == (0, 0)
    assert road_of_many.client.post(road_of_many.url("discard")).status_code == 302  # sent twice


def test_what_was_stored_is_not_discarded(road_of_many: Road) -> None:
    road_of_many.store()
    assert road_of_many.client.post(road_of_many.url("discard")).status_code == 409
    assert road_of_many.source.state == Import.State.DONE
