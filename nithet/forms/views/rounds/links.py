"""The links of a round to be given out: on the screen, on paper with QR codes, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from nithet.core.qr import in_browser, qr
from nithet.core.tables.writing import Column, Value
from nithet.forms.links import address_of
from nithet.forms.models import Round, RoundTarget
from nithet.forms.queries import rounds
from nithet.forms.queries.round_texts import cluster_text
from nithet.forms.views.pages import forms_page
from nithet.forms.views.rounds.finding import changed_round, to_round
from nithet.forms.views.rounds.pages import state_words
from nithet.offices.lists import as_file, is_file, is_printed, listed, titled, ways_out
from nithet.offices.members import MemberRequest

MOST_IN_TEXTS = 500
CARDS_ON_PAPER = 200
"""Printed at once: a browser takes long over thousands of codes."""
MASK = 3
"""Of all cards alike, whichever would look best."""


@forms_page
@require_safe
def round_links(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """Who holds a link may answer: only those who look after the round see them."""
    round_ = changed_round(request, pk)
    if round_.state == Round.State.DRAFT:
        return to_round(request, round_)
    group = request.GET.get("group", "")
    asked = RoundTarget.objects.filter(round=round_, standing=RoundTarget.Standing.ASKED)
    title = titled(round_.title, "ลิงก์ตอบข้อมูล")
    if is_file(request):
        return as_file(request, title, _columns(request), _cells(request, rounds.in_order(asked)))
    rows = rounds.in_order(rounds.of_group(round_, asked, group))
    page = _page(request, rows)
    facts = {
        "round": round_, "page": page, "title": title, "group": group, "groups": rounds.group_choices(round_, asked),
        "cards": [_card(request, one) for one in page], "texts": _texts(request, round_, rows),
        "public": _public(request, round_), **ways_out(request),
    }  # fmt: skip
    return render(request, "forms/round_links.html", facts)


def _card(request: MemberRequest, target: RoundTarget) -> dict[str, Any]:
    url = request.build_absolute_uri(address_of(target))
    return {"target": target, "name": str(target), "url": url, "qr": _drawn(url)}


def _page(request: MemberRequest, rows: QuerySet[RoundTarget]) -> Page[Any]:
    if is_printed(request):
        return Paginator(rows, CARDS_ON_PAPER).get_page(request.GET.get("page"))
    return listed(request, rows)


def _drawn(url: str) -> SafeString:
    return mark_safe(qr(in_browser(url), mask=MASK))  # noqa: S308  an SVG of our own making


def _texts(request: MemberRequest, round_: Round, rows: QuerySet[RoundTarget]) -> list[tuple[str, str]]:
    """For each cluster, with those of it that have not answered; of very many only once one cluster is chosen."""
    missing = rows.filter(has_answered=False)
    if missing.count() > MOST_IN_TEXTS:
        return []
    base = request.build_absolute_uri("/").rstrip("/")
    return [
        (title, cluster_text(round_, title, those, base)) for title, those in rounds.grouped(round_, missing)
    ]


def _public(request: MemberRequest, round_: Round) -> dict[str, Any] | None:
    if round_.audience != Round.Audience.PUBLIC:
        return None
    url = request.build_absolute_uri(address_of(round_))
    return {"url": url, "qr": _drawn(url)}


def _columns(request: MemberRequest) -> list[Column]:
    return [
        Column(request.office.terms["cluster"], 28), Column("ผู้ที่ขอข้อมูล", 40), Column("ลิงก์ตอบข้อมูล", 70),
        Column("อีเมล", 30), Column("สถานะ", 18),
    ]  # fmt: skip


def _cells(request: MemberRequest, found: Any) -> Iterator[list[Value]]:
    for one in found:
        cluster = one.school.cluster.name if one.school and one.school.cluster else ""
        email = one.email or (one.school.email if one.school else "")
        yield [
            cluster,
            str(one),
            request.build_absolute_uri(address_of(one)),
            email,
            state_words(one),
        ]
