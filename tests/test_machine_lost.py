"""The machine is lost: from yesterday's archive everything is as it was on a new one, and people sign in."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nithet.accounts.demo import ACCOUNTS, PASSWORD
from tests.soaking import A_LONG_ONE

ROOT = Path(__file__).resolve().parent.parent
TOLD = """
import django, json
django.setup()
from django.apps import apps
from django.core.files.storage import default_storage
from nithet.core.backup.tables import columns, digest_of, kept_models, label
from nithet.core.models import StoredFile
from hashlib import sha256
tables = {label(m): digest_of(m, "default", sorted(columns(m))) for m in kept_models(apps)}
files = {f.sha256: sha256(default_storage.open(f.content.name).read()).hexdigest() for f in StoredFile.objects.all()}
print(json.dumps({"tables": {name: [d.count, d.hexdigest()] for name, d in tables.items()}, "files": files}))
"""
SIGN_IN = """
import django, sys
django.setup()
from django.test import Client
client = Client(headers={"Host": "localhost"})
client.post("/accounts/sign-in/", {"username": sys.argv[1], "password": sys.argv[2]})
print(client.get("/", follow=True).status_code, "_auth_user_id" in client.session)
"""

pytestmark = [
    pytest.mark.one_engine,  # it brings a database of its own
    # Two installations from nothing take too long for every change.
    A_LONG_ONE,
]


class Machine:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        kept = {
            name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "NITHET_SECRET"}
        }
        own = {"NITHET_VAR": str(folder), "NITHET_DEMO": "1", "DJANGO_SETTINGS_MODULE": "config.settings"}
        self.environment = kept | own

    def run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            text=True,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def manage(self, *arguments: str) -> str:
        return self.run("manage.py", *arguments)

    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.run("-c", TOLD)))


def test_a_lost_machine_is_made_again_from_its_archive(tmp_path: Path) -> None:
    lost = Machine(tmp_path / "lost")
    lost.manage("migrate", "--verbosity=0")
    lost.manage("demo", "--on", "2026-11-20")
    archive = lost.manage("backup", "--to", str(tmp_path / "kept")).splitlines()[-1]
    before = lost.told()
    assert before["tables"]["offices.person"][0] > 700
    assert len(before["files"]) > 10
    shutil.rmtree(lost.folder)

    new = Machine(tmp_path / "new")
    assert "ตรงกันทุกไฟล์" in new.manage("restore", archive)
    assert new.told() == before
    new.manage("verifyhistory")
    account = next(account for account in ACCOUNTS if "ศึกษานิเทศก์" in account.position)
    assert new.run("-c", SIGN_IN, account.username, PASSWORD).strip() == "200 True"
