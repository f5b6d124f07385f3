"""Texts in addresses as any database takes them: use `text` in place of Django's `str`, and `texts` in place of its `path`.

A letter NUL, and half of a letter, stand in no name that is stored; PostgreSQL breaks on being asked for one, instead of
finding nothing. They are read as the letter that stands for what cannot be read, so that each page says in its own way
that there is nothing of that name.
"""

from __future__ import annotations

import re

from django.urls import register_converter
from django.urls.converters import PathConverter, StringConverter

_UNKNOWN = re.compile(r"[\x00\ud800-\udfff]")
UNREAD = "\ufffd"


class TextConverter(StringConverter):
    """One part of an address."""

    def to_python(self, value: str) -> str:
        return _UNKNOWN.sub(UNREAD, value)


class TextsConverter(PathConverter):
    """Several parts, with the strokes between them."""

    def to_python(self, value: str) -> str:
        return _UNKNOWN.sub(UNREAD, value)


register_converter(TextConverter, "text")
register_converter(TextsConverter, "texts")
