"""What the columns of a sheet mean. XLSForm tools know one column by several names ("caption", "label::ไทย (th)")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyxform import aliases
from pyxform.parsing.sheet_headers import process_header
from pyxform.question import MultipleChoiceQuestion, Option
from pyxform.survey import Survey

from nithet.forms.tables import Row, Sheet, Tables

_ALIASES: Mapping[str, dict[str, object]] = {
    "survey": aliases.survey_header,
    "choices": aliases.list_header,
    "settings": aliases.settings_header,
}
_KNOWN: Mapping[str, frozenset[str]] = {
    "survey": frozenset({*MultipleChoiceQuestion.get_slot_names(), "disabled", "intent", "guidance_hint"}),
    "choices": frozenset(Option.get_slot_names()),
    "settings": frozenset(Survey.get_slot_names()),
}
# Where a meaning has two parts in the XForm, and the name that people know it by.
_PAIRS = {
    ("bind", "required"): "required",
    ("bind", "jr:requiredMsg"): "required_message",
    ("bind", "relevant"): "relevant",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintMsg"): "constraint_message",
    ("bind", "calculate"): "calculation",
    ("bind", "readonly"): "readonly",
    ("control", "appearance"): "appearance",
    ("control", "jr:count"): "repeat_count",
    ("media", "image"): "image",
    ("media", "big-image"): "big-image",
    ("media", "audio"): "audio",
    ("media", "video"): "video",
}
_SINGLES = {"list name": "list_name", "title": "form_title", "id_string": "form_id"}
MEDIA = ("image", "big-image", "audio", "video")
TRANSLATED = frozenset({"label", "hint", "guidance_hint", "required_message", "constraint_message", *MEDIA})
"""Meanings that may stand in a sheet once for each language."""

_THAI = re.compile(r"ไทย|\bth\b|thai", re.IGNORECASE)


_USUAL = {
    "survey": (
        "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
        "constraint_message", "calculation", "default", "readonly", "appearance", "parameters", "choice_filter",
        "repeat_count", "trigger", "media",
    ),
    "choices": ("list_name", "name", "label", "media"),
    "settings": ("form_title", "form_id", "version", "default_language", "instance_name", "style", "allow_choice_duplicates"),
}  # fmt: skip


def known_names(sheet: str) -> tuple[str, ...]:
    """The columns in use today, to find the one that a misspelt head means."""
    return _USUAL[sheet]


@dataclass(frozen=True, slots=True)
class Meaning:
    """`name` is the usual name of the column; `is_known` is False for one that no tool of XLSForm reads."""

    name: str
    language: str = ""
    is_known: bool = True


def meaning(sheet: str, column: str, *, double: bool = True) -> Meaning:
    """What a column means; `double` where the sheet parts languages by two colons, as is usual."""
    known = _KNOWN[sheet]
    parts = process_header(column, double, _ALIASES[sheet], known)[1]
    if parts[:2] in _PAIRS:
        return Meaning(_PAIRS[parts[0], parts[1]], "::".join(parts[2:]))
    name = _SINGLES.get(parts[0], parts[0])
    if name in TRANSLATED:
        return Meaning(name, "::".join(parts[1:]))
    return Meaning("::".join((name, *parts[1:])), is_known=parts[0] in known or parts[0] in _SINGLES)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one sheet: meaning → language → column."""

    places: Mapping[str, Mapping[str, str]]
    languages: tuple[str, ...]
    """Of the sheet, the one that people are shown first in front."""
    in_order: Mapping[str, tuple[str, ...]]
    """Meaning → its columns, that of the first language in front."""

    def has(self, name: str) -> bool:
        return name in self.places

    def column(self, name: str) -> str:
        """The column in which a text of this meaning is put, of the first language; the meaning's own name if none."""
        return next(iter(self.in_order.get(name, ())), name)

    def text(self, row: Row, name: str) -> str:
        """The text of a line in the first language that has one."""
        for column in self.in_order.get(name, ()):
            if text := row.cells.get(column):
                return text
        return ""


def head_of(tables: Tables, sheet: str) -> Head:
    """What the columns of a sheet of the form mean."""
    columns = tables.sheet(sheet).columns
    double = any("::" in column for column in columns)
    places: dict[str, dict[str, str]] = {}
    for column in columns:
        found = meaning(sheet, column, double=double)
        places.setdefault(found.name, {}).setdefault(found.language, column)
    named = dict.fromkeys(language for found in places.values() for language in found)
    languages = _in_order(named, default_language(tables))
    in_order = {
        name: tuple(found[one] for one in languages if one in found) for name, found in places.items()
    }
    return Head(places, languages, in_order)


def default_language(tables: Tables) -> str:
    """The language that the settings name, "" where they name none."""
    return tables.facts.get("default_language", "").strip()


def languages_of(sheet: str, of: Sheet) -> tuple[str, ...]:
    """The languages that the columns of a sheet name, in their order."""
    double = any("::" in column for column in of.columns)
    found = (meaning(sheet, column, double=double).language for column in of.columns)
    return tuple(dict.fromkeys(language for language in found if language))


def _in_order(languages: Iterable[str], default: str) -> tuple[str, ...]:
    """The form's default, texts of no language, Thai, then as written."""
    return tuple(sorted(languages, key=lambda one: (one != default, one != "", not _THAI.search(one))))
