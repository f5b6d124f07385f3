"""Needs are the gap between what should be and what is, ranked inside each aspect."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.statistics.describing import Sums
from nithet.statistics.figure import Figure
from nithet.statistics.needs import (
    Item,
    NeedGap,
    Pairs,
    at_least,
    at_least_whole,
    need_gap,
    pair_counts,
    pairs_of,
    pairs_of_counts,
    pni,
    pni_modified,
    rank_needs,
    ranks,
    taken_up,
    top,
)
from nithet.statistics.rounding import half_up
from nithet.statistics.tests.generated import generated

PAIRS = st.lists(st.tuples(*[st.none() | st.integers(1, 5)] * 2), max_size=30)


def item(key: str, aspect: str, *answers: tuple[int | None, int | None]) -> Item:
    return Item(key, aspect, pairs_of(answers))


def test_the_indices_of_the_book() -> None:
    desired, actual = Decimal("4.62"), Decimal("3.48")
    assert str(half_up(pni(desired=desired, actual=actual))) == "5.27"
    index = pni_modified(desired=desired, actual=actual)
    assert index is not None
    assert str(half_up(index, 3)) == "0.328"


def test_the_same_from_sums_of_fifty_respondents() -> None:
    gap = need_gap(Pairs(Sums(50, 174, 640), Sums(50, 231, 1080)))
    assert (str(gap.actual), str(gap.desired)) == ("3.48", "4.62")
    assert (str(gap.pni), str(gap.pni_modified)) == ("5.27", "0.328")


@generated
@given(PAIRS)
def test_only_who_gave_both_is_counted(answers: list[tuple[int | None, int | None]]) -> None:
    both = [(d, i) for d, i in answers if d is not None and i is not None]
    gap = need_gap(pairs_of(answers))
    assert gap.n == len(both)
    assert gap.left_out == sum((d is None) != (i is None) for d, i in answers)
    if both:
        actual = Fraction(sum(d for d, _ in both), len(both))
        desired = Fraction(sum(i for _, i in both), len(both))
        assert gap.pni_modified.value == (desired - actual) / actual
        assert gap.pni.value == (desired - actual) * desired
    else:
        assert (str(gap.pni), str(gap.pni_modified)) == ("–", "–")
        assert "ครบทั้ง" in gap.pni_modified.reason


@generated
@given(PAIRS)
def test_counts_of_pairs_say_the_same(answers: list[tuple[int | None, int | None]]) -> None:
    counts, left_out = pair_counts(answers)
    assert pairs_of_counts(counts, left_out=left_out) == pairs_of(answers)


def test_more_than_asked_for_is_negative_and_shown() -> None:
    gap = need_gap(pairs_of([(5, 4), (5, 4)]))
    assert (str(gap.pni_modified), str(gap.pni)) == ("-0.200", "-4.00")


def test_nothing_actual_cannot_divide() -> None:
    gap = need_gap(pairs_of([(0, 2), (0, 1)]))
    assert str(gap.pni_modified) == "–"
    assert "เป็น 0" in gap.pni_modified.reason
    assert str(gap.pni) == "2.25"


def test_ties_share_a_place_and_the_next_ones_count_on() -> None:
    values = [Fraction(1, 2), Fraction(1, 5), Fraction(1, 2), None, Fraction(1, 10)]
    assert ranks([Figure("PNI", 9, value, 3) for value in values]) == (1, 3, 1, None, 4)


def test_what_reads_the_same_ranks_the_same() -> None:
    values = [Fraction(3281, 10_000), Fraction(3279, 10_000)]
    assert ranks([Figure("PNI", 9, value, 3) for value in values]) == (1, 1)


def three_aspects() -> list[Item]:
    return [
        item("1.1", "หลักสูตร", (3, 4), (3, 4)),
        item("1.2", "หลักสูตร", (2, 4), (2, 4)),
        item("1.3", "หลักสูตร", (3, 4), (3, 4)),
        item("2.1", "สื่อ", (1, 5), (1, 5)),
        item("2.2", "สื่อ", (4, 4), (4, 4)),
        item("3.1", "วัดผล", (None, 5), (3, None)),
    ]


def test_items_rank_inside_their_aspect_and_aspects_among_aspects() -> None:
    ranking = rank_needs(three_aspects())
    assert [(part.aspect.key, part.aspect.rank) for part in ranking.aspects] == [
        ("สื่อ", 1),
        ("หลักสูตร", 2),
        ("วัดผล", None),
    ]
    assert [[(one.key, one.rank) for one in part.items] for part in ranking.aspects] == [
        [("2.1", 1), ("2.2", 2)],
        [("1.2", 1), ("1.1", 2), ("1.3", 2)],
        [("3.1", None)],
    ]


def test_an_aspect_is_its_pairs_taken_together() -> None:
    ranking = rank_needs(three_aspects())
    media = ranking.aspects[0].aspect.gap
    assert (media.n, str(media.actual), str(media.desired), str(media.pni_modified)) == (
        4,
        "2.50",
        "4.50",
        "0.800",
    )
    assert (ranking.whole.n, ranking.whole.left_out) == (10, 2)


def test_the_first_of_each_list_with_whoever_shares_the_place() -> None:
    ranking = rank_needs(three_aspects())
    assert taken_up(ranking, top(1)) == ("2.1", "1.2")
    assert taken_up(ranking, top(2)) == ("2.1", "1.2", "1.1", "1.3")
    assert top(2).words == "2 ลำดับแรกของแต่ละด้าน (ลำดับเท่ากันนับด้วยกัน)"


def test_at_least_the_index_of_all() -> None:
    ranking = rank_needs(three_aspects())
    cut_off = at_least_whole(ranking)
    # All pairs: D = 26/10, I = 42/10, (4.2 − 2.6) / 2.6.
    assert cut_off.words == "PNI_modified ไม่ต่ำกว่าค่าของภาพรวม (0.615)"
    assert taken_up(ranking, cut_off) == ("2.1", "1.2")


def test_an_office_has_a_value_of_its_own() -> None:
    ranking = rank_needs(three_aspects())
    cut_off = at_least(Decimal("0.333"))
    assert "0.333" in cut_off.words
    assert taken_up(ranking, cut_off) == ("2.1", "1.2", "1.1", "1.3")


@pytest.mark.parametrize("cut_off", [top(9), at_least(-1), at_least(0)])
def test_where_nothing_lacks_no_cut_off_makes_a_need(cut_off: object) -> None:
    ranking = rank_needs([item("1", "ด้าน", (5, 4)), item("2", "ด้าน", (4, 4))])
    assert taken_up(ranking, cut_off) == ()  # type: ignore[arg-type]


def test_a_survey_that_nobody_answered_has_no_ranks() -> None:
    ranking = rank_needs([item("1", "ด้าน")])
    assert ranking.aspects[0].items[0].rank is None
    assert taken_up(ranking, at_least_whole(ranking)) == ()
    assert rank_needs([]).aspects == ()


def test_one_respondent_has_an_index_but_no_deviation() -> None:
    gap: NeedGap = need_gap(pairs_of([(2, 4)]))
    assert (str(gap.pni_modified), str(gap.actual_sd)) == ("1.000", "–")


def test_halves_of_pairs_are_refused() -> None:
    with pytest.raises(ValueError, match="both answers"):
        Pairs(Sums(1, 3, 9), Sums(0))
