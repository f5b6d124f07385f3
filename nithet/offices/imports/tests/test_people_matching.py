"""Who is the same person: rules as a table."""

import pytest

from nithet.offices.imports.people.matching import (
    Known,
    Named,
    Nearness,
    Twice,
    best_match,
    nearness,
    twice,
)
from nithet.offices.models import Person

HERE, THERE, NOWHERE = frozenset({"a"}), frozenset({"b"}), frozenset[str]()
MALI = Named("1002", "มะลิ", "ดอกสมมติ", HERE)


@pytest.mark.parametrize(
    ("row", "near"),
    [
        (Named("1002", "มะลิ", "ดอกสมมติ", THERE), Nearness.SURE),  # moved, the number goes with her
        (Named("1002", "มะลิ", "ใจสมมติ", HERE), Nearness.SURE),  # another last name after a marriage
        (Named("1002", "พิกุล", "ใจสมมติ", HERE), Nearness.NUMBER_ONLY),  # somebody else holds the post now
        (Named("", "มะลิ", "ดอกสมมติ", HERE), Nearness.SURE),
        (Named("2002", "มะลิ", "ดอกสมมติ", HERE), Nearness.SURE),  # another number, the same school
        (Named("", "มะลิ", "ดอกสมมติ", THERE), Nearness.NAMESAKE),
        (Named("2002", "มะลิ", "ดอกสมมติ", THERE), Nearness.NAMESAKE),
        (Named("", "มะลี", "ดอกสมมติ", HERE), Nearness.LIKE),  # a slip of the hand
        (Named("", "มะลี", "ดอกสมมติ", THERE), Nearness.NONE),  # a slip and elsewhere: too far
        (Named("2002", "มะลี", "ดอกสมมติ", HERE), Nearness.NONE),  # the numbers say that they are two
        (Named("", "พิกุล", "ดอกสมมติ", HERE), Nearness.NONE),
    ],
)
def test_how_near_a_row_is_to_somebody_known(row: Named, near: Nearness) -> None:
    assert nearness(row, MALI) == near


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (Named("1002", "มะลิ", "ดอกสมมติ", HERE), Twice.DUPLICATE),
        (Named("1002", "มะลิ", "ดอกสมมติ", THERE), Twice.ELSEWHERE),  # serves at two schools
        (Named("1002", "พิกุล", "ใจสมมติ", THERE), Twice.SAME_NUMBER),
        (Named("", "มะลิ", "ดอกสมมติ", HERE), Twice.DUPLICATE),
        (Named("", "มะลิ", "ดอกสมมติ", THERE), Twice.NAMESAKE),
        (Named("2002", "มะลิ", "ดอกสมมติ", HERE), Twice.NO),  # two people of one name
        (Named("", "มะลี", "ดอกสมมติ", HERE), Twice.LIKE),
        (Named("", "มะลี", "ดอกสมมติ", THERE), Twice.NO),
    ],
)
def test_what_an_earlier_row_is_to_a_row(row: Named, found: Twice) -> None:
    assert twice(row, MALI) == found


def known(named: Named) -> Known:
    return Known(named, Person(first_name=named.first, last_name=named.last), [])


def test_a_list_without_places_means_the_only_one_of_that_name() -> None:
    row = Named("", "มะลิ", "ดอกสมมติ", NOWHERE)
    assert best_match(row, [known(MALI)]).is_sure
    namesake = known(Named("", "มะลิ", "ดอกสมมติ", THERE))
    assert not best_match(row, [known(MALI), namesake]).is_sure


def test_the_nearest_wins_whatever_the_order() -> None:
    row = Named("", "มะลิ", "ดอกสมมติ", HERE)
    sure, other = known(MALI), known(Named("", "มะลิ", "ดอกสมมติ", THERE))
    assert best_match(row, [sure, other]).known is sure
    assert best_match(row, [other, sure]).known is sure
