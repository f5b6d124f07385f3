"""Items of a test by difficulty and discrimination, items of an instrument by what experts say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.statistics.items import ioc, item_qualities, item_quality
from nithet.statistics.tests.generated import generated


def test_ioc_of_the_book() -> None:
    found = ioc([1, 1, 0, 1, -1])
    assert (str(found.value), found.value.n, found.verdict, found.is_kept) == ("0.40", 5, "ปรับปรุง", False)
    assert found.value.scheme == "คงไว้เมื่อ IOC ตั้งแต่ 0.50 ขึ้นไป"


@pytest.mark.parametrize(
    ("ratings", "value", "is_kept"),
    [
        ([1, 1, 1], "1.00", True),
        ([1, 0, 1, 0], "0.50", True),
        ([1, 1, -1], "0.33", False),
        ([-1, -1, -1], "-1.00", False),
        ([1, 1, 1, None, None], "1.00", True),
    ],
)
def test_an_item_is_kept_from_a_half_on(ratings: list[int | None], value: str, is_kept: bool) -> None:
    found = ioc(ratings)
    assert (str(found.value), found.is_kept) == (value, is_kept)


@pytest.mark.parametrize("ratings", [[1, 1], [1, None, 1, None]])
def test_two_experts_are_not_enough(ratings: list[int | None]) -> None:
    found = ioc(ratings)
    assert (str(found.value), found.is_kept) == ("–", None)
    assert found.verdict == "ต้องมีผู้เชี่ยวชาญอย่างน้อย 3 คน"


def test_no_expert_has_said_anything() -> None:
    assert ioc([None, None, None]).verdict == "ยังไม่มีผู้ตอบ"


def test_other_marks_than_those_of_experts_are_refused() -> None:
    with pytest.raises(ValueError, match="1, 0 or -1"):
        ioc([1, 2, 1])


@pytest.mark.parametrize(
    ("high", "low", "p", "r", "verdict"),
    [
        (8, 4, "0.60", "0.40", "ใช้ได้"),
        (10, 6, "0.80", "0.40", "ใช้ได้"),
        (3, 1, "0.20", "0.20", "ใช้ได้"),
        (10, 9, "0.95", "0.10", "ปรับปรุง (ง่ายเกินไป จำแนกได้ต่ำ)"),
        (2, 0, "0.10", "0.20", "ปรับปรุง (ยากเกินไป)"),
        (4, 8, "0.60", "-0.40", "ปรับปรุง (จำแนกได้ต่ำ)"),
    ],
)
def test_difficulty_and_discrimination(high: int, low: int, p: str, r: str, verdict: str) -> None:
    found = item_quality(high, low, 10)
    assert (str(found.p), str(found.r), found.verdict) == (p, r, verdict)
    assert found.is_kept is (verdict == "ใช้ได้")
    assert found.p.scheme == "กลุ่มสูงและกลุ่มต่ำ กลุ่มละ 10 คน"


@pytest.mark.parametrize(("pupils", "size"), [(100, 27), (37, 10), (50, 14), (2, 1), (4, 1)])
def test_groups_are_27_per_cent_half_up(pupils: int, size: int) -> None:
    (found,) = item_qualities([[1]] * pupils)
    assert found.n == size


def test_the_best_and_the_worst_are_compared() -> None:
    rows = [[1, 1, 0], [1, 1, 1], [0, 1, 0], [0, 0, 0]]
    first, second, third = item_qualities(rows, share=1)
    assert first.n == 2
    assert [str(one.r) for one in (first, second, third)] == ["1.00", "0.50", "0.50"]
    assert [str(one.p) for one in (first, second, third)] == ["0.50", "0.75", "0.25"]


@generated
@given(st.lists(st.lists(st.integers(0, 1), min_size=3, max_size=3), min_size=2, max_size=40))
def test_p_and_r_stay_within_their_bounds(rows: list[list[int]]) -> None:
    for found in item_qualities(rows):
        assert found.p.value is not None
        assert found.r.value is not None
        assert 0 <= found.p.value <= 1
        assert -1 <= found.r.value <= 1
        # Who is half right cannot tell groups apart by more than all or nothing.
        assert abs(found.r.value) <= 2 * min(found.p.value, 1 - found.p.value)


def test_one_pupil_makes_no_groups() -> None:
    (found,) = item_qualities([[1]])
    assert (str(found.p), found.is_kept) == ("–", False)
    assert "น้อยเกิน" in found.verdict
    assert item_qualities([]) == ()


def test_what_is_no_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="0 or 1"):
        item_qualities([[2]])
    with pytest.raises(ValueError, match="cannot be right"):
        item_quality(11, 0, 10)
