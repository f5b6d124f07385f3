"""Days are read and written with Buddhist years."""

import contextlib
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.thai import dates
from nithet.thai.dates import (
    AmbiguousYearError,
    DateStyle,
    ThaiDateError,
    format_date,
    format_span,
    parse_date,
)
from nithet.thai.numerals import to_thai

DAY = date(2026, 11, 20)
DAYS = st.dates(date(1900, 1, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "typed",
    [
        "20 พ.ย. 69",
        "20 พ.ย. 2569",
        "20พ.ย.69",
        "20 พย. 69",
        "20 พย 2569",
        "20-พ.ย.-69",
        "๒๐/๑๑/๒๕๖๙",
        "20/11/69",
        "20-11-2569",
        "20.11.2569",
        "20 / 11 / 2569",
        "20 พฤศจิกายน 2569",
        "20 พฤศจิกายน พ.ศ. 2569",
        "20 พฤศจิกายน พ.ศ.2569",
        "20 พฤศจิกายน พศ. 2569",
        "๒๐ เดือนพฤศจิกายน พ.ศ. ๒๕๖๙",
        "วันที่ 20 พฤศจิกายน 2569",
        "วันศุกร์ที่ 20 พฤศจิกายน 2569",
        "วันศุกร์ 20 พ.ย. 2569",
        "2569-11-20",
        "2569/11/20",
        " 20\u00a0พ.ย.\u00a02569 ",
        "20 พฤศจิกายน ค.ศ. 2026",
        "20 พฤษจิกายน 2569",
    ],
)
def test_every_usual_form_is_read(typed: str) -> None:
    assert parse_date(typed) == DAY


@pytest.mark.parametrize("typed", ["20/11/2026", "20 พ.ย. 2026", "2026-11-20", "๒๐ พฤศจิกายน ๒๐๒๖"])
def test_a_year_of_the_common_era_is_asked_about(typed: str) -> None:
    with pytest.raises(AmbiguousYearError) as caught:
        parse_date(typed)
    assert str(caught.value) == "ปี 2026 เป็น ค.ศ. หมายถึง พ.ศ. 2569 ใช่หรือไม่ หากใช่ โปรดพิมพ์ปี 2569"
    assert caught.value.suggestion == DAY
    assert caught.value.suggestion_text == "20 พฤศจิกายน 2569"
    assert parse_date(caught.value.suggestion_text) == DAY


def test_iso_dates_are_read_only_where_a_browser_sends_them() -> None:
    assert parse_date("2026-11-20", allow_iso=True) == DAY
    with pytest.raises(AmbiguousYearError):
        parse_date("20/11/2026", allow_iso=True)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("", "โปรดพิมพ์วัน เดือน ปี พ.ศ."),
        ("พรุ่งนี้", "โปรดพิมพ์วัน เดือน ปี พ.ศ."),
        ("20 พ.ย.", "ยังไม่มีปี"),
        ("20/11", "ยังไม่มีปี"),
        ("วันที่ 20 พฤศจิกายน", "ยังไม่มีปี"),
        ("11/20/2569", "เดือน"),
        ("31/6/2569", "มี 30 วัน"),
        ("0/6/2569", "ไม่มีวันที่ 0"),
        ("29 ก.พ. 2569", "กุมภาพันธ์ พ.ศ. 2569 มี 28 วัน"),
        ("29 ก.พ. 2026", "มี 28 วัน"),
        ("20 พ.ย. 1500", "พ.ศ. 2443 ถึง 2742"),
        ("20 พ.ย. 3000", "พ.ศ. 2443 ถึง 2742"),
        ("20 พ.ย. ค.ศ. 2569", "พ.ศ. 2443 ถึง 2742"),
        ("วันพุธที่ 20 พฤศจิกายน 2569", "ตรงกับวันศุกร์ ไม่ใช่วันพุธ"),
        ("20 พ.ย. 256", "โปรดพิมพ์"),
        ("20-11/2569", "โปรดพิมพ์"),
        ("20 กพร. 2569", "โปรดพิมพ์"),
    ],
)
def test_what_is_no_day_is_refused_with_what_to_type(typed: str, part: str) -> None:
    with pytest.raises(ThaiDateError, match=part):
        parse_date(typed)


def test_leap_days_are_never_moved() -> None:
    assert parse_date("29 ก.พ. 2567") == date(2024, 2, 29)
    assert format_date(date(2024, 2, 29)) == "29 กุมภาพันธ์ 2567"


@pytest.mark.parametrize(
    ("style", "text"),
    [
        ("full", "วันพฤหัสบดีที่ 1 ตุลาคม 2569"),
        ("long", "1 ตุลาคม 2569"),
        ("short", "1 ต.ค. 2569"),
        ("brief", "1 ต.ค."),
        ("letter", "๑ ตุลาคม ๒๕๖๙"),
        ("order", "๑ ตุลาคม พ.ศ. ๒๕๖๙"),
    ],
)
def test_styles(style: DateStyle, text: str) -> None:
    assert format_date(date(2026, 10, 1), style) == text


@given(DAYS, st.sampled_from(["full", "long", "short", "letter", "order"]))
def test_a_written_day_is_read_again(day: date, style: DateStyle) -> None:
    assert parse_date(format_date(day, style)) == day
    assert parse_date(to_thai(format_date(day, style))) == day


@given(DAYS)
def test_the_brief_style_lacks_only_its_year(day: date) -> None:
    assert parse_date(f"{format_date(day, 'brief')} {dates.to_be(day.year)}") == day
    assert parse_date(day.isoformat(), allow_iso=True) == day


@given(st.text(alphabet="0123๑๒/-. พยกค.ศวันที่ตุลาคม", max_size=20))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with contextlib.suppress(ThaiDateError):
        assert isinstance(parse_date(text), date)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 10, 1), date(2026, 10, 5), "1–5 ตุลาคม 2569"),
        (date(2026, 10, 1), date(2026, 10, 1), "1 ตุลาคม 2569"),
        (date(2026, 9, 28), date(2026, 10, 2), "28 กันยายน – 2 ตุลาคม 2569"),
        (date(2026, 12, 30), date(2027, 1, 2), "30 ธันวาคม 2569 – 2 มกราคม 2570"),
    ],
)
def test_spans(first: date, last: date, text: str) -> None:
    assert format_span(first, last) == text
    assert format_span(first, last, "letter") == to_thai(text)


def test_a_span_never_runs_backwards() -> None:
    with pytest.raises(ValueError, match="before it begins"):
        format_span(DAY, date(2026, 11, 19))


def test_moments_have_their_day_and_time_in_bangkok() -> None:
    moment = datetime(2026, 9, 30, 17, 30, tzinfo=UTC)
    assert dates.bangkok_day(moment) == date(2026, 10, 1)
    assert dates.format_time(moment) == "00.30 น."
    assert dates.format_time(datetime(2026, 1, 1, 9, 30, tzinfo=dates.BANGKOK)) == "09.30 น."
    for refused in (dates.bangkok_day, dates.format_time):
        with pytest.raises(ValueError, match="naive"):
            refused(datetime(2026, 1, 1))  # noqa: DTZ001 - the naive moment is the test
    with pytest.raises(TypeError, match="bangkok_day"):
        format_date(moment)


def test_years_go_both_ways() -> None:
    assert (dates.to_be(2026), dates.from_be(2569)) == (2569, 2026)
