"""What is found, on the engine at hand: Thai words, parts of names, slips; and that nothing typed is ever syntax."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.db.models import QuerySet
from pytest_django import DjangoAssertNumQueries

from nithet.core import search
from nithet.core.clock import now
from nithet.core.models import Recent, SearchEntry
from nithet.core.search import kinds
from nithet.core.search.asking import found, groups, near
from nithet.core.search.words import question

pytestmark = pytest.mark.django_db
KIND = "thing"


@dataclass(frozen=True)
class AnOffice:
    pk: UUID


@dataclass(frozen=True)
class Someone:
    """A member, as far as search knows one: here of an office all of whose things they see."""

    office: AnOffice
    pk: UUID


@pytest.fixture(autouse=True)
def _declared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Things of this test only: whoever has one as recent may see it."""
    monkeypatch.setattr(kinds, "_kinds", {})
    search.declare(search.SearchKind(KIND, "สิ่งของ", "package", _visible, _addresses, lambda _: []))


def _visible(member: Someone) -> QuerySet[Recent]:
    return Recent.objects.filter(office_id=member.office.pk, user_id=member.pk)


def _addresses(member: Someone, ids: Collection[UUID]) -> dict[UUID, str]:
    return {pk: f"/things/{pk}/" for pk in ids}


@pytest.fixture
def someone() -> Someone:
    return Someone(AnOffice(uuid4()), uuid4())


def put(
    member: Someone, *titles: str, text: str = "", year_be: int = 0, office: UUID | None = None
) -> list[UUID]:
    """Things of these titles, which the member may see."""
    office_id = office or member.office.pk
    rows = [
        Recent(office_id=office_id, user_id=member.pk, kind=KIND, object_id=uuid4(), opened_at=now())
        for _ in titles
    ]
    Recent.objects.bulk_create(rows)
    entries = [
        search.Entry(KIND, row.pk, title, text, year_be) for row, title in zip(rows, titles, strict=True)
    ]
    search.index(office_id, entries)
    return [row.pk for row in rows]


def titles(member: Someone, typed: str) -> list[str]:
    return [row.title for row in found(question(typed), member)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("นิเทศ", "แผนการนิเทศภายใน"),
        ("ภายใน", "แผนการนิเทศภายใน"),
        ("นิเทศ แผน", "แผนการนิเทศภายใน"),
        ("๒๕๗๐", "ปีงบประมาณ พ.ศ. 2570"),
        ("dlit", "ห้องเรียน DLIT ปลายทาง"),
        ("บ้านทุ่ง", "โรงเรียนบ้านทุ่งสาธิต"),
        ("ทุ่งสา", "โรงเรียนบ้านทุ่งสาธิต"),
        ("สมชา", "นายสมชาย ใจดี"),
        ("ชายใจ", "นายสมชาย ใจดี"),
        ("ใจ", "นายสมชาย ใจดี"),
        ("ประชุมเครือข่าย", "การประชุม เครือข่าย"),
    ],
)
def test_words_and_parts_of_names_are_found(someone: Someone, typed: str, title: str) -> None:
    put(someone, title, "เรื่องอื่น", "บันทึกข้อความ")
    assert titles(someone, typed) == [title]


def test_a_mark_makes_another_word(someone: Someone) -> None:
    put(someone, "ข่า", "ขา", "ข้า")
    assert titles(someone, "ขา") == ["ขา"]


def test_texts_are_looked_through_after_titles(someone: Someone) -> None:
    put(someone, "บันทึก", text="ขอให้รายงานการใช้สื่อ")
    put(someone, "รายงานการใช้สื่อ")
    put(someone, "การใช้สื่อ ฉบับเต็ม")
    put(someone, "แบบการใช้สื่อ")
    assert titles(someone, "การใช้สื่อ")[-1] == "บันทึก"
    assert titles(someone, "การใช้สื่อ")[0] == "การใช้สื่อ ฉบับเต็ม"
    assert titles(someone, "รายงานการใช้สื่อ") == ["รายงานการใช้สื่อ", "บันทึก"]


def test_newer_years_come_first(someone: Someone) -> None:
    for year in (2568, 2570, 2569):
        put(someone, f"สำรวจสื่อ ปี {year}", year_be=year)
    assert titles(someone, "สำรวจสื่อ") == [f"สำรวจสื่อ ปี {year}" for year in (2570, 2569, 2568)]


def test_no_phrase_goes_from_the_title_into_the_text(someone: Someone) -> None:
    put(someone, "แผน", text="นิเทศ")
    assert titles(someone, "แผนนิเทศ") == []


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("สมชัย ใจดี", "นายสมชาย ใจดี"),
        ("โรงเรียนบ้านทุงสาธิต", "โรงเรียนบ้านทุ่งสาธิต"),
        ("ศึกษานิเทศน์", "คณะศึกษานิเทศก์"),
        ("แบบประเมิณโครงการ", "แบบประเมินโครงการ"),
    ],
)
def test_slips_are_told_as_near(someone: Someone, typed: str, title: str) -> None:
    put(someone, title, "เรื่องอื่นที่ไม่เหมือนกัน", "บัญชีครุภัณฑ์")
    assert titles(someone, typed) == []
    assert [hit.title for hit in near(question(typed), someone)] == [title]


WILD = [
    '"', '""', "'", "*", "นิเทศ*", "OR", "AND", "NOT", "NEAR", "NEAR(นิเทศ แผน)", "title: นิเทศ", "-", "นิเทศ -แผน", "%",
    "_", "%%__", "่", "่่่", " ", "   \n\t", "\\", "'; DROP TABLE core_searchentry; --", "{นิเทศ}", "^นิเทศ", "a:b", "&|!<->()",
    "~นิเ", "@", "|", "\x00", "\ud800", "นิเทศ" * 2000, "ก " * 5000, "😀", "<script>", "’’", "1 OR 1=1", ":*", "()", "ํ", "ๆ", "฿",
    "\u200b", "NULL", "ʼ", "ä", "İ", "²", "٣",
]  # fmt: skip


@pytest.mark.parametrize("typed", WILD, ids=[f"wild-{place}" for place in range(len(WILD))])
def test_nothing_that_is_typed_is_syntax(someone: Someone, typed: str) -> None:
    put(someone, "แผนการนิเทศภายใน", "บันทึก", typed, text=typed)
    asked = question(typed)
    assert len(asked.typed) <= 200
    if not asked.is_enough:
        return
    assert typed.strip() == "" or all(row.office_id == someone.office.pk for row in found(asked, someone))
    groups(asked, someone)
    near(asked, someone)
    assert SearchEntry.objects.count() == 3


@pytest.mark.parametrize("typed", ["", " ", "่", "ก", "-", "%", "_", "*", "1", "ก่", "“ ”", "\x00"])
def test_less_than_two_letters_is_not_enough(typed: str) -> None:
    assert not question(typed).is_enough


@pytest.mark.parametrize("typed", ["กข", "งบ", "ก ข", "12", "a1", "ครู"])
def test_two_letters_are_enough(typed: str) -> None:
    assert question(typed).is_enough


def test_another_offices_things_are_not_there(someone: Someone) -> None:
    put(someone, "แผนการนิเทศ", office=uuid4())
    assert titles(someone, "นิเทศ") == []
    assert near(question("แผนการนิเทษ"), someone) == []


def test_what_one_may_not_see_is_neither_shown_nor_counted(someone: Someone) -> None:
    first, _ = put(someone, "แผนการนิเทศ 1", "แผนการนิเทศ 2")
    Recent.objects.filter(pk=first).delete()
    (group,) = groups(question("นิเทศ"), someone)
    assert (group.count, [hit.title for hit in group.hits]) == (1, ["แผนการนิเทศ 2"])


def test_a_group_shows_the_first_and_counts_all(someone: Someone) -> None:
    put(someone, *(f"แผนการนิเทศ {number:02}" for number in range(30)))
    (group,) = groups(question("นิเทศ"), someone)
    assert group.count == 30
    assert [hit.title for hit in group.hits] == [f"แผนการนิเทศ {number:02}" for number in range(5)]


@pytest.mark.parametrize(("there", "count", "is_more"), [(50, 50, False), (51, 50, True)])
def test_a_group_counts_to_fifty(someone: Someone, there: int, count: int, is_more: bool) -> None:
    put(someone, *(f"แผนการนิเทศ {number:02}" for number in range(there)))
    (group,) = groups(question("นิเทศ"), someone)
    assert (group.count, group.is_more) == (count, is_more)


def test_what_one_may_not_see_takes_no_ones_place(someone: Someone) -> None:
    """However many come before, those that one may see are found."""
    hidden = put(someone, *(f"นิเทศ {number:03}" for number in range(120)))
    Recent.objects.filter(pk__in=hidden).delete()
    put(someone, "แผนการนิเทศ", text="ท้ายสุด")
    (group,) = groups(question("นิเทศ"), someone)
    assert (group.count, group.is_more, [hit.title for hit in group.hits]) == (1, False, ["แผนการนิเทศ"])


def test_groups_and_the_page_of_a_kind_have_the_same_order(someone: Someone) -> None:
    put(someone, "การใช้สื่อ", "การใช้สื่อ ฉบับเต็ม", "แบบการใช้สื่อ", "ก การใช้สื่อ", "การใช้สื่อ ก")
    put(someone, "บันทึก", text="ขอให้รายงานการใช้สื่อ")
    put(someone, "แบบการใช้สื่อ ปีก่อน", year_be=2569)
    (group,) = groups(question("การใช้สื่อ"), someone, most=10)
    assert [hit.title for hit in group.hits] == titles(someone, "การใช้สื่อ")
    assert len(group.hits) == 7


def test_what_is_written_again_is_found_as_it_is_now(someone: Someone) -> None:
    (pk,) = put(someone, "แผนเดิม")
    search.index(someone.office.pk, [search.Entry(KIND, pk, "โครงการใหม่", "ข้อความ")])
    assert titles(someone, "แผนเดิม") == []
    assert titles(someone, "โครงการ") == ["โครงการใหม่"]
    search.forget(someone.office.pk, KIND, [pk])
    assert titles(someone, "โครงการ") == []
    assert not SearchEntry.objects.exists()


def test_a_batch_is_one_statement(
    someone: Someone, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    entries = [search.Entry(KIND, uuid4(), f"เรื่องที่ {number}") for number in range(200)]
    with django_assert_num_queries(3):  # with the savepoint's begin and end
        search.index(someone.office.pk, entries)
    with django_assert_num_queries(0):
        search.index(someone.office.pk, [])


def test_long_texts_and_long_words_are_kept_within_bounds(someone: Someone) -> None:
    put(someone, "ก" * 5000, text="a" * 100_000)
    row = SearchEntry.objects.get()
    assert len(row.title) == 500
    assert len(row.text) == 4000
    assert titles(someone, "a" * 60)


def test_a_kind_is_declared_once() -> None:
    with pytest.raises(Exception, match="declared twice"):
        search.declare(search.SearchKind(KIND, "สิ่งของ", "package", _visible, _addresses, lambda _: []))


def test_letters_that_stand_apart_are_not_together(someone: Someone) -> None:
    put(someone, "บันทึก", text="งานแรก และ านที่สอง")
    assert titles(someone, "งานที่สอง") == []


def test_what_is_segmented_otherwise_beside_other_words_is_found_too(someone: Someone) -> None:
    """“รายงานการ…” is cut into “ราย งานการ”."""
    put(someone, "บันทึก", text="ขอให้รายงานการใช้สื่อ")
    assert titles(someone, "การใช้สื่อ") == titles(someone, "รายงาน") == ["บันทึก"]
