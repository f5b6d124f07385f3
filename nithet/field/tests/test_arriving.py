"""What comes at the same moment is stored together, each with its own answer; what is owed to each is done once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.field.arrival import together
from nithet.field.arrival.clocks import skew_of_header
from nithet.field.arrival.together import Fate, _Waiting
from nithet.field.errors import KeptApartError
from nithet.field.models import Apart, Device, Waiting
from nithet.field.services import devices
from nithet.field.services.arriving import Arrived, arrive
from nithet.forms import landing
from nithet.forms.landing import land
from nithet.forms.models import FormVersion, Submission
from nithet.forms.services.receiving import prepare
from nithet.forms.services.storing import Prepared
from nithet.forms.tests.conftest import form, version
from nithet.forms.tests.filling_kit import AT, photo, xml_of
from nithet.offices.members import Member
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import as_member

__all__ = ["form", "version"]
HERE = "uuid:0192f0aa-1111-7000-8000-000000000001"
Come = Callable[..., Arrived]


@pytest.fixture
def sender(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def browser(sender: Member) -> Device:
    return devices.register_browser(new_id(), "โน้ตบุ๊ก", by=sender)


@pytest.fixture
def come(version: FormVersion, sender: Member) -> Come:
    def act(xml: str, *, files: dict[str, bytes] | None = None, **facts: object) -> Arrived:
        uploads = {name: SimpleUploadedFile(name, content) for name, content in (files or {}).items()}
        return arrive(version, xml=xml.encode(), files=uploads, at=AT, member=sender, **facts)  # type: ignore[arg-type]

    return act


@pytest.fixture
def coming(version: FormVersion, sender: Member) -> Callable[..., Prepared]:
    """Understood, and not stored yet."""

    def act(xml: str) -> Prepared:
        return prepare(version, xml=xml.encode(), files={}, at=AT, by=sender)

    return act


def codes(arrived: Arrived) -> list[str]:
    return [problem["code"] for problem in arrived.submission.problems]


# Marked


def test_it_says_which_files_are_awaited(come: Come) -> None:
    xml = xml_of(instance=HERE, photo="1.jpg", signature="2.jpg")
    assert come(xml).awaited == ("1.jpg", "2.jpg")
    assert come(xml, files={"1.jpg": photo()}).awaited == ("2.jpg",)
    assert come(xml, files={"2.jpg": photo((9, 9))}).awaited == ()


@pytest.mark.parametrize(("skew", "filled", "is_off"), [
    (None, None, False), (timedelta(minutes=9), None, False), (timedelta(days=-365), None, True),
    (None, timedelta(hours=1), True), (None, timedelta(hours=-1), False), (timedelta(), timedelta(hours=1), False),
])  # fmt: skip
def test_a_clock_that_is_off_is_marked(
    come: Come, school: School, skew: timedelta | None, filled: timedelta | None, is_off: bool
) -> None:
    arrived = come(xml_of(school.smis_code), clock_skew=skew, filled_at=AT + filled if filled else None)
    assert codes(arrived) == (["clock-off"] if is_off else [])
    assert (arrived.submission.state == Submission.State.ATTENTION) is is_off


@pytest.mark.parametrize(("told", "at", "minutes"), [
    ("Sun, 22 Nov 2026 02:03:04 GMT", datetime(2026, 11, 22, 14, 3, 4, tzinfo=UTC), 0),
    ("Sun, 22 Nov 2026 12:30:00 GMT", datetime(2026, 11, 22, 0, 25, tzinfo=UTC), 5),
    ("Sun, 22 Nov 2569 02:03:04 GMT", datetime(2026, 11, 22, 14, 3, 4, tzinfo=UTC), 0),
    ("Sun, 22 Nov 2026 14:03:04 GMT", datetime(2026, 11, 22, 2, 3, 4, tzinfo=UTC), 720),
    ("Sun, 22 Nov 2026 02:03:04 GMT", datetime(2026, 11, 22, 14, 23, 4, tzinfo=UTC), -740),
    ("อา., 22 พ.ย. 2569 02:03:04 GMT", datetime(2026, 11, 22, 14, 3, 4, tzinfo=UTC), None),
])  # fmt: skip
def test_the_clock_of_a_request_is_read_as_phones_write_it(
    told: str, at: datetime, minutes: int | None
) -> None:
    skew = skew_of_header(told, at=at)
    assert skew == (None if minutes is None else timedelta(minutes=minutes))


def test_what_a_browser_has_told_it_holds_waits_no_longer(come: Come, browser: Device) -> None:
    form_id = Submission(form_id=FormVersion.objects.get().form_id).form_id
    for name in (HERE, "uuid:other"):
        Waiting.objects.create(
            office=browser.office, device=browser, form_id=form_id, instance_id=name, filled_at=AT, told_at=AT
        )
    come(xml_of(instance=HERE), device=browser)
    assert Waiting.objects.get().instance_id == "uuid:other"


def test_the_same_of_two_browsers_of_two_people_is_apart_only_of_one_subject(
    come: Come, browser: Device, sender: Member, school: School
) -> None:
    other = devices.register_browser(new_id(), "แท็บเล็ต", by=sender)
    first = come(xml_of(school.smis_code), device=browser).submission
    assert come(xml_of(school.smis_code), device=browser).is_new
    assert not Apart.objects.exists()
    second = come(xml_of(school.smis_code), device=other).submission
    apart = Apart.objects.get()
    assert (apart.submission, apart.other) == (first, second)


def test_void_ones_are_nothing_to_choose_from(come: Come, browser: Device, school: School) -> None:
    come(xml_of(school.smis_code))
    Submission.objects.update(state=Submission.State.VOID, reason="ส่งผิด")
    come(xml_of(school.smis_code), device=browser)
    assert not Apart.objects.exists()


@pytest.fixture
def landed(version: FormVersion) -> Iterator[list[UUID]]:
    """What the register of the form has made, for which submissions."""
    landed: list[UUID] = []

    def land(submission: Submission, by: Member) -> tuple[str, UUID]:
        landed.append(submission.pk)
        return "toy", submission.pk

    toy = landing.Landing("toy.arriving", "ทะเบียน", landing.has_questions("topic"), land, lambda *_: None)
    landing.declare(toy)
    version.landing = "toy.arriving"
    version.save()
    yield landed
    landing.LANDINGS.pop("toy.arriving")


def test_it_lands_where_its_version_names_a_register(come: Come, landed: list[UUID], school: School) -> None:
    xml = xml_of(school.smis_code, instance=HERE)
    assert come(xml).submission.landed_id == landed[0]
    come(xml)
    come(xml_of(school.smis_code, students="มาก"))
    assert landed == [Submission.objects.get(instance_id=HERE).pk]
    assert Entry.objects.filter(verb="submission.landed").count() == 1


def test_what_was_rolled_back_with_others_lands_anew_by_itself(
    coming: Callable[..., Prepared], landed: list[UUID], school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = coming(xml_of(school.smis_code, instance=HERE))
    other = coming(xml_of(school.smis_code, instance="uuid:bad"))
    refused: list[bool] = []

    def away(*facts: object) -> None:
        if facts[0] is other.made and not refused:
            refused.append(True)
            raise OperationalError("the database is busy")
        land(*facts)  # type: ignore[arg-type]

    monkeypatch.setattr("nithet.forms.services.storing.land", away)
    waiting = _Waiting(first)
    together._coming.append(waiting)
    assert together.store(other).is_new
    assert (waiting.fate, first.made.landed_id, first.made.landed_kind) == (Fate.ALONE, None, "")
    assert together.store(first).is_new
    assert Submission.objects.exclude(landed_id=None).count() == 2
    assert Entry.objects.filter(verb="submission.landed").count() == 2


def test_one_costs_a_few_statements(
    come: Come, school: School, browser: Device, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    come(xml_of(school.smis_code))
    Entry.objects.update(sequence=None)
    # On PostgreSQL one statement stores it with its history, here between savepoints; another looks for the same subject.
    with django_assert_num_queries(4 if connection.vendor == "postgresql" else 5):
        come(xml_of(school.smis_code, students="9"))


# Together


def test_all_that_wait_are_stored_at_once_and_each_is_told(coming: Callable[..., Prepared]) -> None:
    many = [_Waiting(coming(xml_of(instance=f"uuid:{number}"))) for number in range(21)]
    again = _Waiting(coming(xml_of(instance="uuid:3")))
    together._coming.extend([*many, again])
    received = together.store(coming(xml_of(instance=HERE)))
    assert received.is_new
    fates = [one.fate for one in [*many, again]]
    assert fates.count(Fate.NEW) == 21
    assert fates.count(Fate.THERE) == 1
    assert Submission.objects.count() == Entry.objects.filter(verb="submission.received").count() == 22
    assert set(Submission.objects.values_list("pk", flat=True)) == set(
        Entry.objects.filter(verb="submission.received").values_list("object_id", flat=True)
    )


def test_one_that_cannot_be_stored_harms_none_of_the_others(coming: Callable[..., Prepared]) -> None:
    good, bad = coming(xml_of(instance="uuid:good")), coming(xml_of(instance="uuid:bad"))
    bad.made.form_id = None  # type: ignore[assignment]
    waiting = _Waiting(bad)
    together._coming.append(waiting)
    assert together.store(good).is_new
    assert waiting.fate is Fate.ALONE
    assert Submission.objects.get().instance_id == "uuid:good"
    with pytest.raises(Exception, match=r"NULL|null"):
        together.store(bad)
    assert together.store(coming(xml_of(instance="uuid:after"))).is_new


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost_and_none_is_there_twice(come: Come, school: School) -> None:
    """Eight devices, each with forms of its own and one that all of them have; one of them has it with other answers."""
    start = Barrier(8)

    def device(number: int) -> list[str]:
        start.wait()
        told = []
        try:
            for turn in range(6):
                own = xml_of(school.smis_code, instance=f"uuid:{number}-{turn}")
                shared = xml_of(
                    school.smis_code, instance=f"uuid:all-{turn}", students="7" if number == 3 else "24"
                )
                for xml in (own, shared):
                    try:
                        told.append("new" if come(xml).is_new else "again")
                    except KeptApartError:
                        told.append("apart")
        finally:
            connection.close()
        return told

    with ThreadPoolExecutor(8) as pool:
        told = [word for words in pool.map(device, range(8)) for word in words]
    assert Submission.objects.count() == 8 * 6 + 6
    assert told.count("new") == 8 * 6 + 6
    # Of the form that all have, those who were later have it again or apart from it.
    assert told.count("again") + told.count("apart") == 7 * 6
    assert Apart.objects.filter(kind=Apart.Kind.CONTENT).count() == 6
    assert Entry.objects.filter(verb="submission.received").count() == 8 * 6 + 6
