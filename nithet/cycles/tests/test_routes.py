"""Whom a submitted task goes to."""

from uuid import UUID, uuid4

import pytest

from nithet.cycles.routes import Holder, Station, route
from nithet.offices.models import Role

HEAD, DEPUTY, DIRECTOR, DOER = (uuid4() for _ in range(4))
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
