"""Times in every usual form: months, ranges, years, frequencies, limits in days."""

import pytest

from nithet.catalogue.vocabulary import is_cadence
from nithet.manuals.reading.times import is_time, read_cadence, read_months, said_time, without_time
from nithet.manuals.reviewing.times import fiscal_years_named
from nithet.manuals.words import cadence_words


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("ต.ค. 68 – ก.พ. 69", (10, 11, 12, 1, 2)),
        ("1 ต.ค. - 31 ธ.ค. 2568", (10, 11, 12)),
        ("ต้นเดือนมกราคม", (1,)),
        ("ปลายเดือน ก.ย. ของทุกปี", (9,)),
        ("ภายในวันที่ 15 ก.ค.", (7,)),
        ("สัปดาห์แรกของเดือนตุลาคม", (10,)),
        ("ไตรมาสที่ ๒", (1, 2, 3)),
        ("มิ.ย. และ พ.ย.", (11, 6)),
    ],
)
def test_months_are_read(text: str, months: tuple[int, ...]) -> None:
    assert is_time(text)
    assert read_months(text) == months


@pytest.mark.parametrize(
    ("text", "cadence"),
    [
        ("ภาคเรียนละ ๒ ครั้ง", "per_semester:2"),
        ("ทุกไตรมาส", "per_quarter:1"),
        ("ทุกเดือน", "every_month"),
        ("ตลอดปีงบประมาณ", "all_year"),
        ("ภายใน 3 วันทำการ", "within_days:3"),
        ("3 วันทำการ", "within_days:3"),
        # A bare length of time is time at work; a limit counts every day.
        ("3 วัน", "within_days:3"),
        ("ภายใน 30 วัน", "within_calendar_days:30"),
        ("ไม่เกิน ๑๕ วัน", "within_calendar_days:15"),
        ("ภายใน 30 วันนับแต่วันรับแจ้ง", "within_calendar_days:30"),
        ("ภายใน 7 วันทำการนับแต่วันรับแจ้ง", "within_days:7"),
        ("ภายใน 2 สัปดาห์", "within_calendar_days:14"),
        ("ก่อนเปิดภาคเรียน 15 วัน", "before_days:15"),
        ("ล่วงหน้า 3 วัน", "before_days:3"),
        ("อย่างน้อย 7 วันก่อนการประชุม", "before_days:7"),
        ("ตามความเหมาะสม", None),
    ],
)
def test_how_often_and_within_how_long(text: str, cadence: str | None) -> None:
    assert read_cadence(text) == cadence
    assert cadence is None or is_cadence(cadence)


def test_a_cadence_is_said_in_the_words_of_offices() -> None:
    assert cadence_words("within_days:3") == "ภายใน 3 วันทำการ"
    assert cadence_words("within_calendar_days:30") == "ภายใน 30 วัน"
    assert cadence_words("before_days:15") == "ก่อนกำหนด 15 วัน"


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("ดำเนินการในเดือนพฤศจิกายน", "เดือนพฤศจิกายน"),
        ("ดำเนินการระหว่างเดือนธันวาคม - มีนาคม", "ระหว่างเดือนธันวาคม - มีนาคม"),
        ("ดำเนินการอบรมในเดือนพฤศจิกายน", ""),
        ("ดำเนินการตามแผน", ""),
    ],
)
def test_a_line_that_says_only_when(line: str, time: str) -> None:
    assert said_time(line) == time


def test_a_time_in_brackets_is_taken_off_the_title() -> None:
    assert without_time("กำหนดวาระการประชุม (ก่อนประชุม 15 วัน)") == ("กำหนดวาระการประชุม", "ก่อนประชุม 15 วัน")
    assert without_time("ประชุมผู้บริหาร (ครั้งแรกของโรงเรียนแกนนำ)")[1] == ""


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("ต.ค. 68 – ก.พ. 69", [2569, 2569]),
        ("กันยายน 2569", [2569]),
        ("1 ต.ค. 2569", [2570]),
        ("ปีงบประมาณ พ.ศ. 2568", [2568]),
        ("10 มิ.ย.", []),
    ],
)
def test_the_fiscal_years_that_a_time_names(text: str, years: list[int]) -> None:
    assert fiscal_years_named(text) == years
