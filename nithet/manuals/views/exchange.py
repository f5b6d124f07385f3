"""Manuals out as SVG, BPMN and YAML, and in from the last two."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.files import plain_name
from nithet.manuals import access
from nithet.manuals.errors import SameTextError
from nithet.manuals.exchange import ExchangeError
from nithet.manuals.exchange.files import KINDS, File, manual_file
from nithet.manuals.exchange.files import procedure_file as file_of_procedure
from nithet.manuals.forms import ImportForm
from nithet.manuals.queries.lists import manuals_to_revise
from nithet.manuals.queries.written import content_of, draft_of_procedure
from nithet.manuals.services import exchange
from nithet.manuals.views.pages import already_there, back_to, manual_page, version_or_404
from nithet.offices.access import can_export
from nithet.offices.members import MemberRequest
from nithet.offices.models import Unit
from nithet.offices.queries import units_of


@manual_page
@require_safe
def procedure_file(request: MemberRequest, pk: UUID, kind: str) -> HttpResponse:
    _known(kind)
    procedures = access.visible_procedures(request.member).select_related("version__manual__unit")
    light = procedures.defer("version__source_text", "version__reading")
    procedure = get_object_or_404(light, pk=pk)
    can_export(request.member).or_refuse()
    draft = draft_of_procedure(procedure, list(procedure.steps.order_by("position")))
    return _sent(file_of_procedure(draft, kind, unit_name=_name(procedure.version.manual.unit)))


@manual_page
@require_safe
def version_file(request: MemberRequest, pk: UUID, kind: str) -> HttpResponse:
    _known(kind)
    version = version_or_404(request, pk)
    can_export(request.member).or_refuse()
    manual = version.manual
    return _sent(manual_file(content_of(version), kind, title=manual.title, unit_name=_name(manual.unit)))


def _known(kind: str) -> None:
    if kind not in KINDS:
        raise Http404


def _name(unit: Unit | None) -> str:
    return unit.short_name if unit else ""


def _sent(file: File) -> HttpResponse:
    response = HttpResponse(file.content, content_type=file.kind)
    response.headers["Content-Disposition"] = content_disposition_header(True, plain_name(file.name)) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@manual_page
@require_http_methods(["GET", "HEAD", "POST"])
def manual_import(request: MemberRequest) -> HttpResponse:
    access.can_upload(request.member).or_refuse()
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*given, manuals=manuals_to_revise(request.member), units=units_of(request.office))
    if not form.is_valid():
        return _page(request, form)
    chosen = {name: form.cleaned_data[name] for name in ("unit", "manual")}
    try:
        version = exchange.draft_from_file(form.content, name=form.name, **chosen, by=request.member)
    except ExchangeError as error:
        form.add_error("file", "ยังนำเข้าไฟล์นี้ไม่ได้ โปรดแก้ไขตามรายการแล้วเลือกไฟล์อีกครั้ง")
        return _page(request, form, problems=error.problems)
    except SameTextError as same:
        return already_there(request, same.version)
    return back_to(request, version, "นำเข้าแล้ว โปรดตรวจทานก่อนเสนอขอความเห็นชอบ")


def _page(request: MemberRequest, form: ImportForm, *, problems: tuple[str, ...] = ()) -> HttpResponse:
    context = {"form": form, "problems": problems}
    return render(request, "manuals/manual_import.html", context, status=422 if form.is_bound else 200)
