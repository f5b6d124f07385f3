"""Rows of history get their places and digests after the commit, in order, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from nithet.audit import sealing
from nithet.audit.digests import GENESIS, chained
from nithet.audit.models import Chain, Entry
from nithet.audit.sealing import ChainBrokenError, chain_of, seal, seal_all, sealed
from nithet.audit.services import record
from nithet.audit.tests.chains import Somebody, findings, sequences, thing, written
from nithet.core import jobs
from nithet.core.ids import new_id


@pytest.fixture
def office_id() -> UUID:
    return new_id()


@pytest.fixture(autouse=True)
def _nothing_sealed_lately() -> Iterator[None]:
    yield
    sealing._tried.clear()


@pytest.mark.django_db
def test_rows_are_sealed_in_the_order_of_their_keys(office_id: UUID) -> None:
    written(office_id, 3)
    assert seal(office_id) == 3
    assert sequences(office_id) == [1, 2, 3]


@pytest.mark.django_db
def test_each_digest_follows_the_one_before(office_id: UUID) -> None:
    written(office_id, 3)
    seal(office_id)
    last = GENESIS
    for row in sealed(office_id):
        assert row.digest == chained(last, row)
        last = row.digest
    chain = chain_of(office_id)
    assert chain
    assert (chain.sequence, chain.digest) == (3, last)


@pytest.mark.django_db
def test_a_row_that_comes_late_has_its_place_later(office_id: UUID) -> None:
    early, late = new_id(), new_id()
    for pk in (late, early):
        row = written(office_id, 1)[0]
        Entry.objects.filter(pk=row.pk).update(id=pk)
        seal(office_id)
    assert sequences(office_id) == [2, 1]
    assert findings(office_id) == []


@pytest.mark.django_db
def test_sealing_again_changes_nothing(office_id: UUID) -> None:
    written(office_id, 2)
    seal(office_id)
    before = list(Entry.objects.values())
    assert seal(office_id) == 0
    assert list(Entry.objects.values()) == before


@pytest.mark.django_db
def test_every_office_has_its_own_chain_and_so_has_what_belongs_to_none(office_id: UUID) -> None:
    other = new_id()
    for place in (office_id, other, None):
        written(place, 2)
    assert seal_all() == 6
    assert [sequences(place) for place in (office_id, other, None)] == [[1, 2]] * 3
    assert [findings(place) for place in (office_id, other, None)] == [[]] * 3


@pytest.mark.django_db
def test_many_rows_are_sealed_in_batches(office_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 4)
    written(office_id, 10)
    assert sealing.seal_batch(office_id) == 4
    assert seal(office_id) == 6
    assert sequences(office_id) == list(range(1, 11))
    assert findings(office_id) == []


@pytest.mark.django_db
def test_a_text_with_half_a_letter_can_be_sealed(office_id: UUID) -> None:
    record(
        "task.submitted", by=None, on=thing(office_id), note="\udc0f" if connection.vendor == "sqlite" else ""
    )
    assert seal(office_id) == 1
    assert findings(office_id) == []


@pytest.mark.django_db
def test_writing_a_row_is_one_statement(
    office_id: UUID, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        record("task.submitted", by=None, on=thing(office_id))


@pytest.mark.django_db
def test_a_row_is_sealed_soon_after_its_commit_but_not_each_time(
    office_id: UUID,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sealing, "PAUSE_S", 60.0)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            record("task.submitted", by=None, on=thing(office_id))
    assert sequences(office_id) == [1, None]


@pytest.mark.django_db
def test_the_worker_seals_what_waits_every_minute(office_id: UUID) -> None:
    written(office_id, 2)
    duty = next(duty for duty in jobs.MINUTELY if duty is seal_all)
    assert duty() == 2
    assert sequences(office_id) == [1, 2]


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["lost", "set back"])
def test_a_broken_chain_keeps_nobody_from_working_and_is_found(
    office_id: UUID,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    damage: str,
) -> None:
    written(office_id, 2)
    seal(office_id)
    if damage == "lost":
        Chain.objects.filter(pk=office_id).delete()
    else:
        Chain.objects.filter(pk=office_id).update(sequence=1)
    other = new_id()
    written(other, 1)
    with django_capture_on_commit_callbacks(execute=True):
        record("task.submitted", by=None, on=thing(office_id))
    assert sequences(office_id) == [1, 2, None]
    with pytest.raises(ChainBrokenError):
        seal(office_id)
    assert seal_all() == 1
    assert findings(office_id) != []


@pytest.mark.django_db(transaction=True)
def test_two_who_seal_at_once_make_one_chain(office_id: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BATCH", 40)
    monkeypatch.setattr(sealing, "PAUSE_S", 0.0)
    written(office_id, 300, by=Somebody("นายหนึ่ง สาธิต"))
    at_once(lambda: seal(office_id), lambda: seal(office_id), lambda: _write_on(office_id))
    seal(office_id)
    assert sorted(filter(None, sequences(office_id))) == list(range(1, 321))
    assert findings(office_id) == []


def _write_on(office_id: UUID) -> None:
    for _ in range(20):
        record("task.submitted", by=None, on=thing(office_id))


def at_once(*acts: Callable[[], object]) -> None:
    """An act that fails fails the test."""
    start, done = Barrier(len(acts)), [False] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        try:
            start.wait(10)
            act()
            done[place] = True
        finally:
            connection.close()

    threads = [Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert all(done)
