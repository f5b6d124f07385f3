"""What is tested here has a database of its own, whatever the suite runs on."""

import fcntl
import os
from pathlib import Path

import pytest

from tests.deploy.installation import PASSWORD, installed, manage

MAKE_OFFICER = (
    f"from nithet.accounts.models import User; User.objects.create_user('officer', password='{PASSWORD}')"
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.one_engine)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation with one account; to be copied by who writes into it.

    Made once for all processes of a run, since it takes longer than most tests.
    """
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "installation"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "made").exists():
            manage(installed(folder), "migrate", "--no-input", "--verbosity=0")
            manage(installed(folder), "shell", "--verbosity=0", "-c", MAKE_OFFICER)
            (folder / "made").touch()
    return folder
