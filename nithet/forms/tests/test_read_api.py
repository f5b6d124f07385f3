"""Programs read forms and submissions by a token of a person: with that person's rights, and never more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse

from nithet.accounts.models import User
from nithet.core.clock import now, today
from nithet.core.ids import new_id
from nithet.forms.api import calling, refusing
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.services.receiving import receive
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import AT, make_form, photo, publish, xml_of
from nithet.offices.models import ApiToken, Appointment, Office, School, Unit
from nithet.offices.tests.factories import as_member
from nithet.offices.tokens.services import revoke_token
from tests.access_table import BY_TOKEN

pytestmark = pytest.mark.usefixtures("friday")
OF_JSON = sorted(name for name in BY_TOKEN if name.startswith("api:"))
AGREEMENT = "<agreements><what>ซ่อมเครื่องรับ</what><due_on>2027-02-01</due_on></agreements>"


@pytest.fixture
def form(office: Office, supervision: Unit) -> Form:
    return make_form(office, unit=supervision)


@pytest.fixture
def version(form: Form) -> FormVersion:
    return publish(form)


@pytest.fixture
def sent(version: FormVersion, teacher: User, school: School) -> Submission:
    return filled(version, teacher, school, topic="สื่อเสียง", photo="photo-1.jpg", body=AGREEMENT)


def filled(
    version: FormVersion, user: User, school: School | None, *, later: int = 0, is_trial: bool = False, **answers: str
) -> Submission:  # fmt: skip
    files = (
        {"photo-1.jpg": SimpleUploadedFile("photo-1.jpg", photo(), "image/jpeg")}
        if "photo" in answers
        else {}
    )
    xml = xml_of(school.smis_code if school else "", **answers).encode()
    by = as_member(user, version.form.office)
    at = AT + timedelta(minutes=later)
    return receive(version, xml=xml, files=files, by=by, at=at, is_trial=is_trial).submission


@pytest.fixture
def program(office: Office, supervisor: User) -> Program:
    return Program(office, supervisor)


# What is read


def test_a_submission_is_told_whole(program: Program, sent: Submission, school: School) -> None:
    response = program("submission-list", "visit_note")
    assert response["Cache-Control"] == "private, no-store"
    assert "สื่อเสียง" in response.content.decode()
    (row,) = response.json()["results"]
    assert (row["id"], row["reference"], row["form"], row["version"]) == (
        str(sent.pk),
        sent.reference,
        "visit_note",
        1,
    )
    assert row["school"] == {"smis_code": school.smis_code, "name": school.name}
    assert row["sender"] == sent.person.name  # type: ignore[union-attr]  # the teacher
    assert row["answers"] == sent.answers
    assert row["answers"]["agreements"] == [
        {"agreements/what": "ซ่อมเครื่องรับ", "agreements/due_on": "2027-02-01"}
    ]
    assert program("submission", sent.pk).json() == row


def test_a_file_is_given_as_it_was_sent(program: Program, sent: Submission) -> None:
    (told,) = program("submission", sent.pk).json()["files"]
    given = Client().get(told["url"], headers={"authorization": f"Bearer {program.secret}"})
    content = b"".join(given.streaming_content)  # type: ignore[attr-defined]  # a file
    assert (given["Content-Type"], told["name"], content[:2]) == ("image/jpeg", "photo-1.jpg", b"\xff\xd8")
    assert given["Cache-Control"] == "private, no-store"
    assert program("submission-file", sent.pk, "other.jpg").status_code == 404
    assert program("submission-file", sent.pk, "a\x00b").status_code == 404


def test_forms_and_what_their_editions_ask(program: Program, version: FormVersion) -> None:
    (line,) = program("form-list").json()["results"]
    assert (line["name"], line["newest_version"], line["is_retired"]) == ("visit_note", 1, False)
    (edition,) = program("version-list", "visit_note").json()["results"]
    assert (edition["number"], edition["title"]) == (1, version.title)
    asked = {one["path"]: one for one in program("version", "visit_note", 1).json()["questions"]}
    assert asked["topic"]["label"] == "เรื่องที่นิเทศ"
    assert [choice["name"] for choice in asked["uses_media"]["choices"]] == ["yes", "no"]
    assert asked["heading/school"]["choices_file"] == "schools.csv"
    assert asked["agreements/what"]["repeat"] == "agreements"
    assert program("version", "visit_note", 2).status_code == 404


def test_only_the_named_fields_are_told(program: Program, sent: Submission) -> None:
    asked = "id,version,topic,agreements"
    (row,) = program.rows(fields=asked)
    assert row == {
        "id": str(sent.pk),
        "version": 1,
        "answers": {"topic": "สื่อเสียง", "agreements": sent.answers["agreements"]},
    }


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a", "b"]),
        ({"state": "approved"}, ["b"]),
        ({"state": "waiting"}, ["a"]),
        ({"state": "void"}, ["c"]),
        ({"school": "57010001"}, ["a"]),
        ({"school": "99999999"}, []),
        ({"from": "2026-11-21"}, ["b"]),
        ({"to": "2026-11-20"}, ["a"]),
        ({"version": 2}, []),
        ({"trial": "true"}, ["d"]),
    ],
)
def test_submissions_are_narrowed(
    program: Program, version: FormVersion, teacher: User, school: School, asked: dict[str, str], found: list[str]
) -> None:  # fmt: skip
    School.objects.filter(pk=school.pk).update(smis_code="57010001")
    school.refresh_from_db()
    day = 24 * 60
    for name, later, state in (("a", 0, ""), ("b", day, "approved"), ("c", 2 * day, "void"), ("d", 0, "")):
        one = filled(
            version, teacher, school if name == "a" else None, topic=name, later=later, is_trial=name == "d"
        )
        if state:
            Submission.objects.filter(pk=one.pk).update(state=state, reason="ส่งซ้ำ")
    Submission.objects.filter(answers__topic="a").update(school=school, state="received")
    assert [row["answers"]["topic"] for row in program.rows(**asked)] == found


def test_pages_follow_each_other_though_rows_come_in_between(
    program: Program, version: FormVersion, teacher: User, school: School
) -> None:
    for number in range(5):
        # Two of one moment are told apart by their keys.
        filled(version, teacher, school, topic=str(number), later=number // 2)
    seen: list[str] = []
    cursor: str | None = ""
    for _ in range(3):
        page = program("submission-list", "visit_note", limit=2, cursor=cursor or "").json()
        seen += [row["answers"]["topic"] for row in page["results"]]
        filled(version, teacher, school, topic="before", later=-1)
        cursor = page["next"]
    assert (seen, cursor) == (["0", "1", "2", "3", "4"], None)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"from": "2569-11-20"}, "ปี ค.ศ."),
        ({"from": "พรุ่งนี้"}, "ปี ค.ศ."),
        ({"state": "lost"}, "ไม่อยู่ในค่าที่กำหนด"),
        ({"limit": "100000"}, "มากกว่าที่กำหนด"),
        ({"limit": "0"}, "น้อยกว่าที่กำหนด"),
        ({"school": "57"}, "8 หลัก"),
        ({"version": "9" * 30}, "มากกว่าที่กำหนด"),
        ({"fields": "id,wages"}, "wages"),
        ({"cursor": "abc"}, "cursor"),
        ({"cursor": "MDAwMS0wMS0wMVQwMDowMDowMCswNzowMCB4"}, "cursor"),
    ],
)
def test_what_is_asked_wrongly_is_named(
    program: Program, sent: Submission, asked: dict[str, str], words: str
) -> None:
    response = program("submission-list", "visit_note", **asked)
    assert (response.status_code, response.json()["code"]) == (422, "unfit-request")
    assert words in response.content.decode()


def test_it_costs_the_same_whatever_there_is(
    program: Program, version: FormVersion, teacher: User, school: School
) -> None:
    def cost(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as counted:
            assert program(name, *args).status_code == 200
        return len(counted)

    filled(version, teacher, school, photo="photo-1.jpg")
    program("form-list")
    few = cost("submission-list", "visit_note"), cost("form-list")
    for number in range(5):
        filled(version, teacher, school, photo="photo-1.jpg", later=number)
        make_form(version.office, name=f"other_{number}", unit=version.form.unit)
    assert len(program.rows()) == 6
    assert (cost("submission-list", "visit_note"), cost("form-list")) == few


# By whose rights


def test_each_reads_what_they_see_on_the_pages(
    office: Office, version: FormVersion, sent: Submission, school: School,
    director: User, ict_head: User, school_director: User, teacher: User,
) -> None:  # fmt: skip
    other = receive(version, xml=xml_of().encode(), files={}, at=AT).submission
    seen = {
        who.username: [row["id"] for row in Program(office, who).rows()]
        for who in (director, ict_head, school_director, teacher)
    }
    both = sorted([str(sent.pk), str(other.pk)])
    assert sorted(seen[director.username]) == both
    assert seen[ict_head.username] == []
    assert seen[school_director.username] == seen[teacher.username] == [str(sent.pk)]


def test_who_sent_one_reads_no_other(office: Office, sent: Submission, teacher: User) -> None:
    other = receive(sent.version, xml=xml_of().encode(), files={}, at=AT).submission
    of_teacher = Program(office, teacher)
    assert of_teacher("submission", sent.pk).status_code == 200
    assert of_teacher("submission", other.pk).status_code == 404
    assert of_teacher("submission-file", other.pk, "photo-1.jpg").status_code == 404


def test_rights_are_those_of_the_day(program: Program, sent: Submission, supervisor: User) -> None:
    assert len(program.rows()) == 1
    Appointment.objects.filter(person__user=supervisor).update(until_on=today() - timedelta(days=1))
    response = program("form-list")
    assert (response.status_code, response.json()["code"]) == (401, "token-refused")


def test_another_office_does_not_exist(
    program: Program, sent: Submission, other_office: Office, outsider: User
) -> None:
    stranger = Program(other_office, outsider)
    assert stranger("submission", sent.pk).status_code == 404
    assert stranger("submission-file", sent.pk, "photo-1.jpg").status_code == 404
    assert stranger("submission-list", "visit_note").status_code == 404
    program.office = other_office
    response = program("form-list")
    assert (response.status_code, response.json()["code"]) == (404, "not-found")


# By which token


@pytest.mark.parametrize("name", OF_JSON)
def test_no_address_answers_without_a_token(
    client: Client, name: str, sent: Submission, supervisor: User, office: Office
) -> None:
    """Not even to who is signed in."""
    client.force_login(supervisor)
    words: dict[str, list[object]] = {
        "version": ["visit_note", 1],
        "submission": [sent.pk],
        "submission-file": [sent.pk, "photo-1.jpg"],
    }
    words |= {"form-list": [], "round-list": []}
    words |= {name: [new_id()] for name in ("round", "round-targets", "round-results", "round-results-csv")}
    parts = words.get(name.removeprefix("api:"), ["visit_note"])
    response = client.get(reverse(name, args=[office.code, *parts]))
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert "รหัสเชื่อมต่อ" in response.json()["message"]


def _revoked(program: Program, supervisor: User) -> None:
    revoke_token(program.token, by=as_member(supervisor, program.office))


def _expired(program: Program, supervisor: User) -> None:
    ApiToken.objects.update(expires_on=today() - timedelta(days=1))


def _suspended(program: Program, supervisor: User) -> None:
    User.objects.filter(pk=supervisor.pk).update(is_active=False)


def _other(program: Program, supervisor: User) -> None:
    program.secret += "x"


@pytest.mark.parametrize(
    ("spoil", "words"),
    [(_revoked, "ถูกยกเลิกแล้ว"), (_expired, "หมดอายุแล้ว"), (_suspended, "ถูกระงับ"), (_other, "Bearer")],
)
def test_a_token_that_is_no_more_opens_nothing(
    program: Program, supervisor: User, spoil: Callable[[Program, User], None], words: str
) -> None:
    assert program("form-list").status_code == 200
    spoil(program, supervisor)
    response = program("form-list")
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert words in response.json()["message"]


def test_on_its_last_day_it_still_opens(program: Program) -> None:
    ApiToken.objects.update(expires_on=today())
    assert program("form-list").status_code == 200


def test_who_must_have_a_second_factor_reads_nothing_before(office: Office, director: User) -> None:
    Office.objects.update(asks_second_factor=True)
    office.refresh_from_db()
    response = Program(office, director)("form-list")
    assert response.status_code == 403
    assert "ยืนยันตัวตนสองชั้น" in response.json()["message"]


def test_a_use_is_noted_once_an_hour(program: Program) -> None:
    program("form-list")
    assert ApiToken.objects.get().last_used_at == now()
    for minutes, is_noted in ((30, False), (61, True)):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            program("form-list")
            assert (ApiToken.objects.get().last_used_at == now()) is is_noted


def test_who_asks_too_often_waits(
    program: Program, office: Office, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "MOST", 2)
    cache.clear()
    assert [program("form-list").status_code for _ in range(3)] == [200, 200, 429]
    response = program("form-list")
    assert (response.json()["code"], int(response["Retry-After"]) <= 60) == ("too-often", True)
    # Another one's token is counted by itself, and the next minute begins anew.
    assert Program(office, head)("form-list").status_code == 200
    with time_machine.travel(now() + timedelta(seconds=61), tick=False):
        assert program("form-list").status_code == 200


def test_nothing_is_written_by_it(program: Program, sent: Submission) -> None:
    headers = {"authorization": f"Bearer {program.secret}"}
    address = reverse("api:submission", args=[program.office.code, sent.pk])
    for method in ("post", "put", "patch", "delete"):
        response = getattr(Client(), method)(address, headers=headers)
        assert (response.status_code, response["Allow"]) == (405, "GET")
        assert response.json() == {"code": "wrong-method", "message": refusing.READ_ONLY}


# Its description


def test_the_description_names_every_address_and_needs_nothing_from_elsewhere(db: None) -> None:
    told = Client().get(reverse("api:openapi-json")).json()
    assert len(told["paths"]) == len(OF_JSON)
    assert all(path.startswith("/api/v1/{office}/") for path in told["paths"])
    assert all(operation["get"]["security"] for operation in told["paths"].values())
    assert {"state", "school", "from", "to", "version", "trial", "fields", "limit", "cursor"} <= {
        one["name"] for one in told["paths"]["/api/v1/{office}/forms/{name}/submissions"]["get"]["parameters"]
    }
    assert "://" not in str(told)


def test_what_does_not_exist_is_told_as_json(program: Program, version: FormVersion) -> None:
    assert program("submission", new_id()).json()["code"] == "not-found"
    for name in ("no_such_form", "a\x00b", "ก" * 300):
        assert program("version-list", name).json()["code"] == "not-found"
    assert get_resolver().resolve("/api/v1/satit1/forms").view_name == "api:form-list"
