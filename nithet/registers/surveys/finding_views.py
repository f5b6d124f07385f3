"""Pages that take needs and suggestions out of a result."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.ids import new_id
from nithet.forms.access import visible_rounds
from nithet.forms.queries.results import RoundResults, Text
from nithet.forms.results.shapes import AspectResult, ItemResult, Needed
from nithet.forms.results.showing.blocks import MEAN, PNI, shown
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt
from nithet.registers.surveys import findings
from nithet.registers.surveys.access import can_keep_findings
from nithet.registers.surveys.forms import CollectForm
from nithet.registers.surveys.models import Need
from nithet.registers.surveys.needs import NEEDS
from nithet.registers.surveys.suggestions import SUGGESTIONS, standing_of

TEXTS_A_PAGE = 50
BOTH = ("GET", "HEAD", "POST")


def _results(request: MemberRequest, pk: UUID) -> RoundResults:
    rounds = visible_rounds(request.member).select_related("version", "unit", "office", "form", "before")
    round_ = get_object_or_404(rounds, pk=pk)
    can_keep_findings(request.member, round_).or_refuse()
    return RoundResults(round_, on=request.member.on)


@member_page
@require_http_methods(BOTH)
def round_needs(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The ranking, to be recorded by one press; what is above the cut-off is chosen already."""
    results = _results(request, pk)
    paths = request.POST.getlist("need")
    if request.method == "POST" and paths:
        count = findings.record_needs(results, paths, by=request.member)
        words = f"บันทึกความต้องการจำเป็นใหม่ {count:,} เรื่อง" if count else "ปรับตัวเลขของเรื่องที่บันทึกไว้แล้ว"
        messages.success(request, words)
        return redirect(f"{NEEDS.address('list', request.office.code)}?round={pk}")
    known = set(Need.objects.filter(round=pk).values_list("path", flat=True))
    rows = [_row(*row, is_known=row[1].item.path in known) for row in results.results.needs()]
    facts = {
        "round": results.round,
        "rows": rows,
        "results": results.results,
        "is_missing": request.method == "POST",
    }
    return render(request, "surveys/round_needs.html", facts, status=422 if facts["is_missing"] else 200)


def _row(aspect: AspectResult, one: ItemResult, needed: Needed, *, is_known: bool) -> dict[str, Any]:
    return {
        "path": one.item.path, "label": one.item.label, "aspect": aspect.aspect.label, "rank": needed.rank,
        "desired": shown(needed.desired.mean, MEAN), "actual": shown(needed.actual.mean, MEAN), "pni": shown(needed.pni, PNI),
        "is_need": needed.is_need, "is_known": is_known,
    }  # fmt: skip


@member_page
@require_http_methods(BOTH)
def round_suggestions(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Answers in words: those of one meaning are chosen and become one suggestion."""
    results = _results(request, pk)
    items = findings.text_items(results)
    path = request.GET.get("path") or (items[-1].item.path if items else "")
    page = Paginator(results.texts(path), TEXTS_A_PAGE).get_page(request.GET.get("page"))
    form = CollectForm(request.POST or None, member=request.member, initial={"key": new_id()})
    picked = set(request.POST.getlist("text"))
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in page if findings.key_of(one) in picked]
        made = attempt(form, lambda: _record(request, results, path, chosen, form))
        if made is not None:
            messages.success(request, "บันทึกข้อเสนอแนะแล้ว ติดตามได้ที่ทะเบียนข้อเสนอแนะ")
            return redirect(request.get_full_path())
    facts = {
        "round": results.round, "items": items, "path": path, "page": page, "form": form,
        "texts": _texts(page, picked), "known": _known(request, results),
    }  # fmt: skip
    return render(request, "surveys/round_suggestions.html", facts, status=422 if form.is_bound else 200)


def _record(
    request: MemberRequest, results: RoundResults, path: str, chosen: list[Text], form: CollectForm
) -> object:
    key = form.cleaned_data["key"]
    return findings.record_suggestion(results.round, path, chosen, form.facts(), by=request.member, key=key)


def _texts(page: Page[Text], picked: set[str]) -> list[tuple[Text, str, bool]]:
    return [(one, key := findings.key_of(one), key in picked) for one in page]


def _known(request: MemberRequest, results: RoundResults) -> list[tuple[Any, Any, str]]:
    office = request.office.code
    return [
        (one, standing_of(one), SUGGESTIONS.address("page", office, one.pk))
        for one in findings.suggestions_of(results.round)
    ]
