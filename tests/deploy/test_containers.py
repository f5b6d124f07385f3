"""Dockerfile and compose.yaml: linted, and what the image would hold is started without an engine."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
import yaml

from tests.deploy.installation import ROOT, answers, copy_code, free_port, installed, manage, process
from tests.deploy.test_settings import known_settings
from tests.soaking import A_LONG_ONE

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_hadolint_finds_nothing() -> None:
    linter = Path(sys.prefix) / "bin" / "hadolint"
    done = subprocess.run([linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def test_the_image_is_no_root_and_holds_no_secret() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE)[-1] == "10001:10001"
    assert "--require-hashes" in DOCKERFILE
    assert not re.search(r"NITHET_SECRET|PASSWORD|DATABASE_URL|^ADD ", DOCKERFILE, re.MULTILINE)
    kept_out = (ROOT / ".dockerignore").read_text().splitlines()
    assert kept_out[1] == "*"
    assert not any(line.startswith(("!var", "!secrets", "!.")) for line in kept_out)


def copied() -> list[tuple[str, str]]:
    """What the last stage takes out of this folder, and where to."""
    last = DOCKERFILE.split("\nFROM ")[-1]
    lines = [line.split() for line in re.findall(r"^COPY (?!--from)(.+)$", last, re.MULTILINE)]
    return [(source, goal) for *sources, goal in lines for source in sources]


@A_LONG_ONE
def test_what_the_image_holds_serves_an_office(home: Path, tmp_path: Path) -> None:
    """Copied as the Dockerfile copies, started by its command, asked by its probe."""
    image = tmp_path / "app"
    image.mkdir()
    for source, goal in copied():
        assert any(fnmatch(source.rstrip("/"), line) for line in taken()), f"{source} is not in the context"
        if source.endswith("/"):
            copy_code(source, image / goal)
        else:
            (image / goal).parent.mkdir(exist_ok=True)
            shutil.copy2(ROOT / source, image / goal)
    if (ROOT / "frontend/dist").is_dir():  # what the first stage builds
        shutil.copytree(ROOT / "frontend/dist", image / "frontend/dist")
    port = str(free_port())
    shutil.copytree(home / "var", tmp_path / "var")
    environment = {**image_settings(), **installed(tmp_path, PORT=port)}
    environment["PATH"] = f"{Path(sys.prefix) / 'bin'}:{environment['PATH']}"
    command = re.findall(r'^CMD \["sh", "-c", "(.+)"\]$', DOCKERFILE, re.MULTILINE)[-1]
    address = f"http://127.0.0.1:{port}/healthz"
    with process(["sh", "-c", command], lambda: answers(address), cwd=image, env=environment):
        with urlopen(address, timeout=5) as answer:
            assert answer.status == 200
        assert manage(environment, "backup", root=image).strip().endswith(".tar")


def taken() -> list[str]:
    return [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]


def image_settings() -> dict[str, str]:
    return dict(re.findall(r"(NITHET_[A-Z_]+)=(\S+)", DOCKERFILE))


def test_every_image_has_its_version() -> None:
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    images = [service["image"] for service in SERVICES.values()]
    assert [name for name in [*bases, *images] if not re.search(r":(?!latest)[\w.-]+$", name)] == []
    assert all(re.search(r":\d", name) for name in [*bases, *images] if name != "nithet:local")


def test_compose_declares_what_its_services_use() -> None:
    assert set(SERVICES) == {"server", "worker", "database", "proxy"}
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert {name for name in used if not name.startswith(".")} == set(COMPOSE["volumes"])
    assert all((ROOT / name).exists() for name in used if name.startswith("."))
    secrets = {name for service in SERVICES.values() for name in service.get("secrets", [])}
    assert secrets == set(COMPOSE["secrets"])
    assert {name for service in SERVICES.values() for name in service.get("depends_on", {})} <= set(SERVICES)


def test_compose_gives_settings_that_exist_and_only_the_proxy_is_reached() -> None:
    names = {*SERVICES["server"]["environment"], *image_settings()}
    assert {
        name.removesuffix("_FILE") for name in names if not name.startswith("POSTGRES")
    } <= known_settings()
    read = set(re.findall(r"\{\$(\w+)", (ROOT / "deploy/caddy/Caddyfile").read_text()))
    assert set(SERVICES["proxy"]["environment"]) == read
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert SERVICES["worker"]["command"] == ["python", "manage.py", "worker"]


def test_an_engine_would_take_it() -> None:
    """Where there is Docker with its compose, it reads the file itself."""
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode
    ):
        pytest.skip("there is no docker compose here: compose.yaml was checked by ourselves only")
    done = subprocess.run(
        [docker, "compose", "--file", ROOT / "compose.yaml", "config", "--quiet"],
        env={"PATH": "/usr/bin:/bin", "NITHET_DOMAIN": "nithet.example.go.th"}, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
