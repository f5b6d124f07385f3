"""The units as systemd itself reads them."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.deploy.installation import ROOT, example_settings

UNITS = sorted((ROOT / "deploy/systemd").iterdir())
EXPOSURE = 2.0
"""Of 10, by systemd's own count: what a service may do beyond its work."""


def analyze(*words: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd-analyze here: the units were not tried")
    return subprocess.run(["systemd-analyze", *words], capture_output=True, text=True, check=False)


def values(unit: Path, name: str) -> list[str]:
    lines = unit.read_text().splitlines()
    return [line.removeprefix(f"{name}=") for line in lines if line.startswith(f"{name}=")]


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_the_unit_without_a_word(unit: Path, tmp_path: Path) -> None:
    """Where the product is not installed its Python is missing: that one path is made to be there."""
    copy = tmp_path / unit.name
    copy.write_text(unit.read_text().replace("/opt/nithet/.venv/bin/python", shutil.which("python3") or ""))
    done = analyze("verify", "--man=no", str(copy))
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_service_may_do_little_beyond_its_work(unit: Path) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={EXPOSURE * 10:.0f}", str(unit))
    assert done.returncode == 0, done.stdout[-200:]


def test_the_units_may_write_where_the_settings_say() -> None:
    server, worker = (ROOT / "deploy/systemd" / name for name in ("nithet.service", "nithet-worker.service"))
    kept, archives = example_settings()["NITHET_VAR"], example_settings()["NITHET_BACKUPS"]
    assert values(server, "ReadWritePaths") == [kept]
    assert values(worker, "ReadWritePaths") == [f"{kept} {archives}"]
    assert all(
        values(unit, "User") == ["nithet"] and values(unit, "ProtectSystem") == ["strict"] for unit in UNITS
    )


def test_the_worker_is_a_unit_of_its_own() -> None:
    assert example_settings()["NITHET_WORKER_BESIDE"] == "0"
    starts = {unit.name: values(unit, "ExecStart") for unit in UNITS}
    assert starts == {
        "nithet.service": ["/opt/nithet/.venv/bin/python -m config.serve"],
        "nithet-worker.service": ["/opt/nithet/.venv/bin/python manage.py worker"],
    }
