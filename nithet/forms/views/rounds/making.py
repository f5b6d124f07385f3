"""Making a round: with which form, of whom, when; and changing what was made."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from nithet.core.ids import new_id
from nithet.forms import access
from nithet.forms.models import Form, Round
from nithet.forms.queries.rounds import forms_to_ask_with
from nithet.forms.round_forms import RoundForm
from nithet.forms.round_hooks import Served, task_served
from nithet.forms.services.rounds import making
from nithet.forms.views.pages import forms_page
from nithet.forms.views.rounds.finding import BOTH, changed_round, told
from nithet.offices.members import MemberRequest
from nithet.offices.views.shared import attempt


@forms_page
@require_http_methods(BOTH)
def round_begin(request: MemberRequest) -> HttpResponseBase:
    """First the form, where the address does not say it; then everything about the round."""
    access.can_ask(request.member).or_refuse()
    task = _task(request)
    name = request.GET.get("form", "")
    if not name:
        forms = forms_to_ask_with(request.member)
        return render(request, "forms/round_begin.html", {"forms": forms, "task": task})
    form = get_object_or_404(access.visible_forms(request.member).select_related("unit"), name=name)
    form.office = request.office
    access.can_make_round(request.member, form).or_refuse()
    given = RoundForm(request.POST or None, form=form, member=request.member, initial=_for_task(request))
    if _is_sent(request, given):
        made = attempt(given, _making(request, form, given))
        if made is not None:
            return told(request, made, "บันทึกรอบการเก็บข้อมูลแล้ว โปรดตรวจผู้ที่จะขอข้อมูล แล้วกดเปิดรับข้อมูล")
    return _page(request, form, given, task=task)


def _making(request: MemberRequest, form: Form, given: RoundForm) -> Callable[[], Round]:
    key = given.cleaned_data["key"] or new_id()
    return lambda: making.make_round(form, given.plan(), key=key, by=request.member, task=_task_key(request))


def _is_sent(request: MemberRequest, given: RoundForm) -> bool:
    """To be saved, not only to be counted."""
    return request.method == "POST" and given.is_valid() and "count" not in request.POST


def _page(
    request: MemberRequest,
    form: Form,
    given: RoundForm,
    *,
    made: Round | None = None,
    task: Served | None = None,
) -> HttpResponse:
    is_counted = request.method == "POST" and "count" in request.POST
    facts = {
        "form": given, "form_": form, "round": made, "task": task, "counted": given.counted(),
        "is_fixed": made is not None and made.state != Round.State.DRAFT, "is_counted": is_counted,
    }  # fmt: skip
    status = 422 if given.is_bound and given.errors and not is_counted else 200
    return render(request, "forms/round_form.html", facts, status=status)


def _for_task(request: MemberRequest) -> dict[str, str]:
    use = request.GET.get("use", "")
    return {"use": use} if use in Round.Use.values else {}


def _task_key(request: MemberRequest) -> UUID | None:
    try:
        return UUID(request.GET["task"])
    except (KeyError, ValueError):
        return None


def _task(request: MemberRequest) -> Served | None:
    """The work that it is made for; of another's there is none."""
    key = _task_key(request)
    if key is None:
        return None
    task = task_served(key, request.member)
    if task is None:
        raise Http404
    return task


@forms_page
@require_http_methods(BOTH)
def round_edit(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    round_ = changed_round(request, pk)
    given = RoundForm(request.POST or None, form=round_.form, member=request.member, made=round_)
    if _is_sent(request, given):
        revision = given.cleaned_data["revision"]
        changed = attempt(
            given,
            lambda: making.change_round(
                round_, given.plan(), revision=-1 if revision is None else revision, by=request.member
            ),
        )
        if changed is not None:
            return told(request, changed, "บันทึกแล้ว")
    return _page(request, round_.form, given, made=round_)


@forms_page
@require_http_methods(["POST"])
def round_discard(request: MemberRequest, pk: UUID) -> HttpResponse:
    making.discard_round(changed_round(request, pk), by=request.member)
    return redirect("forms:round-list", request.office.code)


@forms_page
@require_http_methods(["POST"])
def round_join(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The result of this round serves a task too, instead of asking the same again."""
    round_ = changed_round(request, pk)
    try:
        task = UUID(request.POST.get("task", ""))
    except ValueError as error:
        raise Http404 from error
    if task_served(task, request.member) is None:
        raise Http404
    making.join_round(round_, task, by=request.member)
    return told(request, round_, "งานนี้ใช้ผลของรอบการเก็บข้อมูลนี้แล้ว ไม่ต้องขอข้อมูลซ้ำ")
