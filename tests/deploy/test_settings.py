"""The settings of an installation, and the scripts that read them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from config.database import PREPARES, database
from tests.deploy.installation import ROOT, copy_code, example_settings, installed, manage

SCRIPTS = ["scripts/upgrade", "scripts/manage", "scripts/make_venv", "scripts/npm", ".ci/run"]


def test_the_example_gives_no_reason_to_warn(tmp_path: Path) -> None:
    assert "no issues" in manage(installed(tmp_path), "check", "--deploy")


def known_settings() -> set[str]:
    """Those that the code asks for; providers are numbered."""
    sources = "".join(path.read_text() for path in (ROOT / "config").glob("*.py"))
    asked = set(re.findall(r'env\.\w+\("([A-Z_]+)"', sources))
    return asked | set(re.findall(r"NITHET_OIDC_1_[A-Z]+", " ".join(f"NITHET_OIDC_1_{n}" for n in PROVIDER)))


PROVIDER = ("NAME", "ISSUER", "CLIENT", "SECRET", "DOMAIN")


def test_the_example_names_every_setting_and_no_other() -> None:
    named = {name.removesuffix("_FILE") for name in example_settings(with_commented=True)}
    assert named == known_settings()


@pytest.mark.parametrize("name", ["README.md", "README.th.md"])
def test_the_readme_names_every_setting(name: str) -> None:
    text = (ROOT / name).read_text()
    wanted = {re.sub(r"_1_[A-Z]+$", "_1_", setting) for setting in known_settings()}
    assert [setting for setting in sorted(wanted) if setting not in text] == []


@pytest.mark.parametrize(
    ("url", "facts"),
    [
        (
            "postgresql://nithet@/nithet?host=/run/postgresql",
            ("nithet", "nithet", "", "/run/postgresql", "", PREPARES),
        ),
        ("postgresql://n:a%40b@db:5433/office", ("office", "n", "a@b", "db", "5433", PREPARES)),
        (
            "postgres://n@db/office?sslmode=require",
            ("office", "n", "", "db", "", {**PREPARES, "sslmode": "require"}),
        ),
    ],
)
def test_where_postgresql_is(url: str, facts: tuple[object, ...], tmp_path: Path) -> None:
    made = database(url, default_file=tmp_path / "none")
    assert tuple(made[name] for name in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")) == facts


def test_another_kind_of_database_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="DATABASE_URL"):
        database("mysql://db/office", default_file=tmp_path / "none")


def test_the_scripts_read_settings_as_systemd_does(tmp_path: Path) -> None:
    """Nothing is expanded or executed; quotes around a value are taken off."""
    file = tmp_path / "nithet.env"
    file.write_text(
        "# A=1\nPLAIN=a b & $HOME `id`\nQUOTED=\"c d\"\n  SPACED=e=f \nSINGLE='g'\n;B=1\nEMPTY=\nLAST=h"
    )
    command = '. scripts/installed.sh; load_settings; printf "%s|" "$PLAIN" "$QUOTED" "$SPACED" "$SINGLE" "$EMPTY" "$LAST"'
    done = subprocess.run(
        ["bash", "-euc", command], cwd=ROOT, env={"PATH": "/usr/bin:/bin", "NITHET_ENVIRONMENT": str(file)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout == "a b & $HOME `id`|c d|e=f|g||h|"


def test_a_command_is_given_with_the_settings_of_the_installation(home: Path, tmp_path: Path) -> None:
    """From any folder, so that names of files mean what they say."""
    code = tmp_path / "code"
    for name in ("config", "nithet", "templates", "scripts"):
        copy_code(name, code / name)
    for name in ("manage.py", "pyproject.toml"):
        shutil.copy2(ROOT / name, code)
    (code / ".venv").symlink_to(sys.prefix)
    file = tmp_path / "nithet.env"
    kept = {"NITHET_VAR": str(home / "var"), "DATABASE_URL": installed(home)["DATABASE_URL"]}
    file.write_text("".join(f"{name}={value}\n" for name, value in kept.items()))
    outer = {**installed(tmp_path), "NITHET_ENVIRONMENT": str(file)}
    done = subprocess.run(
        [code / "scripts/manage", "backup", "--to", "archives"], cwd=tmp_path, env=outer,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert (tmp_path / done.stdout.splitlines()[-1]).is_file()


@pytest.mark.parametrize("name", SCRIPTS)
def test_shellcheck_finds_nothing(name: str) -> None:
    if shutil.which("shellcheck") is None:
        pytest.skip("there is no shellcheck here: the scripts were not looked through")
    done = subprocess.run(["shellcheck", "-x", name], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == ""
