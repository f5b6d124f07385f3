"""Reading: the list of a book, an item, its versions and its files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from nithet.audit.queries import of_object
from nithet.core.models import StoredFile
from nithet.core.serving import given_file
from nithet.core.tables.writing import Column, Value
from nithet.cycles import words as cycle_words
from nithet.cycles.access import visible_tasks
from nithet.cycles.models import Task
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic import access, queries
from nithet.registers.generic.book import Book, parts_of
from nithet.registers.generic.forms import CopyForm, FinishForm, ItemFilter
from nithet.registers.generic.models import Item

MOST_HISTORY = 20
_FIRST = (Column("เรื่อง", 50),)
_LAST = (
    Column("กลุ่ม", 26), Column("ผู้รับผิดชอบ", 28), Column("ปีงบประมาณ", 12), Column("สถานะ", 18), Column("วันที่", 14, "date"),
)  # fmt: skip


def item_or_404(request: MemberRequest, book: Book[Any], pk: UUID) -> Any:
    """The item with its office and unit at hand, or 404 for who does not see it."""
    item = get_object_or_404(
        access.visible_items(request.member, book).select_related("unit", "owner", "made_by"), pk=pk
    )
    item.office = request.office
    return item


@member_page
@require_safe
def item_list(request: MemberRequest, book: Book[Any]) -> HttpResponseBase:
    member = request.member
    form = ItemFilter(request.GET, member=member, book=book)
    given = form.given
    seen = access.visible_items(member, book)
    items = queries.listed(book, queries.narrowed(book, seen, given, member), member)
    title = titled(book.name, narrowing(form))
    if is_file(request):
        columns = (*_FIRST, *book.columns, *_LAST)
        return as_file(request, title, columns, _cells(book, items))
    page = listed(request, items)
    facts = {
        "book": book, "form": form, "given": given, "page": page, "title": title, "narrowing": narrowing(form),
        "own_filters": [form[name] for name in form.own],
        "rows": [(item, book.words_of(item.state), book.facts(item)) for item in page],
        "can_record": access.can_record(member), "book_ways": book.ways(member), **ways_out(request), **_ways(book, request),
    }  # fmt: skip
    return render(request, "generic/item_list.html", facts)


def _cells(book: Book[Any], items: Iterable[Item]) -> Iterator[list[Value]]:
    for item in items:
        owner = item.owner.name if item.owner else ""
        last = (item.unit.short_name, owner, str(item.fiscal_year_be), book.words_of(item.state), item.on)
        yield [item.title, *book.cells(item), *last]


def _ways(book: Book[Any], request: MemberRequest) -> dict[str, str]:
    office = request.office.code
    return {"new_url": book.address("new", office), "list_url": book.address("list", office)}


@member_page
@require_safe
def item_page(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    return render_item(request, book, item_or_404(request, book, pk))


def render_item(
    request: MemberRequest, book: Book[Any], item: Any, *, status: int = 200, **facts: Any
) -> HttpResponse:
    """The item's page; with a form of it that was sent and could not be done."""
    member, office = request.member, request.office.code
    on = {"on": member.on}
    kept = {
        "book": book, "item": item, "state_words": book.words_of(item.state), "parts": parts_of(book, item),
        "can_keep": access.can_keep(member, item), "can_change": access.can_change(member, book, item),
        "can_copy": access.can_record_in(member, item.unit), "lacking": book.lacking(item) if item.is_draft else [],
        "finish_form": finish_form(book, item, initial=on), "copy_form": CopyForm(member=member),
        "history": cycle_words.history(of_object(request.office.pk, item.pk)[:MOST_HISTORY]),
        "source": queries.source_of(item, member),
        "served": queries.served(book, item, visible_tasks(member)) if item.is_done else queries.Served(),
        "versions": queries.versions(book, item), "list_url": book.address("list", office),
        "urls": {name.replace("-", "_"): book.address(name, office, item.pk)
                 for name in ("page", "edit", "finish", "reopen", "void", "restore", "copy")},
        "files": [(one["name"], book.address("file", office, item.pk, one["file"]),
                   book.address("file-drop", office, item.pk, one["file"])) for one in item.files],
        **book.page_facts(item, member),
    }  # fmt: skip
    return render(request, "generic/item_page.html", kept | facts, status=status)


def finish_form(book: Book[Any], item: Item, *given: Any, **facts: Any) -> FinishForm:
    made = (book.finish_form or FinishForm)(*given, label=book.on_label, item=item, **facts)
    assert isinstance(made, FinishForm)  # noqa: S101  for the type checker
    return made


@member_page
@require_safe
def item_version(request: MemberRequest, book: Book[Any], pk: UUID, number: int) -> HttpResponse:
    item = item_or_404(request, book, pk)
    version = get_object_or_404(queries.versions(book, item), number=number)
    facts = {
        "book": book,
        "item": item,
        "version": version,
        "page_url": book.address("page", request.office.code, pk),
    }
    return render(request, "generic/item_version.html", facts)


@member_page
@require_safe
def item_file(request: MemberRequest, book: Book[Any], pk: UUID, file: UUID) -> HttpResponseBase:
    item = item_or_404(request, book, pk)
    name = next((one["name"] for one in item.files if one["file"] == str(file)), None)
    stored = StoredFile.objects.filter(pk=file, office_id=request.office.pk).first() if name else None
    if stored is None or name is None:
        raise Http404
    return given_file(stored, name)


@member_page
@require_safe
def item_of_task(request: MemberRequest, book: Book[Any], task: UUID) -> HttpResponse:
    """The tool of a task: what was begun for it goes on, otherwise a new item."""
    found = get_object_or_404(visible_tasks(request.member), pk=task)
    access.can_record_in(request.member, found.unit).or_refuse()
    return redirect(_begun(book, found, request) or book.address("new", request.office.code, task=found))


def _begun(book: Book[Any], task: Task, request: MemberRequest) -> str:
    drafts = access.visible_items(request.member, book).filter(task=task, state=Item.State.DRAFT)
    pk = drafts.order_by("-changed_at", "pk").values_list("pk", flat=True).first()
    return book.address("page", request.office.code, pk) if pk else ""
