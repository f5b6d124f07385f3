"""A run: its procedure's year as a flow chart, a table of steps, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.audit.models import Entry
from nithet.audit.queries import within
from nithet.cycles import access, flow, queries, words
from nithet.cycles.models import Run, Task
from nithet.manuals.flowchart import draw, draw_narrow
from nithet.manuals.models import Step
from nithet.offices.members import MemberRequest, member_page

HISTORY_SHOWN = 50


@member_page
@require_safe
def run_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    steps = Prefetch("procedure__steps", queryset=Step.objects.order_by("position"))
    runs = access.visible_runs(member).select_related("cycle", "unit", "office", "procedure__version__manual")
    run = get_object_or_404(runs.prefetch_related(steps), pk=pk)
    tasks = list(queries.run_tasks(member, run))
    chart = flow.run_chart(run, tasks, on=member.on)
    context = {
        "run": run,
        "tally": queries.tally(tasks, on=member.on),
        "rows": words.rows(tasks, on=member.on),
        "mine": next((t for t in tasks if t.assignee_id == member.person.pk and t.state == "open"), None),
        "chart": draw(chart),
        "narrow_chart": draw_narrow(chart),
        "history": words.history(_told(request, run, tasks)),
        "tab": request.GET.get("tab", ""),
    }
    return render(request, "cycles/run_page.html", context)


def _told(request: MemberRequest, run: Run, tasks: Sequence[Task]) -> QuerySet[Entry]:
    """The run's history, of the tasks only that the reader may open."""
    seen = [run.pk, *(task.pk for task in tasks)]
    return within(request.office.pk, run.pk).filter(object_id__in=seen)[:HISTORY_SHOWN]
