"""What the database can see to of a filter it does: rows that are not meant are not read; what is found is the same."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from nithet.accounts.models import User
from nithet.forms.models import FormVersion, Round, RoundTarget, Submission
from nithet.forms.odata import reading
from nithet.forms.tests.api_kit import Program
from nithet.forms.tests.filling_kit import VISIT, publish, tables_of, xml_of
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def program(office: Office, supervisor: User) -> Program:
    return Program(office, supervisor)


@pytest.fixture
def targets(version: FormVersion, school: School, small_school: School) -> list[RoundTarget]:
    """Ten answers: topics 0–9 with ten times as many pupils, the last three of the small school."""
    found = open_round(make_round(version, is_once=False), [school, small_school])
    for number in range(10):
        one = found[number > 6]
        code = one.school.smis_code if one.school else ""
        answer(one.round, one, xml=xml_of(code, topic=f"เรื่อง 100% {number}", students=str(10 * number)))
    return found


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were read."""
    counted = [0]
    told = reading._told

    def counting(stored: tuple[Any, ...]) -> Any:
        counted[0] += 1
        return told(stored)

    monkeypatch.setattr(reading, "_told", counting)
    return counted


def students(program: Program, round_: Round, filter_: str) -> list[int]:
    response = program.feed(round_, f"Submissions?$filter={quote(filter_)}")
    assert response.status_code == 200, response.content.decode()
    return sorted(one["students"] // 10 for one in response.json()["value"])


NARROWED: dict[str, tuple[list[int], int]] = {
    "students eq 50": ([5], 1),
    "students gt 65": ([7, 8, 9], 3),
    "students ge 20 and students lt 40.5": ([2, 3, 4], 3),
    "topic eq 'เรื่อง 100% 3'": ([3], 1),
    "contains(topic,'0% 3')": ([3], 1),
    "endswith(topic,'4') or students eq 0": ([0, 4], 2),
    "students eq 50 and media eq null": ([5], 1),
    "_state eq 'received' and students le 10": ([0, 1], 2),
    "_received_at lt 2020-01-01T00:00:00Z": ([], 0),
    "_version eq 7": ([], 0),
    "_size eq 'small'": ([7, 8, 9], 3),
    # Here the database cannot be sure, and all are read.
    "not (students eq 50)": ([0, 1, 2, 3, 4, 6, 7, 8, 9], 10),
    "students eq 50 or media eq null": ([*range(10)], 10),
    "50 eq students": ([5], 10),
    "students eq 1e300": ([], 10),
    "students ne 50": ([0, 1, 2, 3, 4, 6, 7, 8, 9], 10),
}


@pytest.mark.parametrize(
    ("filter_", "found", "rows"), [(one, *told) for one, told in NARROWED.items()], ids=NARROWED
)
def test_only_rows_that_may_be_meant_are_read(
    program: Program, targets: list[RoundTarget], read: list[int], filter_: str, found: list[int], rows: int
) -> None:
    assert students(program, targets[0].round, filter_) == found
    assert read == [rows]


def test_of_a_school_only_its_answers_are_read(
    program: Program, targets: list[RoundTarget], read: list[int], small_school: School
) -> None:
    assert students(program, targets[0].round, f"_school_code eq '{small_school.smis_code}'") == [7, 8, 9]
    assert students(program, targets[0].round, f"_school eq '{small_school.name}'") == [7, 8, 9]
    assert read == [6]


def test_one_is_found_by_its_key(program: Program, targets: list[RoundTarget], read: list[int]) -> None:
    one = Submission.objects.get(answers__students=30)
    assert students(program, targets[0].round, f"_id eq {one.pk}") == [3]
    assert read == [1]


def test_answers_to_another_edition_are_read_whatever_they_are_of(
    program: Program, version: FormVersion, targets: list[RoundTarget], read: list[int]
) -> None:
    """A number then is a text now."""
    other = publish(version.form, tables_of(VISIT.replace("| topic |", "| title |")), 2)
    Submission.objects.filter(answers__students=30).update(
        version=other, answers={"topic": 5, "students": 30}
    )
    assert students(program, targets[0].round, "topic eq '5'") == [3]
    assert read == [1]


def test_counting_reads_no_more(program: Program, targets: list[RoundTarget], read: list[int]) -> None:
    response = program.feed(targets[0].round, f"Submissions/$count?$filter={quote('students gt 65')}")
    assert response.content == b"3"
    assert read == [3]
