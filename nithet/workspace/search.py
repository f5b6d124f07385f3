"""One box for all: what a member finds, suggestions while they type, and what they opened last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.core.search.asking import Group, Hit, entries_of, found, groups, hits, near, seen
from nithet.core.search.kinds import SearchKind, kind_of
from nithet.core.search.marking import Piece, marked, snippet
from nithet.core.search.recent import recent, remember
from nithet.core.search.words import Question, question
from nithet.offices.lists import listed
from nithet.offices.members import MemberRequest, member_page

SUGGESTED = 3
MOST_SUGGESTED = 8
# Of what was found by its title, so much of the text tells which one it is.
BEGINNING = 110


@dataclass(frozen=True, slots=True)
class Line:
    """A thing that was found, with the words that were asked for marked."""

    hit: Hit
    title: Sequence[Piece]
    text: Sequence[Piece]

    @classmethod
    def of(cls, hit: Hit, asked: Question) -> Line:
        return cls(hit, marked(hit.title, asked), snippet(hit.text, asked) or _beginning(hit.text))

    @property
    def is_found_in_text(self) -> bool:
        """Not in the title, which then does not tell why."""
        return not any(piece.is_marked for piece in self.title) and any(
            piece.is_marked for piece in self.text
        )


@dataclass(frozen=True, slots=True)
class Section:
    """What was found of one kind. `more`: where the rest of it is; `is_more`: it is more than `count`."""

    kind: SearchKind
    count: int
    lines: Sequence[Line]
    more: str = ""
    is_more: bool = False


@member_page
@require_safe
def search_page(request: MemberRequest) -> HttpResponse:
    asked = question(request.GET.get("q", ""))
    facts = {"asked": asked, "search_address": request.path}
    if not asked.is_enough:
        return render(request, "workspace/search.html", {**facts, "recent": recent(request.member)})
    kind = kind_of(request.GET.get("kind", ""))
    return render(request, "workspace/search.html", {**facts, **_results(request, asked, kind)})


@member_page
@require_safe
def search_suggest(request: MemberRequest) -> HttpResponse:
    """While somebody types: the first few, or what they opened last."""
    asked = question(request.GET.get("q", ""))
    if not asked.is_enough:
        facts = {"asked": asked, "recent": recent(request.member)}
        return render(request, "workspace/search_suggestions.html", facts)
    some = groups(asked, request.member, most=SUGGESTED)
    shown = _lines((hit for group in some for hit in group.hits), asked)[:MOST_SUGGESTED]
    facts = {
        "asked": asked,
        "lines": shown,
        "near": [] if some else _lines(near(asked, request.member), asked),
        "count": sum(group.count for group in some),
        "is_more": any(group.is_more for group in some),
        "all": f"{reverse('workspace:search', args=[request.office.code])}?{urlencode({'q': asked.typed})}",
    }
    return render(request, "workspace/search_suggestions.html", facts)


@member_page
@require_safe
def search_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """To what was found, which is then among the recent things. What one may not see is not there."""
    rows = list(seen(entries_of(request.member).filter(object_id=pk), request.member)[:1])
    for hit in hits(rows, request.member):
        remember(request.member, hit.kind.code, pk)
        return redirect(hit.address)
    raise Http404


def _results(request: MemberRequest, asked: Question, kind: SearchKind | None) -> dict[str, object]:
    member = request.member
    if kind is not None:
        page = listed(request, found(asked, member, kind=kind))
        lines = _lines(hits(list(page), member), asked)
        section = Section(kind, page.paginator.count, lines)
        return {"kind": kind, "page": page, "sections": [section] if lines else [], "count": section.count}
    some = groups(asked, member)
    sections = [_section(request, group, asked) for group in some]
    return {
        "sections": sections,
        "count": sum(group.count for group in some),
        "is_more": any(group.is_more for group in some),
        "near": [] if sections else _lines(near(asked, member), asked),
    }


def _section(request: MemberRequest, group: Group, asked: Question) -> Section:
    more = f"{request.path}?{urlencode({'q': asked.typed, 'kind': group.kind.code})}"
    is_all = group.count <= len(group.hits)
    return Section(group.kind, group.count, _lines(group.hits, asked), "" if is_all else more, group.is_more)


def _lines(some: Iterable[Hit], asked: Question) -> list[Line]:
    return [Line.of(hit, asked) for hit in some]


def _beginning(text: str) -> list[Piece]:
    shown = text if len(text) <= BEGINNING else f"{text[:BEGINNING].rsplit(' ', 1)[0]} …"
    return [Piece(shown, is_marked=False)] if shown else []
