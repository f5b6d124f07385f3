"""What is made of a form once, when it is published: the XForm of phones, and the page and model of the browser's renderer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pyxform.errors import PyXFormError
from pyxform.xls2xform import convert

from nithet.forms.tables import Sheet, Tables
from nithet.forms.transforming import transformed
from nithet.forms.xlsform.columns import TRANSLATED, Head, head_of, languages_of, meaning
from nithet.forms.xlsform.preparing import prepared

# What of the settings reaches the XForm. Addresses and keys of other servers do not.
_KEPT_SETTINGS = ("style", "allow_choice_duplicates", "instance_name")

# pyxform makes curly quotes straight, which is right in expressions and wrong in what people read.
_CURLY = str.maketrans("“”‘’", "\ue0f0\ue0f1\ue0f2\ue0f3")
_CURLY_AGAIN = tuple(zip("\ue0f0\ue0f1\ue0f2\ue0f3", "“”‘’", strict=True))


class UnmadeFormError(Exception):
    """The form could not be made into an XForm; `words` as pyxform says it, for the linter to understand."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


@dataclass(frozen=True, slots=True)
class Made:
    """`md5` is of the XForm, as OpenRosa wants it; `drawn_for` names the release of the renderer's style sheets."""

    xform: str
    md5: str
    html: str
    model: str
    drawn_for: str


def make(tables: Tables, name: str, number: int) -> Made:
    """All that a version is drawn from. The same tables, name and number give the very same texts."""
    xform = make_xform(tables, name, number)
    drawn = transformed(xform)
    md5 = hashlib.md5(xform.encode(), usedforsecurity=False).hexdigest()
    return Made(xform, md5, drawn.html, drawn.model, drawn.release)


def make_xform(tables: Tables, name: str, number: int) -> str:
    """The XForm alone."""
    ready = prepared(tables)
    try:
        made = convert(_workbook(ready, name, number), form_name="data")
    except PyXFormError as error:
        raise UnmadeFormError(str(error)) from error
    xform: str = made.xform
    for kept, letter in _CURLY_AGAIN:
        xform = xform.replace(kept, letter)
    return xform


def _workbook(tables: Tables, name: str, number: int) -> dict[str, object]:
    workbook: dict[str, object] = {}
    for sheet in ("survey", "choices"):
        lines = tables.sheet(sheet)
        if lines.columns:
            workbook[sheet] = _rows(lines, _texts(sheet, lines))
            workbook[f"{sheet}_header"] = [dict.fromkeys(lines.columns)]
    facts = _settings(tables, name, number)
    workbook["settings"], workbook["settings_header"] = [facts], [dict.fromkeys(facts)]
    workbook["sheet_names"] = ["survey", "choices", "settings"]
    return workbook


def _rows(sheet: Sheet, texts: frozenset[str]) -> list[dict[str, str]]:
    return [
        {column: text.translate(_CURLY) if column in texts else text for column, text in row.cells.items()}
        for row in sheet
    ]


def _texts(sheet: str, lines: Sheet) -> frozenset[str]:
    """The columns that people read."""
    double = any("::" in column for column in lines.columns)
    return frozenset(
        column for column in lines.columns if meaning(sheet, column, double=double).name in TRANSLATED
    )


def _settings(tables: Tables, name: str, number: int) -> dict[str, str]:
    """Name and number are the form's own, whatever the sheet says."""
    head = head_of(tables, "settings")
    told = tables.facts
    title = _told(told.get(head.column("form_title"), ""))
    facts = {"form_id": name, "form_title": title or name, "version": str(number)}
    facts |= {key: text for key in _KEPT_SETTINGS if (text := told.get(head.column(key), ""))}
    if language := _language(tables, head):
        facts["default_language"] = language
    return facts


def _told(text: str) -> str:
    return text.strip().translate(_CURLY)


def _language(tables: Tables, settings: Head) -> str:
    """The language shown first: as the settings name it, otherwise Thai where the form has it, otherwise its first."""
    if told := tables.facts.get(settings.column("default_language"), "").strip():
        return told
    has_plain = "label" in tables.survey.columns
    first = next(iter(head_of(tables, "survey").languages), "")
    return "" if has_plain or not languages_of("survey", tables.survey) else first
