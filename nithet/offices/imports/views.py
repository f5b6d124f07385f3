"""The steps of an import: file, columns, preview, result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.core.errors import DomainError
from nithet.core.files import UnfitFileError
from nithet.core.tables.errors import TableError
from nithet.core.tables.responses import table_response
from nithet.offices.access import can_import
from nithet.offices.imports import access, exports, listings, queries, services
from nithet.offices.imports.errors import ImportRefusedError
from nithet.offices.imports.forms import ColumnsForm, FieldFilter, SheetForm, UploadForm
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.imports.registry import kind_of, kinds
from nithet.offices.imports.storing import result_words
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Import, ImportProblem

State = Import.State
Weight = ImportProblem.Weight
TITLE = "รายการที่นำเข้าจากระบบอื่น"
RUNNING = (State.CHECKING, State.IMPORTING)


@member_page
@require_safe
def import_list(request: MemberRequest) -> HttpResponseBase:
    access.can_open_imports(request.member).or_refuse()
    imports = queries.imports_of(access.visible_imports(request.member))
    if is_file(request):
        rows = exports.import_rows(imports.iterator(2000))
        return as_file(request, TITLE, exports.IMPORT_COLUMNS, rows)
    page = listed(request, imports)
    facts = {
        "title": TITLE,
        "page": page,
        "done": (done := queries.done_count(imports)),
        "unfinished": page.paginator.count - done,
        "lines": [listings.ImportLine.of(source) for source in page],
        "kinds": access.importable(request.member),
        **ways_out(request),
    }
    return render(request, "offices/imports/import_list.html", facts)


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: MemberRequest) -> HttpResponse:
    member = request.member
    access.can_open_imports(member).or_refuse()
    mine = access.importable(member)
    if request.method != "POST":
        return _new_page(request, UploadForm(initial={"kind": request.GET.get("kind")}, kinds=mine))
    if (asked := request.POST.get("kind", "")) in {kind.code for kind in kinds()}:
        can_import(member, asked).or_refuse()
    form = UploadForm(request.POST, request.FILES, kinds=mine)
    if not form.is_valid():
        return _new_page(request, form)
    given = form.cleaned_data
    try:
        source = services.begin_import(
            kind_of(given["kind"]), given["file"] or services.pasted(given["text"]), by=member
        )
    except (TableError, ImportRefusedError, UnfitFileError) as error:
        form.add_error("file" if given["file"] else "text", _words(error))
        return _new_page(request, form)
    return redirect("offices:import-columns", request.office.code, source.pk)


def _words(error: Exception) -> str:
    return error.text if isinstance(error, DomainError) else str(error)


def _new_page(request: MemberRequest, form: UploadForm) -> HttpResponse:
    offered = access.importable(request.member)
    hints = [(kind, request.office.say(kind.hint)) for kind in offered]
    facts = {"form": form, "kinds": offered, "hints": hints}
    return render(request, "offices/imports/import_new.html", facts, status=422 if form.is_bound else 200)


@member_page
@require_safe
def import_form(request: MemberRequest, kind: str) -> HttpResponseBase:
    """The empty form of a kind, with an invented row."""
    found = next((one for one in kinds() if one.code == kind), None)
    if found is None:
        raise Http404
    can_import(request.member, kind).or_refuse()
    return table_response("xlsx", listings.empty_form(found, request.office))


def _source_or_404(request: MemberRequest, pk: UUID) -> Import:
    return get_object_or_404(
        access.visible_imports(request.member).select_related("job", "file", "office"), pk=pk
    )


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: MemberRequest, pk: UUID) -> HttpResponse:
    source = _source_or_404(request, pk)
    kind = kind_of(source.kind)
    if source.state not in {State.UPLOADED, State.CHECKED, State.FAILED}:
        return _to(source)
    if request.method != "POST":
        return _columns_page(request, source, kind, ColumnsForm(source=source, kind=kind, by=request.member))
    form = ColumnsForm(request.POST, source=source, kind=kind, by=request.member)
    if not form.is_valid():
        return _columns_page(request, source, kind, form)
    services.match_columns(source, form.columns, form.options, by=request.member)
    return _to(source)


def _columns_page(
    request: MemberRequest, source: Import, kind: ImportKind, form: ColumnsForm
) -> HttpResponse:
    facts = {
        "source": source,
        "kind": kind,
        "form": form,
        "unsure": sum(1 for row in form.rows() if row.sign == "back"),
        "left_out": [words for code, words in kind.left_out.items() if code in source.columns.values()],
    }
    return render(request, "offices/imports/import_columns.html", facts, status=422 if form.is_bound else 200)


@member_page
@require_POST
def import_sheet(request: MemberRequest, pk: UUID) -> HttpResponse:
    source = _source_or_404(request, pk)
    form = SheetForm(request.POST)
    if form.is_valid() and form.cleaned_data["sheet"] in source.layout.get("sheets", ()):
        services.use_sheet(source, form.cleaned_data["sheet"], by=request.member)
    return redirect("offices:import-columns", request.office.code, source.pk)


@member_page
@require_safe
def import_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Where the import stands: progress, preview or result."""
    source = _source_or_404(request, pk)
    kind = kind_of(source.kind)
    standing = queries.standing_of(source)
    if standing == State.UPLOADED:
        return redirect("offices:import-columns", request.office.code, source.pk)
    facts: dict[str, Any] = {"source": source, "kind": kind, "standing": standing}
    if standing in RUNNING:
        facts["follows"] = access.follows_job(request.member, source.job)
        return render(request, "offices/imports/import_running.html", facts)
    if standing in {State.FAILED, State.DISCARDED}:
        facts["why"] = queries.why_failed(source)
        facts["has_stored"] = source.job is not None and source.job.kind == "imports.store"
        return render(request, "offices/imports/import_stopped.html", facts)
    return _preview(request, source, kind, facts)


def _preview(
    request: MemberRequest, source: Import, kind: ImportKind, facts: dict[str, Any]
) -> HttpResponseBase:
    tabs = [word for word in queries.big_words(source) if word.count and word.code != "same"]
    codes = [word.code for word in tabs]
    asked = request.GET.get("tab", "")
    # What keeps a person busy comes first.
    here = next((code for code in (asked, Weight.BAD, Weight.DOUBT, *codes) if code in codes), "")
    form = FieldFilter(
        request.GET, fields=queries.fields_with_problems(source, kind) if here == Weight.BAD else ()
    )
    field = form.cleaned_data["field"] if form.is_valid() else ""
    rows = queries.rows_of(source, here, field if here == Weight.BAD else "")
    shown = next((word.label for word in tabs if word.code == here), "")
    title = titled(
        f"ผลการตรวจ{kind.title}", source.name, shown, narrowing(form) if here == Weight.BAD else ""
    )
    if is_file(request):
        cells = exports.preview_rows(rows.iterator(2000), kind, request.office)
        return as_file(request, title, exports.ROW_COLUMNS, cells)
    page = listed(request, rows)
    decided = queries.doubt_counts(source)
    facts |= {
        "title": title,
        **ways_out(request),
        "words": queries.big_words(source),
        "tabs": tabs,
        "here": here,
        "form": form,
        "page": page,
        "lines": [listings.RowLine.of(row, kind, request.office) for row in page],
        "more": listings.beyond(source, here),
        "choices": [(one.value, one.label) for one in kind.doubt_choices],
        "undecided": decided.get("", 0),
        "importable": queries.importable_count(source, decided),
        "notes": listings.notes(source, kind),
        "is_done": source.state == State.DONE,
    }
    if source.state == State.DONE:
        facts["result"] = result_words(kind, source.counts.get("stored", {}))
    return render(request, "offices/imports/import_page.html", facts)


@member_page
@require_POST
def import_choose(request: MemberRequest, pk: UUID) -> HttpResponse:
    """What becomes of rows to look at: those on this page, or all that nobody has decided."""
    source = _source_or_404(request, pk)
    if everyone := request.POST.get("all"):
        services.choose_for_all(source, everyone, by=request.member)
    else:
        services.choose(source, _chosen(request), by=request.member)
    messages.success(request, "บันทึกการเลือกแล้ว")
    asked = urlencode({"tab": Weight.DOUBT, "page": request.POST.get("page", "1")})
    return redirect(f"{reverse('offices:import-page', args=[request.office.code, source.pk])}?{asked}")


def _chosen(request: MemberRequest) -> dict[UUID, str]:
    chosen = {}
    for name, value in request.POST.items():
        if name.startswith("choice-"):
            try:
                chosen[UUID(name.removeprefix("choice-"))] = str(value)
            except ValueError:
                continue
    return chosen


@member_page
@require_POST
def import_store(request: MemberRequest, pk: UUID) -> HttpResponse:
    source = _source_or_404(request, pk)
    services.start_storing(source, end_missing="end_missing" in request.POST, by=request.member)
    return _to(source)


@member_page
@require_POST
def import_resume(request: MemberRequest, pk: UUID) -> HttpResponse:
    source = _source_or_404(request, pk)
    services.resume(source, by=request.member)
    return _to(source)


@member_page
@require_POST
def import_discard(request: MemberRequest, pk: UUID) -> HttpResponse:
    source = _source_or_404(request, pk)
    services.discard(source, by=request.member)
    messages.success(request, f"ยกเลิกรายการนำเข้า “{source.name}” แล้ว")
    return redirect("offices:import-list", request.office.code)


@member_page
@require_safe
def import_left(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The rows that stay behind with the reasons, to be mended and sent again."""
    source = _source_or_404(request, pk)
    return table_response(request.GET.get("format", "xlsx"), listings.left_rows(source, kind_of(source.kind)))


def _to(source: Import) -> HttpResponse:
    return redirect("offices:import-page", source.office.code, source.pk)
