"""Comments on a task's page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from nithet.cycles import access
from nithet.cycles.forms.comments import CommentForm
from nithet.cycles.models import Task
from nithet.cycles.queries.comments import visible_comments
from nithet.cycles.services import comments as service
from nithet.cycles.views.tasks import render_task, task_or_404
from nithet.offices.members import MemberRequest, member_page


@member_page
@require_POST
def comment_add(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_comment(request.member, task).or_refuse()
    form = CommentForm(request.POST, people=access.mentionable(request.member, task))
    if not form.is_valid():
        return render_task(request, task, comment_form=form, status=422)
    to = [person.pk for person in form.cleaned_data["to"]]
    said, key = form.cleaned_data["text"], form.cleaned_data["comment_key"]
    service.say(task, said, to=to, by=request.member, key=key)
    return _told(request, task, "บันทึกข้อความแล้ว")


@member_page
@require_POST
def comment_void(request: MemberRequest, pk: UUID) -> HttpResponse:
    comment = get_object_or_404(visible_comments(request.member).select_related("task"), pk=pk)
    service.void_comment(comment, by=request.member)
    return _told(request, comment.task, "ลบข้อความแล้ว")


def _told(request: MemberRequest, task: Task, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(f"{reverse('cycles:task-page', args=[request.office.code, task.pk])}#comments")
