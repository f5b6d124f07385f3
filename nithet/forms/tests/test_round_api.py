"""Programs read rounds, who has answered, and what the answers say, with the rights of the token's owner."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.queries.results import AFTER_CLOSING
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import AT, xml_of
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School

pytestmark = pytest.mark.usefixtures("friday")
OTHER = "<enough><actual>3</actual><desired>5</desired></enough>"
NAMES = ("round", "round-targets", "round-results", "round-results-csv")


@pytest.fixture
def round_(version: FormVersion) -> Round:
    return make_round(version, is_once=False)


@pytest.fixture
def targets(round_: Round, school: School, small_school: School) -> list[RoundTarget]:
    return open_round(round_, [school, small_school])


@pytest.fixture
def program(office: Office, supervisor: User) -> Program:
    return Program(office, supervisor)


def rated(round_: Round, target: RoundTarget | None, actual: int, desired: int = 5) -> RoundAnswer:
    """An answer whose question `enough` says so."""
    code = target.school.smis_code if target and target.school else ""
    told = f"<enough><actual>{actual}</actual><desired>{desired}</desired></enough>"
    return answer(round_, target, xml=xml_of(code).replace(OTHER, told))


def item(program: Program, round_: Round, path: str) -> dict[str, Any]:
    response = program("round-results", round_.pk)
    assert response.status_code == 200, response.content.decode()
    found: dict[str, Any] = next(one for one in response.json()["items"] if one["path"] == path)
    return found


# Rounds


def test_rounds_are_told_with_how_far_they_are(
    program: Program, round_: Round, targets: list[RoundTarget]
) -> None:
    answer(round_, targets[0])
    (line,) = program("round-list").json()["results"]
    assert (line["id"], line["form"], line["version"]) == (str(round_.pk), "visit_note", 1)
    assert (line["state"], line["is_taking"], line["opens_on"]) == ("open", True, "2026-11-16")
    assert (line["asked"], line["answered"]) == (2, 1)
    whole = program("round", round_.pk).json()
    assert whole.items() >= line.items()
    assert (whole["response"]["percent"], whole["response"]["wanted"]) == ("50.0", 2)
    assert sum(group["asked"] for group in whole["response"]["groups"]) == 2


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["a", "b", "c"]),
        ({"state": "open"}, ["b"]),
        ({"state": "void"}, ["d"]),
        ({"form": "visit_note"}, ["a", "b", "c"]),
        ({"form": "other"}, []),
        ({"q": "a\0"}, []),
        ({"q": "b"}, ["b"]),
    ],
)
def test_rounds_are_narrowed(
    program: Program, version: FormVersion, asked: dict[str, str], found: list[str]
) -> None:
    for title, state in (("a", "draft"), ("b", "open"), ("c", "closed"), ("d", "void")):
        make_round(version, title=title, state=state, reason="ส่งซ้ำ")
    assert [one["title"] for one in program("round-list", **asked).json()["results"]] == found


def test_pages_follow_each_other(
    program: Program, version: FormVersion, round_: Round, targets: list[RoundTarget]
) -> None:
    for number in range(3):
        make_round(version, title=str(number))
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = program("round-list", limit=3, cursor=cursor).json()
        seen, cursor = seen + [one["title"] for one in page["results"]], page["next"]
    assert seen == [round_.title, "0", "1", "2"]
    first = program("round-targets", round_.pk, limit=1).json()
    second = program("round-targets", round_.pk, limit=1, cursor=first["next"]).json()
    assert [one["id"] for one in first["results"] + second["results"]] == [str(one.pk) for one in targets]
    assert second["next"] is None


@pytest.mark.parametrize(("name", "asked"), [
    ("round-list", {"state": "lost"}), ("round-list", {"cursor": "x"}), ("round-list", {"limit": "501"}),
])  # fmt: skip
def test_what_is_asked_wrongly_is_refused(program: Program, name: str, asked: dict[str, str]) -> None:
    response = program(name, **asked)
    assert (response.status_code, response.json()["code"]) == (422, "unfit-request")


def test_who_has_answered_and_who_has_not(
    program: Program, round_: Round, targets: list[RoundTarget], school: School
) -> None:
    answer(round_, targets[0])
    RoundTarget.objects.filter(pk=targets[0].pk).update(answered_by="ธุรการสาธิต")
    (line,) = program("round-targets", round_.pk, show="answered").json()["results"]
    assert line["school"] == {"smis_code": school.smis_code, "name": school.name}
    assert (line["has_answered"], line["answered_by"]) == (True, "ธุรการสาธิต")
    assert line["answered_at"].startswith(f"{AT:%Y-%m-%dT%H:%M}")
    assert line["properties"] == targets[0].properties
    (line,) = program("round-targets", round_.pk, show="missing").json()["results"]
    assert (line["id"], line["answered_at"]) == (str(targets[1].pk), None)


# Figures


def test_figures_are_those_of_the_page_with_what_they_were_reckoned_by(
    program: Program, round_: Round, targets: list[RoundTarget]
) -> None:
    for actual in (2, 3, 4):
        rated(round_, targets[0], actual)
    figures = item(program, round_, "enough")["figures"]
    assert (figures["kind"], figures["n"], figures["gap"], figures["pni"]) == ("needed", 3, "2.00", "0.667")
    assert (figures["actual"]["mean"], figures["actual"]["sd"]) == ("3.00", "1.00")
    assert "PNI_modified" in figures["formula"]
    assert figures["actual"]["scheme"]
    number = item(program, round_, "students")["figures"]
    assert (number["kind"], number["mean"], number["total"]) == ("numbered", "24.00", "72.00")
    shares = item(program, round_, "uses_media")["figures"]["shares"]
    assert {one["name"]: (one["count"], one["percent"]) for one in shares} == {
        "yes": (0, "0.00"),
        "no": (3, "100.00"),
    }
    whole = program("round-results", round_.pk).json()
    assert (whole["n"], whole["is_suppressed"]) == (3, False)
    assert whole["scheme"]


def test_a_file_has_a_line_for_each_item(program: Program, round_: Round, targets: list[RoundTarget]) -> None:
    rated(round_, targets[0], 4, 3)
    response = program("round-results-csv", round_.pk)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Cache-Control"] == "private, no-store"
    assert response.content.startswith(b"\xef\xbb\xbf")
    lines = {one["path"]: one for one in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))}
    enough = lines["enough"]
    # Below nothing: a number, and no text with a mark before it.
    assert (Decimal(enough["gap"]), enough["actual"], enough["desired"]) == (Decimal("-1.00"), "4.00", "3.00")
    assert (enough["item"], enough["n"]) == ("มีสื่อเพียงพอกับผู้เรียน", "1")
    assert lines["students"]["mean"] == "24.00"
    assert lines["students"]["note"], "why there is no deviation of one answer"


def test_of_an_anonymous_round_only_what_is_final_and_of_five(
    program: Program, version: FormVersion, school: School
) -> None:
    round_ = make_round(version, is_anonymous=True, is_once=False)
    targets = open_round(round_, [school])
    for _ in range(4):
        rated(round_, targets[0], 3)
    whole = program("round-results", round_.pk).json()
    assert (whole["n"], whole["items"], whole["notes"]) == (None, [], [AFTER_CLOSING])
    assert AFTER_CLOSING in program("round-results-csv", round_.pk).content.decode()
    Round.objects.filter(pk=round_.pk).update(state=Round.State.CLOSED)
    content = program("round-results", round_.pk).json()
    assert (content["n"], content["is_suppressed"]) == (None, True)
    rated(round_, targets[0], 3)
    assert item(program, round_, "enough")["figures"]["pni"] == "0.667"


def test_it_costs_the_same_whatever_there_is(
    program: Program, version: FormVersion, round_: Round, targets: list[RoundTarget]
) -> None:
    def cost() -> list[int]:
        found = []
        for name in NAMES:
            assert program(name, round_.pk).status_code == 200
            with CaptureQueriesContext(connection) as counted:
                program(name, round_.pk)
            found.append(len(counted))
        with CaptureQueriesContext(connection) as counted:
            program("round-list")
        return [*found, len(counted)]

    answer(round_, targets[0])
    few = cost()
    for _ in range(3):
        answer(round_, targets[1])
        open_round(make_round(version))
    assert cost() == few


# By whose rights


def test_a_stranger_finds_no_round(round_: Round, other_office: Office, outsider: User) -> None:
    stranger = Program(other_office, outsider)
    assert stranger("round-list").json()["results"] == []
    for name in NAMES:
        assert stranger(name, round_.pk).status_code == 404
    stranger.office = round_.office
    assert stranger("round", round_.pk).status_code == 404


def test_who_is_only_asked_reads_none(
    office: Office, round_: Round, targets: list[RoundTarget], teacher: User, ict_head: User
) -> None:
    for who in (teacher, ict_head):
        other = Program(office, who)
        assert other("round-list").json()["results"] == []
        assert other("round", round_.pk).status_code == 404
        assert other("round-results", round_.pk).status_code == 404


def test_the_chair_of_a_cluster_reads_who_has_sent_and_no_figures(
    office: Office, round_: Round, targets: list[RoundTarget], cluster_chair: User, school: School
) -> None:
    School.objects.exclude(pk=school.pk).update(cluster=None)
    chair = Program(office, cluster_chair)
    (line,) = chair("round-targets", round_.pk).json()["results"]
    assert line["id"] == str(targets[0].pk)
    assert chair("round", round_.pk).json()["response"]["asked"] == 1
    for name in ("round-results", "round-results-csv"):
        response = chair(name, round_.pk)
        assert (response.status_code, response.json()["code"]) == (403, "no-right")


def test_what_does_not_exist_is_told_as_json(program: Program) -> None:
    for name in NAMES:
        response = program(name, new_id())
        assert (response.status_code, response.json()["code"]) == (404, "not-found")


def test_nothing_is_written_by_it(program: Program, round_: Round) -> None:
    for name in NAMES:
        address = reverse(f"api:{name}", args=[program.office.code, round_.pk])
        response = Client().post(address, headers={"authorization": f"Bearer {program.secret}"})
        assert (response.status_code, response.json()["code"]) == (405, "wrong-method")
