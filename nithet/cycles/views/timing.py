"""The head moves the window of a task."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.errors import WindowChangedError
from nithet.cycles.forms import MoveForm
from nithet.cycles.forms.timing import shown_window
from nithet.cycles.services import timing
from nithet.cycles.views.tasks import refused, render_task, task_or_404, told
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.dates import format_date


@member_page
@require_POST
def task_move(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_move(request.member, task).or_refuse()
    form = MoveForm.of(task, request.POST)
    if not form.is_valid():
        return render_task(request, task, move_form=form, status=422)
    typed = form.cleaned_data
    try:
        moved = timing.move_window(
            task,
            typed["starts_on"],
            typed["due_on"],
            why=typed["reason"],
            shown=form.shown,
            by=request.member,
        )
    except DomainError as refusal:
        task.refresh_from_db()
        if isinstance(refusal, WindowChangedError):
            # What is there now has been shown: the same sent again is meant.
            form.data = {**request.POST.dict(), **shown_window(task)}
        form.add_error(None, refusal.text)
        return refused(request, task, refusal, move_form=form)
    return told(request, moved, f"เลื่อนกำหนดเป็น {format_date(moved.due_on)} แล้ว")
