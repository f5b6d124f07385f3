"""The parts of an XLSX file that are read whole: which sheets there are, and which formats show dates.

Elements are compared by their local names, so that the strict form of the standard is read as well.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from nithet.core.tables.archive import small_part
from nithet.core.tables.errors import DamagedTableError, NotATableError
from nithet.core.tables.markup import local

_RELATION = re.compile(r"\{[^}]*/relationships\}id$")
_THAI_DATES = frozenset({71, 72, 73, 74, 77, 81})
"""The built-in formats of Thai Excel with a day in them, whose codes a file does not spell out (ECMA-376, 18.8.30)."""


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    path: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Package:
    """What the sheets of a workbook need to be read."""

    archive: zipfile.ZipFile
    sheets: tuple[Sheet, ...]
    texts: str | None
    epoch: datetime
    date_formats: frozenset[str]
    """The cells' format numbers as a sheet writes them, in its attribute `s`."""


def read_package(archive: zipfile.ZipFile, name: str) -> Package:
    workbook = _workbook_path(archive, name)
    try:
        root = small_part(archive, workbook, name)
        targets, texts, styles = _targets(archive, workbook, name)
        sheets = tuple(_sheets(root, targets, set(archive.namelist())))
        formats = _date_formats(small_part(archive, styles, name)) if styles else frozenset()
    except (KeyError, ValueError) as error:
        raise DamagedTableError(name=name) from error
    return Package(archive, sheets, texts, _epoch(root), formats)


def _each(root: Element, tag: str) -> Iterator[Element]:
    return (element for element in root.iter() if local(element) == tag)


def _workbook_path(archive: zipfile.ZipFile, name: str) -> str:
    for relation in _each(small_part(archive, "_rels/.rels", name), "Relationship"):
        if relation.get("Type", "").endswith("/officeDocument"):
            path = relation.get("Target", "").lstrip("/")
            if path not in archive.namelist():
                raise DamagedTableError(name=name)
            return path
    raise NotATableError(name=name)


def _targets(
    archive: zipfile.ZipFile, workbook: str, name: str
) -> tuple[dict[str, str], str | None, str | None]:
    """Where the workbook's parts lie: all by their key, its texts, its formats."""
    folder, file = posixpath.split(workbook)
    relations = small_part(archive, posixpath.join(folder, "_rels", f"{file}.rels"), name)
    targets: dict[str, str] = {}
    kinds: dict[str, str] = {}
    for relation in _each(relations, "Relationship"):
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        targets[relation.get("Id", "")] = path
        kinds[relation.get("Type", "").rpartition("/")[2]] = path
    present = set(archive.namelist())
    texts, styles = (
        kinds[kind] if kinds.get(kind) in present else None for kind in ("sharedStrings", "styles")
    )
    return targets, texts, styles


def _sheets(root: Element, targets: dict[str, str], present: set[str]) -> Iterator[Sheet]:
    for sheet in _each(root, "sheet"):
        key = next((value for tag, value in sheet.attrib.items() if _RELATION.search(tag)), "")
        path = targets.get(key, "")
        # Sheets that hold only a chart lie elsewhere and have no rows.
        if path in present and "chartsheet" not in path:
            yield Sheet(sheet.get("name", ""), path, sheet.get("state", "visible") == "visible")


def _epoch(root: Element) -> datetime:
    """Workbooks made on old Macs count days from 1904."""
    properties = next(_each(root, "workbookPr"), None)
    is_mac = properties is not None and properties.get("date1904") in {"1", "true", "on"}
    return MAC_EPOCH if is_mac else WINDOWS_EPOCH


def _date_formats(styles: Element) -> frozenset[str]:
    own = {int(one.get("numFmtId", "0")): one.get("formatCode", "") for one in _each(styles, "numFmt")}
    cells = next(_each(styles, "cellXfs"), None)
    numbers = [int(one.get("numFmtId", "0")) for one in cells] if cells is not None else []
    return frozenset(str(place) for place, number in enumerate(numbers) if _shows_date(number, own))


def _shows_date(number: int, own: dict[int, str]) -> bool:
    code = own.get(number) or BUILTIN_FORMATS.get(number, "")
    if not code:
        return number in _THAI_DATES
    return bool(is_date_format(code)) and not is_timedelta_format(code)
