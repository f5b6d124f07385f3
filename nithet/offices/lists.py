"""A list three ways: on the screen page by page, whole on paper, and as a file.

title = titled("ทะเบียนโรงเรียน", narrowing(form))
if is_file(request):
    return as_file(request, title, COLUMNS, map(_cells, rows))
context = {"page": listed(request, rows), "title": title, **ways_out(request)}
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.paginator import Page, Paginator
from django.forms.boundfield import BoundField
from django.http.response import FileResponse

from nithet.core.tables.responses import table_response
from nithet.core.tables.writing import Column, Listing, Value
from nithet.offices import access
from nithet.offices.members import MemberRequest
from nithet.thai.dates import format_date

ROWS_A_PAGE = 50
ROWS_ON_PAPER = 5000
FILES = ("xlsx", "csv")


def listed(request: MemberRequest, rows: Any) -> Page[Any]:
    """The page asked for; all rows where they are to be printed."""
    size = ROWS_ON_PAPER if is_printed(request) else ROWS_A_PAGE
    return Paginator(rows, size).get_page(request.GET.get("page"))


def is_printed(request: MemberRequest) -> bool:
    return request.GET.get("format") == "print"


def is_file(request: MemberRequest) -> bool:
    return request.GET.get("format") in FILES


def as_file(
    request: MemberRequest,
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    on: date | None = None,
) -> FileResponse:
    """The whole list as a file, as of today or of the day asked for. Asks whether this member may take lists out."""
    access.can_export(request.member).or_refuse()
    listing = Listing(title, request.office.name, columns, rows, on or request.member.on)
    return table_response(request.GET["format"], listing)


def ways_out(request: MemberRequest) -> dict[str, Any]:
    """What `offices/list_acts.html` asks: paper is for all who see the list, a file for who may take lists out."""
    return {"can_export": access.can_export(request.member), "is_printed": is_printed(request)}


def titled(title: str, *narrowing: str) -> str:
    """A title that says how the list is narrowed: “บัญชีผู้ใช้ · เข้าใช้แล้ว”."""
    return " · ".join(filter(None, (title, *narrowing)))


def narrowing(form: forms.Form) -> str:
    """What was filled in above a list, in words: “กลุ่ม: กลุ่มนิเทศฯ · เฉพาะงานของฉัน”.

    Without the day `on`, which stands in every heading.
    """
    given = {name: value for name, value in form.cleaned_data.items() if value and name != "on"}
    return " · ".join(_said(form[name], value) for name, value in given.items())


def _said(asked: BoundField, value: Any) -> str:
    if isinstance(asked.field, forms.BooleanField):
        return str(asked.label)
    if isinstance(value, date):
        return f"{asked.label} {format_date(value, 'short')}"
    if isinstance(asked.field, forms.ModelChoiceField):
        return f"{asked.label}: {asked.field.label_from_instance(value)}"
    if isinstance(asked.field, forms.ChoiceField):
        choices = dict(cast("Iterable[tuple[str, str]]", asked.field.choices))
        # A section stands below its division: the dash before it is for the eye alone.
        value = choices[str(value)].lstrip("–— ")
    return f"{asked.label}: {value}"
