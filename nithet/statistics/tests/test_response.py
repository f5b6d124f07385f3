"""How many have answered, and how many have been visited often enough."""

import pytest

from nithet.statistics.response import coverage, response_rate


def test_110_of_120_schools_have_answered() -> None:
    response = response_rate(110, 120)
    assert (str(response.percent), response.waiting, response.percent.n) == ("91.67", 10, 120)


@pytest.mark.parametrize(
    ("answered", "asked", "reason"), [(0, 0, "ยังไม่ได้กำหนดผู้ตอบ"), (5, 4, "โปรดตรวจสอบกลุ่มเป้าหมาย")]
)
def test_a_rate_that_cannot_be_says_why(answered: int, asked: int, reason: str) -> None:
    response = response_rate(answered, asked)
    assert str(response.percent) == "–"
    assert reason in response.percent.reason
    assert response.waiting == 0


def test_nobody_has_answered_yet() -> None:
    assert str(response_rate(0, 12).percent) == "0.00"


def test_two_visits_cover_a_school() -> None:
    found = coverage([0, 1, 2, 3])
    assert (found.eligible, found.covered, found.deficit) == (4, 2, 3)
    assert str(found.percent) == "50.00"
    assert found.percent.scheme == "ครบเมื่อได้รับการนิเทศอย่างน้อย 2 ครั้ง"


def test_an_office_asks_for_another_number() -> None:
    found = coverage([0, 1, 2, 3], required=1)
    assert (found.covered, found.deficit) == (3, 1)


def test_where_nobody_is_to_be_visited_there_is_no_coverage() -> None:
    found = coverage([])
    assert (str(found.percent), found.deficit) == ("–", 0)
    assert found.percent.reason
