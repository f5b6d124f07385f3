"""The review page of a draft: its parts, the editor of an item, and acts that draw again only what they changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.draft import ManualDraft
from nithet.manuals.editing import EditError, words_of
from nithet.manuals.errors import StaleDraftError
from nithet.manuals.models import ManualVersion
from nithet.manuals.queries.changes import Changes, changes_of
from nithet.manuals.queries.editor import editor_of
from nithet.manuals.queries.outline import outline
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.queries.stale import changes_since, difference_of
from nithet.manuals.services import editing
from nithet.manuals.services.editing import Edited
from nithet.manuals.views.pages import manual_page
from nithet.manuals.views.posted import Posted, posted_act, posted_revision
from nithet.offices.members import MemberRequest

State = ManualVersion.State
RESHAPING = {"add_item", "drop", "move_up", "move_down", "make_step"}
"""Acts after which an editor that stays open lists other things."""


@dataclass(frozen=True, slots=True)
class Way:
    """Undoing or redoing: whether there is something, and its words."""

    words: str = ""

    @property
    def is_open(self) -> bool:
        return bool(self.words)


def is_htmx(request: MemberRequest) -> bool:
    return bool(getattr(request, "htmx", False))


def review_context(request: MemberRequest, version: ManualVersion, draft: ManualDraft) -> dict[str, Any]:
    """What every part of the page needs."""
    changes = version.changes.defer("delta")
    last = changes.filter(undone_at=None).order_by("number").last()
    undone = changes.exclude(undone_at=None).order_by("number").first()
    at = (request.office.code, version.pk)
    return {
        "version": version,
        "draft": draft,
        "outline": outline(draft),
        "has_source": bool(draft.notes),
        "can_edit": version.state == State.DRAFT and bool(access.can_change(request.member, version)),
        "can_propose": version.state == State.DRAFT and bool(access.can_propose(request.member, version)),
        "undo": Way(last.words if last else ""),
        "redo": Way(undone.words if undone else ""),
        "edit_url": reverse("manuals:version-edit", args=at),
        "items_url": reverse("manuals:version-item", args=(*at, "x")).removesuffix("x/"),
    }


def _draft_or_404(request: MemberRequest, pk: UUID) -> ManualVersion:
    """The version without its large texts, which `reading_of` mostly has at hand."""
    versions = access.visible_versions(request.member).select_related("manual__unit")
    return get_object_or_404(versions.defer("reading", "source_text"), pk=pk)


@manual_page
@require_safe
def version_item(request: MemberRequest, pk: UUID, key: str) -> HttpResponse:
    """The editor of an item, in its place on the page or as a page of its own."""
    version = _draft_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    if version.state != State.DRAFT:
        return redirect("manuals:version-page", request.office.code, version.pk)
    draft = reading_of(version).draft
    try:
        editor = editor_of(draft, key)
    except EditError as error:
        raise Http404 from error
    context = review_context(request, version, draft) | {"editor": editor}
    return render(request, editor.template if is_htmx(request) else "manuals/version_item.html", context)


@manual_page
@require_POST
def version_edit(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = _draft_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    posted = posted_act(request.POST)
    try:
        edited = editing.edit(version, posted.act, posted.facts, revision=posted.revision, by=request.member)
    except StaleDraftError as stale:
        return _stale(request, version, posted, stale)
    return _answer(request, version, edited, posted)


@manual_page
@require_POST
def version_undo(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = _draft_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    edited = editing.undo(version, revision=posted_revision(request.POST), by=request.member)
    return _answer(request, version, edited, said="เลิกทำแล้ว: ")


@manual_page
@require_POST
def version_redo(request: MemberRequest, pk: UUID) -> HttpResponse:
    version = _draft_or_404(request, pk)
    access.can_change(request.member, version).or_refuse()
    edited = editing.redo(version, revision=posted_revision(request.POST), by=request.member)
    return _answer(request, version, edited, said="ทำซ้ำแล้ว: ")


def _answer(
    request: MemberRequest,
    version: ManualVersion,
    edited: Edited,
    posted: Posted | None = None,
    said: str = "",
) -> HttpResponse:
    """The parts that changed; without htmx the page again, at what changed."""
    editor = posted.editor if posted else ""
    words = f"{said}{edited.change.words}" if edited.change else "ไม่มีอะไรเปลี่ยน"
    if not is_htmx(request):
        return _back(request, version, edited, editor, words)
    context = review_context(request, version, edited.after)
    changes = changes_of(outline(edited.before), context["outline"])
    context |= {"changes": changes, "said": words, "at": now(), "oob": True}
    context |= _parts_of_editor(edited, changes, posted) if posted and editor else {}
    context["focus_key"] = "" if editor else _focus(edited)
    return render(request, "manuals/review_changes.html", context)


def _parts_of_editor(edited: Edited, changes: Changes, posted: Posted) -> dict[str, Any]:
    """The open editor: drawn again where it lists other things, else only what follows from what was sent."""
    key = posted.editor
    if changes.is_structure or any(step.key == key for one in changes.procedures for step in one.steps):
        return {}
    try:
        editor = editor_of(edited.after, key)
    except EditError:
        return {}
    is_new = posted.act in RESHAPING
    return {"editor": editor, "open_key": key, "is_new_editor": is_new}


def _focus(edited: Edited) -> str:
    return edited.change.item if edited.change else ""


def _back(
    request: MemberRequest, version: ManualVersion, edited: Edited, editor: str, words: str
) -> HttpResponse:
    messages.success(request, words)
    at = (request.office.code, version.pk)
    if editor:
        try:
            editor_of(edited.after, editor)
        except EditError:
            pass
        else:
            return redirect("manuals:version-item", *at, editor)
    item = _focus(edited)
    return redirect(f"{reverse('manuals:version-page', args=at)}#{f'item-{item}' if item else 'structure'}")


def _stale(
    request: MemberRequest, version: ManualVersion, posted: Posted, stale: StaleDraftError
) -> HttpResponse:
    """Both sides: what was sent, and what stands now, with who changed it; nothing that was typed is lost."""
    version = _draft_or_404(request, version.pk)
    draft = reading_of(version).draft
    context = {
        "version": version,
        "stale": stale,
        "since": changes_since(version, posted.revision),
        "posted": posted,
        "words": words_of(posted.act, posted.facts, draft),
        "difference": difference_of(draft, posted.act, posted.facts),
        "fields": [(name, value) for name, values in request.POST.lists() for value in values],
    }
    template = "manuals/version_stale.html#card" if is_htmx(request) else "manuals/version_stale.html"
    return render(request, template, context, status=stale.status)
