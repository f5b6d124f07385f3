"""The server fails, is killed, or what was sent was changed meanwhile: nothing is lost, and the phone is told what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client

from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.field.models import Apart
from nithet.field.openrosa import submission_callers
from nithet.field.services import devices
from nithet.field.services.nightly import find_same
from nithet.field.tests.sending_kit import Phone, by_door, multipart
from nithet.field.tests.test_submission_sent import HERE, only, phone, sender
from nithet.forms.models import Submission, SubmissionFile
from nithet.forms.services.editing import write_answers
from nithet.forms.tests.conftest import form, version
from nithet.forms.tests.filling_kit import photo, xml_of
from nithet.offices.members import Member
from nithet.offices.models import School

__all__ = ["form", "phone", "sender", "version"]
pytestmark = pytest.mark.usefixtures("friday", "version")


def test_what_nobody_has_thought_of_is_told_as_a_fault_of_the_server(
    sender: Member, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    _, secret = devices.make_phone("โทรศัพท์", by=sender)
    monkeypatch.setattr("nithet.field.openrosa.submission_sending.arrive", lambda *_, **__: 1 / 0)
    told = Phone(secret, by_door).send(xml_of())
    assert told.status == 500
    assert "ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง" in told.message
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize(
    "error", [OperationalError("the server closed the connection"), InterfaceError("is closed")]
)
def test_a_database_that_is_away_is_told_so_and_comes_back(
    phone: Phone, error: Exception, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as broken:
        broken.setattr("nithet.field.openrosa.submission_sending.arrive", away)
        told = phone.send(xml_of(instance=HERE))
        broken.setattr("nithet.field.openrosa.submission_sending.known_device", away)
        asked, again = phone.ask(), phone.send(xml_of(instance=HERE))
    assert (told.status, again.status, asked.status, asked.body) == (503, 503, 503, b"")
    assert told.headers["Retry-After"] == asked.headers["Retry-After"] == "60"
    assert "ฐานข้อมูลของเครื่องแม่ข่ายหยุดชั่วคราว" in told.message
    assert "ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง" in told.message
    assert phone.send(xml_of(instance=HERE)).status == 201


def test_what_the_database_does_not_take_is_no_matter_of_waiting(
    phone: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ProgrammingError("column does not exist")

    monkeypatch.setattr("nithet.field.openrosa.submission_sending.arrive", broken)
    told = phone.send(xml_of())
    assert (told.status, "Retry-After" in told.headers) == (500, False)
    assert "ProgrammingError" in caplog.text


@pytest.mark.skipif(connection.vendor != "postgresql", reason="a file has no server that closes connections")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_was_closed_harms_one_request_only(sender: Member) -> None:
    phone = Phone(devices.make_phone("โทรศัพท์", by=sender)[1], by_door)
    assert phone.send(xml_of()).status == 201
    _close_from_afar()
    submission_callers._known.clear()
    assert [phone.send(xml_of()).status for _ in range(3)] == [503, 201, 201]


def _close_from_afar() -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()


def test_of_a_stranger_nothing_is_taken_apart(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large files would lie on the disk before anybody has asked who sends them."""
    taken_apart: list[object] = []
    monkeypatch.setattr("nithet.field.openrosa.submission_views._parts", taken_apart.append)
    body, kind = multipart(xml_of().encode(), [("1.jpg", photo())])
    answer = client.generic("POST", "/odk/odk_nobody/submission", body, content_type=kind)
    assert answer.status_code == 404
    assert taken_apart == []
    # But all of it is let come: who breaks off a phone in the middle is not heard by it.
    assert answer.wsgi_request.read(1) == b""


# Broken off, or changed meanwhile


def test_who_was_killed_after_storing_looks_for_the_same_matter_once_more(
    phone: Phone, sender: Member, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Phone(devices.make_phone("เครื่องแรก", by=sender)[1], by_door)
    first.send(xml_of(school.smis_code))

    def killed(*_: object, **__: object) -> None:
        raise OSError("killed here")

    with monkeypatch.context() as broken:
        broken.setattr("nithet.field.services.arriving.keep_same_subject", killed)
        assert phone.send(xml_of(school.smis_code, instance=HERE)).status == 500
    assert (Submission.objects.count(), Apart.objects.count()) == (2, 0)
    for _ in range(2):
        assert phone.send(xml_of(school.smis_code, instance=HERE)).status == 201
    assert Apart.objects.get().kind == Apart.Kind.SUBJECT


def test_what_nobody_sends_again_is_found_in_the_night(
    phone: Phone, sender: Member, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = Phone(devices.make_phone("เครื่องแรก", by=sender)[1], by_door)
    first.send(xml_of(school.smis_code))
    first.send(xml_of(school.smis_code))
    Submission.objects.update(received_at=now() - timedelta(hours=1))
    with monkeypatch.context() as broken:
        broken.setattr("nithet.field.services.arriving.keep_same_subject", lambda *_, **__: None)
        phone.send(xml_of(school.smis_code, instance=HERE))
    for _ in range(2):
        find_same(Job())
        apart = Apart.objects.get()
    assert apart.other is not None
    assert apart.other.instance_id == HERE
    assert Entry.objects.get(verb="apart.kept").by_name == "ระบบ"


def test_a_picture_that_comes_after_the_answers_were_corrected_is_kept(
    phone: Phone, sender: Member, school: School
) -> None:
    xml = xml_of(school.smis_code, photo="1.jpg", signature="2.jpg", instance=HERE)
    phone.send(xml)
    corrected = xml_of(school.smis_code, photo="1.jpg", instance="uuid:later").replace(
        "<meta>", f"<meta><deprecatedID>{HERE}</deprecatedID>"
    )
    write_answers(only(), xml=corrected.encode(), files={}, by=sender, actor=sender, at=now(), why="แก้")
    # The other one is named by answers that stand no more.
    assert phone.send(xml, ("1.jpg", photo()), ("2.jpg", photo((9, 9)))).status == 201
    assert list(SubmissionFile.objects.values_list("name", flat=True)) == ["1.jpg"]
    assert only().awaited_files == 0
