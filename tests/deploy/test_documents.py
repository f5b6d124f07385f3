"""What the documents name exists, and what they tell to type can be typed."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.deploy.installation import ROOT, example_settings, installed, manage
from tests.deploy.test_settings import known_settings
from tests.soaking import A_LONG_ONE

NAMES = ["deploy.md", "deploy.th.md", "windows.md"]
OF_SCRIPTS = {"NITHET_DOMAIN"}
"""Read by compose.yaml and the Caddyfile, not by the product."""


def text_of(name: str) -> str:
    return (ROOT / "docs" / name).read_text()


def blocks(name: str) -> list[str]:
    return re.findall(r"^```sh\n(.+?)^```$", text_of(name), re.MULTILINE | re.DOTALL)


every_document = pytest.mark.parametrize("name", NAMES)


@every_document
def test_files_and_links_lead_somewhere(name: str) -> None:
    text = text_of(name)
    files = set(re.findall(r"(?<![\w/.])((?:deploy|scripts|config)/[\w./-]*\w)", text))
    links = {link.split("#")[0] for link in re.findall(r"\]\((?!https?:)([^)]+)\)", text)}
    assert [file for file in sorted(files) if not (ROOT / file).exists()] == []
    assert [link for link in sorted(links) if not (ROOT / "docs" / link).exists()] == []


@every_document
def test_commands_and_targets_exist(name: str) -> None:
    """Of make too; an installing command names `make` and other packages, which are no targets."""
    text = text_of(name)
    commands = set(re.findall(r"(?:scripts/manage|manage\.py) ([a-z]+)", text))
    typed = [*"\n".join(blocks(name)).splitlines(), *re.findall(r"`([^`\n]+)`", text)]
    targets = [
        words for line in typed for words in re.findall(r"^(?:runuser .* )?make ((?:[a-z]+ ?)+)", line)
    ]
    makefile = (ROOT / "Makefile").read_text()
    assert commands <= set(get_commands())
    assert targets
    for target in " ".join(targets).split():
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


@every_document
def test_settings_exist(name: str) -> None:
    named = set(re.findall(r"\b(NITHET_[A-Z_]+|DATABASE_URL(?:_FILE)?)\b", text_of(name)))
    assert {setting.removesuffix("_FILE") for setting in named} <= known_settings() | OF_SCRIPTS


@every_document
def test_folders_and_units_are_those_of_the_configuration(name: str) -> None:
    text = text_of(name)
    kept = {
        example_settings()["NITHET_VAR"],
        example_settings()["NITHET_BACKUPS"],
        "/etc/nithet",
        "/opt/nithet",
    }
    kept.add("/srv/nithet-backups")
    folders = set(re.findall(r"(?<![\w.])(/(?:var/lib|var/backups|etc|opt|srv)/nithet[\w-]*)", text))
    assert folders <= kept
    units = set(re.findall(r"(?:-u |systemctl \w+ )(nithet[\w-]*)", text))
    assert all((ROOT / f"deploy/systemd/{unit}.service").exists() for unit in units)


@every_document
def test_what_is_to_be_typed_is_shell(name: str) -> None:
    for block in blocks(name):
        done = subprocess.run(["bash", "-n"], input=block, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), block


@A_LONG_ONE
def test_the_drill_of_a_restore_as_it_is_written(home: Path, tmp_path: Path) -> None:
    """Only the user and the folders are others."""
    written = next(block for block in blocks("deploy.md") if "drill=" in block)
    environment = installed(tmp_path)
    shutil.copytree(home / "var", tmp_path / "var")
    manage(environment, "backup")
    for old, new in {
        "runuser -u nithet -- ": "",
        "/var/backups/nithet": environment["NITHET_BACKUPS"],
        ".venv/bin/python": sys.executable,
        "scripts/manage": f"{sys.executable} manage.py",
    }.items():
        assert old in written
        written = written.replace(old, new)
    environment["TMPDIR"] = str(tmp_path)
    done = subprocess.run(
        ["bash", "-euc", written], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert re.search(r"accounts\.user +1 +1  ตรงกัน", done.stdout)
