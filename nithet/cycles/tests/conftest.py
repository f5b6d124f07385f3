"""Those who move a task, as members on the day of the tests, and a procedure that runs."""

from collections.abc import Iterator

import pytest

from nithet.accounts.models import User
from nithet.cycles import register as joint
from nithet.cycles.models import Task
from nithet.cycles.services.deciding import give
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member


@pytest.fixture
def doer(office: Office, supervisor: User) -> Member:
    return as_member(supervisor, office)


@pytest.fixture
def boss(office: Office, head: User) -> Member:
    return as_member(head, office)


@pytest.fixture
def second(office: Office, deputy: User) -> Member:
    return as_member(deputy, office)


@pytest.fixture
def chief(office: Office, director: User) -> Member:
    return as_member(director, office)


@pytest.fixture
def procedure(office: Office, supervision: Unit) -> Procedure:
    """With its year open."""
    made = make_procedure(supervision)
    open_year(office)
    return made


@pytest.fixture
def plan(procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member) -> Task:
    """A plan to approve, before the director."""
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    for who in (boss, second):
        give(current(task), "เห็นควร", by=who)
    return task


@pytest.fixture(autouse=True)
def _no_registers() -> Iterator[None]:
    """The year stands below all registers, and is tested without them: the work log and signed files stand in."""
    known = [one for one in joint.registers() if one is not joint.OWN]
    for register in known:
        joint.undeclare(register.code)
    yield
    for register in known:
        joint.declare(register)
