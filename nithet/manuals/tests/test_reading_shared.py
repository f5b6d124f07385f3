"""One calendar for several works at the end of a manual: each work gets its own rows; all texts invented."""

import pytest

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import read_text

LISTS = """คู่มือการปฏิบัติงาน

1. งานดูแลสวน
วัตถุประสงค์
เพื่อให้สวนงาม
วิธีปฏิบัติงาน
1) สำรวจต้นไม้
2) ตัดแต่งกิ่ง

2. งานรักษาความสะอาด
วัตถุประสงค์
เพื่อให้อาคารสะอาด
วิธีปฏิบัติงาน
1) จัดเวรทำความสะอาด
2) ตรวจรับรายเดือน

บทที่ 3 ปฏิทินการปฏิบัติงาน
"""
HEAD = "| ที่ | งาน / ขั้นตอน | ต.ค. | พ.ย. | ธ.ค. |\n"
GARDEN = "| 1.1 | สำรวจต้นไม้ | ✓ | | |\n| 1.2 | ตัดแต่งกิ่ง | | ✓ | |\n"
CLEANING = "| 2.1 | จัดเวรทำความสะอาด | | | ✓ |\n| 2.2 | ตรวจรับรายเดือน | | ✓ | ✓ |\n"
MONTHS = [
    [("สำรวจต้นไม้", (10,)), ("ตัดแต่งกิ่ง", (11,))],
    [("จัดเวรทำความสะอาด", (12,)), ("ตรวจรับรายเดือน", (11, 12))],
]


def months_of(draft: ManualDraft) -> list[list[tuple[str, tuple[int, ...] | None]]]:
    return [[(step.title, step.months) for step in one.steps] for one in draft.procedures]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("| 1. งานดูแลสวน | | | | |\n", "| 2. งานรักษาความสะอาด | | | | |\n"),
        ("| 1 | งานดูแลสวน | | | |\n", "| 2 | งานรักษาความสะอาด | | | |\n"),
        ("| | งานดูแลสวน | | | |\n", "| | งานรักษาความสะอาด | | | |\n"),
    ],
)
def test_rows_below_the_title_of_a_work_are_its_own(first: str, second: str) -> None:
    draft = read_text(LISTS + HEAD + first + GARDEN + second + CLEANING)
    assert months_of(draft) == MONTHS
    assert not draft.unread


def test_a_head_of_two_rows_holds_for_all_works() -> None:
    years = "| ที่ | งาน / ขั้นตอน | ไตรมาส 1 (2569) | | |\n"
    rows = "| 1. งานดูแลสวน | | | | |\n" + GARDEN + "| 2. งานรักษาความสะอาด | | | | |\n" + CLEANING
    assert months_of(read_text(LISTS + years + HEAD + rows)) == MONTHS


def test_the_work_goes_on_below_a_page_break() -> None:
    first, last = CLEANING.splitlines(keepends=True)
    rows = f"| 1. งานดูแลสวน | | | | |\n{GARDEN}| 2. งานรักษาความสะอาด | | | | |\n{first}\n7\n\n{HEAD}{last}"
    assert months_of(read_text(LISTS + HEAD + rows)) == MONTHS


def test_tables_each_under_the_title_of_its_work() -> None:
    text = f"**งานดูแลสวน**\n\n{HEAD}{GARDEN}\n**งานรักษาความสะอาด**\n\n{HEAD}{CLEANING}"
    assert months_of(read_text(LISTS + text)) == MONTHS


def test_rows_of_no_work_stay_where_they_stand() -> None:
    draft = read_text(LISTS + HEAD + GARDEN)
    assert [step.title for step in draft.procedures[0].steps] == ["สำรวจต้นไม้", "ตัดแต่งกิ่ง"]
    assert not draft.procedures[0].steps[0].months
