"""Those who move a task, as members on the day of the tests."""

import pytest

from nithet.accounts.models import User
from nithet.offices.members import Member
from nithet.offices.models import Office
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
