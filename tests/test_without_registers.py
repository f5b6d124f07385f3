"""A register is deleted by its folder and its line in the settings: everything else works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.deploy.installation import copy_code

NAMES = [register.rpartition(".")[2] for register in settings.REGISTERS]
# No looking for garbage while everything is imported.
LOOK = """
import gc
gc.disable()
import django
django.setup()
from django.core.management import call_command
from django.urls import get_resolver
from nithet.cycles.register import registers
from nithet.registers.generic.book import books
from nithet.registers.generic.doing import doers
call_command("check")
assert len(list(get_resolver().url_patterns)) > 10
print(sorted(one.code for one in registers()), sorted(book.space for book in books()), sorted(doers()))
"""
LIVE = """
import gc
gc.disable()
import django
django.setup()
gc.freeze()
gc.enable()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("demo", verbosity=0)
client = Client(HTTP_HOST="127.0.0.1")
assert client.login(username="director", password="nithet-demo")
for path in ("my-work/", "registers/", "overview/", "year/"):
    assert client.get(f"/satit1/{path}", follow=True).status_code == 200, path
print("lives")
"""

pytestmark = pytest.mark.one_engine  # it brings a database of its own


def house_without(names: list[str], where: Path) -> Path:
    """A copy of the project without these registers."""
    # The style sheets with which forms are published come out of the front end's build.
    for part in ("config", "nithet", "templates", "walk", "frontend/dist/xsl"):
        copy_code(part, where / part)
    for name in names:
        shutil.rmtree(where / "nithet" / "registers" / name)
    file = where / "config" / "settings.py"
    kept = [
        line
        for line in file.read_text().splitlines()
        if not any(f'"nithet.registers.{name}",' in line for name in names)
    ]
    file.write_text("\n".join(kept))
    return where


def run(script: str, house: Path) -> str:
    given = {
        "DATABASE_URL": f"sqlite:///{house}/scratch.sqlite3",
        "NITHET_VAR": str(house / "var"),
        "NITHET_DEMO": "1",
    }
    environment = os.environ | given | {"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(house)}
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=house,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", NAMES)
def test_each_can_be_deleted(name: str, tmp_path: Path) -> None:
    told = run(LOOK, house_without([name], tmp_path))
    assert f"'{name}'" not in told
    assert all(f"'{other}'" in told for other in NAMES if other != name)


@pytest.mark.usefixtures("django_db_setup")
def test_without_any_the_demo_office_lives(tmp_path: Path) -> None:
    """In `make soak` migrated from nothing; otherwise a database that is migrated already spares the time."""
    house = house_without(NAMES, tmp_path)
    if connection.vendor == "sqlite" and "NITHET_SOAK" not in os.environ:
        shutil.copy(connection.settings_dict["TEST"]["NAME"], house / "scratch.sqlite3")
    assert "lives" in run(LIVE, house)
