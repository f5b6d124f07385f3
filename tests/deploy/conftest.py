"""What is tested here has a database of its own, whatever the suite runs on."""

import shutil
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker

from conftest import one_at_a_time
from nithet.accounts.models import User
from nithet.core.backup.places import default_at
from tests.deploy.installation import PASSWORD, installed, manage

MAKE_OFFICER = (
    f"from nithet.accounts.models import User; User.objects.create_user('officer', password='{PASSWORD}')"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.one_engine)


@pytest.fixture(scope="session")
def home(run_folder: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Path:
    """The folder of an installation with one account; to be copied by who writes into it.

    Made once for all processes of a run, since it takes longer than most tests.
    """
    folder = run_folder / "installation"
    with one_at_a_time(run_folder, "installation"):
        if not (folder / "made").exists():
            if connection.vendor == "sqlite":  # migrated already
                (folder / "var").mkdir(parents=True)
                file = folder / "var" / "nithet.sqlite3"
                shutil.copy(connection.settings_dict["TEST"]["NAME"], file)
                with django_db_blocker.unblock(), default_at(NAME=file):
                    User.objects.create_user("officer", password=PASSWORD)
            else:
                manage(installed(folder), "migrate", "--no-input", "--verbosity=0")
                manage(installed(folder), "shell", "--verbosity=0", "-c", MAKE_OFFICER)
            (folder / "made").touch()
    return folder
