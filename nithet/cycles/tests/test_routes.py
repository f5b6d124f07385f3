"""Whom a submitted task goes to."""

from uuid import UUID, uuid4

import pytest

from nithet.cycles.routes import Holder, Station, Stop, route
from nithet.offices.models import Role

HEAD, DEPUTY, DIRECTOR, DOER, PLANNER, CASHIER = (uuid4() for _ in range(6))
USUAL = [Holder(Role.HEAD, HEAD), Holder(Role.DEPUTY, DEPUTY), Holder(Role.DIRECTOR, DIRECTOR)]


def stations(ask: str, holders: list[Holder], submitter: UUID = DOER) -> list[tuple[str, str]]:
    return [(s.role, s.ask) for s in route(ask, holders, submitter=submitter)]


def test_most_steps_end_with_the_head() -> None:
    assert stations("certify", USUAL) == [("head", "certify")]


def test_a_heads_own_step_goes_to_the_next_one_up() -> None:
    assert stations("certify", USUAL, HEAD) == [("deputy", "certify")]


def test_nobody_below_certifies_their_superiors_work() -> None:
    assert stations("certify", USUAL, DEPUTY) == [("director", "certify")]
    assert stations("certify", USUAL, DIRECTOR) == []


@pytest.mark.parametrize("ask", ["approve", "endorse", "permit", "acknowledge", "sign"])
def test_what_asks_the_director_passes_head_and_deputy(ask: str) -> None:
    assert stations(ask, USUAL) == [("head", "pass_on"), ("deputy", "pass_on"), ("director", ask)]


def test_a_vacant_post_is_left_out() -> None:
    assert stations("approve", [USUAL[0], USUAL[2]]) == [("head", "pass_on"), ("director", "approve")]


def test_two_stations_of_one_person_become_one() -> None:
    acting = [Holder(Role.HEAD, DEPUTY), Holder(Role.DEPUTY, DEPUTY), Holder(Role.DIRECTOR, DIRECTOR)]
    assert stations("approve", acting) == [("deputy", "pass_on"), ("director", "approve")]


def test_a_deputy_acting_as_director_decides_once() -> None:
    acting = [Holder(Role.HEAD, HEAD), Holder(Role.DEPUTY, DEPUTY), Holder(Role.DIRECTOR, DEPUTY)]
    assert stations("approve", acting) == [("head", "pass_on"), ("director", "approve")]


def test_nobody_decides_on_their_own_work() -> None:
    assert stations("approve", USUAL, DIRECTOR) == []
    assert route("certify", [Holder(Role.HEAD, HEAD)], submitter=HEAD) == []


def test_a_station_says_role_and_ask() -> None:
    assert route("certify", USUAL, submitter=DOER) == [Station(Role.HEAD, "certify")]


# Money, acting, and the office's own stations

WITH_MONEY = [*USUAL, Holder(Role.PLANNING, PLANNER), Holder(Role.FINANCE, CASHIER)]
ON_THE_WAY = [("head", "pass_on"), ("deputy", "pass_on")]


def with_money(ask: str, holders: list[Holder], submitter: UUID = DOER) -> list[str]:
    return [s.role for s in route(ask, holders, submitter=submitter, has_money=True)]


@pytest.mark.parametrize(
    ("ask", "holders", "submitter", "roles"),
    [
        ("approve", WITH_MONEY, DOER, ["head", "deputy", "planning", "finance", "director"]),
        ("certify", WITH_MONEY, DOER, ["planning", "finance", "head"]),
        ("approve", USUAL, DOER, ["head", "deputy", "director"]),
        ("approve", WITH_MONEY, PLANNER, ["head", "deputy", "finance", "director"]),
        ("approve", [*USUAL, Holder(Role.PLANNING, PLANNER), Holder(Role.FINANCE, PLANNER)], DOER,
         ["head", "deputy", "finance", "director"]),
        ("approve", [*WITH_MONEY[:3], Holder(Role.FINANCE, DIRECTOR)], DOER, ["head", "deputy", "director"]),
    ],
)  # fmt: skip
def test_money_passes_those_who_look_after_it(
    ask: str, holders: list[Holder], submitter: UUID, roles: list[str]
) -> None:
    assert with_money(ask, holders, submitter) == roles


def test_without_money_planning_and_finance_are_not_asked() -> None:
    assert stations("approve", WITH_MONEY) == [*ON_THE_WAY, ("director", "approve")]


@pytest.mark.parametrize(
    ("capacity", "roles"),
    [
        ("acting_for", ["head", "director"]),
        ("acting_in", ["head", "director"]),
        # By order, for some matters only: the deputy is heard as deputy.
        ("on_behalf", ["head", "deputy", "director"]),
    ],
)
def test_who_acts_for_one_who_is_away_sits_there_alone(capacity: str, roles: list[str]) -> None:
    acting = [*USUAL, Holder(Role.DIRECTOR, DEPUTY, capacity)]
    assert [role for role, _ in stations("approve", acting)] == roles


def test_an_acting_head_submits_like_any_doer_of_their_rank() -> None:
    acting = [Holder(Role.HEAD, DOER, "acting_in"), *USUAL[1:]]
    assert stations("certify", acting) == [("deputy", "certify")]


OWN = [
    Stop(Role.PLANNING, "pass_on"),
    Stop(Role.HEAD, "pass_on", if_money=True),
    Stop(Role.DIRECTOR, "endorse"),
]


@pytest.mark.parametrize(
    ("has_money", "roles"), [(False, ["planning", "director"]), (True, ["planning", "head", "director"])]
)
def test_an_office_lays_its_own_stations(has_money: bool, roles: list[str]) -> None:
    laid = route("endorse", WITH_MONEY, submitter=DOER, stops=OWN, has_money=has_money)
    assert [s.role for s in laid] == roles


def test_a_section_head_is_heard_first_where_the_office_says_so() -> None:
    stops = [Stop(Role.SECTION_HEAD, "pass_on"), Stop(Role.HEAD, "certify")]
    holders = [*USUAL, Holder(Role.SECTION_HEAD, PLANNER)]
    laid = route("certify", holders, submitter=DOER, stops=stops)
    assert [(s.role, s.ask) for s in laid] == [("section_head", "pass_on"), ("head", "certify")]


def test_who_stands_above_the_last_word_gives_no_opinion_before_it() -> None:
    """The head's post is vacant: the deputy certifies, and is not asked for an opinion first."""
    stops = [Stop(Role.DEPUTY, "pass_on"), Stop(Role.HEAD, "certify")]
    assert [s.role for s in route("certify", USUAL[1:], submitter=DOER, stops=stops)] == ["deputy"]


@pytest.mark.parametrize("ask", ["endorse", "approve", "permit", "sign", "acknowledge"])
def test_without_a_director_nothing_goes_up(ask: str) -> None:
    assert stations(ask, USUAL[:2]) == []
