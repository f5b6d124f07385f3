"""The list of forms, and the page of one: what it asks, its editions, what can be done with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from nithet.core.files import KINDS, plain_name
from nithet.core.forms import ReasonForm
from nithet.core.tables.writing import Column, Value
from nithet.forms import access
from nithet.forms.compiled import compiled
from nithet.forms.forms import FormFilter, MediaForm
from nithet.forms.landing import title_of
from nithet.forms.lists import heads_of
from nithet.forms.models import Form, FormDraft, FormVersion
from nithet.forms.outline import outline, question_count
from nithet.forms.queries.forms import (
    Standing,
    answer_counts,
    history_of,
    listed_forms,
    standing_of,
    state_of,
)
from nithet.forms.queries.rounds import rounds_of_form
from nithet.forms.services.making import current_files
from nithet.forms.tables import Tables, from_json
from nithet.forms.views.pages import forms_page
from nithet.forms.xlsform.linting import own_findings
from nithet.forms.xlsform.problems import Problem
from nithet.forms.xlsform.writing import write_workbook
from nithet.offices.access import can_export
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest

COLUMNS = (
    Column("แบบฟอร์ม", 50), Column("รหัส", 26), Column("กลุ่ม", 26), Column("ประเภท", 14), Column("ฉบับที่", 8, "number"),
    Column("สถานะ", 18), Column("ข้อมูลที่ส่ง", 12, "number"),
)  # fmt: skip


def form_or_404(request: MemberRequest, name: str) -> Form:
    forms = access.visible_forms(request.member).select_related("unit")
    form = get_object_or_404(forms, name=name)
    form.office = request.office
    return form


@forms_page
@require_safe
def form_list(request: MemberRequest) -> HttpResponseBase:
    member = request.member
    form = FormFilter(request.GET, member=member)
    given = form.given
    forms = listed_forms(member, given)
    if is_file(request):
        return as_file(request, titled("แบบฟอร์ม", narrowing(form)), COLUMNS, _cells(forms))
    page = listed(request, forms)
    facts = {
        "form": form, "given": given, "page": page, "rows": [(one, *state_of(one)) for one in page],
        "can_make": access.can_make(member), "sees_rounds": access.sees_rounds(member), "narrowing": narrowing(form), **ways_out(request),
    }  # fmt: skip
    return render(request, "forms/form_list.html", facts)


def _cells(forms: Iterable[Any]) -> Iterator[list[Value]]:
    for one in forms:
        unit = one.unit.short_name if one.unit else ""
        yield [one.title, one.name, unit, one.get_kind_display(), one.edition, state_of(one)[1], one.answered]


@forms_page
@require_safe
def form_page(request: MemberRequest, name: str) -> HttpResponse:
    return render_form(request, form_or_404(request, name))


@forms_page
@require_safe
def version_page(request: MemberRequest, name: str, number: int) -> HttpResponse:
    """What an earlier edition asks."""
    form = form_or_404(request, name)
    standing = standing_of(form)
    version = next((one for one in standing.versions if one.number == number), None)
    if version is None:
        raise Http404
    definition = compiled(version).definition
    facts = {
        "form_": form, "version": version, "sections": outline(definition), "questions": question_count(definition),
        "can_export": can_export(request.member),
    }  # fmt: skip
    return render(request, "forms/version_page.html", facts)


def render_form(
    request: MemberRequest,
    form: Form,
    *,
    problems: Iterable[Problem] | None = None,
    media_form: MediaForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a form; with the problems for which it could not be published."""
    member = request.member
    standing = standing_of(form)
    definition = standing.definition
    can_change = access.can_change(member, form)
    found = _problems(standing, form) if can_change and problems is None else list(problems or ())
    answers, trials = answer_counts(member, form)
    facts = {
        "form_": form, "standing": standing, "sections": outline(definition), "questions": question_count(definition),
        "can_fill": standing.version and access.can_fill(member, form), "can_change": can_change,
        "can_make": access.can_make(member), "can_export": can_export(member),
        "sees_submissions": access.sees_submissions(member, form), "answers": answers, "trials": trials,
        "errors": [one for one in found if not one.is_warning], "warnings": [one for one in found if one.is_warning],
        "can_ask": standing.version and not form.retired_at and access.can_make_round(member, form), "rounds": rounds_of_form(member, form),
        "history": history_of(form) if can_change else [], "retire_form": ReasonForm(auto_id="retire_%s"),
        "landing": title_of(form.landing) if form.landing else "",
        "media_form": media_form or MediaForm(auto_id="media_%s"), "files": sorted(current_files(form, with_draft=bool(can_change))),
    }  # fmt: skip
    return render(request, "forms/form_page.html", facts, status=status)


def _problems(standing: Standing, form: Form) -> list[Problem]:
    if standing.draft is None:
        return []
    files = current_files(form)
    return own_findings(from_json(standing.draft.tables), files, heads_of(files))


# As a workbook


@forms_page
@require_safe
def form_workbook(request: MemberRequest, name: str) -> HttpResponse:
    """The current edition; of a form that was never published, its draft."""
    form = form_or_404(request, name)
    return _workbook(request, form, standing_of(form).shown)


@forms_page
@require_safe
def version_workbook(request: MemberRequest, name: str, number: int) -> HttpResponse:
    form = form_or_404(request, name)
    version = get_object_or_404(FormVersion.objects.filter(form=form), number=number)
    return _workbook(request, form, from_json(version.tables))


@forms_page
@require_safe
def draft_workbook(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    draft = get_object_or_404(FormDraft.objects.filter(form=form))
    return _workbook(request, form, from_json(draft.tables))


def _workbook(request: MemberRequest, form: Form, tables: Tables) -> HttpResponse:
    can_export(request.member).or_refuse()
    response = HttpResponse(write_workbook(tables), content_type=KINDS[".xlsx"][0])
    name = plain_name(f"{form.name}.xlsx")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response
