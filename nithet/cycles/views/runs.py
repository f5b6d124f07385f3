"""A run: its procedure's year as a flow chart, a table of steps, and its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.http.response import FileResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from nithet.audit.models import Entry
from nithet.audit.queries import within
from nithet.core.forms import ReasonForm
from nithet.core.line_text import LineText, line_text
from nithet.cycles import access, exports, flow, queries, words
from nithet.cycles.forms import JudgeForm
from nithet.cycles.models import Run, Task
from nithet.cycles.views.life_part import run_life
from nithet.cycles.views.reading import ask_why
from nithet.cycles.views.standard_rows import STANDARD_COLUMNS, standard_cells, standard_rows
from nithet.manuals.flowchart import draw, draw_narrow
from nithet.manuals.models import Step
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import MemberRequest, member_page

HISTORY_SHOWN = 50
TABS = {
    "steps": "ขั้นตอน",
    "evidence": "หลักฐาน",
    "standards": "มาตรฐานการปฏิบัติงาน",
    "history": "ประวัติการดำเนินการ",
}


@member_page
@require_safe
def run_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    run = run_or_404(request, pk)
    if run.is_ad_hoc:
        return redirect("cycles:letter-page", request.office.code, run.letter.pk)
    if asked := ask_why(request, run):
        return asked
    tab = request.GET.get("tab", "")
    return _file(request, run, tab) if is_file(request) else render_run(request, run, tab=tab)


def run_or_404(request: MemberRequest, pk: UUID) -> Run:
    steps = Prefetch("procedure__steps", queryset=Step.objects.order_by("position"))
    runs = access.visible_runs(request.member).select_related(
        "cycle", "unit", "office", "procedure__version__manual"
    )
    return get_object_or_404(runs.prefetch_related(steps), pk=pk)


def render_run(
    request: MemberRequest,
    run: Run,
    *,
    tab: str,
    typed: tuple[UUID, JudgeForm] | None = None,
    cancel_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; `typed` is what was said of a step's standard and must be mended."""
    member = request.member
    tasks = list(queries.run_tasks(member, run))
    desks = queries.before_whom([t for t in tasks if t.state == Task.State.SUBMITTED])
    chart = flow.run_chart(run, tasks, on=member.on, desks=desks)
    context = {
        "run": run,
        "tally": queries.tally(tasks, on=member.on),
        "rows": _step_rows(tasks, on=member.on) if tab == "steps" else [],
        "desks": [(task, words.decider(desks[task.pk])) for task in tasks if task.pk in desks],
        "mine": next((t for t in tasks if t.assignee_id == member.person.pk and t.state == "open"), None),
        "chart": draw(chart),
        "narrow_chart": draw_narrow(chart),
        "history": words.history(_told(request, run, tasks)[:HISTORY_SHOWN]),
        "evidence": queries.evidence_of_run(member, run) if tab == "evidence" else [],
        "standards": standard_rows(member, run, tasks, typed=typed) if tab in ("", "standards") else [],
        "tab": tab,
        "line": _line(request, run, tasks),
        "title": titled(run.title, TABS.get(tab, ""), str(run.cycle)),
        **run_life(member, run, tasks, cancel_form),
        **ways_out(request),
    }
    return render(request, "cycles/run_page.html", context, status=status)


def _line(request: MemberRequest, run: Run, tasks: Sequence[Task]) -> LineText:
    count = queries.tally(tasks, on=request.member.on)
    lines = (
        str(run.cycle),
        f"ดำเนินการแล้ว {count.done} จาก {count.total} ขั้นตอน",
        f"เกินกำหนด {count.late} ขั้นตอน" if count.late else "",
    )
    page = reverse("cycles:run-page", args=[request.office.code, run.pk])
    return line_text(run.title, lines, request.build_absolute_uri(page))


@dataclass(frozen=True, slots=True)
class StepRow(words.Row):
    """A step as a line of the table: with how much evidence stands for it."""

    evidence_count: int


def _step_rows(tasks: Sequence[Task], *, on: date) -> list[StepRow]:
    counts = queries.evidence_counts(tasks)
    rows = words.rows(tasks, on=on)
    return [StepRow(r.task, r.standing, r.late, r.due_words, counts.get(r.task.pk, 0)) for r in rows]


def _file(request: MemberRequest, run: Run, tab: str) -> FileResponse:
    """The list of the tab that is open; of the flow chart its steps."""
    tasks = list(queries.run_tasks(request.member, run))
    title = titled(run.title, TABS.get(tab, TABS["steps"]), str(run.cycle))
    if tab == "evidence":
        shown = queries.evidence_of_run(request.member, run)
        return as_file(request, title, exports.EVIDENCE_COLUMNS, exports.evidence_rows(shown))
    if tab == "standards":
        rows = standard_rows(request.member, run, tasks)
        return as_file(request, title, STANDARD_COLUMNS, standard_cells(rows))
    if tab == "history":
        told = words.history(_told(request, run, tasks))
        return as_file(request, title, exports.HISTORY_COLUMNS, exports.history_rows(told))
    return as_file(request, title, exports.TASK_COLUMNS, exports.task_rows(tasks, on=request.member.on))


def _told(request: MemberRequest, run: Run, tasks: Sequence[Task]) -> QuerySet[Entry]:
    """The run's history, of the tasks only that the reader may open."""
    seen = [run.pk, *(task.pk for task in tasks)]
    return within(request.office.pk, run.pk).filter(object_id__in=seen)
