"""The result of a round with nothing to set up, and one question by itself with what it is crossed with."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.forms import access
from nithet.forms.queries.results import Text
from nithet.forms.queries.summaries import Summary
from nithet.forms.result_forms import CrossForm, SchemeForm, TextFilter
from nithet.forms.results.charts import looks
from nithet.forms.results.shapes import Role
from nithet.forms.results.showing.questions import item_block
from nithet.forms.round_hooks import ways_of
from nithet.forms.services.warming import counted_in_background
from nithet.forms.views.results.finding import Found
from nithet.forms.views.results.shown import shown_block, shown_part
from nithet.offices.members import MemberRequest, member_page

TEXTS_A_PAGE = 50


@member_page
@require_safe
def round_results(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = Found(request, pk)
    if "now" not in request.GET and found.is_shown and (waiting := counted_in_background(found.round)):
        return render(
            request,
            "forms/result_counting.html",
            {**_around(request, found, is_closed_to=False), "waiting": waiting},
        )
    parts = [shown_part(part, found.at) for part in found.parts()]
    facts = {
        **_around(request, found), "results": found.results, "parts": parts, "can_compare": found.can_compare, "response": found.asked,
        "told": Summary(found, found.asked), "ways": ways_of(found.round, request.member),
        "cross": CrossForm(items=found.crossed, properties=found.properties) if _can_cross(found) else None,
        "scheme": SchemeForm.of(found.round) if access.can_change_round(request.member, found.round) else None,
    }  # fmt: skip
    return render(request, "forms/result_page.html", facts)


@member_page
@require_safe
def round_result(request: MemberRequest, pk: UUID, path: str) -> HttpResponse:
    """One question: whole, by a property, and texts one by one."""
    found = Found(request, pk)
    item, result = found.instrument.item(path), found.results.result(path)
    if item is None or result is None:
        raise Http404
    blocks = [shown_block(item_block(result, found.results, found.at), found.at)]
    by = request.GET.get("by", "")
    if by and (crossed := found.crossing(path, by)):
        blocks.append(shown_block(crossed, found.at))
    facts = {
        **_around(request, found), "item": item, "blocks": blocks, "by": by,
        "properties": [one for one in found.properties if one.code != path] if item in found.crossed else [],
        **(_texts(request, found, path) if item.role == Role.TEXT else {}),
    }  # fmt: skip
    return render(request, "forms/result_question.html", facts)


@member_page
@require_safe
def round_compare(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = Found(request, pk)
    part = found.compared()
    if part is None:
        raise Http404
    return render(
        request, "forms/result_compared.html", {**_around(request, found), "one": shown_part(part, found.at)}
    )


@member_page
@require_safe
def round_cross(request: MemberRequest, pk: UUID) -> HttpResponse:
    """From what was chosen on the result page to the question's own page."""
    found = Found(request, pk)
    form = CrossForm(request.GET, items=found.crossed, properties=found.properties)
    if not form.is_valid():
        return redirect("forms:round-results", request.office.code, pk)
    page = reverse("forms:round-result", args=[request.office.code, pk, form.cleaned_data["of"]])
    return redirect(f"{page}?{urlencode({'by': form.cleaned_data['by']})}#part-cross")


def _around(request: MemberRequest, found: Found, *, is_closed_to: bool | None = None) -> dict[str, Any]:
    """`is_closed_to` where the figures are not to be read for it."""
    return {
        "round": found.round,
        "state": found.state,
        "looks": looks(),
        "is_closed_to": found.results.is_suppressed if is_closed_to is None else is_closed_to,
    }


def _can_cross(found: Found) -> bool:
    return bool(found.properties) and not found.results.is_suppressed and found.results.n > 0


def _texts(request: MemberRequest, found: Found, path: str) -> dict[str, Any]:
    """One page of them, each with the way to the whole answer where it may be opened."""
    sieve = TextFilter(request.GET)
    texts = found.texts(path, sieve.words)
    page = Paginator(texts, TEXTS_A_PAGE).get_page(request.GET.get("page"))
    opens = bool(found.at(path))
    told = [(one, _submission(request, one) if opens else "") for one in page]
    return {"sieve": sieve, "page": page, "words": sieve.words, "told": told}


def _submission(request: MemberRequest, one: Text) -> str:
    if one.submission is None:
        return ""
    return reverse("forms:submission-page", args=[request.office.code, one.submission])
