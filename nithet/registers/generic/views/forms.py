"""Writing: a new item and a changed one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.errors import DomainError, RefusedError
from nithet.cycles.access import visible_tasks
from nithet.cycles.models import Task
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt
from nithet.registers.generic import access
from nithet.registers.generic.attaching import File, chosen_files
from nithet.registers.generic.book import Book, parts_of
from nithet.registers.generic.errors import StaleItemError
from nithet.registers.generic.forms import MOST_ROWS, ItemForm, PartRows, initial_of, rows_form
from nithet.registers.generic.parts import rows_beside
from nithet.registers.generic.services import Typed, change_item, make_item
from nithet.registers.generic.views.pages import item_or_404

Rows = list[PartRows]
# The words of a field, what is stored, what was typed.
Differing = tuple[str, Any, Any]


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: MemberRequest, book: Book[Any]) -> HttpResponse:
    access.can_record(request.member).or_refuse()
    task = _task(request)
    initial = {
        **({"unit": task.unit_id} if task else {}),
        **book.prefilled(task, request.member),
        **book.begun_at(request.GET, request.member),
    }
    form = _form(request, book, initial=initial)
    rows = _rows(request, book)
    files = chosen_files(request, form) if form.is_bound else []
    if _are_valid(form, rows):
        typed = _typed(form, rows, files)
        if made := attempt(
            form, lambda: make_item(book, typed, by=request.member, key=_key(form), task=task)
        ):
            messages.success(request, f"บันทึก{book.item_word}แล้ว")
            return redirect(book.address("page", request.office.code, made.pk))
    heading = f"เพิ่ม{book.item_word}"
    return _render(
        request, book, form, rows, heading, (book.name, book.address("list", request.office.code)), task=task
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def item_edit(request: MemberRequest, book: Book[Any], pk: UUID) -> HttpResponse:
    item = item_or_404(request, book, pk)
    access.can_change(request.member, book, item).or_refuse()
    form = _form(request, book, item=item)
    rows = _rows(request, book, item)
    differs: list[Differing] = []
    files = chosen_files(request, form) if form.is_bound else []
    if _are_valid(form, rows):
        typed, revision = _typed(form, rows, files), form.cleaned_data["revision"] or 0
        try:
            change_item(book, item, typed, revision=revision, by=request.member)
        except StaleItemError as stale:
            form.add_error(None, stale.text)
            item = item_or_404(request, book, pk)
            differs = _against(book, item, form, typed)
        except RefusedError:
            raise
        except DomainError as refusal:
            form.add_error(None, refusal.text)
            item = item_or_404(request, book, pk)
        else:
            messages.success(request, "บันทึกแล้ว")
            return redirect(book.address("page", request.office.code, pk))
    up = (item.title, book.address("page", request.office.code, pk))
    return _render(request, book, form, rows, f"แก้ไข{book.item_word}", up, differs=differs, item=item)


def _against(book: Book[Any], item: Any, form: ItemForm, typed: Typed) -> list[Differing]:
    """What is there now beside what was typed, rows too; saved once more, the typed holds."""
    form.data = cast("QueryDict", form.data).copy()
    form.data["revision"] = str(item.revision)
    facts = {name: value for name, value in form.facts().items() if hasattr(item, name)}
    fields = [(name, getattr(item, name), value) for name, value in facts.items()]
    own = [
        (str(form.fields[name].label), form.words(name, now), form.words(name, value))
        for name, now, value in fields
        if now != value
    ]
    rows = [(kind.label, *rows_beside(kind, item, typed.parts.get(kind.code, ()))) for kind in book.parts]
    return [*own, *(one for one in rows if one[1] != one[2])]


def _form(request: MemberRequest, book: Book[Any], **facts: Any) -> ItemForm:
    made = book.form(request.POST or None, request.FILES or None, member=request.member, **facts)
    assert isinstance(made, ItemForm)  # noqa: S101  for the type checker
    if made.item is not None and not made.is_bound:
        made.initial["revision"] = made.item.revision
    return made


def _rows(request: MemberRequest, book: Book[Any], item: Any = None) -> Rows:
    known = parts_of(book, item) if item is not None else {}
    made = []
    for kind in book.parts:
        initial = [initial_of(part, kind.form.base_fields) for part in known.get(kind.code, ())]
        if request.POST:
            initial = _as_opened(request.POST, kind.code, initial)
        made.append(rows_form(kind, request.member, request.POST or None, initial))
    return made


def _as_opened(posted: QueryDict, prefix: str, initial: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is stored of the rows that the page had when it was opened: somebody may have added others since."""
    stored = {str(row["id"]): row for row in initial}
    count = posted.get(f"{prefix}-INITIAL_FORMS", "0")
    places = range(min(int(count), MOST_ROWS) if count.isdigit() else 0)
    return [stored.get(posted.get(f"{prefix}-{place}-id", ""), {}) for place in places]


def _are_valid(form: ItemForm, rows: Rows) -> bool:
    """All of them are asked, so that every mistake is told at once."""
    return form.is_bound and all([form.is_valid(), *(one.is_valid() for one in rows)])


def _typed(form: ItemForm, rows: Rows, files: Sequence[File]) -> Typed:
    return Typed(form.facts(), {one.kind.code: one.rows() for one in rows}, files)


def _key(form: ItemForm) -> UUID:
    key = form.cleaned_data.get("key") or form.initial["key"]
    assert isinstance(key, UUID)  # noqa: S101  for the type checker
    return key


def _task(request: MemberRequest) -> Task | None:
    """The task from whose page this was opened, where the member sees it."""
    try:
        pk = UUID(request.GET.get("task", ""))
    except ValueError:
        return None
    return visible_tasks(request.member).filter(pk=pk).select_related("run", "unit").first()


def _render(
    request: MemberRequest,
    book: Book[Any],
    form: ItemForm,
    rows: Rows,
    heading: str,
    up: tuple[str, str],
    **facts: Any,
) -> HttpResponse:
    has_errors = bool(form.errors) or any(one.is_bound and not one.is_valid() for one in rows)
    facts |= {
        "book": book,
        "form": form,
        "row_sets": rows,
        "heading": heading,
        "up": {"words": up[0], "url": up[1]},
    }
    return render(request, "generic/item_form.html", facts, status=422 if has_errors else 200)
