"""A round's answers are read as OData 4.0, as Excel and Power BI ask for them; with the rights of the token's owner."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import etree

from nithet.accounts.models import User
from nithet.forms.api import calling
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.odata import reading
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import publish, tables_of, xml_of
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Appointment, Cluster, Office, School

NOBODY = "6f1c2b1e-9f0a-4c39-8a55-2f6f6f0f9a01"
pytestmark = pytest.mark.usefixtures("friday")
EDM, EDMX = "{http://docs.oasis-open.org/odata/ns/edm}", "{http://docs.oasis-open.org/odata/ns/edmx}"
AGREED = "<agreements><what>{0}</what><due_on>{1}</due_on></agreements>"
NESTED = """# แบบสำรวจ

## survey

| type | name | label |
|---|---|---|
| text | _id | ชื่อที่ซ้ำกับของระบบ |
| text | any_media | สื่อใด ๆ |
| integer | students | นักเรียน |
| begin_repeat | rooms | ห้อง |
| text | name | ชื่อห้อง |
| begin_repeat | sets | ชุด |
| integer | students | จำนวน |
| end_repeat | | |
| end_repeat | | |
| begin_group | more | เพิ่มเติม |
| begin_repeat | submissions | ชุดอื่น |
| dateTime | at | เมื่อ |
| end_repeat | | |
| end_group | | |

## settings

| form_title | form_id |
|---|---|
| แบบสำรวจ | visit_note |
"""


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version, is_once=False)


@pytest.fixture
def targets(round_: Round, school: School, small_school: School) -> list[RoundTarget]:
    return open_round(round_, [school, small_school])


@pytest.fixture
def program(office: Office, supervisor: User) -> Program:
    return Program(office, supervisor)


def answered(round_: Round, target: RoundTarget | None, *, body: str = "", **answers: str) -> RoundAnswer:
    code = target.school.smis_code if target and target.school else ""
    return answer(round_, target, xml=xml_of(code, body=body, **answers))


@pytest.fixture
def three(round_: Round, targets: list[RoundTarget]) -> list[RoundAnswer]:
    """Topics a, b and ค's, with 10, 20 and 30 pupils; the second with agreements, the third without a day."""
    lines = AGREED.format("ซ่อมเครื่องรับ", "2027-02-01") + AGREED.format("อบรม", "")
    return [
        answered(round_, targets[0], topic="a", students="10", next_on="2026-12-01", uses_media="yes", media="video print"),
        answered(round_, targets[1], topic="b", students="20", next_on="2026-12-15", body=lines),
        answered(round_, targets[0], topic="ค's", students="30"),
    ]  # fmt: skip


def rows(
    program: Program, round_: Round, query: str = "", entity: str = "Submissions"
) -> list[dict[str, Any]]:
    response = program.feed(round_, f"{entity}?{quote(query, safe='$=&')}")
    assert response.status_code == 200, response.content.decode()
    found: list[dict[str, Any]] = response.json()["value"]
    return found


def topics(program: Program, round_: Round, filter_: str) -> list[str]:
    return sorted(one["topic"] for one in rows(program, round_, f"$filter={filter_}"))


def error_of(response: Any) -> tuple[int, str, str]:
    assert response["OData-Version"] == "4.0"
    told = response.json()["error"]
    return response.status_code, told["code"], told["message"]


# What is described


def test_the_root_names_the_sets(program: Program, round_: Round) -> None:
    response = program.feed(round_)
    assert response["OData-Version"] == "4.0"
    assert response["Content-Type"].startswith("application/json;odata.metadata=minimal")
    assert response["Cache-Control"] == "private, no-store"
    root = response.wsgi_request.build_absolute_uri()
    assert root.endswith("/")
    told = response.json()
    assert told["@odata.context"] == f"{root}$metadata"
    assert [(one["name"], one["url"], one["kind"]) for one in told["value"]] == [
        ("Submissions", "Submissions", "EntitySet"),
        ("agreements", "agreements", "EntitySet"),
    ]
    address = reverse("odata:service", args=[program.office.code, round_.pk]).rstrip("/")
    bare = Client().get(address, headers={"authorization": f"Bearer {program.secret}"})
    assert bare.json() == told, "programs add no last stroke"


def described(program: Program, round_: Round) -> etree._Element:
    response = program.feed(round_, "$metadata")
    assert response["Content-Type"].startswith("application/xml")
    return etree.fromstring(response.content)


def test_the_description_is_whole(program: Program, round_: Round) -> None:
    whole = described(program, round_)
    assert (whole.tag, whole.get("Version")) == (f"{EDMX}Edmx", "4.0")
    (schema,) = whole.findall(f"{EDMX}DataServices/{EDM}Schema")
    types = {one.get("Name"): one for one in schema.findall(f"{EDM}EntityType")}
    sets = {
        one.get("Name"): one.get("EntityType")
        for one in schema.findall(f"{EDM}EntityContainer/{EDM}EntitySet")
    }
    assert {f"{schema.get('Namespace')}.{name}" for name in types} == set(sets.values())
    for one in types.values():
        names = [found.get("Name") for found in one.findall(f"{EDM}Property")]
        assert len({name.casefold() for name in names}) == len(names)
        keys = [found.get("Name") for found in one.findall(f"{EDM}Key/{EDM}PropertyRef")]
        assert keys
        free = {found.get("Name") for found in one.findall(f"{EDM}Property[@Nullable='false']")}
        assert set(keys) == free <= set(names)
        # As the schema has it: the key first, then properties.
        assert one[0].tag == f"{EDM}Key"


def test_columns_have_types_and_the_words_of_the_form(program: Program, round_: Round) -> None:
    found = {
        (kind.get("Name"), one.get("Name")): (one.get("Type"), one[0].get("String"))
        for kind in described(program, round_).iter(f"{EDM}EntityType")
        for one in kind.findall(f"{EDM}Property")
    }
    assert found["Submission", "topic"] == ("Edm.String", "เรื่องที่นิเทศ")
    assert found["Submission", "students"] == ("Edm.Int64", "จำนวนนักเรียน")
    assert found["Submission", "next_on"] == ("Edm.Date", "นัดครั้งต่อไป")
    assert found["Submission", "place_latitude"] == ("Edm.Double", "พิกัด ละติจูด")
    assert found["Submission", "_received_at"] == ("Edm.DateTimeOffset", "ได้รับเมื่อ")
    assert found["Submission", "heading_school_label"][0] == "Edm.String"
    assert found["Submission", "enough_actual"][1] != found["Submission", "ready_actual"][1]
    assert found["agreements_line", "_id"][0] == "Edm.Guid"


# Rows


def test_a_submission_is_a_row(
    program: Program, round_: Round, three: list[RoundAnswer], school: School, cluster: Cluster
) -> None:
    found = {one["topic"]: one for one in rows(program, round_)}
    assert set(found) == {"a", "b", "ค's"}
    row = found["a"]
    sent = three[0].submission
    assert (row["_id"], row["_reference"]) == (str(sent.pk), sent.reference)
    assert row["_received_at"] == "2026-11-20T09:30:00+07:00"
    assert (row["_school_code"], row["_school"]) == (school.smis_code, school.name)
    assert (row["_cluster"], row["_cluster_label"]) == (str(cluster.pk), cluster.name)
    assert (row["heading_school"], row["heading_school_label"]) == (school.smis_code, school.name)
    assert (row["students"], row["next_on"]) == (10, "2026-12-01")
    assert (row["uses_media"], row["uses_media_label"]) == ("yes", "ใช่")
    assert row["media"] == "video print"
    assert row["media_label"].count(", ") == 1
    assert (found["ค's"]["next_on"], found["ค's"]["media_label"]) == (None, None)
    metadata = {one.get("Name") for one in described(program, round_).iter(f"{EDM}Property")}
    assert set(row) <= metadata


def test_a_line_is_a_row_that_names_its_submission(
    program: Program, round_: Round, three: list[RoundAnswer]
) -> None:
    found = rows(program, round_, entity="agreements")
    assert {one["_id"] for one in found} == {str(three[1].submission_id)}
    assert [(one["_line"], one["agreements_what"], one["agreements_due_on"]) for one in found] == [
        ("1", "ซ่อมเครื่องรับ", "2027-02-01"),
        ("2", "อบรม", None),
    ]


def test_only_what_counts_is_told(program: Program, round_: Round, three: list[RoundAnswer]) -> None:
    RoundAnswer.objects.filter(pk=three[0].pk).update(standing=RoundAnswer.Standing.LATE)
    assert [one["topic"] for one in rows(program, round_, "$orderby=topic")] == ["b", "ค's"]
    assert program.feed(round_, "Submissions/$count").content == b"2"


def test_one_row_is_read_by_its_key(program: Program, round_: Round, three: list[RoundAnswer]) -> None:
    key = three[1].submission_id
    row = program.feed(round_, f"Submissions({key})").json()
    assert row["@odata.context"].endswith("$metadata#Submissions/$entity")
    assert row["topic"] == "b"
    line = program.feed(round_, f"agreements(_id={key},_line='2')?$select=agreements_what").json()
    assert line["agreements_what"] == "อบรม"
    assert set(line) == {"@odata.context", "agreements_what"}


@pytest.mark.parametrize("path", [
    "Nothing", "submissions", f"Submissions({NOBODY})", "Submissions(x)", f"Submissions({'-' * 36})", "Submissions()",
    f"agreements({NOBODY})", "$batch", "Nothing/$count", "Submissions(a)(b)",
])  # fmt: skip
def test_what_there_is_not_is_told_so(
    program: Program, round_: Round, three: list[RoundAnswer], path: str
) -> None:
    assert error_of(program.feed(round_, path))[:2] == (404, "not-found")


def test_names_are_made_apart_and_lines_within_lines_name_theirs(
    form: Form, program: Program, school: School
) -> None:
    round_ = make_round(publish(form, tables_of(NESTED)), is_once=False)
    body = (
        "<_id>x</_id><any_media>all</any_media><students>4</students>"
        "<rooms><name>ก</name><sets><students>1</students></sets><sets><students>2</students></sets></rooms>"
        "<rooms><name>ข</name><sets><students>3</students></sets></rooms>"
        "<more><submissions><at>2026-11-20T10:00:00.000+07:00</at></submissions></more>"
    )
    xml = (
        f'<data id="visit_note" version="1">{body}<meta><instanceID>uuid:{uuid4()}</instanceID></meta></data>'
    )
    made = answer(round_, open_round(round_, [school])[0], xml=xml)
    (row,) = rows(program, round_, "$filter=any_media eq 'all'")
    assert (row["_id"], row["_id_2"], row["any_media"]) == (str(made.submission_id), "x", "all")
    assert [one["name"] for one in program.feed(round_).json()["value"]] == [
        "Submissions",
        "rooms",
        "sets",
        "submissions_2",
    ]
    inner = rows(program, round_, entity="sets")
    assert [(one["_line"], one["_parent_line"], one["rooms_sets_students"]) for one in inner] == [
        ("1.1", "1", 1),
        ("1.2", "1", 2),
        ("2.1", "2", 3),
    ]
    (other,) = rows(program, round_, entity="submissions_2")
    assert (other["_parent_line"], other["more_submissions_at"]) == (None, "2026-11-20T10:00:00+07:00")
    assert rows(program, round_, "$filter=rooms_sets_students ge 2 and _parent_line eq '1'", "sets") == [
        inner[1]
    ]


def test_what_is_not_of_its_columns_type_is_left_empty(
    program: Program, round_: Round, three: list[RoundAnswer]
) -> None:
    sent = Submission.objects.get(pk=three[0].submission_id)
    sent.answers |= {"students": "มาก", "next_on": "พรุ่งนี้", "place": {"latitude": 10**400, "longitude": 99}}
    sent.save()
    (row,) = rows(program, round_, "$filter=topic eq 'a'")
    assert (row["students"], row["next_on"], row["place_latitude"]) == (None, None, None)
    assert row["place_longitude"] == 99


# What is asked of them


@pytest.mark.parametrize(
    ("filter_", "found"),
    [
        ("students eq 20", "b"),
        ("students ne 20", "aค"),
        ("students gt 10 and students le 30", "bค"),
        ("students lt 15.5 or topic eq 'ค''s'", "aค"),
        ("not (students ge 20)", "a"),
        ("not students ge 20 and topic eq 'a'", "a"),
        ("topic eq 'a' or topic eq 'b' and students eq 99", "a"),
        ("(topic eq 'a' or topic eq 'b') and students eq 20", "b"),
        ("contains(topic,'ค')", "ค"),
        ("contains(tolower(media), 'VIDEO') or startswith(toupper(topic),'B')", "b"),
        ("endswith(topic,'''s') eq true", "ค"),
        ("next_on eq null", "ค"),
        ("next_on ne null", "ab"),
        ("null eq next_on and true", "ค"),
        ("next_on ge 2026-12-02", "b"),
        ("next_on lt 2026-12-15", "a"),
        ("not contains(media,'x')", "a"),
        ("_received_at le 2026-11-20T02:30:00Z", "abค"),
        ("_received_at lt 2026-11-20T09:30:00 07:00", ""),
        ("20 lt students", "ค"),
        ("students gt null", ""),
        ("false", ""),
        ("media_label ne null", "a"),
    ],
)
def test_rows_are_filtered(
    program: Program, round_: Round, three: list[RoundAnswer], filter_: str, found: str
) -> None:
    assert [one[0] for one in topics(program, round_, filter_)] == [*found]


def test_a_key_can_be_asked_for(program: Program, round_: Round, three: list[RoundAnswer]) -> None:
    assert topics(program, round_, f"_id eq {three[1].submission_id}") == ["b"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("$filter=studnets eq 2", "studnets"),
        ("$filter=students eq 'two'", "เปรียบเทียบ"),
        ("$filter=students", "เงื่อนไข"),
        ("$filter=students eq", "ยังไม่จบ"),
        ("$filter=(students eq 2", "ขาด “)”"),
        ("$filter=students eq 2 3", "ไม่เข้าใจ “3”"),
        ("$filter=topic eq 'a'; drop", "ไม่เข้าใจ “;"),
        ("$filter=next_on eq 2026-02-31", "2026-02-31"),
        ("$filter=length(topic) eq 2", "length"),
        ("$filter=contains(students,'2')", "ข้อความ"),
        ("$filter=true gt false", "gt"),
        ("$filter=" + "(" * 60 + "true" + ")" * 60, "50"),
        ("$filter=" + "not " * 60 + "true", "50"),
        ("$filter=" + "x" * 4001, "4,000"),
        ("$filter=", "ยังไม่จบ"),
        ("$select=topic,wages,pay", "wages, pay"),
        ("$orderby=wages desc", "wages"),
        ("$orderby=topic down", "asc"),
        ("$top=-1", "$top"),
        ("$skip=many", "$skip"),
        ("$count=yes", "$count"),
        ("$skiptoken=x", "$skiptoken"),
        ("$skiptoken=LTEgLSA1", "$skiptoken"),
        ("$wish=1", "$wish"),
    ],
)
def test_what_is_asked_wrongly_is_named(
    program: Program, round_: Round, three: list[RoundAnswer], query: str, words: str
) -> None:
    status, code, message = error_of(program.feed(round_, f"Submissions?{quote(query, safe='$=&')}"))
    assert status == 400
    assert code in ("unfit-query", "unknown-column")
    assert words in message


def test_an_unknown_column_is_told_with_those_there_are(program: Program, round_: Round) -> None:
    _, code, message = error_of(program.feed(round_, "agreements?$select=pay"))
    assert code == "unknown-column"
    assert "_id, _line, _parent_line, agreements_what, agreements_due_on" in message


@pytest.mark.parametrize("name", ["$expand", "$search", "$apply"])
def test_what_is_not_there_yet_is_told_so(program: Program, round_: Round, name: str) -> None:
    assert error_of(program.feed(round_, f"Submissions?{name}=x"))[:2] == (501, "unsupported-query")


def test_only_the_chosen_columns_are_told(program: Program, round_: Round, three: list[RoundAnswer]) -> None:
    response = program.feed(round_, "Submissions?$select=topic,students&$orderby=students&$format=json")
    told = response.json()
    assert told["@odata.context"].endswith("$metadata#Submissions(topic,students)")
    assert told["value"][0] == {"topic": "a", "students": 10}


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("students desc", "คba"), ("next_on,topic desc", "คab"), ("next_on desc", "baค"), ("uses_media, students desc", "คba"),
    ],
)  # fmt: skip
def test_rows_are_put_in_order(
    program: Program, round_: Round, three: list[RoundAnswer], order: str, found: str
) -> None:
    """What is unknown comes first; from the highest down it comes last."""
    assert [one["topic"][0] for one in rows(program, round_, f"$orderby={order}")] == [*found]


def test_some_are_taken_and_all_are_counted(
    program: Program, round_: Round, three: list[RoundAnswer]
) -> None:
    told = program.feed(round_, "Submissions?$orderby=students&$top=1&$skip=1&$count=true").json()
    assert ([one["topic"] for one in told["value"]], told["@odata.count"]) == (["b"], 3)
    assert "@odata.nextLink" not in told
    told = program.feed(round_, "Submissions?$top=0&$count=true&$filter=students%20gt%2010").json()
    assert (told["value"], told["@odata.count"]) == ([], 2)
    whole = {one["topic"] for one in rows(program, round_)}
    parts = rows(program, round_, "$top=2") + rows(program, round_, "$skip=2")
    assert sorted(one["topic"] for one in parts) == sorted(whole)


@pytest.mark.parametrize(("path", "found"), [
    ("Submissions/$count", b"3"), ("Submissions/$count?$filter=students%20ge%2020", b"2"), ("agreements/$count", b"2"),
])  # fmt: skip
def test_rows_are_counted(
    program: Program, round_: Round, three: list[RoundAnswer], path: str, found: bytes
) -> None:
    response = program.feed(round_, path)
    assert (response.content, response["Content-Type"].split(";")[0]) == (found, "text/plain")


# Pages


def follow(program: Program, first: Any) -> list[list[dict[str, Any]]]:
    pages = [first.json()["value"]]
    headers = {"authorization": f"Bearer {program.secret}", "prefer": "odata.maxpagesize=2"}
    told = first.json()
    while link := told.get("@odata.nextLink"):
        told = Client().get(link, headers=headers).json()
        pages.append(told["value"])
        assert len(pages) < 20
    return pages


@pytest.mark.parametrize(
    ("entity", "query", "sizes"),
    [
        ("Submissions", "", [2, 2, 2, 1]),
        ("Submissions", "$orderby=students desc", [2, 2, 2, 1]),
        ("Submissions", "$top=3", [2, 1]),
        ("Submissions", "$top=4", [2, 2]),
        ("Submissions", "$top=3&$orderby=topic", [2, 1]),
        ("Submissions", "$skip=4", [2, 1]),
        ("Submissions", "$skip=4&$orderby=topic", [2, 1]),
        ("Submissions", "$filter=students gt 1&$select=_id", [2, 2, 1]),
        ("agreements", "", [2, 2, 2, 2, 2, 2, 2]),
        ("agreements", "$skip=3&$top=5", [2, 2, 1]),
        ("agreements", "$filter=agreements_what eq '1'", [2, 2, 2, 1]),
        ("agreements", "$orderby=agreements_what,_id", [2] * 7),
    ],
)  # fmt: skip
def test_pages_follow_each_other(
    program: Program, round_: Round, targets: list[RoundTarget], monkeypatch: pytest.MonkeyPatch,
    entity: str, query: str, sizes: Sequence[int],
) -> None:  # fmt: skip
    monkeypatch.setattr(reading, "BATCH", 3)
    lines = AGREED.format("0", "") + AGREED.format("1", "")
    for number in range(7):
        answered(round_, targets[0], topic=str(number % 3), students=str(number), body=lines)
    # Several of one block too.
    RoundAnswer.objects.filter(block__gt=32).update(block=40)
    whole = follow(program, program.feed(round_, f"{entity}?{quote(query, safe='$=&')}"))[0]
    asked = program.feed(round_, f"{entity}?{quote(query, safe='$=&')}", prefer="odata.maxpagesize=2")
    assert asked["Preference-Applied"] == "odata.maxpagesize=2"
    pages = follow(program, asked)
    assert [len(page) for page in pages] == list(sizes)
    assert [row for page in pages for row in page] == whole


def test_a_page_begins_after_the_last_row_though_more_came_in(
    program: Program, round_: Round, three: list[RoundAnswer]
) -> None:
    for number, one in enumerate(three):
        RoundAnswer.objects.filter(pk=one.pk).update(block=number * 10)
    first = program.feed(round_, "Submissions", prefer="odata.maxpagesize=2")
    early = answered(round_, None, topic="early")
    RoundAnswer.objects.filter(pk=early.pk).update(block=5)
    assert [one["topic"] for page in follow(program, first) for one in page] == ["a", "b", "ค's"]


def test_it_costs_the_same_whatever_there_is(
    program: Program, round_: Round, targets: list[RoundTarget]
) -> None:
    paths = (
        "",
        "$metadata",
        "Submissions",
        "Submissions?$orderby=topic&$count=true",
        "agreements?$filter=true",
    )

    def cost() -> list[int]:
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as counted:
                assert program.feed(round_, path).status_code == 200
            found.append(len(counted))
        return found

    answered(round_, targets[0], body=AGREED.format("ก", ""))
    cost()
    few = cost()
    for _ in range(5):
        answered(round_, targets[1], body=AGREED.format("ก", ""))
    assert cost() == few


# By whose rights


def test_who_brings_no_token_is_asked_for_one(round_: Round, office: Office, program: Program) -> None:
    root = reverse("odata:service", args=[office.code, round_.pk])
    half = b64encode(b"excel").decode()
    for given in (
        "",
        f"Basic {half}",
        "Basic !",
        "Basic " + b64encode(b"excel:nithet_x").decode(),
        "Bearer",
        "Bearer x",
    ):
        for path in ("", "$metadata", "Submissions", "Submissions/$count"):
            response = Client().get(root + path, headers={"authorization": given})
            assert error_of(response)[:2] == (401, "token-refused")
            assert response["WWW-Authenticate"].startswith("Basic ")
    assert "ช่องรหัสผ่าน" in error_of(Client().get(root))[2]


def test_to_be_signed_in_opens_nothing(
    client: Client, round_: Round, office: Office, supervisor: User
) -> None:
    client.force_login(supervisor)
    response = client.get(reverse("odata:service", args=[office.code, round_.pk]))
    assert error_of(response)[:2] == (401, "token-refused")


def test_rights_are_those_of_the_day(program: Program, round_: Round, supervisor: User) -> None:
    Appointment.objects.filter(person__user=supervisor).delete()
    assert error_of(program.feed(round_))[0] == 401


def test_a_stranger_finds_nothing(
    round_: Round, other_office: Office, outsider: User, office: Office, ict_head: User, teacher: User
) -> None:
    lost = Program(other_office, outsider)
    assert error_of(lost.feed(round_))[:2] == (404, "not-found")
    lost.office = office
    for who in (lost, Program(office, ict_head), Program(office, teacher)):
        assert error_of(who.feed(round_, "Submissions"))[:2] == (404, "not-found")


def test_who_sees_only_who_has_sent_reads_no_answers(
    office: Office, round_: Round, three: list[RoundAnswer], cluster_chair: User
) -> None:
    chair = Program(office, cluster_chair)
    for path in ("", "$metadata", "Submissions", "Submissions/$count"):
        assert error_of(chair.feed(round_, path))[:2] == (403, "no-right")


def test_answers_of_another_divisions_form_are_not_read(
    office: Office, round_: Round, three: list[RoundAnswer], ict_head: User, supervisor: User
) -> None:
    """A round of one's own, with a form of the whole office, whose submissions are not one's matter."""
    Form.objects.update(unit=None)
    status, code, message = error_of(Program(office, supervisor).feed(round_, "Submissions"))
    assert (status, code) == (403, "no-right")
    assert "แบบฟอร์ม" in message


def test_nobody_reads_the_answers_of_an_anonymous_round(
    program: Program, version: FormVersion, school: School, office: Office, director: User
) -> None:
    round_ = make_round(version, is_anonymous=True, is_once=False)
    answered(round_, open_round(round_, [school])[0])
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSED)
    for who in (program, Program(office, director)):
        for path in ("", "$metadata", "Submissions", "Submissions/$count"):
            status, _, message = error_of(who.feed(round_, path))
            assert (status, "ไม่ระบุตัวผู้ตอบ" in message) == (403, True)


def test_nothing_is_written_by_it(program: Program, round_: Round) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = program.feed(round_, "Submissions", method)
        assert error_of(response)[:2] == (405, "wrong-method")
        assert response["Allow"] == "GET, HEAD"
    response = program.feed(round_, "Submissions", "head")
    assert (response.status_code, response.content, response["OData-Version"]) == (200, b"", "4.0")


def test_who_asks_too_often_waits(program: Program, round_: Round, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "MOST", 1)
    cache.clear()
    assert program.feed(round_).status_code == 200
    response = program.feed(round_)
    assert error_of(response)[:2] == (429, "too-often")
    assert 0 < int(response["Retry-After"]) <= 61
