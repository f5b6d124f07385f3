"""A browser tells what it carries and holds; what has come waits nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.field.models import Device, Waiting
from nithet.field.services.nightly import drop_arrived
from nithet.field.services.telling import MOST_WAITING, came, told
from nithet.field.tests.apart_kit import INSTANCE, make_device, send
from nithet.forms.models import FormVersion
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.models import Office, School, Unit

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def device(teacher: User) -> Device:
    return make_device(teacher)


def line(instance: str = INSTANCE, **facts: Any) -> dict[str, Any]:
    usual = {
        "form": "visit_note",
        "title": "เยี่ยมโรงเรียน",
        "filled_at": "2026-11-20T08:00:00+07:00",
        "files": 2,
        "refusal": "",
    }
    return {"instance_id": instance, **usual, **facts}


def tell(device: Device, *waiting: Any, carried: Any = (), drafts: Any = 0, later: int = 0) -> None:
    told(device, carried=carried, waiting=waiting, drafts=drafts, at=now() + timedelta(minutes=later))


def test_what_it_holds_takes_the_place_of_what_it_held(version: FormVersion, device: Device) -> None:
    tell(device, line(), line("uuid:2"), drafts=3)
    tell(device, line(refusal="ไม่มีสัญญาณ"), line("uuid:2"), drafts=1, later=5)
    device.refresh_from_db()
    assert (device.drafts, device.seen_at) == (1, now() + timedelta(minutes=5))
    held = {one.instance_id: one for one in Waiting.objects.all()}
    assert set(held) == {INSTANCE, "uuid:2"}
    assert (held[INSTANCE].refusal, held[INSTANCE].files, held[INSTANCE].title) == (
        "ไม่มีสัญญาณ",
        2,
        "เยี่ยมโรงเรียน",
    )
    assert held[INSTANCE].filled_at.isoformat() == "2026-11-20T01:00:00+00:00"


def test_what_has_come_waits_nowhere(
    version: FormVersion, device: Device, teacher: User, school: School
) -> None:
    """Whether it came before it was told, after it, or by another device."""
    tell(device, line(), line("uuid:2"), line("uuid:3"))
    other = make_device(teacher, "อีกเครื่อง")
    tell(other, line())
    send(version, teacher, device=device, school=school.smis_code, instance=INSTANCE)
    assert set(Waiting.objects.values_list("instance_id", flat=True)) == {"uuid:2", "uuid:3"}
    tell(other, line())  # the answer was lost on its way
    assert not other.waiting.exists()
    phone = make_device(teacher, "โทรศัพท์", kind=Device.Kind.COLLECT)
    send(version, teacher, device=phone, school=school.smis_code, instance="uuid:2")
    drop_arrived(running := Job())
    assert Waiting.objects.get().instance_id == "uuid:3"
    assert running.result == {"words": "ได้รับแล้ว 1 รายการ"}


def test_came_asks_only_its_own_office(version: FormVersion, device: Device, other_office: Office) -> None:
    tell(device, line())
    came(other_office.pk, [INSTANCE])
    assert Waiting.objects.count() == 1
    came(device.office_id, [INSTANCE, "uuid:9"])
    assert not Waiting.objects.exists()


def test_what_was_thrown_away_unsent_stands_in_history(
    version: FormVersion, device: Device, teacher: User, school: School
) -> None:
    tell(device, line(), line("uuid:2"))
    send(version, teacher, school=school.smis_code, instance=INSTANCE)  # from a file of the outbox
    tell(device)
    entry = Entry.objects.get(verb="device.unsent_gone")
    assert (entry.facts["total"], entry.by_id, entry.within_id) == (1, teacher.pk, teacher.person.pk)
    tell(device)
    assert Entry.objects.filter(verb="device.unsent_gone").count() == 1


def test_what_it_carries_is_as_fresh_as_it_was_taken(version: FormVersion, device: Device) -> None:
    mine = {"form": "visit_note", "version": 1, "size": 1000}
    tell(device, carried=[mine])
    taken = device.carried.get()
    tell(device, carried=[mine], later=60)
    assert device.carried.get().taken_at == taken.taken_at == now()
    tell(device, carried=[{**mine, "taken_at": "2026-11-20T09:00:00+07:00", "size": 2000}], later=70)
    assert (device.carried.get().size, device.carried.get().taken_at.hour) == (2000, 2)
    tell(device, later=80)
    assert device.carried.get().put_back_at == now() + timedelta(minutes=80)
    tell(device, carried=[mine], later=90)
    again = device.carried.get()
    assert (again.put_back_at, again.taken_at) == (None, now() + timedelta(minutes=90))


@pytest.mark.parametrize(
    "unfit",
    [
        {},
        {"form": "unknown"},
        {"form": None},
        {"instance_id": 7},
        {"instance_id": "x" * 81},
        {"instance_id": ""},
    ],
)
def test_a_line_that_makes_no_sense_is_passed_over(version: FormVersion, device: Device, unfit: Any) -> None:
    tell(device, {**line(), **unfit} if unfit else {}, line("uuid:2"))
    assert Waiting.objects.get().instance_id == "uuid:2"


def test_odd_facts_are_put_within_bounds(version: FormVersion, device: Device) -> None:
    odd: dict[str, Any] = {
        "title": "ก" * 900,
        "refusal": 5,
        "files": -3,
        "filled_at": "2031-01-01T00:00:00+07:00",
    }
    tell(device, line(**odd), carried=[{"form": "visit_note", "version": "1", "size": 1e300}], drafts="many")
    row, taken = Waiting.objects.get(), device.carried.get()
    assert (len(row.title), row.refusal, row.files, row.filled_at) == (300, "5", 0, now())
    assert taken.size == 0
    tell(device, line(filled_at="yesterday"), *(line(f"uuid:{n}") for n in range(MOST_WAITING + 5)))
    assert Waiting.objects.count() == MOST_WAITING


def test_told_again_it_writes_no_more_than_it_must(
    version: FormVersion, device: Device, django_assert_max_num_queries: Any
) -> None:
    lines = [line(f"uuid:{n}") for n in range(30)]
    tell(device, *lines, carried=[{"form": "visit_note", "version": 1, "size": 10}])
    with django_assert_max_num_queries(12):
        tell(device, *lines, carried=[{"form": "visit_note", "version": 1, "size": 10}])
