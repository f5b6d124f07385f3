"""A list as a file that a browser keeps."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Literal

from django.http import FileResponse

from nithet.core.files import plain_name
from nithet.core.tables.writing import Listing, write_csv, write_workbook, write_xlsx
from nithet.thai.dates import to_be

FileKind = Literal["xlsx", "csv"]
_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*]')
_TYPES: dict[FileKind, str] = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}


def table_response(kind: str, listing: Listing) -> FileResponse:
    """The list as a file to keep, under its title and day; XLSX unless CSV is asked for."""
    asked: FileKind = "csv" if kind == "csv" else "xlsx"
    write = partial(write_csv if asked == "csv" else write_xlsx, listing=listing)
    return _file_response(write, file_name(listing, asked), asked)


def workbook_response(title: str, listings: Sequence[Listing], day: date) -> FileResponse:
    """Several lists as the sheets of one XLSX file."""
    named = Listing(title, "", (), (), day)
    return _file_response(partial(write_workbook, listings=listings), file_name(named, "xlsx"), "xlsx")


def _file_response(write: Callable[[IO[bytes]], None], name: str, kind: FileKind) -> FileResponse:
    # On disk, so that a long list costs no memory; the response closes it.
    file = TemporaryFile(prefix="nithet-list-")  # noqa: SIM115
    try:
        write(file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    response = FileResponse(file, as_attachment=True, filename=name, content_type=_TYPES[kind])
    response.headers["Cache-Control"] = "private, no-store"
    return response


def file_name(listing: Listing, kind: FileKind) -> str:
    """“รายชื่อบุคลากร 2569-11-20.xlsx”: by the Buddhist year, and sorted by day in a folder."""
    day = listing.printed_on
    title = _NO_FILE_NAME.sub(" ", listing.title)[:120]
    return plain_name(f"{title} {to_be(day.year)}-{day:%m-%d}.{kind}")
