"""Personal data: what is kept is told, copied, corrected and forgotten."""

import json
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import record
from nithet.catalogue.privacy import load_privacy
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.offices import confidential, rights
from nithet.offices.errors import PersonRemovedError
from nithet.offices.models import Consent, Import, Leave, Office, Person, PrivacyRequest, Role
from nithet.offices.privacy.sources import all_sources
from nithet.offices.rights import Matter
from nithet.offices.services.merging import merge_people
from nithet.offices.services.people import edit_person
from nithet.offices.tests.factories import as_member, make_appointment, make_member_user, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def url(name: str, *args: object) -> str:
    return reverse(f"offices:privacy-{name}", args=["satit1", *args])


@pytest.fixture
def teacher_page(client: Client, teacher: User) -> Client:
    client.force_login(teacher)
    return client


def test_every_kind_of_data_names_its_readers_out_of_the_table_of_rights() -> None:
    purposes = {purpose.code for purpose in load_privacy().purposes}
    assert {source.purpose for source in all_sources()} == purposes
    assert all(purpose.matter in Matter.values for purpose in load_privacy().purposes)


def test_the_policy_is_for_everybody_and_says_why_and_how_long(teacher_page: Client) -> None:
    page = page_text(teacher_page.get(url("policy")))
    for purpose in load_privacy().purposes:
        assert purpose.retention in page
    assert rights.name_of("administrator") in page


def test_one_sees_what_is_kept_about_oneself_and_who_read_it(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    person = teacher.person
    Leave.objects.create(
        office=office, person=person, kind="sick", from_on=date(2026, 11, 2), until_on=date(2026, 11, 3), note="ไข้หวัด"
    )  # fmt: skip
    reader = as_member(administrator, office)
    confidential.grant(reader, "person", person.pk, person.name, why="ตรวจสอบวันลา")
    client.force_login(teacher)
    page = page_text(client.get(url("mine")))
    for text in (person.first_name, "ไข้หวัด", reader.name, "ตรวจสอบวันลา"):
        assert text in page


def test_a_copy_holds_all_of_it(teacher_page: Client, teacher: User) -> None:
    told = json.loads(teacher_page.get(url("copy", "json")).content)
    assert told["person"] == teacher.person.name
    titles = [one["title"] for one in told["kept"]]
    response = teacher_page.get(url("copy", "xlsx"))
    book = openpyxl.load_workbook(BytesIO(response.content))
    assert [sheet.split(" ", 1)[1] for sheet in book.sheetnames][: len(titles)] == titles
    cells = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row]
    assert teacher.person.last_name in cells
    assert Entry.objects.filter(verb="privacy.copied").count() == 2


def test_there_are_no_other_kinds_of_copies(teacher_page: Client) -> None:
    assert teacher_page.get(url("copy", "exe")).status_code == 404


def test_consent_is_given_and_withdrawn_once_each(teacher_page: Client) -> None:
    for _ in range(2):
        teacher_page.post(url("consent"), {"purpose": "photographs", "give": "1"})
    assert Consent.objects.get().withdrawn_at is None
    for _ in range(2):
        teacher_page.post(url("consent"), {"purpose": "photographs", "give": "0"})
    assert Consent.objects.get().withdrawn_at is not None
    assert list(Entry.objects.filter(verb__startswith="privacy.consent").values_list("verb", flat=True)) == [
        "privacy.consent_withdrawn", "privacy.consent_given",
    ]  # fmt: skip


def test_nothing_else_can_be_consented_to(teacher_page: Client) -> None:
    assert teacher_page.post(url("consent"), {"purpose": "everything", "give": "1"}).status_code == 409
    assert not Consent.objects.exists()


def asked(client: Client, user: User, kind: str = "removal") -> PrivacyRequest:
    client.force_login(user)
    for _ in range(2):
        client.post(url("ask"), {"kind": kind, "text": "ขอให้ลบ"})
    return PrivacyRequest.objects.get()


def test_a_request_is_one_however_often_it_is_sent(client: Client, teacher: User) -> None:
    assert asked(client, teacher).state == "open"
    assert Entry.objects.filter(verb="privacy.asked").count() == 1


def test_a_request_without_words_is_not_sent(teacher_page: Client) -> None:
    response = teacher_page.post(url("ask"), {"kind": "removal", "text": " "})
    assert response.status_code == 422
    assert not PrivacyRequest.objects.exists()


def test_one_may_take_back_ones_own_request_only(client: Client, teacher: User, supervisor: User) -> None:
    request = asked(client, teacher)
    client.force_login(supervisor)
    assert client.post(url("withdraw", request.pk)).status_code == 404
    client.force_login(teacher)
    assert client.post(url("withdraw", request.pk)).status_code == 302
    assert client.post(url("withdraw", request.pk)).status_code == 409


def answered(client: Client, request: PrivacyRequest, by: User, **given: str) -> Any:
    client.force_login(by)
    return client.post(url("request", request.pk), {"granted": "yes", "words": "ดำเนินการแล้ว"} | given)


@pytest.mark.parametrize(("who", "code"), [("administrator", 302), ("head", 403), ("outsider", 404)])
def test_requests_are_answered_by_those_who_look_after_the_office(
    client: Client, teacher: User, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    made = asked(client, teacher, "correction")
    by = request.getfixturevalue(who)
    assert answered(client, made, by).status_code == code
    assert client.get(url("requests")).status_code == (200 if code == 302 else code)
    made.refresh_from_db()
    assert (made.state == "answered") is (code == 302)


def test_an_answer_is_given_once(client: Client, teacher: User, administrator: User) -> None:
    made = asked(client, teacher, "correction")
    answered(client, made, administrator, granted="no", words="ข้อมูลถูกต้องแล้ว")
    assert answered(client, made, administrator).status_code == 409
    made.refresh_from_db()
    assert (made.state, made.answer) == ("refused", "ข้อมูลถูกต้องแล้ว")


def test_who_still_serves_is_not_removed(client: Client, teacher: User, administrator: User) -> None:
    made = asked(client, teacher)
    response = answered(client, made, administrator)
    assert response.status_code == 409
    assert "ยังปฏิบัติหน้าที่อยู่" in page_text(response)
    made.refresh_from_db()
    assert made.state == "open"


def test_removal_leaves_an_alias_and_the_work(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    person, name = teacher.person, teacher.person.plain_name
    Person.objects.filter(pk=person.pk).update(phone="0810000000", position_number="99")
    record("task.noted", by=teacher, on=person, why=f"พบ {name} ที่โรงเรียน")
    made = asked(client, teacher)
    person.appointments.update(until_on=date(2026, 11, 19))
    for _ in range(2):
        answered(client, made, administrator)
    jobs.run_queued()
    person.refresh_from_db()
    teacher.refresh_from_db()
    assert person.pseudonymised_at is not None
    assert "นามแฝง" in person.name
    assert (person.phone, person.position_number, teacher.email) == ("", "", "")
    assert not teacher.is_active
    assert not teacher.has_usable_password()
    told = json.dumps(list(Entry.objects.values_list("by_name", "title", "why", "facts")), ensure_ascii=False)
    assert name not in told
    assert Entry.objects.filter(verb="task.noted", by_id=teacher.pk).exists()
    call_command("verifyhistory")


def test_who_will_serve_is_not_removed(client: Client, teacher: User, administrator: User) -> None:
    request = asked(client, teacher)
    made = teacher.person.appointments.get()
    made.until_on = date(2026, 11, 19)
    made.save()
    make_appointment(teacher.person, Role.TEACHER, school=made.school, from_on=date(2026, 12, 1))
    assert answered(client, request, administrator, granted="yes", words="ลบแล้ว").status_code == 409
    teacher.refresh_from_db()
    assert teacher.is_active


def removed(client: Client, user: User, by: User) -> None:
    request = asked(client, user)
    user.person.appointments.update(until_on=date(2026, 11, 19))
    assert answered(client, request, by, granted="yes", words="ลบแล้ว").status_code == 302
    jobs.run_queued()
    request.refresh_from_db()
    assert request.state == "answered"


def test_removal_takes_earlier_names_too(
    client: Client, teacher: User, supervisor: User, administrator: User, office: Office
) -> None:
    by, person = as_member(administrator, office), teacher.person
    edit_person(person, {"first_name": "ดวงใจ", "last_name": "นามเดิม"}, by=by)
    record("task.assigned", by=supervisor, on=supervisor.person, to=person.name)
    edit_person(person, {"last_name": "นามใหม่"}, by=by)
    removed(client, teacher, administrator)
    assert "นามเดิม" not in all_of_history()
    call_command("verifyhistory")


def test_removal_takes_a_second_record_that_was_merged(
    client: Client, teacher: User, supervisor: User, administrator: User, office: Office
) -> None:
    second = make_member_user(office, Role.CLERK, username="second", name="ดวงจัย สะกดผิด")
    record("account.signed_in", by=second, on=second)
    record("task.noted", by=second, on=supervisor.person)
    record("task.assigned", by=supervisor, on=supervisor.person, to=second.person.name)
    merge_people(second.person, teacher.person, why="คนเดียวกัน", by=as_member(administrator, office))
    removed(client, teacher, administrator)
    second.refresh_from_db()
    assert "สะกดผิด" not in f"{second.name} {all_of_history()}"
    assert second.username != "second"
    call_command("verifyhistory")


def test_removal_takes_the_name_on_imports_and_reasons(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    person = teacher.person
    Import.objects.create(
        office=office,
        kind="people",
        name="a.xlsx",
        made_at=now(),
        made_by_id=teacher.pk,
        made_by_name=person.name,
    )
    Leave.objects.create(
        office=office, person=person, kind="sick", from_on=date(2026, 1, 5), until_on=date(2026, 1, 5),
        voided_at=now(), void_reason="ป่วยเป็นไข้",
    )  # fmt: skip
    person.appointments.update(void_reason="บันทึกผิดคน")
    job = Job.objects.create(
        kind="a", state="done", made_at=now(), made_by_id=teacher.pk, payload={"by_name": person.name}
    )
    name = person.name
    removed(client, teacher, administrator)
    job.refresh_from_db()
    assert name not in job.payload["by_name"]
    assert name not in Import.objects.get().made_by_name
    assert Leave.objects.get().void_reason == ""
    assert person.appointments.get().void_reason == ""


def test_a_removed_person_gets_no_account_and_no_name_again(
    client: Client, teacher: User, administrator: User, office: Office
) -> None:
    removed(client, teacher, administrator)
    pk = teacher.person.pk
    for act in ("account-page", "account-slip", "account-restore"):
        address = reverse(f"offices:{act}", args=["satit1", pk])
        assert (client.get if act == "account-page" else client.post)(address).status_code == 404
    person = Person.objects.get(pk=pk)
    with pytest.raises(PersonRemovedError):
        edit_person(person, {"last_name": "กลับมา"}, by=as_member(administrator, office))


def all_of_history() -> str:
    told = Entry.objects.values_list("by_name", "title", "why", "facts")
    return json.dumps(list(told), ensure_ascii=False)
