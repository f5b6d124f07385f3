"""The two side by side, for somebody who never saw such a page; the list, and who is told."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.field.comparing import Side, side_by_side
from nithet.field.models import Apart
from nithet.field.services.choosing import choose
from nithet.field.tests.apart_kit import at, same_name_twice, same_subject_twice
from nithet.forms.models import FormVersion
from nithet.forms.reviewing import Look
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.forms.tests.small_forms import VISIT
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect, collect_lately
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    return publish(make_form(office, unit=supervision))


@pytest.fixture
def content(version: FormVersion, teacher: User, school: School) -> Apart:
    return same_name_twice(version, teacher, school.smis_code, picture=True)


def opened(client: Client, user: User, apart: Apart) -> str:
    client.force_login(user)
    return page_text(client.get(at(apart)))


def test_what_happened_stands_first_and_both_sides_say_who_when_and_where(
    client: Client, content: Apart, supervisor: User, teacher: User
) -> None:
    page = opened(client, supervisor, content)
    assert "ข้อมูลไม่ตรงกัน โปรดเลือก" in page
    assert "ข้อมูลชุดเดียวกันถูกส่งมาสองครั้ง และคำตอบไม่เหมือนกัน" in page
    assert page.count(teacher.person.name) >= 2
    assert "โทรศัพท์เครื่องที่หนึ่ง (เบราว์เซอร์)" in page
    assert "แท็บเล็ตของโรงเรียน (เบราว์เซอร์)" in page
    assert "09.30 น." in page
    assert "10.00 น." in page


def test_only_what_differs_is_open_and_the_rest_is_folded(
    client: Client, content: Apart, supervisor: User
) -> None:
    page = opened(client, supervisor, content)
    table = page[page.index("คำตอบที่ต่างกัน") : page.index('<details class="quiet-act')]
    assert {"จำนวนนักเรียน", "เรื่องที่นิเทศ", "ภาพถ่าย"} <= set(re.findall(r'<th scope="row">([^<]+)</th>', table))
    assert "ใช้สื่อหรือไม่" not in table
    folded = page[
        page.index('<details class="quiet-act') : page.index("</details>", page.index("ข้อที่ตอบเหมือนกัน"))
    ]
    assert "ใช้สื่อหรือไม่" in folded


def test_pictures_of_both_are_shown_to_who_sees_the_page_and_to_nobody_else(
    client: Client, content: Apart, supervisor: User, school_director: User
) -> None:
    page = opened(client, supervisor, content)
    for view in ("apart-file", "apart-small"):
        address = at(content, view, "photo-1.jpg")
        assert address in page
        client.force_login(supervisor)
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
        assert client.get(at(content, view, "other.jpg")).status_code == 404
        client.force_login(school_director)
        assert client.get(address).status_code == 404


def test_after_the_choice_the_page_says_what_was_chosen_and_still_shows_both(
    client: Client, content: Apart, supervisor: User, office: Office
) -> None:
    choose(content, "other", by=as_member(supervisor, office))
    page = opened(client, supervisor, content)
    assert "ใช้ชุดที่มาภายหลัง" in page
    assert supervisor.name in page
    assert ">24<" in re.sub(r"\s|</?p>", "", page)
    assert ">42<" in re.sub(r"\s|</?p>", "", page)
    assert 'name="choice"' not in page
    assert "เลือกใหม่" not in page


@pytest.mark.parametrize(
    ("choice", "note"), [("standing", "ไม่มี เก็บไว้ให้เปิดดู"), ("other", "เป็นคำตอบของ {} แล้ว"), ("both", "")]
)
def test_what_became_of_the_other_content_is_told(
    client: Client, content: Apart, supervisor: User, office: Office, choice: str, note: str
) -> None:
    choose(content, choice, by=as_member(supervisor, office))
    page = opened(client, supervisor, content)
    content.refresh_from_db()
    expected = content.became.reference if content.became else note.format(content.submission.reference)
    assert expected in page
    assert "ยังไม่มี เก็บไว้ให้เลือก" not in page
    assert ("เลือกใหม่" in page) is (choice == "standing")


def test_what_cannot_be_taken_is_off_and_says_why(
    client: Client, version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    apart = same_subject_twice(version, teacher, school.smis_code)
    type(apart.submission).objects.filter(pk=apart.submission_id).update(state="void", reason="ผิดแบบ")
    page = opened(client, supervisor, apart)
    assert re.search(r'value="standing"[^>]* disabled', page)
    assert not re.search(r'value="other"[^>]* disabled', page)
    assert f"ข้อมูลเลขอ้างอิง {apart.submission.reference} ถูกยกเลิกไปแล้ว" in page


def test_words_that_were_typed_are_no_markup(
    client: Client, version: FormVersion, teacher: User, supervisor: User, school: School
) -> None:
    apart = same_name_twice(version, teacher, school.smis_code)
    Apart.objects.update(answers={**apart.answers, "topic": "<script>alert(1)</script>"})
    page = opened(client, supervisor, apart)
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize(
    ("who", "count"), [("supervisor", 2), ("teacher", 2), ("school_director", 0), ("ict_head", 0)]
)
def test_the_list_shows_each_what_they_may_choose(
    client: Client, version: FormVersion, content: Apart, teacher: User, small_school: School, office: Office,
    who: str, count: int, request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    same_subject_twice(version, teacher, small_school.smis_code)
    client.force_login(request.getfixturevalue(who))
    page = page_text(client.get(reverse("field:apart-list", args=[office.code])))
    assert page.count('id="apart-') == count
    assert (f"รอเลือก {count} เรื่อง" in page) is bool(count)


def test_the_pages_cost_the_same_however_much_there_is(
    client: Client, version: FormVersion, content: Apart, teacher: User, supervisor: User, small_school: School,
    office: Office,
) -> None:  # fmt: skip
    client.force_login(supervisor)
    addresses = (reverse("field:apart-list", args=[office.code]), at(content))
    before = [queries_of(client, address) for address in addresses]
    for number in range(4):
        Apart.objects.create(
            office=office, kind="content", submission=content.submission, version=version, xml=b"", sha256=str(number),
            answers=content.answers, sent_by=teacher, person=teacher.person, came_at=content.came_at,
        )  # fmt: skip
    assert [queries_of(client, address) for address in addresses] == before


def queries_of(client: Client, address: str) -> int:
    client.get(address)  # what the process keeps is known
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# Who is told


def told_of(user: User) -> list[str]:
    return list(Notice.objects.filter(person=user.person, kind="apart_waits").values_list("title", flat=True))


def test_who_sent_both_and_the_head_of_the_division_are_told_once(
    content: Apart, teacher: User, head: User, ict_head: User, supervisor: User, office: Office
) -> None:
    for _ in range(2):
        collect_lately([office.pk], on=DAY, since=content.came_at)
        collect([office.pk], on=DAY)
    assert [len(told_of(user)) for user in (teacher, head, ict_head, supervisor)] == [1, 1, 0, 0]
    assert content.submission.reference in told_of(head)[0]


def test_what_was_chosen_is_told_to_nobody(
    content: Apart, head: User, supervisor: User, office: Office
) -> None:
    choose(content, "standing", by=as_member(supervisor, office))
    collect([office.pk], on=DAY)
    assert not told_of(head)


# Comparing, which knows no database


Digests = dict[str, str]


def sides(
    one: dict[str, Any], other: dict[str, Any], digests: tuple[Digests, Digests] = ({}, {})
) -> list[tuple[str, bool]]:
    first, second = (
        Side(Look(VISIT, answers, lambda question, name: name), known)
        for answers, known in zip((one, other), digests, strict=True)
    )
    return [(row.label, row.differs) for row in side_by_side(first, second)]


def test_what_only_one_of_them_answers_differs_and_stands_in_the_order_of_the_form() -> None:
    one = {"teachers": 3, "photo": "a.jpg"}
    other = {"teachers": 3, "hours": "2.5", "rating": "4"}
    assert [differs for _, differs in sides(one, other)] == [False, True, True, True]
    assert [label for label, _ in sides(one, other)] == ["จำนวนครู", "ชั่วโมงต่อสัปดาห์", "ระดับคะแนน", "ภาพถ่าย"]


def test_lines_of_a_repeat_are_held_against_each_other_by_their_number() -> None:
    one = {"agreements": [{"agreements/what": "ก"}, {"agreements/what": "ข"}]}
    other = {"agreements": [{"agreements/what": "ก"}]}
    assert [differs for _, differs in sides(one, other)] == [False, True]


def test_files_are_the_same_by_their_content_not_by_their_name() -> None:
    one, other = {"photo": "a.jpg"}, {"photo": "b.jpg"}
    assert sides(one, other) == [("ภาพถ่าย", True)]
    assert sides(one, other, ({"a.jpg": "x"}, {"b.jpg": "x"})) == [("ภาพถ่าย", False)]
    assert sides(one, one, ({"a.jpg": "x"}, {"a.jpg": "y"})) == [("ภาพถ่าย", True)]
