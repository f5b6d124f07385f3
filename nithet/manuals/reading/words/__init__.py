"""The words that reading goes by, as data: headings, columns, kinds of work. No sentence of a manual stands here."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


@cache
def load(name: str) -> dict[str, Any]:
    """The word list of that name, read once."""
    return tomllib.loads((_HERE / f"{name}.toml").read_text(encoding="utf-8"))
