"""Text as shapes."""

import re

import pytest

from nithet.thai.measure import text_width
from nithet.thai.outlines import outline


def places(path: str) -> list[tuple[float, float]]:
    numbers = [float(value) for value in re.findall(r"-?\d+(?:\.\d+)?", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@pytest.mark.parametrize("text", ["น้ำ", "กำลังทำ", "ที่สุด", "ผู้เรียน", "ป่า 4.51 PNI"])
def test_letters_stand_on_their_line_and_within_their_width(text: str) -> None:
    found = places(outline(text, 14, x=100, y=50))
    assert min(x for x, _ in found) > 100 - 2
    assert max(x for x, _ in found) < 100 + text_width(text, 14) + 2
    assert min(y for _, y in found) > 50 - 20
    assert max(y for _, y in found) < 50 + 8


def test_the_letter_after_a_sara_am_stands_behind_it() -> None:
    """Where a renderer put it on top of it."""
    alone, followed = places(outline("ทำ", 14)), places(outline("ทำก", 14))
    behind = followed[len(alone) :]
    assert min(x for x, _ in behind) >= text_width("ทำ", 14) - 0.5


def test_twice_the_size_is_twice_as_far() -> None:
    small, large = places(outline("สื่อ", 10)), places(outline("สื่อ", 20))
    assert len(large) == len(small)
    pairs = zip(small, large, strict=True)
    assert all(
        abs(far - 2 * near) <= 0.02 for one, other in pairs for near, far in zip(one, other, strict=True)
    )


def test_nothing_is_no_path() -> None:
    assert outline("", 14) == ""
