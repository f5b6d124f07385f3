"""The same people in every test: one office with two divisions and two schools, and a stranger.

Person fixtures are users: `client.force_login(head)`, `head.person`, `as_member(head, office)`.
"""

from collections.abc import Iterator
from datetime import date, datetime, time

import pytest
import time_machine
from pytest_django import Settings

from nithet.accounts.models import User
from nithet.offices.models import Cluster, Office, Role, School, Unit
from nithet.offices.tests.factories import DAY, make_member_user, make_office, make_school, make_unit
from nithet.thai.dates import BANGKOK


@pytest.fixture(autouse=True)
def _quick(settings: Settings) -> None:
    """Passwords cost nothing, files stay in memory, pages need no built front end."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def friday() -> Iterator[date]:
    """Stops the clock on Friday 20 November 2026, 09.30 in Bangkok."""
    with time_machine.travel(datetime.combine(DAY, time(9, 30), tzinfo=BANGKOK), tick=False):
        yield DAY


# The office


@pytest.fixture
def office(db: None) -> Office:
    return make_office("satit1")


@pytest.fixture
def other_office(db: None) -> Office:
    return make_office("satit2", "สำนักงานเขตพื้นที่การศึกษาประถมศึกษาสาธิต เขต 2")


@pytest.fixture
def supervision(office: Office) -> Unit:
    return make_unit(office, "supervision", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา", position=1)


@pytest.fixture
def media_section(supervision: Unit) -> Unit:
    """A section of the supervision division."""
    return make_unit(supervision.office, "media", "กลุ่มงานส่งเสริมพัฒนาสื่อ นวัตกรรมและเทคโนโลยี", parent=supervision)


@pytest.fixture
def ict(office: Office) -> Unit:
    name = "กลุ่มส่งเสริมการศึกษาทางไกล เทคโนโลยีสารสนเทศและการสื่อสาร"
    return make_unit(office, "ict", name, position=2)


@pytest.fixture
def cluster(office: Office) -> Cluster:
    return Cluster.objects.create(office=office, name="กลุ่มโรงเรียนทุ่งสาธิต")


@pytest.fixture
def school(office: Office, cluster: Cluster) -> School:
    return make_school(office, "โรงเรียนบ้านทุ่งสาธิต", cluster=cluster, district="เมือง", pupils=240)


@pytest.fixture
def small_school(office: Office) -> School:
    """Small, in the highlands, in no cluster."""
    return make_school(office, "โรงเรียนบ้านดอยสาธิต", district="แม่สาธิต", pupils=80, is_highland=True)


# Its people


@pytest.fixture
def director(office: Office) -> User:
    return make_member_user(office, Role.DIRECTOR, username="director")


@pytest.fixture
def deputy(office: Office, supervision: Unit) -> User:
    """In charge of the supervision division."""
    return make_member_user(office, Role.DEPUTY, supervision, username="deputy")


@pytest.fixture
def head(office: Office, supervision: Unit) -> User:
    return make_member_user(office, Role.HEAD, supervision, username="head")


@pytest.fixture
def ict_head(office: Office, ict: Unit) -> User:
    return make_member_user(office, Role.HEAD, ict, username="ict-head")


@pytest.fixture
def section_head(office: Office, media_section: Unit) -> User:
    return make_member_user(office, Role.SECTION_HEAD, media_section, username="section-head")


@pytest.fixture
def supervisor(office: Office, supervision: Unit) -> User:
    return make_member_user(office, Role.SUPERVISOR, supervision, username="supervisor")


@pytest.fixture
def supervisor2(office: Office, supervision: Unit) -> User:
    return make_member_user(office, Role.SUPERVISOR, supervision, username="supervisor2")


@pytest.fixture
def computer_officer(office: Office, ict: Unit) -> User:
    return make_member_user(office, Role.COMPUTER_OFFICER, ict, username="computer-officer")


@pytest.fixture
def clerk(office: Office, supervision: Unit) -> User:
    return make_member_user(office, Role.CLERK, supervision, username="clerk")


@pytest.fixture
def secretary(office: Office) -> User:
    return make_member_user(office, Role.SECRETARY, username="secretary")


@pytest.fixture
def registry(office: Office) -> User:
    return make_member_user(office, Role.REGISTRY, username="registry")


@pytest.fixture
def planning(office: Office) -> User:
    return make_member_user(office, Role.PLANNING, username="planning")


@pytest.fixture
def finance(office: Office) -> User:
    return make_member_user(office, Role.FINANCE, username="finance")


@pytest.fixture
def school_director(office: Office, school: School) -> User:
    return make_member_user(office, Role.SCHOOL_DIRECTOR, school=school, username="school-director")


@pytest.fixture
def school_clerk(office: Office, school: School) -> User:
    return make_member_user(office, Role.SCHOOL_CLERK, school=school, username="school-clerk")


@pytest.fixture
def teacher(office: Office, school: School) -> User:
    return make_member_user(office, Role.TEACHER, school=school, username="teacher")


@pytest.fixture
def cluster_chair(office: Office, cluster: Cluster) -> User:
    return make_member_user(office, Role.CLUSTER_CHAIR, cluster=cluster, username="cluster-chair")


@pytest.fixture
def auditor(office: Office) -> User:
    return make_member_user(office, Role.AUDITOR, username="auditor")


@pytest.fixture
def committee(office: Office) -> User:
    """A member of ก.ต.ป.น."""
    return make_member_user(office, Role.COMMITTEE, username="committee")


@pytest.fixture
def ministry(office: Office) -> User:
    return make_member_user(office, Role.MINISTRY, username="ministry")


@pytest.fixture
def administrator(office: Office) -> User:
    return make_member_user(office, Role.ADMINISTRATOR, username="administrator")


@pytest.fixture
def outsider(other_office: Office) -> User:
    """The director of another office."""
    return make_member_user(other_office, Role.DIRECTOR, username="outsider")
