"""The catalogue is in our own words: no sentence of the source manuals, and nobody's name.

The source manuals lie beside the checkout and are not shipped; without them there is nothing to compare.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import yaml

from nithet.catalogue.loader import HERE
from nithet.thai.numerals import to_arabic
from nithet.thai.people import split_title
from nithet.thai.text import squeeze

MANUALS = HERE.parents[1].parent / "shared" / "manuals"
LONG = 60
_PERSON = re.compile(r"(?:นางสาว|นาง|นาย|ว่าที่ร้อยตรี|ดร\.)[ \t]*[ก-๎]{2,}[ \t]+[ก-๎]{2,}")
_OFFICES = ("นายก", "นายทะเบียน")

sources = sorted(MANUALS.glob("*.txt"))
with_sources = pytest.mark.skipif(not sources, reason=f"the source manuals are not at {MANUALS}")
each_source = pytest.mark.parametrize("source", sources, ids=lambda path: path.name[:3])


def _plain(text: str) -> str:
    return to_arabic(squeeze(text))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str):
        yield value


@cache
def _ours() -> tuple[str, ...]:
    """Every text of every file of the catalogue, and every cell of its forms."""
    texts = [
        _plain(t) for path in sorted(HERE.rglob("*.yaml")) for t in _strings(yaml.safe_load(_read(path)))
    ]
    cells = [_plain(cell) for path in sorted(HERE.rglob("forms/**/*.md")) for cell in _read(path).split("|")]
    return (*texts, *filter(None, cells))


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@with_sources
@each_source
def test_no_text_shares_a_run_of_60_letters_with_a_source(source: Path) -> None:
    """Stricter than whole sentences: a sentence of 60 letters or more would be such a run."""
    theirs = _plain(source.read_text(encoding="utf-8"))
    runs = (text[i : i + LONG] for text in _ours() for i in range(len(text) - LONG + 1))
    assert [run for run in runs if run in theirs] == []


@with_sources
@each_source
def test_nobody_named_in_a_source_is_named_here(source: Path) -> None:
    found = _PERSON.findall(source.read_text(encoding="utf-8"))
    people = {split_title(name) for name in found if not name.startswith(_OFFICES)}
    words = {_plain(part) for _, first, last in people for part in (first, last)}
    ours = "\n".join(_ours())
    assert [word for word in words if word in ours] == []


@with_sources
def test_the_sources_do_name_people() -> None:
    """So that the test above cannot pass by finding nobody."""
    assert sum(len(_PERSON.findall(path.read_text(encoding="utf-8"))) for path in sources) > 10


def test_no_text_begins_with_the_title_of_a_person() -> None:
    assert [text for text in _ours() if re.search(r"(?:^|ๆ|โดย)(?:นาย|นาง|นางสาว)[ก-ฮ]", text)] == []
