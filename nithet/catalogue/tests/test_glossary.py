"""One Thai term has one English identifier, and the other way round."""

import re
from collections import Counter

from nithet.catalogue.loader import HERE
from nithet.catalogue.vocabulary import ACTIONS, DECISIONS

GLOSSARY = HERE.parents[1] / "docs" / "glossary.md"
_ROW = re.compile(r"^\| (?P<thai>[^|]+) \| `(?P<english>\w+)` \| [^|]+ \|$", re.MULTILINE)


def _rows() -> list[tuple[str, str]]:
    return _ROW.findall(GLOSSARY.read_text(encoding="utf-8"))


def test_no_term_and_no_identifier_stands_twice() -> None:
    thai = Counter(term for terms, _ in _rows() for term in terms.split(", "))
    english = Counter(identifier for _, identifier in _rows())
    assert len(_rows()) > 150
    assert [term for term, count in thai.items() if count > 1] == []
    assert [name for name, count in english.items() if count > 1] == []


def test_every_row_is_understood() -> None:
    lines = [line for line in GLOSSARY.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    heads = [line for line in lines if line.startswith("| Thai |")]
    assert len(lines) - len(heads) == len(_rows())


def test_every_action_and_decision_is_in_it() -> None:
    assert {*ACTIONS, *DECISIONS} <= {identifier for _, identifier in _rows()}
