"""The two lists of OpenRosa as XML: forms, and the files beside a form.

A phone that cannot read one entry throws the whole list away: what an entry must have is asked for here, and letters that
XML does not know are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

_FORMS = "http://openrosa.org/xforms/xformsList"
_FILES = "http://openrosa.org/xforms/xformsManifest"
# XML 1.0 has no way to write these, not even as a number.
_UNKNOWN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class FormEntry:
    form_id: str
    name: str
    version: str
    md5: str
    download_url: str
    manifest_url: str = ""


@dataclass(frozen=True, slots=True)
class FileEntry:
    name: str
    md5: str
    download_url: str


def form_list_document(entries: Iterable[FormEntry]) -> bytes:
    return _document("xforms", _FORMS, map(_form, entries))


def manifest_document(entries: Iterable[FileEntry]) -> bytes:
    return _document("manifest", _FILES, map(_file, entries))


def _form(entry: FormEntry) -> str:
    # Without a name Collect gives up the list.
    parts = [
        ("formID", entry.form_id),
        ("name", entry.name.strip() or entry.form_id),
        ("version", entry.version),
        ("hash", f"md5:{entry.md5}"),
        ("downloadUrl", entry.download_url),
    ]
    if entry.manifest_url:
        parts.append(("manifestUrl", entry.manifest_url))
    return _element("xform", parts)


def _file(entry: FileEntry) -> str:
    parts = [("filename", entry.name), ("hash", f"md5:{entry.md5}"), ("downloadUrl", entry.download_url)]
    return _element("mediaFile", parts)


def _element(name: str, parts: Iterable[tuple[str, str]]) -> str:
    inner = "".join(f"<{part}>{escape(_UNKNOWN.sub('', text))}</{part}>" for part, text in parts)
    return f"<{name}>{inner}</{name}>"


def _document(name: str, namespace: str, elements: Iterable[str]) -> bytes:
    lines = "\n".join(elements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{name} xmlns="{namespace}">\n{lines}\n</{name}>\n'.encode()
    )
