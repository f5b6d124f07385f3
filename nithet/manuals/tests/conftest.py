"""An edition in force, a draft that was badly read, and people who work on them."""

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.manuals.keys import keyed
from nithet.manuals.models import ManualVersion
from nithet.manuals.reading import read_text
from nithet.manuals.tests.factories import BADLY_READ, adopted, make_manual, make_version
from nithet.manuals.tests.whole_manual import FULL
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import make_member_user, make_unit


@pytest.fixture
def edition(office: Office, supervision: Unit, director: User, head: User) -> ManualVersion:
    """The first edition of a manual that says all that can be said."""
    manual = make_manual(office, supervision, "คู่มือสื่อ")
    return adopted(make_version(manual, keyed(FULL)), by=director, proposer=head)


@pytest.fixture
def stranger(other_office: Office) -> User:
    """Heads a division of another office."""
    unit = make_unit(other_office, "supervision", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา")
    return make_member_user(other_office, Role.HEAD, unit, username="stranger-head")


@pytest.fixture
def version(office: Office, supervision: Unit, supervisor: User) -> ManualVersion:
    """A manual that was badly read, brought by the supervisor."""
    draft = read_text(BADLY_READ)
    return make_version(make_manual(office, supervision), draft, source_text=BADLY_READ, made_by=supervisor)


@pytest.fixture
def staff(client: Client, supervisor: User) -> Client:
    """The browser of somebody who works on manuals."""
    client.force_login(supervisor)
    return client


@pytest.fixture
def editor(staff: Client) -> Client:
    """Who made the draft has it open."""
    return staff
