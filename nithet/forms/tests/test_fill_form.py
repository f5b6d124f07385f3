"""Filling a form: who may, what the page knows, and what is received."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.tests.filling_kit import (
    at,
    facts_of,
    photo,
    post,
    xml_of,
)
from nithet.offices.models import Office, Role, School
from nithet.offices.tests.factories import make_member_user

pytestmark = pytest.mark.usefixtures("friday")


# The page


def test_the_heading_is_known_to_the_page(
    client: Client, office: Office, school: School, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    facts = facts_of(client, at(office, "form-fill"))
    for part in ("ปีงบประมาณ พ.ศ. 2570", school.name, f"ผู้กรอก {teacher.person.name}"):
        assert part in facts["heading"]["words"]
    for known in (
        school.smis_code,
        teacher.person.name,
        "<fiscal_year_be>2570</fiscal_year_be>",
        "<date>2026-11-20</date>",
        "<role>teacher</role>",
    ):
        assert known in facts["model"]


def test_a_teacher_is_offered_only_the_own_school(
    client: Client,
    office: Office,
    school: School,
    small_school: School,
    teacher: User,
    supervisor: User,
    version: FormVersion,
) -> None:
    client.force_login(teacher)
    assert small_school.smis_code not in facts_of(client, at(office, "form-fill"))["model"]
    client.force_login(supervisor)
    model = facts_of(client, at(office, "form-fill"))["model"]
    assert small_school.smis_code in model
    assert school.smis_code in model


def test_the_page_costs_the_same_for_one_and_many_schools(
    client: Client,
    office: Office,
    supervisor: User,
    version: FormVersion,
    school: School,
    django_assert_max_num_queries: Any,
) -> None:
    client.force_login(supervisor)
    client.get(at(office, "form-fill"))
    for number in range(5):
        School.objects.create(office=office, name=f"โรงเรียน{number}", smis_code=f"5800000{number}")
    with django_assert_max_num_queries(18):
        client.get(at(office, "form-fill"))


def test_only_the_filling_page_allows_styles_of_its_own(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    policy = client.get(at(office, "form-fill"))["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in client.get(at(office, "form-print"))["Content-Security-Policy"]


@pytest.mark.parametrize("view", ["form-fill", "form-try", "form-print"])
def test_a_form_without_an_edition_says_so(
    client: Client, office: Office, head: User, form: Form, view: str
) -> None:
    client.force_login(head)
    response = client.get(at(office, view))
    assert response.status_code == 409
    assert "ยังไม่มีฉบับที่เผยแพร่" in response.content.decode()


@pytest.mark.parametrize("view", ["form-fill", "form-try", "form-print"])
def test_a_stranger_finds_no_form(
    client: Client, office: Office, outsider: User, version: FormVersion, view: str
) -> None:
    client.force_login(outsider)
    assert client.get(at(office, view)).status_code == 404


def test_what_is_retired_is_filled_no_more(
    client: Client, office: Office, supervisor: User, version: FormVersion
) -> None:
    Form.objects.update(retired_at=version.published_at)
    client.force_login(supervisor)
    assert client.get(at(office, "form-fill")).status_code == 403
    assert post(client, office, xml_of()).status_code == 403
    assert not Submission.objects.exists()


def test_sending_is_not_done_by_opening_an_address(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    for view in ("form-send", "form-try-send"):
        assert client.get(at(office, view)).status_code == 405
    assert client.post(at(office, "form-fill")).status_code == 405


# What is received


def test_what_was_filled_is_kept_as_it_came_and_typed(
    client: Client, office: Office, school: School, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    xml = xml_of(
        school.smis_code, body="<agreements><what>ทำสื่อ</what><due_on>2026-12-01</due_on></agreements>"
    )
    response = post(client, office, xml)
    assert response.status_code == 201
    kept = Submission.objects.get()
    assert response.json()["address"] == reverse("forms:submission-receipt", args=[office.code, kept.pk])
    assert bytes(kept.xml).decode() == xml
    assert kept.problems == []
    assert kept.state == Submission.State.RECEIVED
    assert (kept.school, kept.person, kept.sent_by) == (school, teacher.person, teacher)
    assert kept.answers["students"] == 24
    assert kept.answers["agreements"] == [{"agreements/what": "ทำสื่อ", "agreements/due_on": "2026-12-01"}]
    told = Entry.objects.get(verb="submission.received")
    assert (told.object_id, told.by_id) == (kept.pk, teacher.pk)


def test_the_receipt_tells_the_number_and_what_was_sent(
    client: Client, office: Office, school: School, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    page = client.get(post(client, office, xml_of(school.smis_code)).json()["address"]).content.decode()
    for told in (Submission.objects.get().reference, "ส่งเข้าระบบแล้ว", "การใช้สื่อ", school.name, "สภาพที่คาดหวัง"):
        assert told in page


def test_sent_twice_is_one_submission(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    xml = xml_of()
    first, again = post(client, office, xml), post(client, office, xml)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Submission.objects.count() == 1
    assert Entry.objects.filter(verb="submission.received").count() == 1


def test_the_same_name_with_other_answers_is_refused(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    post(client, office, xml_of(instance="uuid:one"))
    other = post(client, office, xml_of(instance="uuid:one", topic="เรื่องอื่น"))
    assert other.status_code == 409
    assert Submission.objects.get().reference in other.json()["message"]
    assert Submission.objects.get().answers["topic"] == "การใช้สื่อ"


def test_what_fails_is_kept_and_marked(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    assert post(client, office, xml_of(students="9000", uses_media="maybe")).status_code == 201
    kept = Submission.objects.get()
    assert kept.state == Submission.State.ATTENTION
    assert {problem["path"] for problem in kept.problems} >= {"students", "uses_media"}
    receipt = client.get(reverse("forms:submission-receipt", args=[office.code, kept.pk])).content.decode()
    assert "จำนวนนักเรียนต้องอยู่ระหว่าง" in receipt


def test_a_trial_is_kept_apart(client: Client, office: Office, teacher: User, version: FormVersion) -> None:
    client.force_login(teacher)
    address = post(client, office, xml_of(), view="form-try-send").json()["address"]
    assert Submission.objects.get().is_trial
    assert "ทดลอง ไม่นับเป็นข้อมูลจริง" in client.get(address).content.decode()
    assert "ทดลอง ไม่นับเป็นข้อมูลจริง" in client.get(at(office, "form-try")).content.decode()


def test_a_trial_never_stands_for_what_is_sent_in_earnest(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    xml = xml_of(instance="uuid:one")
    assert post(client, office, xml, view="form-try-send").status_code == 201
    assert post(client, office, xml).status_code == 409
    assert Submission.objects.get().is_trial


def test_a_school_that_was_added_just_now_is_known(
    client: Client, office: Office, school: School, supervisor: User, version: FormVersion
) -> None:
    client.force_login(supervisor)
    post(client, office, xml_of(school.smis_code))
    added = School.objects.create(office=office, name="โรงเรียนบ้านใหม่สาธิต", smis_code="58000099")
    post(client, office, xml_of(added.smis_code))
    assert [kept.problems for kept in Submission.objects.all()] == [[], []]
    assert Submission.objects.filter(school=added).exists()


def test_receiving_takes_few_statements(
    client: Client,
    office: Office,
    school: School,
    teacher: User,
    version: FormVersion,
    django_assert_max_num_queries: Any,
) -> None:
    from nithet.core.clock import now
    from nithet.forms.services.receiving import receive

    receive(version, xml=xml_of(school.smis_code).encode(), files={}, at=now())
    with django_assert_max_num_queries(6):
        receive(version, xml=xml_of(school.smis_code).encode(), files={}, at=now())


# Files


def test_files_come_with_the_answers_that_name_them(
    client: Client, office: Office, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    xml = xml_of(photo="photo-1.jpg", signature="signature-1.png")
    post(client, office, xml, ("photo-1.jpg", photo()))
    kept = Submission.objects.get()
    assert [file.name for file in kept.files.all()] == ["photo-1.jpg"]
    assert kept.awaited_files == 1
    picture = client.get(reverse("forms:submission-own-file", args=[office.code, kept.pk, "photo-1.jpg"]))
    assert picture["Content-Type"] == "image/jpeg"
    out = BytesIO()
    Image.new("RGB", (9, 9), "navy").save(out, "PNG")
    post(
        client,
        office,
        xml,
        ("signature-1.png", out.getvalue()),
    )
    kept.refresh_from_db()
    assert (kept.awaited_files, kept.files.count(), Submission.objects.count()) == (0, 2, 1)


def test_what_the_office_records_of_a_school_is_not_for_its_director(
    client: Client,
    office: Office,
    school: School,
    supervisor: User,
    school_director: User,
    version: FormVersion,
) -> None:
    client.force_login(supervisor)
    post(client, office, xml_of(school.smis_code))
    page = reverse("forms:submission-page", args=[office.code, Submission.objects.get().pk])
    client.force_login(school_director)
    assert client.get(page).status_code == 200
    Form.objects.filter(pk=version.form_id).update(for_schools=False)
    assert client.get(page).status_code == 404


def test_another_school_finds_no_file_and_no_receipt(
    client: Client, office: Office, small_school: School, teacher: User, version: FormVersion
) -> None:
    client.force_login(teacher)
    post(
        client,
        office,
        xml_of(photo="photo-1.jpg"),
        ("photo-1.jpg", photo()),
    )
    kept = Submission.objects.get()
    client.force_login(make_member_user(office, Role.TEACHER, school=small_school, username="other-teacher"))
    for view, more in (
        ("submission-receipt", []),
        ("submission-print", []),
        ("submission-own-file", ["photo-1.jpg"]),
        ("submission-fill", []),
    ):
        assert client.get(reverse(f"forms:{view}", args=[office.code, kept.pk, *more])).status_code == 404
