"""The same people in every test: one office with two divisions and two schools, and a stranger.

Person fixtures are users: `client.force_login(head)`, `head.person`, `as_member(head, office)`.
"""

import fcntl
import gc
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from hashlib import sha256
from inspect import signature
from pathlib import Path

import pytest
import time_machine
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import TransactionTestCase
from hypothesis import settings as drawing
from pytest_django import DjangoDbBlocker, Settings

from nithet.accounts.models import User
from nithet.offices.models import Cluster, Office, Role, School, Unit
from nithet.offices.tests.factories import DAY, make_member_user, make_office, make_school, make_unit
from nithet.thai.dates import BANGKOK

LONGEST = ("tests/deploy/", "tests/test_without_registers.py")
MADE_BY_MIGRATING = {"auth_permission", "django_content_type"}

# Drawn at random, others in every run; `make soak` draws many.
drawing.register_profile("own", drawing.default, max_examples=int(os.environ.get("NITHET_SOAK", "40")))
drawing.load_profile("own")

# How the tests are run


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest come first, so that at the end no process waits for another one."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))
    for item in items:
        if not _asks_the_database(item):
            item.add_marker(pytest.mark.one_engine)


def _asks_the_database(item: pytest.Item) -> bool:
    """What does not is the same on any engine: `-m "not one_engine"` leaves it away on the second one."""
    if not isinstance(item, pytest.Function) or item.get_closest_marker("django_db"):
        return True
    # What is asked for by name later may be people of an office.
    asks_later = "request" in signature(item.function).parameters
    return asks_later or bool({"db", "transactional_db", "django_db_setup"} & set(item.fixturenames))


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """What is imported and collected lives to the end: looking through it for garbage took a third of the time."""
    gc.disable()


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One for all processes of a run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@contextmanager
def one_at_a_time(folder: Path, name: str) -> Iterator[None]:
    """Of the processes of a run."""
    with (folder / name).with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def end_other_sessions() -> None:
    """Threads of a server keep theirs while somebody may ask again; what is copied or dropped has no visitors."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )
    connection.close()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: DjangoDbBlocker,
    django_db_keepdb: bool,
    django_db_createdb: bool,
    pytestconfig: pytest.Config,
    run_folder: Path,
) -> Iterator[None]:
    """A copy of a database that is migrated from nothing where a migration has changed, and otherwise kept."""
    former, creation = connection.settings_dict["NAME"], connection.creation
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    with django_db_blocker.unblock():
        with one_at_a_time(run_folder, "database"):
            _migrate_where_changed(pytestconfig, reuse=django_db_keepdb, anew=django_db_createdb)
            creation.clone_test_db(worker, verbosity=0)
        connection.settings_dict.update(creation.get_test_db_clone_settings(worker))
        _wait_for_no_disk()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(TransactionTestCase, "_fixture_teardown", _empty)
        yield
    with django_db_blocker.unblock():
        end_other_sessions()
        creation.destroy_test_db(former, verbosity=0)


def _empty(_: TransactionTestCase) -> None:
    """Of hundreds of tables, those in which a test has left something.

    Django's own way empties all, and then makes content types and permissions anew: longer than most tests take.
    """
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    own = sorted(set(names) - MADE_BY_MIGRATING)
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in own]  # noqa: S608  our own names
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        for (name,) in cursor.fetchall():
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608


def _wait_for_no_disk() -> None:
    """A copy that is thrown away at the end need not outlive a loss of power."""
    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        quick = f"{options['init_command']} PRAGMA synchronous=OFF;"
        connection.settings_dict["OPTIONS"] = {**options, "init_command": quick}
        connection.close()


def _migrate_where_changed(config: pytest.Config, *, reuse: bool, anew: bool) -> None:
    cache = getattr(config, "cache", None)  # not there with -p no:cacheprovider
    known, digest = f"nithet/migrated/{connection.vendor}", _digest_of_migrations()
    is_kept = not anew and (reuse or (cache is not None and cache.get(known, None) == digest))
    if cache is not None and not is_kept:
        cache.set(known, None)  # until it is whole
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False, keepdb=is_kept)
    # What is copied must be at rest.
    connection.close()
    if cache is not None and not is_kept:
        cache.set(known, digest)


def _digest_of_migrations() -> str:
    """Of the files, and of the database that they were applied to."""
    migrations = MigrationLoader(None).disk_migrations.values()
    files = sorted(str(sys.modules[migration.__module__].__file__) for migration in migrations)
    digest = sha256(
        str(connection.settings_dict["TEST"]["NAME"] or connection.settings_dict["NAME"]).encode()
    )
    for file in files:
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()


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
