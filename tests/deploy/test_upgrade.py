"""scripts/upgrade in a clone of its own, with releases that the tests make, and a real server as its unit."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from os import killpg
from pathlib import Path

import pytest

from tests.deploy.installation import ROOT, answers, free_port, installed
from tests.soaking import A_LONG_ONE

# systemctl, as far as the script asks it: the two units are one server.
SYSTEMCTL = """#!{python}
import os, signal, subprocess, sys, time
from pathlib import Path
pid, log = Path("{folder}/pid"), Path("{folder}/orders")
def runs():
    return pid.exists() and Path(f"/proc/{{pid.read_text()}}").exists()
order = sys.argv[1]
with log.open("a") as lines:
    lines.write(order + "\\n")
if order == "start" and not runs():
    server = [sys.executable, "-m", "config.serve"]
    quiet = subprocess.DEVNULL
    pid.write_text(str(subprocess.Popen(server, stdout=quiet, stderr=quiet, start_new_session=True).pid))
elif order == "stop" and runs():
    os.kill(int(pid.read_text()), signal.SIGTERM)
    while runs():
        time.sleep(0.05)
elif order == "is-active":
    sys.exit(0 if runs() else 3)
"""
LOSS = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("core", "{after}"), ("accounts", "{accounts}")]
    operations = [migrations.RunSQL("DELETE FROM accounts_user"), migrations.RunSQL("CREATE TABLE odd (id int)")]
"""
FAILURE = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("core", "9001_loss")]
    operations = [migrations.RunSQL("INSERT INTO nowhere VALUES (1)")]
"""
GAIN = """
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("core", "{after}")]
    operations = [migrations.RunSQL("CREATE TABLE gain (id int)", "DROP TABLE gain")]
"""
MIGRATIONS = "nithet/core/migrations"
Tables = dict[str, list[tuple[object, ...]]]
# What a server writes whenever it lives, and what a restore leaves away by promise.
RESTLESS = {"core_heartbeat", "core_cache", "django_session", "sqlite_sequence"}


@dataclass
class Machine:
    """An installation that was cloned from `upstream`, with one account."""

    folder: Path
    upstream: Path
    code: Path
    environment: dict[str, str]

    def upgrade(self, *words: str, **other: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["scripts/upgrade", *words], cwd=self.code, env={**self.environment, **other},
            capture_output=True, text=True, check=False, timeout=300, stdin=subprocess.DEVNULL,
        )  # fmt: skip

    @property
    def version(self) -> str:
        return git(self.code, "describe", "--tags", "--always")

    @property
    def tables(self) -> Tables:
        with closing(sqlite3.connect(self.folder / "var/nithet.sqlite3")) as database:
            names = [
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            rows = {
                name: sorted(database.execute(f'SELECT * FROM "{name}"'), key=repr)  # noqa: S608
                for name in names if name not in RESTLESS
            }  # fmt: skip
        # A restore applies the migrations anew, in an order of its own.
        rows["django_migrations"] = sorted(row[1:3] for row in rows["django_migrations"])
        return rows

    @property
    def orders(self) -> list[str]:
        """What systemctl was asked to do."""
        file = self.folder / "orders"
        return (
            [order for order in file.read_text().split() if order in {"stop", "start"}]
            if file.exists()
            else []
        )

    @property
    def is_well(self) -> bool:
        return answers(f"http://127.0.0.1:{self.environment['PORT']}/healthz")

    def release(self, tag: str, files: dict[str, str], *, without: tuple[str, ...] = ()) -> None:
        for name in without:
            (self.upstream / name).unlink()
        for name, text in files.items():
            (self.upstream / name).write_text(text)
        git(self.upstream, "add", "--all")
        git(self.upstream, "commit", "--quiet", "--message", tag)
        git(self.upstream, "tag", tag)


def git(folder: Path, *words: str) -> str:
    own = ["-c", "user.name=Satit", "-c", "user.email=satit@satit.example", "-c", "gc.auto=0"]
    done = subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def last_migration(app: str) -> str:
    return max((ROOT / "nithet" / app / "migrations").glob("0*.py")).stem


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This code as the first release. What is not yet committed here is in it too."""
    if not (ROOT / ".git").exists():
        pytest.skip("this is no git clone: upgrading was not tried")
    upstream = tmp_path_factory.mktemp("releases") / "nithet"
    names = git(
        ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ":!frontend", ":!bench"
    )
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (upstream / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, upstream / name)
    git(upstream, "init", "--quiet", "--initial-branch=main")
    git(upstream, "add", "--all")
    git(upstream, "commit", "--quiet", "--message", "v1.0")
    git(upstream, "tag", "v1.0")
    return upstream


@pytest.fixture
def machine(releases: Path, home: Path, tmp_path: Path) -> Iterator[Machine]:
    upstream, code = tmp_path / "upstream", tmp_path / "code"
    shutil.copytree(releases, upstream)
    git(tmp_path, "clone", "--quiet", str(upstream), str(code))
    (code / ".venv").symlink_to(sys.prefix)
    shutil.copytree(home / "var", tmp_path / "var")
    script = tmp_path / "bin" / "systemctl"
    script.parent.mkdir()
    script.write_text(SYSTEMCTL.format(python=sys.executable, folder=tmp_path))
    script.chmod(0o755)
    environment = installed(tmp_path, PORT=str(free_port()), NITHET_PATIENCE="60")
    environment["PATH"] = f"{script.parent}:{environment['PATH']}"
    # The packages are there already; that they are asked for stands in the script.
    environment |= {"NITHET_BUILD": "true", "NITHET_ENVIRONMENT": str(tmp_path / "none")}
    yield Machine(tmp_path, upstream, code, environment)
    if (tmp_path / "pid").exists():
        # The group: a server that has only begun may leave its workers behind.
        with suppress(ProcessLookupError):
            killpg(int((tmp_path / "pid").read_text()), signal.SIGKILL)


@A_LONG_ONE
def test_releases_come_and_go(machine: Machine) -> None:
    before = machine.tables
    assert before["accounts_user"]
    a_release_that_fails_leaves_code_and_data_as_they_were(machine, before)
    the_next_one_comes_in_from_a_bundle(machine, before)
    it_is_undone_by_hand(machine, before)
    assert machine.orders == ["stop", "stop", "start", "stop", "start", "stop", "stop", "start"]


def a_release_that_fails_leaves_code_and_data_as_they_were(machine: Machine, before: Tables) -> None:
    """Its first migration has taken all accounts away when the second one breaks."""
    loss = LOSS.format(after=last_migration("core"), accounts=last_migration("accounts"))
    machine.release("v1.1", {f"{MIGRATIONS}/9001_loss.py": loss, f"{MIGRATIONS}/9002_failure.py": FAILURE})
    failed = machine.upgrade()
    assert failed.returncode == 1, failed.stderr
    assert "nowhere" in failed.stderr  # the cause is told
    assert "กลับไปใช้รุ่นเดิม v1.0 พร้อมข้อมูลเดิมแล้ว" in failed.stderr
    assert (machine.version, machine.tables) == ("v1.0", before)
    assert machine.is_well


def the_next_one_comes_in_from_a_bundle(machine: Machine, before: Tables) -> None:
    gain = {f"{MIGRATIONS}/9001_gain.py": GAIN.format(after=last_migration("core"))}
    machine.release("v1.2", gain, without=(f"{MIGRATIONS}/9001_loss.py", f"{MIGRATIONS}/9002_failure.py"))
    bundle = machine.folder / "nithet.bundle"
    git(machine.upstream, "bundle", "create", str(bundle), "--all", "HEAD")
    taken = machine.upgrade("--from", str(bundle))
    assert taken.returncode == 0, taken.stderr
    assert machine.version == "v1.2"
    assert set(machine.tables) == {*before, "gain"}
    assert machine.tables["accounts_user"] == before["accounts_user"]
    assert machine.is_well


def it_is_undone_by_hand(machine: Machine, before: Tables) -> None:
    undone = machine.upgrade("--back")
    assert undone.returncode == 0, undone.stderr
    assert (machine.version, machine.tables) == ("v1.0", before)
    assert machine.is_well
    assert (
        len(list((machine.folder / "backups").glob("*.tar"))) == 3
    )  # before each, and what was there at the end
    again = machine.upgrade("--back")
    assert (again.returncode, "ไม่มีการปรับรุ่นที่จะย้อนกลับ" in again.stderr) == (1, True)


def test_packages_that_cannot_be_had_leave_everything_as_it_was(machine: Machine) -> None:
    before = machine.tables
    machine.release("v1.1", {"README.md": "other"})
    failed = machine.upgrade(NITHET_BUILD="false")
    assert failed.returncode == 1
    assert (machine.version, machine.tables) == ("v1.0", before)
    assert machine.is_well
    assert not list((machine.folder / "var").glob("*.before-restore*"))


def test_without_a_backup_nothing_is_changed(machine: Machine) -> None:
    machine.release("v1.1", {"README.md": "other"})
    (machine.folder / "backups").write_text("a file where a folder should be")
    failed = machine.upgrade()
    assert failed.returncode == 1
    assert "ยังไม่ได้เปลี่ยนสิ่งใด" in failed.stderr
    assert machine.version == "v1.0"
    assert machine.orders == ["stop", "start"]


def test_what_is_refused_before_anything_stops(machine: Machine) -> None:
    machine.release("v1.1", {"README.md": "other"})
    git(machine.code, "fetch", "--quiet", "--tags")
    (machine.code / "README.md").write_text("of this machine")
    assert "git status" in machine.upgrade().stderr
    git(machine.code, "checkout", "--quiet", "--force", "v1.1")
    assert "This version is here already" in machine.upgrade().stdout
    assert "เก่ากว่ารุ่นที่ใช้อยู่" in machine.upgrade("v1.0").stderr
    assert "ไม่พบรุ่น v9" in machine.upgrade("v9").stderr
    assert "รับรุ่นใหม่ไม่ได้" in machine.upgrade("--from", str(machine.folder / "nowhere")).stderr
    assert machine.orders == []
