"""Whose history a member reads."""

import pytest

from nithet.accounts.models import User
from nithet.audit.services import record
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment
from nithet.workspace.access import Reach, history_reach, visible_history


@pytest.fixture
def told(
    office: Office, supervision: Unit, supervisor: User, computer_officer: User, school_director: User
) -> None:
    """One entry each: of the supervision division, of another division, of a school, and one of the settings."""
    for user, verb in (
        (supervisor, "task.noted"),
        (computer_officer, "task.submitted"),
        (school_director, "task.acknowledged"),
        (computer_officer, "office.described"),
    ):
        record(verb, by=as_member(user, office), on=office)


def verbs(user: User, office: Office) -> set[str]:
    return set(visible_history(as_member(user, office)).values_list("verb", flat=True))


ALL = {"task.noted", "task.submitted", "task.acknowledged", "office.described"}


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("role", "reach", "seen"),
    [
        ("director", Reach.OFFICE, ALL),
        ("auditor", Reach.OFFICE, ALL),
        ("deputy", Reach.DIVISION, {"task.noted"}),
        ("head", Reach.DIVISION, {"task.noted"}),
        ("administrator", Reach.CARE, {"office.described"}),
        ("supervisor", Reach.OWN, {"task.noted"}),
        ("computer_officer", Reach.OWN, {"task.submitted", "office.described"}),
        ("section_head", Reach.OWN, set()),
        ("committee", Reach.OWN, set()),
    ],
)
def test_history_reaches_as_far_as_ones_right(
    office: Office, role: str, reach: Reach, seen: set[str], request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(role)
    assert history_reach(as_member(user, office)) == reach
    assert verbs(user, office) == seen


@pytest.mark.usefixtures("told")
def test_a_head_who_looks_after_the_system_sees_both(office: Office, head: User) -> None:
    make_appointment(head.person, Role.ADMINISTRATOR)
    assert verbs(head, office) == {"task.noted", "office.described"}
