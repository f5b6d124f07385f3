"""What a phone sends arrives once, by either door, and its user is told in Thai what became of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.sealing import seal_all
from nithet.core.clock import now
from nithet.core.models import StoredFile
from nithet.field.models import Apart, Device
from nithet.field.openrosa import submission_callers
from nithet.field.openrosa.submission_door import with_door
from nithet.field.services import devices
from nithet.field.tests.sending_kit import DOORS, Phone, by_door, multipart
from nithet.forms.models import Form, FormVersion, Submission, SubmissionFile
from nithet.forms.tests.conftest import form, version
from nithet.forms.tests.filling_kit import VISIT, make_form, photo, publish, tables_of, xml_of
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import as_member

__all__ = ["form", "version"]
pytestmark = pytest.mark.usefixtures("friday", "version")
HERE = "uuid:0192f0aa-1111-7000-8000-000000000001"


@pytest.fixture
def sender(supervisor: User, office: Office) -> Member:
    return as_member(supervisor, office)


@pytest.fixture(params=DOORS)
def phone(request: pytest.FixtureRequest, sender: Member) -> Phone:
    _, secret = devices.make_phone("โทรศัพท์", by=sender)
    return Phone(secret, DOORS[request.param])


def only() -> Submission:
    return Submission.objects.select_related("version").get()


# It is taken


def test_there_is_room_behind_the_address(phone: Phone) -> None:
    told = phone.ask()
    assert (told.status, told.body) == (204, b"")
    assert told.headers["X-OpenRosa-Version"] == "1.0"
    # Collect reads it here and divides what is larger, so that on a poor line less is sent once more.
    assert told.headers["X-OpenRosa-Accept-Content-Length"] == str(10 * 1024 * 1024)


def test_what_is_sent_is_stored_checked_and_told(phone: Phone, sender: Member, school: School) -> None:
    told = phone.send(xml_of(school.smis_code, instance=HERE))
    made = only()
    assert (told.status, told.message) == (201, f"ส่งเข้าระบบแล้ว เลขอ้างอิง {made.reference}")
    assert told.headers["X-OpenRosa-Version"] == "1.0"
    assert told.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert (made.instance_id, made.state, made.school_id) == (HERE, Submission.State.RECEIVED, school.pk)
    assert (made.sent_by, made.person) == (sender.user, sender.person)
    assert made.device_id == Device.objects.get().pk
    assert made.answers["topic"] == "การใช้สื่อ"
    assert made.problems == []


def test_its_history_is_written_and_sealed(phone: Phone, sender: Member) -> None:
    phone.send(xml_of(instance=HERE))
    entry = Entry.objects.get(verb="submission.received")
    made = only()
    assert (entry.object_id, entry.within_id, entry.by_id) == (made.pk, made.form_id, sender.user.pk)
    assert (entry.by_name, entry.title, entry.at) == (sender.name, made.reference, made.received_at)
    seal_all()
    entry.refresh_from_db()
    assert entry.sequence


def test_wrong_answers_are_kept_and_marked(phone: Phone, school: School) -> None:
    assert phone.send(xml_of(school.smis_code, students="มาก", topic="")).status == 201
    made = only()
    assert made.state == Submission.State.ATTENTION
    assert {problem["code"] for problem in made.problems} == {"type", "required"}


def test_what_was_filled_on_an_earlier_edition_stays_of_that_one(phone: Phone, form: Form) -> None:
    publish(form, tables_of(VISIT.replace("เรื่องที่นิเทศ", "หัวเรื่อง")), number=2)
    submission_callers._editions.clear()
    assert phone.send(xml_of(version=1)).status == 201
    assert only().version.number == 1


def test_the_device_was_heard_of(phone: Phone) -> None:
    phone.send(xml_of())
    assert Device.objects.get().seen_at == only().received_at


# It is sent again


def test_sent_again_it_is_one(phone: Phone) -> None:
    first, again = phone.send(xml_of(instance=HERE)), phone.send(xml_of(instance=HERE))
    assert (first.status, again.status) == (201, 201)
    assert first.message == again.message
    assert Submission.objects.count() == 1
    assert Entry.objects.filter(verb="submission.received").count() == 1


def test_several_requests_bring_one_form_with_its_files(phone: Phone) -> None:
    xml = xml_of(instance=HERE, photo="1700000000001.jpg", signature="1700000000002.jpg")
    first = phone.send(xml, ("1700000000001.jpg", photo()), is_incomplete=True)
    assert first.status == 202
    assert "ยังรอไฟล์แนบ 1 ไฟล์" in first.message
    assert only().awaited_files == 1
    last = phone.send(xml, ("1700000000002.jpg", photo((50, 30))))
    assert (last.status, only().awaited_files) == (201, 0)
    assert set(SubmissionFile.objects.values_list("name", flat=True)) == {
        "1700000000001.jpg",
        "1700000000002.jpg",
    }


def test_a_file_that_is_sent_again_is_there_once(phone: Phone) -> None:
    xml, picture = xml_of(instance=HERE, photo="1.jpg"), ("1.jpg", photo())
    for _ in range(3):
        assert phone.send(xml, picture).status == 201
    assert (SubmissionFile.objects.count(), StoredFile.objects.count()) == (1, 1)
    assert SubmissionFile.objects.get().file.content.read() == picture[1]


def test_a_file_that_no_answer_names_is_not_kept(phone: Phone, school: School) -> None:
    assert phone.send(xml_of(school.smis_code), ("other.jpg", photo())).status == 201
    assert SubmissionFile.objects.count() == 0
    assert [problem["code"] for problem in only().problems] == ["file-unfit"]


# It does not agree


def test_another_content_is_kept_apart_with_its_files(phone: Phone, sender: Member) -> None:
    phone.send(xml_of(instance=HERE))
    other = xml_of(instance=HERE, topic="เรื่องอื่น", photo="2.jpg")
    told = phone.send(other, ("2.jpg", photo()))
    assert told.status == 409
    assert "ระบบเก็บไว้ครบทั้งสองชุด" in told.message
    assert only().answers["topic"] == "การใช้สื่อ"
    apart = Apart.objects.get()
    assert (apart.kind, apart.submission, apart.answers["topic"]) == (Apart.Kind.CONTENT, only(), "เรื่องอื่น")
    assert (bytes(apart.xml), apart.person, apart.device) == (
        other.encode(),
        sender.person,
        Device.objects.get(),
    )
    assert apart.files.get().name == "2.jpg"
    assert Entry.objects.filter(verb="apart.kept", within_id=only().pk).count() == 1


def test_kept_apart_once_however_often_it_is_sent(phone: Phone) -> None:
    phone.send(xml_of(instance=HERE))
    other = xml_of(instance=HERE, topic="เรื่องอื่น", photo="2.jpg")
    assert phone.send(other).status == 409
    assert phone.send(other, ("2.jpg", photo())).status == 409
    assert phone.send(other, ("2.jpg", photo())).status == 409
    assert Apart.objects.get().files.count() == 1
    assert Entry.objects.filter(verb="apart.kept").count() == 1


def test_after_a_person_has_chosen_the_phone_is_let_go(phone: Phone) -> None:
    phone.send(xml_of(instance=HERE))
    other = xml_of(instance=HERE, topic="เรื่องอื่น")
    phone.send(other)
    Apart.objects.update(choice=Apart.Choice.STANDING)
    assert phone.send(other).status == 201
    assert only().answers["topic"] == "การใช้สื่อ"


def test_so_many_other_contents_are_enough(phone: Phone) -> None:
    phone.send(xml_of(instance=HERE))
    told = [phone.send(xml_of(instance=HERE, topic=f"เรื่องที่ {number}")).status for number in range(12)]
    assert set(told) == {409}
    assert Apart.objects.count() == 10


def test_the_name_of_another_form_is_refused_and_nothing_kept(
    phone: Phone, office: Office, supervision: Unit
) -> None:
    publish(make_form(office, unit=supervision, name="other_note"))
    phone.send(xml_of(instance=HERE))
    assert phone.send(xml_of(instance=HERE, name="other_note")).status == 409
    assert (Submission.objects.count(), Apart.objects.count()) == (1, 0)


def test_two_devices_that_recorded_the_same_stand_beside_each_other(
    phone: Phone, sender: Member, school: School
) -> None:
    _, secret = devices.make_phone("เครื่องที่สอง", by=sender)
    phone.send(xml_of(school.smis_code, instance=HERE))
    phone.send(xml_of(school.smis_code))
    assert Apart.objects.count() == 0
    told = Phone(secret, phone.door).send(xml_of(school.smis_code, topic="อีกเครื่อง"))
    assert told.status == 201
    apart = Apart.objects.get()
    assert (apart.kind, apart.submission.instance_id) == (Apart.Kind.SUBJECT, HERE)
    assert apart.other is not None
    assert apart.other.answers["topic"] == "อีกเครื่อง"


# The clock


@pytest.mark.parametrize(("date", "words"), [
    ("Fri, 20 Nov 2026 02:45:00 GMT", "เร็วกว่าเวลาจริงประมาณ 15 นาที"),
    ("Thu, 20 Nov 2025 02:30:00 GMT", "ช้ากว่าเวลาจริงประมาณ 1 ปี"),
    ("Fri, 20 Nov 2026 08:31:00 GMT", "เร็วกว่าเวลาจริงประมาณ 6 ชั่วโมง 1 นาที"),
])  # fmt: skip
def test_a_clock_that_is_off_is_marked_and_never_a_reason_to_refuse(
    phone: Phone, school: School, date: str, words: str
) -> None:
    assert phone.send(xml_of(school.smis_code), date=date).status == 201
    (problem,) = only().problems
    assert problem["code"] == "clock-off"
    assert words in problem["words"]
    assert only().state == Submission.State.ATTENTION


@pytest.mark.parametrize("date", ["Fri, 20 Nov 2026 02:39:00 GMT", "", "yesterday", "0"])
def test_a_clock_that_is_right_or_unknown_is_no_problem(phone: Phone, school: School, date: str) -> None:
    assert phone.send(xml_of(school.smis_code), date=date).status == 201
    assert only().problems == []


# It is refused


@pytest.mark.parametrize(("xml", "status", "words"), [
    (None, 422, "ไม่พบข้อมูลของแบบฟอร์ม"),
    (b"", 422, "ไม่พบข้อมูลของแบบฟอร์ม"),
    (b"<data", 400, "ไฟล์ไม่สมบูรณ์"),
    (b"<data id='visit_note'><meta/></data>", 400, "instanceID"),
    (b"<!DOCTYPE x [<!ENTITY a 'b'>]><data id='visit_note'/>", 400, "DOCTYPE"),
    (b"<data id='visit_note'>" + b"x" * (2 * 2**20) + b"</data>", 400, "2 เมกะไบต์"),
    (xml_of(name="nowhere").encode(), 404, "ไม่พบแบบฟอร์มรหัส “nowhere”"),
])  # fmt: skip
def test_what_cannot_be_taken_is_refused_in_thai(
    phone: Phone, xml: bytes | None, status: int, words: str
) -> None:
    told = phone.send(xml)
    assert told.status == status
    assert words in told.message
    assert 'nature="submit_error"' in told.body.decode()
    assert Submission.objects.count() == 0


def test_an_edition_that_nobody_knows_is_kept_and_marked(phone: Phone, school: School) -> None:
    assert phone.send(xml_of(school.smis_code, version=99)).status == 201
    assert [problem["code"] for problem in only().problems] == ["other-version"]


def test_a_token_that_nobody_has_leads_nowhere(phone: Phone) -> None:
    stranger = Phone("odk_nobody", phone.door)
    assert stranger.ask().status == 404
    assert stranger.send(xml_of()).status == 404
    assert Submission.objects.count() == 0


def test_a_revoked_phone_stops_within_five_seconds(
    phone: Phone, sender: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [1000.0]
    monkeypatch.setattr(submission_callers, "monotonic", lambda: clock[0])
    assert phone.send(xml_of()).status == 201
    devices.revoke(Device.objects.get(), by=sender)
    clock[0] += 5
    told = phone.send(xml_of())
    assert (told.status, phone.ask().status) == (403, 403)
    assert "อุปกรณ์นี้ถูกยกเลิกแล้ว" in told.message
    assert Submission.objects.count() == 1


@pytest.mark.parametrize(("days", "status"), [(1, 201), (89, 201), (91, 403)])
def test_what_was_filled_while_the_form_was_given_out_still_comes_in(
    phone: Phone, form: Form, days: int, status: int
) -> None:
    """Collect does not tell when; from the mountains it comes within the season."""
    Form.objects.filter(pk=form.pk).update(retired_at=now() - timedelta(days=days))
    told = phone.send(xml_of())
    assert told.status == status
    assert ("เลิกใช้แล้ว" in told.message) is (status == 403)


@pytest.mark.parametrize(("days", "status"), [(1, 201), (91, 404)])
def test_so_does_what_a_school_has_filled(
    office: Office, form: Form, school_director: User, days: int, status: int
) -> None:
    Form.objects.filter(pk=form.pk).update(for_schools=True, retired_at=now() - timedelta(days=days))
    _, secret = devices.make_phone("ของโรงเรียน", by=as_member(school_director, office))
    assert Phone(secret, by_door).send(xml_of()).status == status


def test_a_school_fills_no_form_of_the_office(
    office: Office, form: Form, school_director: User, client: Client
) -> None:
    Form.objects.filter(pk=form.pk).update(for_schools=False)
    _, secret = devices.make_phone("ของโรงเรียน", by=as_member(school_director, office))
    for door in DOORS.values():
        assert Phone(secret, door).send(xml_of()).status == 404


def test_the_office_of_the_token_is_the_only_one(
    phone: Phone, other_office: Office, version: FormVersion
) -> None:
    publish(make_form(other_office, name="theirs"))
    assert phone.send(xml_of(name="theirs")).status == 404


def test_only_head_and_post_are_answered(phone: Phone) -> None:
    path = phone.path
    told = DOORS["django"]("GET", path, b"", "", "")
    assert (told.status, told.headers["Allow"]) == (405, "HEAD, POST")


def test_a_body_that_breaks_off_is_refused_and_nothing_kept(phone: Phone) -> None:
    body, kind = multipart(xml_of().encode(), [("1.jpg", photo())])
    for cut in (0, 10, 200, len(body) // 2, len(body) - 20):
        told = by_door("POST", phone.path, body[:cut], kind, "", length=str(len(body)))
        assert (told.status, "ขาดหายระหว่างทาง" in told.message) == (400, True)
        # A proxy that was itself cut off may say that this is all.
        told = by_door("POST", phone.path, body[:cut], kind, "")
        assert (told.status, "ขาดหายระหว่างทาง" in told.message) == (400, True)
    assert Submission.objects.count() == 0


# By which door


@pytest.mark.parametrize(("method", "path", "length", "kind"), [
    ("GET", "/odk/odk_x/submission", "0", ""),
    ("POST", "/odk/odk_x/submission", str(4 * 2**20 + 1), "multipart/form-data; boundary=x"),
    ("POST", "/odk/odk_x/submission", "", "multipart/form-data; boundary=x"),
    ("POST", "/odk/odk_x/submission", "10", "application/x-www-form-urlencoded"),
    ("POST", "/odk/odk_x/submission", "10", "multipart/form-data"),
    ("POST", "/odk/odk_x/submission/", "10", "multipart/form-data; boundary=x"),
    ("HEAD", "/odk/odk_x/formList", "0", ""),
    ("POST", "/office/submission", "10", "multipart/form-data; boundary=x"),
])  # fmt: skip
def test_what_is_not_ordinary_goes_on_to_django(method: str, path: str, length: str, kind: str) -> None:
    went_on: list[str] = []

    def django(environ: dict[str, Any], start: Any) -> list[bytes]:
        went_on.append(environ["PATH_INFO"])
        return [b"django"]

    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": length, "CONTENT_TYPE": kind}
    assert [*with_door(django)(environ, print)] == [b"django"]
    assert went_on == [path]
