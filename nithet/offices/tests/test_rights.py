"""The table of rights: complete, read as written, asked by the highest of one's roles."""

from collections.abc import Callable
from typing import cast

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.core.decisions import Answer
from nithet.core.errors import RefusedError
from nithet.offices import access, confidential, rights
from nithet.offices.members import Member, MemberRequest
from nithet.offices.models import Office, Role, School, Unit
from nithet.offices.rights import Cell, Level, Matter
from nithet.offices.tests.factories import as_member, make_appointment, make_unit


def test_every_role_has_a_cell_for_every_matter() -> None:
    assert set(rights.TABLE) == {*Role.values, rights.EXPERT}
    assert all(set(line) == set(Matter) for line in rights.TABLE.values())


def test_a_cell_that_reaches_no_further_than_named_says_to_what() -> None:
    unsaid = [
        (code, matter)
        for code, line in rights.TABLE.items()
        for matter, cell in line.items()
        if cell.level == Level.NAMED and not cell.words
    ]
    assert unsaid == []


@pytest.mark.parametrize(
    ("code", "signs"),
    [
        ("director", "●●●○●●●"),
        ("deputy", "◐–◐○◐◐◐"),
        ("head", "◐◐◐○◐◐◐"),
        ("section_head", "◐○○–◐◐–"),
        ("supervisor", "○○–○◐◐○"),
        ("computer_officer", "◐––––○○"),
        ("clerk", "◐○○––○–"),
        ("secretary", "○○––––○"),
        ("registry", "○–○–––○"),
        ("planning", "○–○–––◐"),
        ("finance", "○–○–––◐"),
        ("school_director", "◐◐◐○◐○◐"),
        ("school_clerk", "○–––––○"),
        ("teacher", "○––○––○"),
        ("cluster_chair", "○––––○–"),
        ("committee", "○–○–○○–"),
        ("auditor", "○––○○○–"),
        ("expert", "––○––––"),
        ("ministry", "○––––○–"),
        ("administrator", "–––––––"),
    ],
)
def test_the_work_of_an_office_is_shared_as_its_practice_has_it(code: str, signs: str) -> None:
    _, matters = rights.block_matters()[0]
    assert "".join(rights.TABLE[code][matter].level.sign for matter in matters) == signs


def test_the_highest_of_ones_roles_counts(office: Office, school: School, teacher: User) -> None:
    assert rights.level(as_member(teacher, office), Matter.PEOPLE) == Level.NAMED
    make_appointment(teacher.person, Role.SCHOOL_DIRECTOR, school=school)
    assert rights.level(as_member(teacher, office), Matter.PEOPLE) == Level.OWN
    make_appointment(teacher.person, Role.ADMINISTRATOR)
    assert rights.level(as_member(teacher, office), Matter.PEOPLE) == Level.ALL


def test_what_is_nobodys_own_reaches_no_division(
    office: Office, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No role named must not mean any role."""
    for code in rights.TABLE:
        monkeypatch.setitem(rights.TABLE[code], Matter.TASKS, Cell(Level.NONE))
        monkeypatch.setitem(rights.TABLE[code], Matter.PEOPLE, Cell(Level.NONE))
    member = as_member(head, office)
    assert rights.units_held(member, Matter.TASKS) == frozenset()
    assert rights.schools_held(member, Matter.PEOPLE) == frozenset()


def test_one_role_does_not_lend_its_place_to_another(
    office: Office, supervision: Unit, ict: Unit, computer_officer: User
) -> None:
    """Head of one division and serving in another: head only of the one."""
    make_appointment(computer_officer.person, Role.HEAD, unit=supervision)
    member = as_member(computer_officer, office)
    assert rights.holds_in(member, Matter.ASSIGN, supervision)
    assert not rights.holds_in(member, Matter.ASSIGN, ict)


@pytest.mark.parametrize(
    ("question", "allowed"),
    [
        (access.can_manage_office, {"director", "administrator"}),
        (access.can_manage_accounts, {"director", "administrator"}),
        (access.can_manage_people, {"director", "administrator"}),
        (access.can_manage_schools, {"director", "administrator", "planning"}),
        (access.can_manage_duties, {"director", "administrator"}),
        (access.can_answer_privacy, {"director", "administrator"}),
        (access.can_run_system, {"administrator"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_who_looks_after_the_office(
    office: Office,
    question: Callable[[Member], Answer],
    allowed: set[str],
    request: pytest.FixtureRequest,
) -> None:
    asked = {role: question(as_member(request.getfixturevalue(role), office)) for role in Role.values}
    assert {role for role, answer in asked.items() if answer} == allowed
    assert all("เฉพาะ" in answer.why and "โปรด" in answer.why for answer in asked.values() if not answer)


@pytest.mark.parametrize(
    ("kind", "allowed"),
    [
        ("schools", {"director", "administrator", "planning"}),
        ("people", {"director", "administrator"}),
        ("duties", {"director", "administrator"}),
        ("secrets", set()),
    ],
)
def test_a_list_comes_in_by_whoever_may_type_it(
    office: Office, kind: str, allowed: set[str], request: pytest.FixtureRequest
) -> None:
    members = {role: as_member(request.getfixturevalue(role), office) for role in Role.values}
    assert {role for role, member in members.items() if access.can_import(member, kind)} == allowed


def test_a_school_keeps_its_own_facts_only(
    office: Office, school: School, small_school: School, school_director: User
) -> None:
    member = as_member(school_director, office)
    assert access.can_manage_schools(member, school)
    assert not access.can_manage_schools(member, small_school)
    assert not access.can_manage_schools(member)


def test_duties_of_a_division_are_its_heads_and_the_clerks_for_them(
    office: Office, supervision: Unit, ict: Unit, head: User, clerk: User, supervisor: User
) -> None:
    members = [as_member(user, office) for user in (head, clerk, supervisor)]
    assert [bool(access.can_manage_duties(member, supervision)) for member in members] == [True, True, False]
    assert [bool(access.can_manage_duties(member, ict)) for member in members] == [False, False, False]


def test_a_clerk_in_a_section_types_the_duties_of_the_whole_division(
    office: Office, supervision: Unit, media_section: Unit, ict: Unit, teacher: User
) -> None:
    other = make_unit(office, "office-work", "งานธุรการ", parent=supervision, position=2)
    make_appointment(teacher.person, Role.CLERK, unit=other)
    member = as_member(teacher, office)
    units = (other, media_section, supervision, ict)
    assert [bool(access.can_manage_duties(member, unit)) for unit in units] == [True, True, True, False]


def test_lists_leave_the_office_with_its_staff_and_its_schools(
    office: Office, request: pytest.FixtureRequest
) -> None:
    refused = {"teacher", "cluster_chair", "committee", "auditor", "ministry"}
    members = {role: as_member(request.getfixturevalue(role), office) for role in Role.values}
    assert {role for role, member in members.items() if not access.can_export(member)} == refused


def test_the_private_part_of_a_person_is_theirs_and_others_say_why(
    office: Office, teacher: User, request: pytest.FixtureRequest
) -> None:
    members = {role: as_member(request.getfixturevalue(role), office) for role in Role.values}
    seen = {role for role, member in members.items() if access.can_see_private(member, teacher.person)}
    assert seen == {"teacher", "director", "auditor", "administrator"}
    asked = {role for role in seen if access.must_say_why(members[role], teacher.person)}
    assert asked == {"director", "auditor"}


def test_the_director_reads_a_private_part_with_a_reason(
    office: Office, teacher: User, request: pytest.FixtureRequest, rf: RequestFactory
) -> None:
    def opened_by(role: str) -> HttpResponse | None:
        asked = cast("MemberRequest", rf.get("/satit1/people/"))
        asked.user = request.getfixturevalue(role)
        asked.member, asked.office = as_member(asked.user, office), office
        return confidential.require_for_private(asked, teacher.person)

    assert [opened_by(role) for role in ("teacher", "administrator")] == [None, None]
    assert b'name="what"' in (opened_by("director") or HttpResponse()).content
    with pytest.raises(RefusedError):
        opened_by("head")
    director = as_member(request.getfixturevalue("director"), office, on=today())
    confidential.grant(director, "person", teacher.person.pk, "ข้อมูลส่วนตัว", why="ตรวจสอบคำร้อง")
    assert opened_by("director") is None
