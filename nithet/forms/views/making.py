"""Making a form in the browser: one page, saved at each act. Without JavaScript each act comes back to its question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.clock import now
from nithet.forms import access
from nithet.forms.editing import ACTS, EditError, words_of
from nithet.forms.errors import EditRefusedError, StaleEditError
from nithet.forms.lists import heads_of
from nithet.forms.models import Form, FormDraft
from nithet.forms.queries.making import files_beside, is_plain, item_named, making_of, values_of
from nithet.forms.services import drafting, making
from nithet.forms.services.drafting import Edited
from nithet.forms.services.making import title_of
from nithet.forms.tables import Tables, from_json
from nithet.forms.views.forms import form_or_404
from nithet.forms.views.pages import forms_page
from nithet.offices.members import MemberRequest

_MOST_DIGITS = 9
_STAYS = frozenset({"set_item", "set_title"})
"""Acts sent from fields that stay as they are on the page."""
_MOVES = frozenset({"move_up", "move_down"})


@forms_page
@require_http_methods(["GET", "HEAD", "POST"])
def form_edit(request: MemberRequest, name: str) -> HttpResponse:
    """The page; sent, it begins the draft of the next edition."""
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    if request.method == "POST":
        making.open_draft(form, by=request.member)
        return redirect("forms:form-edit", request.office.code, form.name)
    draft = FormDraft.objects.filter(form=form).first()
    if draft is None or form.retired_at is not None:
        return render(request, "forms/make_begin.html", {"form_": form})
    tables = from_json(draft.tables)
    if "values" in request.GET:
        facts = {"values": values_of(tables, request.GET.get("show_name", "")), "value": ""}
        return render(request, "forms/_make_value.html", facts)
    context = _context(request, form, draft, tables, _number(request.GET.get("row", "")))
    return render(request, "forms/make.html#make" if _is_htmx(request) else "forms/make.html", context)


@forms_page
@require_POST
def form_act(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    posted = _posted(request.POST)
    try:
        edited = drafting.edit(form, posted.act, posted.facts, revision=posted.revision, by=request.member)
    except StaleEditError as stale:
        return _stale(request, form, posted, stale)
    return _answer(request, form, edited, posted.act)


@forms_page
@require_POST
def form_undo(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    edited = drafting.undo(form, revision=_revision(request.POST), by=request.member)
    return _answer(request, form, edited)


@forms_page
@require_POST
def form_redo(request: MemberRequest, name: str) -> HttpResponse:
    form = form_or_404(request, name)
    access.can_change(request.member, form).or_refuse()
    edited = drafting.redo(form, revision=_revision(request.POST), by=request.member)
    return _answer(request, form, edited)


# What is sent


@dataclass(frozen=True, slots=True)
class _Posted:
    """`seen` is the name of the item that the person saw."""

    act: str
    facts: dict[str, Any]
    revision: int
    seen: str


def _posted(data: QueryDict) -> _Posted:
    act = data.get("act", "")
    if act not in ACTS:
        raise EditRefusedError(why=EditError("unknown-act").text)
    facts = {
        name: data.getlist(name) if kind.is_many else data[name]
        for name, kind in ACTS[act].facts.items()
        if name in data
    }
    return _Posted(act, facts, _revision(data), data.get("seen", ""))


def _revision(data: QueryDict) -> int:
    said = data.get("revision", "")
    if not said.isdecimal() or len(said) > _MOST_DIGITS:
        raise EditRefusedError(why=EditError("bad-facts").text)
    return int(said)


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) <= _MOST_DIGITS else 0


# What is answered


def _answer(request: MemberRequest, form: Form, edited: Edited, act: str = "") -> HttpResponse:
    """The parts that changed; without htmx the page again, at what was worked on."""
    words = edited.words or "ไม่มีอะไรเปลี่ยน"
    row = 0 if act == "set_title" else edited.row
    if not _is_htmx(request):
        messages.success(request, f"บันทึกแล้ว {words}")
        address = reverse("forms:form-edit", args=[request.office.code, form.name])
        return redirect(f"{address}?row={row}#item-{row}" if row else address)
    context = _context(request, form, edited.draft, edited.tables, row) | {"said": words, "at": now()}
    # Who moves or undoes by keys goes on doing so; everybody else wants to write.
    context["focus"] = act if act in _MOVES else ("" if act else "nothing")
    if act in _STAYS and is_plain(edited.before, edited.tables):
        return render(request, "forms/make_saved.html", context | {"oob": True})
    response = render(request, "forms/make.html#make", context)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = "#make", "outerHTML"
    return response


def _context(
    request: MemberRequest, form: Form, draft: FormDraft, tables: Tables, row: int
) -> dict[str, Any]:
    standing = list(draft.changes.order_by("number").values_list("words", "is_undone"))
    undone = [words for words, is_undone in standing if is_undone]
    done = [words for words, is_undone in standing if not is_undone]
    files = files_beside(draft)
    return {
        "form_": form, "draft": draft, "making": making_of(tables, files, row, heads=heads_of(files)), "draft_title": title_of(tables),
        "undo": done[-1] if done else "", "redo": undone[0] if undone else "",
        "act_url": reverse("forms:form-act", args=[request.office.code, form.name]),
        "edit_url": reverse("forms:form-edit", args=[request.office.code, form.name]),
        "has_version": form.versions.exists(),
    }  # fmt: skip


def _stale(request: MemberRequest, form: Form, posted: _Posted, stale: StaleEditError) -> HttpResponse:
    """Both sides: what was sent and what stands now, with who changed it; nothing that was typed is lost."""
    draft = FormDraft.objects.select_related("changed_by__person").get(form=form)
    tables = from_json(draft.tables)
    item = item_named(tables, posted.seen)
    facts = posted.facts | ({"row": str(item.number)} if item and "row" in posted.facts else {})
    context = {
        "form_": form, "draft": draft, "stale": stale, "sent": words_of(posted.act, posted.facts, tables),
        "since": draft.changes.filter(revision__gt=posted.revision).select_related("by"), "act": posted.act,
        "differences": _differences(tables, posted, item.number if item else 0), "seen": posted.seen,
        # Only where it is sure what is meant: the lines may have moved.
        "fields": _fields(facts) if posted.act == "set_title" or (item and posted.act == "set_item") else [],
        "row": item.number if item else 0,
    }  # fmt: skip
    template = "forms/make_stale.html#card" if _is_htmx(request) else "forms/make_stale.html"
    return render(request, template, context, status=stale.status)


def _fields(facts: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (name, one)
        for name, value in facts.items()
        for one in (value if isinstance(value, list) else [value])
    ]


_WORDS = {
    "label": "คำถาม", "hint": "คำอธิบาย", "default": "คำตอบตั้งต้น", "calculation": "สูตร", "constraint_message": "ข้อความเตือน",
    "choices": "ตัวเลือก", "items": "รายการ", "title": "ชื่อแบบฟอร์ม", "name": "ชื่ออ้างอิง",
}  # fmt: skip


def _differences(tables: Tables, posted: _Posted, row: int) -> list[tuple[str, str, str]]:
    """Words that were sent and stand otherwise now."""
    entry = next((one for one in making_of(tables, (), row).entries if one.editor), None)
    stands: dict[str, str] = {"title": title_of(tables)}
    if entry and entry.editor:
        stands |= {
            **entry.editor.texts,
            "choices": entry.editor.choices_text,
            "items": entry.editor.items_text,
        }
    given = {name: str(value).replace("\r\n", "\n").strip() for name, value in posted.facts.items()}
    return [
        (words, given[name], stands[name])
        for name, words in _WORDS.items()
        if name in given and name in stands and given[name] != stands[name]
    ]


def _is_htmx(request: MemberRequest) -> bool:
    return bool(getattr(request, "htmx", False))
