"""Pictures of numbers: what they say, that nothing leaves them, and that no number is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.cycles.tallychart import BAR_NARROW, BAR_WIDE, WORDS, Column, draw_bar, draw_columns, told

COUNTS = st.dictionaries(st.sampled_from(list(WORDS)), st.integers(0, 400))


@given(parts=COUNTS, width=st.sampled_from([BAR_WIDE, BAR_NARROW]))
def test_every_part_has_its_place_within_the_bar(parts: dict[str, int], width: float) -> None:
    boxes = re.findall(
        r'<rect class="tc-box" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', draw_bar("กลุ่ม", parts, width=width)
    )
    assert len(boxes) == sum(count > 0 for count in parts.values())
    end = 0.0
    for x, wide in boxes:
        assert float(x) >= end - 0.2
        assert float(wide) >= 5.9
        end = float(x) + float(wide)
    assert end <= width + 0.2


def test_a_bar_says_its_numbers_in_words() -> None:
    parts = {"done": 12, "late": 3, "wait": 0}
    assert told(parts) == "เสร็จสิ้น 12 · เกินกำหนด 3 · ทั้งหมด 15 ขั้นตอน"
    drawn = draw_bar("กลุ่ม <ก>", parts)
    assert 'aria-label="กลุ่ม &lt;ก&gt;: เสร็จสิ้น 12' in drawn
    assert ">12</text>" in drawn
    assert "style=" not in drawn


@pytest.mark.parametrize("width", [1040.0, 340.0])
def test_columns_lead_to_their_months_and_say_how_many(width: float) -> None:
    drawn = draw_columns(
        [
            Column(10, {"done": 4, "late": 1}, "/list/?month=10"),
            Column(11, {}, "/list/?month=11", is_now=True),
        ],
        width=width,
    )
    assert 'href="/list/?month=10"' in drawn
    assert "/list/?month=11" not in drawn  # nothing is due then
    assert ">5</text>" in drawn
    assert "tc-now" in drawn
