"""Answers collected with Google Forms come in: columns, choices, moments; each row once, however often it is sent."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.tables.values import CellProblem
from nithet.forms.definition import Kind, Question
from nithet.forms.importing.cells import MONTH_FIRST, Choices, as_day, as_moment, texts_of
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.offices.imports import checking, storing
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Import, Office, School, Unit
from nithet.offices.tests.factories import page_text

pytestmark = pytest.mark.usefixtures("friday")

HEADINGS = (
    "ประทับเวลา", "ที่อยู่อีเมล", "โรงเรียน", "เรื่องที่นิเทศ", "จำนวนนักเรียน", "ใช้สื่อหรือไม่", "สื่อที่ใช้",
    "มีสื่อเพียงพอกับผู้เรียน [สภาพปัจจุบัน]", "มีสื่อเพียงพอกับผู้เรียน [สภาพที่คาดหวัง]",
    "ครูใช้สื่อได้คล่อง [สภาพปัจจุบัน]", "ครูใช้สื่อได้คล่อง [สภาพที่คาดหวัง]", "นัดครั้งต่อไป",
)  # fmt: skip

MEDIA = "สิ่งพิมพ์, ความเป็นจริงเสริมหรือเสมือน (AR/VR)"


def row(school: School, **other: str) -> list[str]:
    told = dict(zip(HEADINGS, (
        "2026/11/18 9:30:15 ก่อนเที่ยง GMT+7", "kru@example.ac.th", school.name, "การใช้สื่อ", "๒๔ คน", "ใช่", MEDIA,
        "มาก", "มากที่สุด", "3", "5", "20/12/2569",
    ), strict=True))  # fmt: skip
    return list((told | {HEADINGS[int(place[1:])]: value for place, value in other.items()}).values())


def table(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode()


@pytest.fixture
def form(office: Office, supervision: Unit) -> Form:
    return make_form(office, unit=supervision)


@pytest.fixture
def version(form: Form) -> FormVersion:
    return publish(form)


@pytest.fixture
def road(client: Client, supervisor: User, office: Office, version: FormVersion) -> AnswersRoad:
    client.force_login(supervisor)
    return AnswersRoad(client, office.code)


class AnswersRoad(Road):
    """The steps of an import, begun at the form."""

    def _sent(self, given: Mapping[str, Any]) -> Any:
        address = reverse("forms:answers-import", args=[self.office, "visit_note"])
        response = self.client.post(address, {name: value for name, value in given.items() if name != "kind"})
        if response.status_code == 302:
            source = Import.objects.order_by("-made_at", "-pk").first()
            assert source is not None
            self.pk = source.pk
        return response

    def check(self, content: bytes, chosen: Mapping[str, str] | None = None, order: str = "dmy") -> Any:
        return self.to_preview("", "คำตอบ.csv", content, chosen, order=order)


def test_a_row_becomes_a_submission(road: AnswersRoad, school: School, office: Office) -> None:
    road.check(table(row(school)))
    assert road.problems("bad") == road.problems("doubt") == []
    assert not Submission.objects.exists()
    road.store()
    one = Submission.objects.get()
    assert (one.school, one.sender, one.sent_by, one.problems) == (school, "kru@example.ac.th", None, [])
    assert one.received_at == datetime(2026, 11, 18, 2, 30, 15, tzinfo=UTC)
    told = {"topic": "การใช้สื่อ", "students": 24, "uses_media": "yes", "media": ["print", "ar_vr"], "enough/actual": "4", "enough/desired": "5",
            "ready/actual": "3", "next_on": "2026-12-20", "heading/date": "2026-11-18", "heading/fiscal_year_be": 2570}  # fmt: skip
    assert {path: one.answers.get(path) for path in told} == told
    page = page_text(road.page())
    assert "นำเข้าแล้ว 1 ชุด" in page
    assert reverse("forms:submission-list", args=[office.code, "visit_note"]) in road.page().content.decode()


def test_sent_twice_it_adds_nothing_and_a_newer_download_only_what_is_new(
    road: AnswersRoad, school: School
) -> None:
    first, second = row(school), row(school, _1="b@example.ac.th")
    # Two said the very same at the same second: both count.
    road.check(table(first, first))
    road.store()
    assert Submission.objects.count() == 2
    road.check(table(first, first))
    assert (road.source.counts["same"], road.source.counts.get("new", 0)) == (2, 0)
    road.check(table(first, first, second))
    assert (road.source.counts["same"], road.source.counts["new"]) == (2, 1)
    road.store()
    assert Submission.objects.count() == 3


def test_what_cannot_be_read_is_named_by_row_and_column_and_stays_behind(
    road: AnswersRoad, school: School
) -> None:
    road.check(
        table(
            row(school),
            row(school, _4="หลายคน"),
            row(school, _7="เหลือเฟือ"),
            row(school, _0="1/1/2599, 9:00:00"),
        )
    )
    said = dict(road.problems("bad"))
    assert sorted(said) == [3, 4, 5]
    assert "เหลือเฟือ" in said[4]
    assert "อนาคต" in said[5]
    assert "จำนวนนักเรียน" in page_text(road.page())
    road.store()
    assert Submission.objects.count() == 1


def test_what_the_form_does_not_allow_is_taken_only_where_a_person_says_so(
    road: AnswersRoad, school: School
) -> None:
    road.check(table(row(school, _4="9000"), row(school, _3="", _1="b@example.ac.th")))
    said = dict(road.problems("doubt"))
    assert "0 ถึง 5,000" in said[2]
    assert "เรื่องที่นิเทศ" in said[3]
    road.choose(2, "new")
    road.store()
    one = Submission.objects.get()
    assert (one.answers["students"], one.state) == (9000, Submission.State.ATTENTION)


def test_a_column_is_what_a_person_says(road: AnswersRoad, school: School) -> None:
    renamed = ["อีกชื่อหนึ่งของหัวข้อ" if name == "เรื่องที่นิเทศ" else name for name in HEADINGS]
    assert road.send("", "คำตอบ.csv", table(row(school), headings=renamed)).status_code == 302
    form = road.columns().context["form"]
    codes = {label: code for code, label in form["column-3"].field.choices}
    road.match({"อีกชื่อหนึ่งของหัวข้อ": codes["เรื่องที่นิเทศ"]}, order="dmy")
    road.store()
    assert Submission.objects.get().answers["topic"] == "การใช้สื่อ"
    # And is remembered for the next download.
    road.send("", "คำตอบ.csv", table(row(school, _1="b@example.ac.th"), headings=renamed))
    assert road.columns().context["form"]["column-3"].value() == codes["เรื่องที่นิเทศ"]


def test_columns_of_no_question_are_refused(road: AnswersRoad) -> None:
    road.send("", "คำตอบ.csv", table(["1", "2"], headings=["ความสูง", "น้ำหนัก"]))
    response = road.match({}, order="dmy")
    assert response.status_code == 422
    assert "คำตอบอย่างน้อยหนึ่งข้อ" in page_text(response)


def test_it_goes_on_where_it_was_broken_off(
    road: AnswersRoad, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "ROWS_A_BATCH", 2)
    monkeypatch.setattr(storing, "ROWS_A_BATCH", 2)
    rows = [row(school) for _ in range(5)]
    road.check(table(*rows))
    original = storing._Stored._advance
    calls = []

    def failing(self: Any, *given: Any, **facts: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError
        original(self, *given, **facts)

    monkeypatch.setattr(storing._Stored, "_advance", failing)
    road.store()
    assert "failed" in (road.source.state, road.source.job and road.source.job.state)
    assert Submission.objects.count() == 2
    road.client.post(road.url("resume"))
    assert Submission.objects.count() == 5


def test_checking_costs_the_same_whatever_there_is(road: AnswersRoad, school: School) -> None:
    def cost(count: int) -> int:
        road.send(
            "",
            "คำตอบ.csv",
            table(*(row(school, _1=f"{count}-{number}@example.ac.th") for number in range(count))),
        )
        with CaptureQueriesContext(connection) as counted:
            road.match(order="dmy")
        return len(counted)

    cost(1)
    assert cost(20) == cost(2)


# Who may


@pytest.mark.parametrize(
    ("who", "code"), [("supervisor", 200), ("ict_head", 403), ("teacher", 403), ("outsider", 404)]
)
def test_who_reviews_the_form_may(
    client: Client, version: FormVersion, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    client.force_login(request.getfixturevalue(who))
    address = reverse("forms:answers-import", args=[office.code, "visit_note"])
    assert client.get(address).status_code == code
    response = client.post(address, {"file": layouts.upload("คำตอบ.csv", table(["ก"] * len(HEADINGS)))})
    assert response.status_code == (302 if code == 200 else code)
    assert Import.objects.count() == (code == 200)


def test_another_ones_import_does_not_exist(
    road: AnswersRoad, school: School, supervisor2: User, ict_head: User
) -> None:
    road.check(table(row(school)))
    for user in (supervisor2, ict_head):
        road.client.force_login(user)
        assert road.page().status_code == 404
        assert road.client.post(road.url("store")).status_code == 404
    assert not Submission.objects.exists()


def test_who_may_review_no_more_stores_nothing(
    road: AnswersRoad, school: School, form: Form, ict: Unit
) -> None:
    road.check(table(row(school)))
    Form.objects.filter(pk=form.pk).update(unit=ict)
    assert road.client.post(road.url("store")).status_code == 403
    assert not Submission.objects.exists()


def test_a_form_without_an_edition_takes_none(
    client: Client, office: Office, form: Form, supervisor: User
) -> None:
    client.force_login(supervisor)
    address = reverse("forms:answers-import", args=[office.code, "visit_note"])
    assert client.get(address).status_code == 409


def test_a_file_that_is_no_table_is_refused(road: AnswersRoad) -> None:
    assert road.send("", "ภาพ.csv", b"\xff\xd8\xff").status_code == 422
    assert road.paste("", "").status_code == 422


# Cells


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2026/11/20 9:30:15 AM GMT+7", "dmy", "2026-11-20T09:30:15+07:00"),
        ("2026/11/20 12:05:00 หลังเที่ยง GMT+7", "dmy", "2026-11-20T12:05:00+07:00"),
        ("2026/11/20 12:05:00 AM GMT+0", "dmy", "2026-11-20T00:05:00+00:00"),
        ("20/11/2026, 9:30:15", "dmy", "2026-11-20T09:30:15+07:00"),
        ("๕/๑๑/๒๕๖๙, ๙:๓๐:๑๕", "dmy", "2026-11-05T09:30:15+07:00"),
        ("5/11/2026 21:30:15", "dmy", "2026-11-05T21:30:15+07:00"),
        ("11/5/2026 21:30:15", MONTH_FIRST, "2026-11-05T21:30:15+07:00"),
        ("2026-11-20T09:30:15", "dmy", "2026-11-20T09:30:15+07:00"),
        ("20 พ.ย. 2569 09.30 น.", "dmy", "2026-11-20T09:30:00+07:00"),
        ("20 พ.ย. 2569", "dmy", "2026-11-20T00:00:00+07:00"),
    ],
)
def test_moments_are_read_in_both_languages_and_eras(text: str, order: str, expected: str) -> None:
    assert as_moment(text, order) == datetime.fromisoformat(expected)


@pytest.mark.parametrize("text", ["เมื่อวาน", "20/11/2026, 25:00:00", "11/20/2026 9:30:15", "x" * 5000])
def test_what_is_no_moment_says_so(text: str) -> None:
    with pytest.raises(CellProblem):
        as_moment(text, "dmy")


def test_a_real_date_cell_keeps_its_time() -> None:
    cell = datetime(2569, 11, 20, 9, 30)  # noqa: DTZ001  as a spreadsheet has it
    assert as_moment(cell, "dmy") == datetime.fromisoformat("2026-11-20T09:30:00+07:00")
    assert as_day("11/20/2026", MONTH_FIRST) == date(2026, 11, 20)


LABELS = {"tv": "โทรทัศน์", "pc": "คอมพิวเตอร์, โน้ตบุ๊ก", "a": "A", "a_plus": "A+", "4": "มาก", "s5": "5 มากที่สุด"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("โทรทัศน์", "tv"),
        ("1. โทรทัศน์", "tv"),
        ("A", "a"),
        ("A+", "a_plus"),
        ("4", "4"),
        ("5", "s5"),
        ("วิทยุ", None),
    ],
)
def test_a_choice_is_known_by_its_label_its_name_or_its_number(words: str, name: str | None) -> None:
    assert Choices(LABELS, has_other=False).name_of(words) == name


def test_two_choices_of_one_label_are_told_apart_by_a_person() -> None:
    with pytest.raises(CellProblem):
        Choices({"1": "บ้านสาธิต", "2": "บ้านสาธิต"}, has_other=False).name_of("บ้านสาธิต")


@pytest.mark.parametrize(
    ("words", "has_other", "expected"),
    [
        ("โทรทัศน์, คอมพิวเตอร์, โน้ตบุ๊ก", False, {"used": "tv pc"}),
        ("คอมพิวเตอร์, โน้ตบุ๊ก,โทรทัศน์,โทรทัศน์", False, {"used": "pc tv"}),
        ("โทรทัศน์, วิทยุ", True, {"used": "tv other", "used_other": "วิทยุ"}),
    ],
)
def test_several_choices_stand_in_one_cell(words: str, has_other: bool, expected: dict[str, str]) -> None:
    question = Question("used", Kind.SELECT_MULTIPLE, "สื่อที่ใช้", has_other=has_other)
    assert texts_of(question, words, Choices(LABELS, has_other=has_other), "dmy") == expected


def test_a_choice_that_is_none_is_named() -> None:
    question = Question("used", Kind.SELECT_MULTIPLE, "สื่อที่ใช้")
    with pytest.raises(CellProblem, match="วิทยุ"):
        texts_of(question, "โทรทัศน์, วิทยุ", Choices(LABELS, has_other=False), "dmy")


@pytest.mark.parametrize(
    ("kind", "cell", "text"),
    [
        (Kind.DECIMAL, "๓.๕๐", "3.50"),
        (Kind.RANGE, 7.0, "7"),
        (Kind.TIME, "1:05 PM", "13:05:00"),
        (Kind.TEXT, "บรรทัดหนึ่ง\nบรรทัดสอง", "บรรทัดหนึ่ง\nบรรทัดสอง"),
        (Kind.ACKNOWLEDGE, "รับทราบ", "OK"),
        (Kind.DATETIME, "20/11/2569 09:30", "2026-11-20T09:30:00+07:00"),
    ],
)
def test_cells_by_the_kind_of_their_question(kind: Kind, cell: Any, text: str) -> None:
    assert texts_of(Question("one", kind, "ข้อ"), cell, None, "dmy") == {"one": text}
    assert texts_of(Question("one", kind, "ข้อ"), " - ", None, "dmy") == {}
