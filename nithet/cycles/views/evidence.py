"""Evidence of a task: recorded, attached, opened, taken back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from nithet.core.forms import ReasonForm
from nithet.core.models import StoredFile
from nithet.core.serving import given_file
from nithet.cycles import access
from nithet.cycles.forms import AttachForm, LinkForm, NoteForm
from nithet.cycles.models import Evidence, Thumbnail
from nithet.cycles.services import evidence as services
from nithet.cycles.views.reading import ask_why
from nithet.cycles.views.tasks import press_task, task_or_404, told
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def task_note(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_work(request.member, task).or_refuse()

    def act(form: NoteForm) -> None:
        typed = form.cleaned_data
        services.write_log(task, typed["text"], on=typed["on"], key=typed["key"], by=request.member)

    form = NoteForm(request.POST, today=request.member.on)
    return press_task(request, task, "note_form", form, act, "บันทึกแล้ว")


@member_page
@require_POST
def task_attach(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_work(request.member, task).or_refuse()

    def act(form: AttachForm) -> None:
        services.attach_file(task, form.cleaned_data["file"], by=request.member)

    form = AttachForm(request.POST, request.FILES)
    return press_task(request, task, "attach_form", form, act, "แนบหลักฐานแล้ว")


@member_page
@require_POST
def task_link(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_work(request.member, task).or_refuse()

    def act(form: LinkForm) -> None:
        typed = form.cleaned_data
        services.attach_link(task, typed["address"], form.name, on=typed["on"], by=request.member)

    form = LinkForm(request.POST, today=request.member.on)
    return press_task(request, task, "link_form", form, act, "แนบลิงก์แล้ว")


@member_page
@require_safe
def evidence_file(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The file of an evidence, only for those who see its task."""
    evidence = _file_or_404(request, pk)
    if asked := ask_why(request, evidence.task):
        return asked
    stored = StoredFile.objects.filter(pk=evidence.object_id, office_id=request.office.pk).first()
    if stored is None:
        raise Http404
    return given_file(stored, evidence.title)


@member_page
@require_safe
def evidence_thumbnail(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    """The picture made small, for those who may open it."""
    evidence = _file_or_404(request, pk)
    if asked := ask_why(request, evidence.task):
        return asked
    made = (
        Thumbnail.objects.filter(of=evidence.object_id, office=request.office).select_related("small").first()
    )
    if made is None or made.small is None:
        raise Http404
    response = given_file(made.small, f"{evidence.pk}.jpg")
    # What an evidence shows never changes; others on the same machine do not get it.
    response["Cache-Control"] = "private, max-age=86400"
    return response


def _file_or_404(request: MemberRequest, pk: UUID) -> Evidence:
    seen = access.visible_evidence(request.member).select_related("task__unit", "task__run")
    return get_object_or_404(seen, pk=pk, kind=Evidence.Kind.FILE)


@member_page
@require_POST
def evidence_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    found = access.visible_evidence(request.member).select_related("task__unit")
    evidence = get_object_or_404(found, pk=pk)
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    services.void_evidence(evidence, why=reason, by=request.member)
    return told(request, evidence.task, "ยกเลิกหลักฐานแล้ว คงประวัติไว้")
