"""What is done meanwhile is settled, also where two jobs do so in the same minute."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.notices import kinds
from nithet.notices.kinds import NoticeKind
from nithet.notices.models import Notice
from nithet.notices.services.notifying import notify
from nithet.notices.services.settling import settle
from nithet.offices.models import Office, Person


@pytest.fixture
def _over_at_once(friday: object) -> Iterator[None]:
    """The only kind there is: what it tells holds for nobody."""
    before = dict(kinds.KINDS)
    kinds.KINDS.clear()
    nobody = Exists(Person.objects.filter(pk=OuterRef("object_id")))
    kinds.declare(NoticeKind("done", "เสร็จแล้ว", "เรื่องที่จบแล้ว", lambda _member, ids: ids, stands=nobody))
    yield
    kinds.KINDS.clear()
    kinds.KINDS.update(before)


def unread() -> set[UUID]:
    return set(Notice.objects.filter(read_at=None).values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_over_at_once")
def test_what_is_over_counts_as_read_once(office: Office, supervisor: User) -> None:
    for _ in range(3):
        notify([supervisor.person], "done", new_id(), title="งาน", address="/")
    assert (settle([office]), settle([office]), unread()) == (3, 0, set())


@pytest.mark.skipif(connection.vendor == "sqlite", reason="one writes at a time")
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_over_at_once")
def test_a_row_that_another_settles_is_left_to_them(office: Office, supervisor: User) -> None:
    for _ in range(2):
        notify([supervisor.person], "done", new_id(), title="งาน", address="/")
    busy, _ = sorted(unread(), key=str)
    held, over, told = Event(), Event(), list[int]()

    def hold() -> None:
        with transaction.atomic():
            Notice.objects.select_for_update().get(pk=busy)
            held.set()
            over.wait(20)
        connection.close()

    def settle_others() -> None:
        told.append(settle([office]))
        connection.close()

    holder, second = Thread(target=hold), Thread(target=settle_others)
    holder.start()
    assert held.wait(10)
    second.start()
    second.join(10)
    waits = second.is_alive()
    over.set()
    holder.join(20)
    second.join(20)
    assert (waits, told, unread()) == (False, [1], {busy})
