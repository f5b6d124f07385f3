"""No committed file may name a package registry's address or a path of somebody's machine."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Locks and settings of package managers: no address at all, nor an option that would give one.
OF_PACKAGES = re.compile(r"(requirements/.*\.(in|txt)|(^|/)(\.npmrc|pip\.conf|uv\.toml|pyproject\.toml))$")
ADDRESS_OPTION = re.compile(r"://|--(extra-)?index-url|--find-links|--trusted-host|^\s*registry\s*=")
RESOLVED = re.compile(r'"resolved":\s*"(https?|git|file):')
REGISTRY = re.compile(
    r"https?://[^\s/\"']*(pypi|pythonhosted|npm|yarnpkg|crates|debian)[^\s\"']*", re.IGNORECASE
)
MACHINE_PATH = re.compile(r"(?<![\w.}>)*~-])/(root|work|home/\w+|Users/\w+)/")


def main() -> int:
    problems = [problem for name in committed() for problem in problems_of(name)]
    for problem in problems:
        sys.stderr.write(problem + "\n")
    return 1 if problems else 0


def committed() -> list[str]:
    """Files that are, or would be, committed."""
    if not (ROOT / ".git").exists():
        sys.stderr.write("Committed addresses not examined: this is no git clone.\n")
        return []
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    found = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)  # noqa: S603
    return sorted({name for name in found.stdout.split("\0") if name and (ROOT / name).is_file()})


def problems_of(name: str) -> Iterator[str]:
    try:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return  # a picture or a font
    patterns = [REGISTRY, MACHINE_PATH]
    if OF_PACKAGES.search(name):
        patterns.append(ADDRESS_OPTION)
    if name.endswith("package-lock.json"):
        patterns.append(RESOLVED)
    for number, line in enumerate(lines, start=1):
        for pattern in patterns:
            if found := pattern.search(line):
                yield f"{name}:{number}: {found.group().strip()!r} must not be committed"


if __name__ == "__main__":
    sys.exit(main())
