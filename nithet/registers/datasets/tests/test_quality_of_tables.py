"""What a check counts in a table: filled, right, once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest

from nithet.registers.datasets import quality
from nithet.registers.datasets.cadence import Cadence, due_on, last_old
from nithet.registers.datasets.errors import NoHeadingError, TooManyRowsError
from nithet.registers.datasets.quality import Flaw, Outcome, Rule, Sort, check_table, wanted_and_filled
from nithet.registers.datasets.shares import share

RULES = (
    Rule("รหัสโรงเรียน", "school", is_required=True, is_key=True),
    Rule("จำนวนนักเรียน", "whole", is_required=True),
    Rule("วันที่สำรวจ", "date"),
    Rule("เบอร์ผู้ปกครอง", "number", is_personal=True),
    Rule("ไฟฟ้า", "choice", frozenset({"1", "2"})),
)
SCHOOLS = frozenset({"30010001", "30010002"})
HEADING = "รหัสโรงเรียน,จำนวนนักเรียน,วันที่สำรวจ,เบอร์ผู้ปกครอง,ไฟฟ้า"


def checked(*lines: str, rules: tuple[Rule, ...] = RULES) -> tuple[Outcome, dict[str, object], list[Flaw]]:
    found: list[Flaw] = []
    file = BytesIO("\r\n".join(lines).encode())
    outcome, report = check_table(file, "ตาราง.csv", rules, SCHOOLS, found.append, lambda done, total: None)
    return outcome, report, found


def test_a_right_table_has_nothing_to_mend() -> None:
    outcome, report, found = checked(HEADING, "30010001,๑๒๐,10/6/2569,12,1", "30010002,80,10 มิ.ย. 2569,13,2")
    assert (outcome.rows, outcome.wrong_rows, found) == (2, 0, [])
    assert wanted_and_filled(report["columns"], 2) == (4, 4)  # type: ignore[arg-type]


def test_each_sort_is_told_with_its_row() -> None:
    outcome, report, found = checked(
        HEADING, "30010001,,10/6/2569,1,1", "99999999,สิบ,เมื่อวาน,ลับมาก,3", "30010001,5,-,-,1"
    )
    told = [(one.sort, one.row, one.column) for one in found]
    assert told == [
        (Sort.MISSING, 2, "จำนวนนักเรียน"),
        *((Sort.WRONG, 3, rule.name) for rule in RULES),
        (Sort.TWICE, 4, "รหัสโรงเรียน"),
    ]
    assert found[-1].why == "ซ้ำกับแถว 2"
    assert (outcome.rows, outcome.wrong_rows, outcome.twice_rows) == (3, 2, 1)
    assert wanted_and_filled(report["columns"], 3) == (6, 5)  # type: ignore[arg-type]


def test_values_of_personal_data_are_not_told() -> None:
    _, _, found = checked(HEADING, "30010001,1,,ลับมาก,")
    assert [(one.column, one.value) for one in found] == [("เบอร์ผู้ปกครอง", "")]
    assert "ลับมาก" not in found[0].why


@pytest.mark.parametrize(
    ("heading", "value", "shown"),
    [
        ("เลขประจำตัวประชาชน", "1-1017-00203-45-1", ""), ("ชื่อ-สกุล", "มานี", ""), ("โทร.", "081", ""), ("E-mail ครู", "a@b", ""),
        ("จำนวนเครื่อง", "1-1017-00203-45-1", ""), ("จำนวนเครื่อง", "1101700203451 คน", ""), ("จำนวนโทรทัศน์", "สิบ", "สิบ"),
    ],
)  # fmt: skip
def test_what_looks_like_personal_data_is_not_told_though_nobody_marked_it(
    heading: str, value: str, shown: str
) -> None:
    _, report, found = checked(f"ลำดับ,{heading}", f"1,{value}", rules=(Rule("ลำดับ"), Rule(heading, "date")))
    assert [one.value for one in found] == [shown]
    assert (value in found[0].why) is False or shown
    columns: Any = report["columns"]
    assert columns[1]["is_private"] is (heading not in {"จำนวนเครื่อง", "จำนวนโทรทัศน์"})


def test_no_control_character_comes_into_a_report() -> None:
    """One kind of database takes none. Far behind: at its beginning a file with one is taken for another encoding."""
    lines = [f"{number:08},1" for number in range(600)]
    _, _, found = checked("รหัส,จำนวน", *lines, "00009999,a\x00b", rules=(Rule("รหัส"), Rule("จำนวน", "whole")))
    assert [one.value for one in found] == ["ab"]
    assert "\x00" not in found[0].why


def test_a_repeated_row_is_found_far_behind() -> None:
    lines = [f"{number:08},1,,," for number in range(1, 1203)]
    outcome, _, found = checked(HEADING, *lines, "00000007,1,,,")
    assert [(one.row, one.why) for one in found if one.sort == Sort.TWICE] == [(1204, "ซ้ำกับแถว 8")]
    assert outcome.rows == 1203


def test_titles_above_sums_below_and_headings_between_are_no_data() -> None:
    outcome, report, _ = checked(
        "รายงานนักเรียน ณ วันที่ 10 มิถุนายน 2569",
        "",
        HEADING,
        "30010001,5,,,",
        HEADING,
        "30010002,7,,,",
        "รวม,12,,,",
    )
    assert (outcome.rows, outcome.totals) == (2, 1)
    assert report["unknown"] == []


def test_a_column_that_is_not_there_counts_as_empty() -> None:
    outcome, report, found = checked("รหัสโรงเรียน,หมายเหตุ", "30010001,ก")
    columns = {one["name"]: one["heading"] for one in report["columns"]}  # type: ignore[attr-defined]
    assert columns["จำนวนนักเรียน"] is None
    assert report["unknown"] == ["หมายเหตุ"]
    assert wanted_and_filled(report["columns"], outcome.rows) == (2, 1)  # type: ignore[arg-type]
    assert found == []


def test_without_a_dictionary_all_columns_should_be_filled() -> None:
    outcome, report, _ = checked("ชื่อ,จำนวน", "ก,1", "ข,", rules=())
    assert wanted_and_filled(report["columns"], outcome.rows) == (4, 3)  # type: ignore[arg-type]


def test_a_table_without_a_heading_is_refused() -> None:
    with pytest.raises(NoHeadingError):
        checked("1,1", "2,2", rules=())


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quality, "MOST_ROWS", 2)
    with pytest.raises(TooManyRowsError):
        checked(HEADING, *["30010001,1,,,"] * 3)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [(0, 0, None), (0, 9, "0"), (9, 9, "100"), (9999, 10000, "99.9"), (1, 100_000, "0.1"), (1, 8, "12.5"), (49, 800, "6.1")],
)  # fmt: skip
def test_all_is_said_only_of_all(part: int, whole: int, percent: str | None) -> None:
    assert share(part, whole) == (None if percent is None else Decimal(percent))


@pytest.mark.parametrize(
    ("cadence", "as_of", "due"),
    [
        ("dmc", date(2026, 6, 10), date(2026, 11, 10)), ("dmc", date(2026, 11, 9), date(2026, 11, 10)),
        ("dmc", date(2026, 11, 10), date(2027, 3, 31)), ("month", date(2026, 1, 31), date(2026, 3, 3)),
        ("year", date(2024, 2, 29), date(2025, 3, 1)), ("needed", date(2020, 1, 1), None),
    ],
)  # fmt: skip
def test_when_data_are_due(cadence: str, as_of: date, due: date | None) -> None:
    assert due_on(cadence, as_of) == due


def test_the_list_and_the_page_agree_on_every_day() -> None:
    """Both ways round one rule: due on a day exactly if not later than the last day that is old by then."""
    days = [date.fromordinal(date(2026, 1, 1).toordinal() + place * 3) for place in range(260)]
    for cadence in Cadence.values:
        for on in days[::7]:
            last = last_old(cadence, on)
            for as_of in days:
                due = due_on(cadence, as_of)
                assert (due is not None and due <= on) == (last is not None and as_of <= last)
