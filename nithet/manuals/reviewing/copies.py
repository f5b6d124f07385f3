"""Texts that two procedures share word for word: perhaps copied and not adapted; and years of one document that differ."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator

from nithet.manuals.draft import Caution, Lines, ManualDraft, ProcedureDraft
from nithet.manuals.likeness import bare, likeness
from nithet.manuals.reviewing.finding import caution, first_line, procedure_line, set_text
from nithet.thai.numerals import to_arabic

_LONG_ENOUGH = 20
_FEWEST = 2
_YEARS = re.compile(r"(?<![0-9])2[45][0-9]{2}\s*[-–]\s*2[45][0-9]{2}(?![0-9])")
_SAME_DOCUMENT = 0.9

Said = tuple[str, Lines]
"""The words to compare, empty where there is nothing to compare, and their lines."""


def check(draft: ManualDraft) -> Iterator[Caution]:
    """The same title, scope, aims, definitions or steps in two procedures."""
    for code, said in _PARTS.items():
        seen: dict[str, ProcedureDraft] = {}
        for one in draft.procedures:
            words, lines = said(one)
            if not words:
                continue
            other = seen.setdefault(words, one)
            if other is not one and (code == "same-title" or bare(other.title) != bare(one.title)):
                line = first_line(lines) or procedure_line(one)
                yield caution(code, line=line, item=one.key, other=other.title)
    yield from _years(draft)


def _title(one: ProcedureDraft) -> Said:
    return bare(one.title), one.lines


def _scope(one: ProcedureDraft) -> Said:
    return _long(bare(one.scope or "")), one.scope_lines


def _objectives(one: ProcedureDraft) -> Said:
    lines = one.objectives[0].lines if one.objectives else ()
    return _long("\n".join(bare(text.text) for text in one.objectives)), lines


def _definitions(one: ProcedureDraft) -> Said:
    if len(one.definitions) < _FEWEST:
        return "", ()
    words = "\n".join(bare(f"{each.term} {each.meaning}") for each in one.definitions)
    return _long(words), one.definitions[0].lines


def _steps(one: ProcedureDraft) -> Said:
    if len(one.steps) < _FEWEST:
        return "", ()
    return _long("\n".join(bare(step.title) for step in one.steps)), one.steps[0].lines


_PARTS: dict[str, Callable[[ProcedureDraft], Said]] = {
    "same-title": _title,
    "same-scope": _scope,
    "same-objectives": _objectives,
    "same-definition": _definitions,
    "same-steps": _steps,
}


def _long(words: str) -> str:
    return words if len(words) >= _LONG_ENOUGH else ""


def _years(draft: ManualDraft) -> Iterator[Caution]:
    """The same plan or law with two spans of years: one of them is a slip."""
    spans: dict[str, Counter[str]] = defaultdict(Counter)
    places = []
    for one in draft.procedures:
        for text in one.references:
            if match := _YEARS.search(to_arabic(text.text)):
                name = _named_alike(bare(text.text[: match.start()]), spans)
                years = re.sub(r"\s", "", match.group()).replace("–", "-")
                spans[name][years] += 1
                places.append((name, years, text, match.span()))
    for name, years, text, (start, end) in places:
        others = [other for other in spans[name] if other != years]
        if others:
            facts = {"title": text.text, "years": years, "others": ", ".join(others)}
            mended = f"{text.text[:start]}{others[0]}{text.text[end:]}"
            remedy = set_text(f"ใช้ปี {others[0]}", text.key, "text", mended) if len(others) == 1 else None
            yield caution("year-differs", line=first_line(text.lines), item=text.key, remedy=remedy, **facts)


def _named_alike(name: str, known: dict[str, Counter[str]]) -> str:
    return next((one for one in known if likeness(one, name) >= _SAME_DOCUMENT), name)
