"""The forms that the catalogue ships, as tables. Reads files, knows no Django."""

from collections.abc import Mapping
from functools import cache

from nithet.catalogue.loader import HERE, load_forms
from nithet.forms.tables import Tables
from nithet.forms.xlsform.text import read_text

FORMS = HERE / "forms"
SHARED = FORMS / "shared"

GIVEN_FILES = ("schools.csv", "dltv_indicators.csv", "sep_rubric.csv")
"""Lists that forms name and that stand beside none: made of a register, or filled in by the office."""


def codes() -> tuple[str, ...]:
    """All of them, in the order of the catalogue."""
    return tuple(code for form in load_forms() for code in (form.code, *form.also))


@cache
def blocks() -> Mapping[str, Tables]:
    """What several forms take in: blocks of questions, and lists of choices."""
    return {
        path.stem: read_text(path.read_text(encoding="utf-8"), {}) for path in sorted(SHARED.glob("*.md"))
    }


@cache
def shipped_tables(code: str) -> Tables:
    """The tables of a form; KeyError for a code that is not shipped."""
    if code not in codes():
        raise KeyError(code)
    return read_text((FORMS / f"{code}.md").read_text(encoding="utf-8"), blocks())
