"""Many new rows in one statement are the same rows as Django would write."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from nithet.core.bulk import insert_few, insert_new, insert_new_with, insert_rows
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job, Recent

pytestmark = pytest.mark.django_db


def jobs(count: int) -> list[Job]:
    return [
        Job(
            kind="count",
            title=f"นับ {place}",
            payload={"day": str(date(2026, 11, 20)), "n": place},
            made_at=now(),
        )
        for place in range(count)
    ]


def test_what_was_inserted_is_read_back_as_it_was() -> None:
    made = jobs(3)
    insert_rows(made)
    read = {job.pk: job for job in Job.objects.all()}
    for job in made:
        for field in Job._meta.concrete_fields:
            assert getattr(read[job.pk], field.attname) == getattr(job, field.attname), field.attname


@pytest.mark.parametrize("count", [1, 3, 16, 45])
def test_some_at_a_time_are_the_same_rows(count: int) -> None:
    made = jobs(count)
    insert_few(made)
    assert set(Job.objects.values_list("pk", "title")) == {(job.pk, job.title) for job in made}


def test_of_those_that_may_be_there_only_the_new_ones_are_inserted_and_told() -> None:
    known, new = keyed("ก", "ข"), keyed("ก", "ค", "ง", "ค")
    insert_few(known)
    told = insert_new(new, once=("key",))
    assert {job.key for job in new if job.pk in told} == {"ค", "ง"}
    assert set(Job.objects.values_list("pk", flat=True)) == {job.pk for job in known} | told
    assert insert_new(new, once=("key",)) == insert_new([], once=("key",)) == set()


@pytest.mark.parametrize("count", [1, 5, 40])
def test_what_stands_beside_a_row_is_inserted_with_new_ones_only(count: int) -> None:
    insert_few(keyed("0"))
    rows = keyed(*map(str, range(count)))
    beside = [
        Recent(office_id=row.pk, user_id=row.pk, kind="x", object_id=row.pk, opened_at=now()) for row in rows
    ]
    told = insert_new_with(rows, beside, once=("key",), by="object_id")
    assert told == {row.pk for row in rows[1:]}
    assert set(Recent.objects.values_list("pk", "object_id")) == {
        (one.pk, one.object_id) for one in beside[1:]
    }


def keyed(*keys: str) -> list[Job]:
    made = jobs(len(keys))
    for job, key in zip(made, keys, strict=True):
        job.key = key
    return made


def test_nothing_to_insert_is_nothing_done() -> None:
    insert_rows([])


def test_a_key_that_is_taken_stores_none_of_the_rows() -> None:
    made = jobs(2)
    insert_rows(made[1:])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(made)
    assert Job.objects.count() == 1


def test_rows_without_a_uuid_key() -> None:
    insert_rows([Heartbeat(name="worker", at=now())])
    assert Heartbeat.objects.get().name == "worker"
