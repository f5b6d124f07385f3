"""Many new rows in one statement are the same rows as Django would write."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.core.models import Heartbeat, Job

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
