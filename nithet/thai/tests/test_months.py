"""Months are found in the time column of a manual, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai.months import (
    FISCAL_ORDER,
    MONTHS,
    SHORT,
    in_fiscal_order,
    month_name,
    month_number,
    parse_months,
)
from nithet.thai.numerals import to_thai

ALL = FISCAL_ORDER

NAMED = [
    ("ตุลาคม", (10,)),
    ("เดือนตุลาคม", (10,)),
    ("ต.ค.", (10,)),
    ("ต.ค", (10,)),
    ("ต. ค.", (10,)),
    ("ตค.", (10,)),
    ("พย.", (11,)),
    ("พย", (11,)),
    ("มี.ค.", (3,)),
    ("มีค.", (3,)),
    ("ม.ค.", (1,)),
    ("กรกฏาคม", (7,)),
    ("พ.ย. – ธ.ค.", (11, 12)),
    ("พ.ย.-ธ.ค.", (11, 12)),
    ("พ.ย. ถึง ธ.ค.", (11, 12)),
    ("พ.ย.ถึงธ.ค.", (11, 12)),
    ("ต.ค.-ก.ย.", ALL),
    ("ต.ค-ก.ย", ALL),
    ("ตค. - กย.", ALL),
    ("มกราคม ถึง มีนาคม", (1, 2, 3)),
    ("มกราคม-เมษายน", (1, 2, 3, 4)),
    ("ตั้งแต่เดือนตุลาคมจนถึงเดือนธันวาคม", (10, 11, 12)),
    ("ตุลาคม, มกราคม และ เมษายน", (10, 1, 4)),
    ("เมษายน มกราคม ตุลาคม", (10, 1, 4)),
    ("มกราคม, ตุลาคม", (10, 1)),
    ("ต.ค. ๒๕๖๙ – มี.ค. ๒๕๗๐", (10, 11, 12, 1, 2, 3)),
    ("ต.ค. 69 - มี.ค. 70", (10, 11, 12, 1, 2, 3)),
    ("ต.ค.2569-มี.ค.2570", (10, 11, 12, 1, 2, 3)),
    ("๑ ตุลาคม ๒๕๖๙ – ๓๐ กันยายน ๒๕๗๐", ALL),
    ("1 ต.ค. พ.ศ. 2569 ถึง 20 พ.ย. พ.ศ. 2569", (10, 11)),
    ("๑-๑๕ พ.ค.", (5,)),
    ("1–15 พ.ค. และ 3–10 ก.ค.", (5, 7)),
    ("20 ธ.ค. - 10 ก.พ.", (12, 1, 2)),
    ("พ.ย. – ก.พ.", (11, 12, 1, 2)),
    ("ส.ค. – พ.ย.", (8, 9, 10, 11)),
    ("พฤษภาคม – มีนาคม", (5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)),
    ("พ.ค.–มิ.ย. และ พ.ย.", (11, 5, 6)),
    ("พ.ค.-มิ.ย., ธ.ค.-ม.ค.", (12, 1, 5, 6)),
    ("ภายในวันที่ ๓๐ กันยายน ของทุกปี", (9,)),
    ("เดือนตุลาคมของทุกปี ถึงเดือนธันวาคมของทุกปี", (10, 11, 12)),
    ("ต้นเดือนต.ค.", (10,)),
    ("สิ้นก.ย.", (9,)),
    ("ม.ค., ก.พ., มี.ค.", (1, 2, 3)),
    ("ม.ค.ก.พ.มี.ค.", (1, 2, 3)),
    ("ม.ค./เม.ย.", (1, 4)),
    ("(เม.ย.)", (4,)),
    ("ต.ค. - ต.ค.", (10,)),
    ("ก.พ.\u00a0–\u00a0มี.ค.", (2, 3)),
    ("ก.ค. 2569", (7,)),
    ("กค 69", (7,)),
    ("ครั้งที่ 1 มิ.ย. ครั้งที่ 2 ธ.ค.", (12, 6)),
    ("พ.ค. พ.ศ. 2569", (5,)),
    ("มีนาคม – เมษายน", (3, 4)),
    ("1 สัปดาห์ (พ.ย.)", (11,)),
    ("ประกาศ ก.ค. 2569", (7,)),
    ("ประกาศ ก.ค. – ส.ค.", (7, 8)),
    ("1.ม.ค. 2.เม.ย.", (1, 4)),
]

UNNAMED = [
    "",
    "-",
    "ตลอดปี",
    "ตลอดปีงบประมาณ",
    "ภาคเรียนละ 2 ครั้ง",
    "ทุกรอบการนิเทศ",
    "5 วันทำการ",
    "๓ เดือน",
    "หลักเกณฑ์ของ ก.ค.ศ.",
    "อ.ก.ค.ศ. เขตพื้นที่การศึกษา",
    "อ.ก.ค. เขตพื้นที่",
    "ระเบียบ ก.พ.ร.",
    "สำนักงาน ก.พ.",
    "สำนักงาน ก.พ. กำหนด",
    "ส.ค.ส. ปีใหม่",
    "ที่ กค 0409.6/ว 95",
    "ที่ พย 51000/ว 12",
    "กพร.",
    "สพฐ. และ สพป.",
    "พ.ศ. 2569",
    "ผู้มีความรู้",
    "มคอ.",
    "การมีคุณภาพ",
    "สคบ.",
    "พยาน",
    "ธคำ",
    "20/11/2569",
    "รมค.",
    "ก.ต.ป.น.",
    "หลักเกณฑ์ ก.ค. ศ. กำหนด",
    "นางสาวกันยา เมษา",
]


@pytest.mark.parametrize(("text", "months"), NAMED)
def test_named_months_are_found_in_order_of_time(text: str, months: tuple[int, ...]) -> None:
    assert parse_months(text) == months


@pytest.mark.parametrize("text", UNNAMED)
def test_other_text_names_no_month(text: str) -> None:
    assert parse_months(text) is None


def test_names_of_months() -> None:
    assert (month_name(10), month_name(3, short=True)) == ("ตุลาคม", "มี.ค.")
    assert len(set(MONTHS)) == len(set(SHORT)) == len(set(FISCAL_ORDER)) == 12
    assert in_fiscal_order([1, 10, 9, 10]) == (10, 1, 9)
    assert month_number("เมย.") == month_number("เม.ย.") == month_number(" เมษายน ") == 4
    assert month_number("เมษา") is None
    with pytest.raises(ValueError, match="13"):
        month_name(13)


@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.sampled_from([MONTHS, SHORT]),
    st.sampled_from(["-", " – ", " ถึง "]),
)
def test_every_range_runs_from_its_first_to_its_last_month(
    first: int, last: int, names: tuple[str, ...], dash: str
) -> None:
    months = parse_months(f"{names[first - 1]}{dash}{names[last - 1]}") or ()
    assert len(months) == (last - first) % 12 + 1
    assert {first, last} <= set(months)
    if len(months) < 12:
        assert (months[0], months[-1]) == (first, last)


@given(st.text(alphabet="มกพคตยธสิี.เ -–1๒ถึงาศ", max_size=25))
def test_any_text_gives_months_or_none(text: str) -> None:
    months = parse_months(text)
    assert months is None or set(months) <= set(range(1, 13))
    assert parse_months(to_thai(text)) == months
