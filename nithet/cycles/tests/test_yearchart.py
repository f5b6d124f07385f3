"""What a year chart shows: days in their place, states in colour, sign and words, breaks and today."""

import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from nithet.cycles.yearchart import (
    ChartBar,
    ChartRow,
    ChartYear,
    as_table,
    draw_head,
    draw_row,
    layout_row,
    strip,
    strip_head,
    today_x,
    x_of,
)
from nithet.cycles.yearchart.layout import breaks_within, month_starts

YEAR = ChartYear(
    2570,
    date(2026, 11, 20),
    ((date(2026, 10, 11), date(2026, 10, 31)), (date(2027, 4, 1), date(2027, 5, 15))),
)


def bar(number: str, starts_on: date, ends_on: date, state: str = "wait", **more: object) -> ChartBar:
    return ChartBar(number, str(more.pop("label", "นิเทศ")), starts_on, ends_on, state, **more)  # type: ignore[arg-type]


def row(*bars: ChartBar) -> ChartRow:
    return ChartRow("run-1", "งานเรียนรู้ผ่านจอสาธิต", "เสร็จสิ้น 1 จาก 4 ขั้นตอน", bars=bars)


LATE = bar(
    "1", date(2026, 10, 1), date(2026, 11, 13), "open", is_late=True, href="/t/1", title="สำรวจความต้องการ"
)
RETURNED = bar("2", date(2026, 11, 1), date(2026, 11, 30), "returned", state_words="ส่งคืนแก้ไข (ครั้งที่ 2)")
DONE = bar("3", date(2026, 10, 1), date(2026, 10, 31), "done")
SKIPPED = bar("4", date(2027, 1, 1), date(2027, 3, 31), "skipped")


@pytest.mark.parametrize(
    ("day", "days_before"),
    [
        (date(2026, 10, 1), 0),
        (date(2026, 10, 2), 1),
        (date(2026, 11, 1), 31),
        (date(2027, 1, 1), 92),
        (date(2027, 9, 30), 364),
        (date(2026, 9, 1), 0),
        (date(2028, 1, 1), 365),
    ],
)
def test_a_day_stands_by_its_number_in_the_year(day: date, days_before: int) -> None:
    assert x_of(YEAR, day) == pytest.approx(720 * days_before / 365)


def test_a_leap_year_has_a_day_more() -> None:
    assert x_of(ChartYear(2571, date(2028, 2, 29)), date(2028, 3, 1)) == pytest.approx(720 * 152 / 366)


def test_today_is_the_middle_of_its_day() -> None:
    assert today_x(YEAR) == pytest.approx(720 * 50.5 / 365)


@pytest.mark.parametrize("day", [date(2026, 9, 30), date(2027, 10, 1)])
def test_outside_the_year_there_is_no_today(day: date) -> None:
    year = ChartYear(2570, day)
    assert today_x(year) is None
    assert "yc-today" not in draw_row(year, row(DONE))
    assert "วันนี้" not in draw_head(year)


def test_breaks_are_shaded_from_their_first_to_their_last_day() -> None:
    found = [x for span in breaks_within(YEAR) for x in span]
    assert found == pytest.approx([720 * days / 365 for days in (10, 31, 182, 227)])


def test_the_months_of_a_fiscal_year_begin_in_october() -> None:
    starts = month_starts(YEAR)
    assert (starts[0], starts[3], starts[12], len(starts)) == (
        date(2026, 10, 1),
        date(2027, 1, 1),
        date(2027, 10, 1),
        13,
    )
    words = list(ET.fromstring(draw_head(YEAR)).itertext())  # noqa: S314 - our own markup
    assert words[0] == "ต.ค."
    assert "ก.ย." in words


def test_the_flag_hides_no_name_of_a_break() -> None:
    words = list(ET.fromstring(draw_head(YEAR)).itertext())  # noqa: S314 - our own markup
    assert "วันนี้ 20 พ.ย." in words
    assert "ปิดภาคเรียน" in words
    inside = ChartYear(2570, date(2026, 10, 21), YEAR.breaks[:1])
    assert not [word for word in ET.fromstring(draw_head(inside)).itertext() if word.startswith("ปิด")]  # noqa: S314


def test_what_follows_shares_a_lane_and_what_overlaps_does_not() -> None:
    after = bar("5", date(2026, 11, 1), date(2026, 11, 30))
    placed = layout_row(YEAR, row(DONE, after, LATE))
    assert {bar.bar.number: bar.lane for bar in placed.bars} == {"3": 0, "5": 0, "1": 1}


def test_bars_outside_the_year_are_left_out_and_others_cut_at_its_ends() -> None:
    before = bar("8", date(2026, 8, 1), date(2026, 9, 30))
    long = bar("9", date(2026, 8, 1), date(2028, 1, 1))
    (placed,) = layout_row(YEAR, row(before, long)).bars
    assert (placed.bar.number, round(placed.x), round(placed.right)) == ("9", 1, 719)


def test_only_what_hurts_is_solid() -> None:
    svg = draw_row(YEAR, row(LATE, RETURNED, DONE, SKIPPED))
    assert re.findall(r'class="yc-bar ([^"]+)"', svg) == [
        "yc-done",
        "yc-late yc-solid",
        "yc-back yc-solid",
        "yc-void",
    ]


def test_left_out_steps_are_striped_with_a_pattern_of_their_own_picture() -> None:
    svg = draw_row(YEAR, row(SKIPPED))
    assert 'fill="url(#yc-run-1-void)"' in svg
    assert '<pattern id="yc-run-1-void"' in svg
    assert "-void)" not in draw_row(YEAR, row(DONE))


def test_a_bar_is_a_link_that_tells_everything() -> None:
    svg = draw_row(YEAR, row(LATE))
    told = "ขั้นที่ 1 สำรวจความต้องการ · รอดำเนินการ · เกินกำหนด 7 วัน · 1 ต.ค. – 13 พ.ย. 2569"
    assert f'<a href="/t/1" class="yc-bar yc-late yc-solid" aria-label="{told}">' in svg
    assert f"<title>{told}</title>" in svg


@pytest.mark.parametrize(
    ("days", "words", "has_sign"),
    [(200, "12 นิเทศติดตาม", True), (31, "12", True), (9, "12", False), (1, "12", False)],
)
def test_a_bar_says_as_much_as_fits(days: int, words: str, has_sign: bool) -> None:
    last = date.fromordinal(date(2027, 1, 1).toordinal() + days - 1)
    (placed,) = layout_row(YEAR, row(bar("12", date(2027, 1, 1), last, "open", label="นิเทศติดตาม"))).bars
    assert (placed.content.text, placed.content.has_sign) == (words, has_sign)


def test_a_long_label_is_cut_at_a_word() -> None:
    long = bar("4", date(2027, 1, 1), date(2027, 2, 28), label="ประชุมเชิงปฏิบัติการพัฒนาบุคลากร")
    (placed,) = layout_row(YEAR, row(long)).bars
    assert placed.content.text.startswith("4 ประชุม")
    assert placed.content.text.endswith("…")


def test_what_was_submitted_is_not_late() -> None:
    waiting = bar("1", date(2026, 10, 1), date(2026, 11, 1), "submitted", is_late=True)
    assert waiting.tone == "sub"
    assert waiting.words(on=YEAR.today) == "เสนอแล้ว รอพิจารณา"


def test_the_table_holds_every_bar_in_order_of_time() -> None:
    table = as_table(YEAR, [row(SKIPPED, RETURNED, LATE)])
    assert [(line.number, line.title, line.months, line.state_words) for line in table] == [
        ("1", "สำรวจความต้องการ", "ต.ค.–พ.ย.", "รอดำเนินการ · เกินกำหนด 7 วัน"),
        ("2", "นิเทศ", "พ.ย.", "ส่งคืนแก้ไข (ครั้งที่ 2)"),
        ("4", "นิเทศ", "ม.ค.–มี.ค.", "งดดำเนินการ"),
    ]


def test_text_is_escaped_and_colour_comes_from_classes() -> None:
    nasty = ChartRow(
        '"><script>',
        "<script>alert(1)</script>",
        bars=(bar("<", date(2027, 1, 1), date(2027, 9, 1), label="</svg>&"),),
    )
    for svg in (draw_row(YEAR, nasty), strip(YEAR, nasty), draw_head(YEAR), strip_head(YEAR)):
        ET.fromstring(svg)  # noqa: S314 - our own markup
        assert "<script" not in svg
        assert "style" not in svg
        assert not re.search(r'="(#[0-9a-fA-F]{3,6}|rgb)', svg)


def test_a_strip_shares_its_height_among_lanes() -> None:
    heights = {
        float(found) for found in re.findall(r'yc-box"[^>]*? height="([\d.]+)"', strip(YEAR, row(LATE, DONE)))
    }
    assert heights == {12.5}
    assert 'viewBox="0 0 324 30"' in strip(YEAR, row())


def test_a_template_prints_a_picture_as_it_is() -> None:
    svg = draw_row(YEAR, row(DONE))
    assert svg.__html__() == svg
