"""The address that is given out: it opens exactly what it was made for, and nothing once it was made anew."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from nithet.core.ids import new_id
from nithet.forms.links import LENGTH, address_of, asked_at, token_of
from nithet.forms.models import FormVersion, Round, RoundTarget
from nithet.forms.tests.rounds_kit import make_round, open_round
from nithet.offices.models import Office, School

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version)


@pytest.fixture
def target(round_: Round, school: School) -> RoundTarget:
    return open_round(round_, [school])[0]


def test_the_link_of_a_school_leads_to_that_school(
    client: Client, target: RoundTarget, school: School
) -> None:
    found = asked_at("satit1", token_of(target))
    assert found is not None
    assert (found.target, found.round, found.name) == (target, target.round, school.name)
    assert school.name in client.get(address_of(target)).content.decode()


def test_a_link_is_short_enough_for_a_chat(target: RoundTarget) -> None:
    assert len(token_of(target)) == LENGTH == 38


@pytest.mark.parametrize("place", [0, 5, 21, 22, 37])
def test_one_letter_changed_opens_nothing(client: Client, target: RoundTarget, place: int) -> None:
    token = token_of(target)
    for letter in "AZaz09-_":
        changed = f"{token[:place]}{letter}{token[place + 1 :]}"
        if changed != token:
            assert client.get(f"/satit1/a/{changed}/").status_code == 404


@pytest.mark.parametrize("token", ["x", "", "a" * 38, "a" * 37, "a" * 500, "ก" * 38, "%00" * 12, "!" * 38])
def test_what_was_guessed_opens_nothing_and_says_whom_to_ask(
    client: Client, target: RoundTarget, office: Office, token: str
) -> None:
    assert asked_at("satit1", token) is None
    if token.isascii() and token.isalnum():
        response = client.get(f"/satit1/a/{token}/")
        assert response.status_code == 404
        assert "ขอลิงก์ใหม่จาก" in response.content.decode()
        assert office.name in response.content.decode()


def test_the_signature_of_one_opens_no_other(
    client: Client, round_: Round, school: School, small_school: School
) -> None:
    one, other = open_round(round_, [school, small_school])
    mixed = token_of(one)[:22] + token_of(other)[22:]
    assert client.get(f"/satit1/a/{mixed}/").status_code == 404


def test_under_another_office_it_is_unknown(
    client: Client, target: RoundTarget, other_office: Office
) -> None:
    assert client.get(f"/{other_office.code}/a/{token_of(target)}/").status_code == 404
    assert client.get(f"/nowhere/a/{token_of(target)}/").status_code == 404


@pytest.mark.parametrize("whose", ["target", "round"])
def test_a_renewed_link_leaves_the_former_worthless(client: Client, target: RoundTarget, whose: str) -> None:
    former = address_of(target)
    renewed = target if whose == "target" else target.round
    renewed.link_number += 1
    renewed.save()
    assert client.get(former).status_code == 404
    assert client.get(address_of(target)).status_code == 200


def test_a_round_has_an_address_of_its_own_only_for_the_public(
    client: Client, target: RoundTarget, version: FormVersion
) -> None:
    assert client.get(address_of(target.round)).status_code == 404
    public = make_round(version, audience=Round.Audience.PUBLIC, is_once=False)
    open_round(public)
    assert client.get(address_of(public)).status_code == 200


def test_nobody_is_asked_by_a_key_that_does_not_exist(target: RoundTarget) -> None:
    unknown = RoundTarget(pk=new_id(), round=target.round)
    assert asked_at("satit1", token_of(unknown)) is None


def test_the_page_is_told_to_nobody_and_kept_nowhere(client: Client, target: RoundTarget) -> None:
    for response in (client.get(address_of(target)), client.get("/satit1/a/unknown/")):
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response.content.decode()


def test_sending_to_a_lost_link_says_so_and_stores_nothing(client: Client, target: RoundTarget) -> None:
    address = reverse("forms:answer-send", args=["satit1", "a" * 38])
    response = client.post(address, headers={"accept": "application/json"})
    assert (response.status_code, response.json()["code"]) == (404, "link-lost")
    assert "ขอลิงก์ใหม่" in response.json()["message"]
