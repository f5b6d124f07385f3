"""Which version of the product runs."""

from __future__ import annotations

import tomllib
from functools import cache

from django.conf import settings


@cache
def product_version() -> str:
    """ "0.1.0 (1a2b3c4d)": the number, and the commit where the code is a clone."""
    about = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    commit = _commit()
    return f"{about['project']['version']} ({commit[:8]})" if commit else str(about["project"]["version"])


def _commit() -> str:
    """Read from git's own files: a server need not have git."""
    folder = settings.ROOT / ".git"
    try:
        head = (folder / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        name = head.removeprefix("ref: ")
        if (folder / name).is_file():
            return str((folder / name).read_text(encoding="utf-8").strip())
        packed = (folder / "packed-refs").read_text(encoding="utf-8").splitlines()
        return next((line.split()[0] for line in packed if line.endswith(f" {name}")), "")
    except OSError:
        return ""
