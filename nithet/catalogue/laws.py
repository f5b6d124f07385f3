"""The registry of laws that manuals name: which were amended, which were replaced, since when, by what source."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from nithet.catalogue.strict import Fields, finish, parse_file
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_FILE: Final = Path(__file__).parent / "laws.yaml"
_FIRST_BE, _LAST_BE = 2400, 2700
_SHORT_FORMS: Final = (
    (re.compile(r"พ\.?ร\.?บ\."), "พระราชบัญญัติ"),
    (re.compile(r"พ\.?ร\.?ฎ\."), "พระราชกฤษฎีกา"),
    (re.compile(r"พรบ"), "พระราชบัญญัติ"),
    (re.compile(r"พ\.?ศ\.?|พุทธศักราช|[“”\"'.,]"), ""),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What amended or replaced a law, and since when, in words."""

    title: str
    date: str


@dataclass(frozen=True, slots=True)
class Law:
    """A law by its title and Buddhist year. `source` says where its state is told."""

    title: str
    year_be: int
    source: str
    aliases: tuple[str, ...] = ()
    amended_by: tuple[Change, ...] = ()
    superseded_by: Change | None = None


@cache
def load_laws() -> tuple[Law, ...]:
    """All laws of the registry."""
    fields = parse_file(_FILE)
    laws = tuple(_law(one) for one in fields.each("laws", "ฉบับลำดับที่"))
    finish(fields)
    return laws


@lru_cache(maxsize=4096)
def law_named(text: str) -> Law | None:
    """The law that a text names by its title and year; None for one without its year, or not in the registry."""
    words = _plain(text)
    return next((law for key, law in _keys() if key in words), None)


@cache
def _keys() -> tuple[tuple[str, Law], ...]:
    """Titles with their years, as `_plain` writes them, the longest first."""
    pairs = [
        (f"{_plain(title)}{law.year_be}", law) for law in load_laws() for title in (law.title, *law.aliases)
    ]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _plain(text: str) -> str:
    words = to_arabic(squeeze(text))
    for pattern, written in _SHORT_FORMS:
        words = pattern.sub(written, words)
    return words


def _law(fields: Fields) -> Law:
    replaced = fields.optional_inner("superseded_by")
    superseded = _change(replaced) if replaced else None
    if replaced:
        replaced.close()
    return Law(
        title=fields.text("title"),
        year_be=fields.number("year_be", low=_FIRST_BE, high=_LAST_BE),
        source=fields.text("source"),
        aliases=fields.texts("aliases", optional=True),
        amended_by=tuple(_change(one) for one in fields.each("amended_by", "แก้ไขครั้งที่", optional=True)),
        superseded_by=superseded,
    )


def _change(fields: Fields) -> Change:
    return Change(fields.text("title"), fields.text("date"))
