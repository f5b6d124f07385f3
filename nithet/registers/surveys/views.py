"""From a task to its round, and from a round to the tasks that use its result."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nithet.cycles.access import can_work, visible_tasks
from nithet.cycles.models import Task
from nithet.forms.access import can_ask, can_change_round, visible_rounds
from nithet.forms.models import Round
from nithet.forms.queries.rounds import state_of
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.surveys import queries, serving
from nithet.registers.surveys.models import RoundTask

MOST_OFFERED = 20


@member_page
@require_safe
def round_of_task(request: MemberRequest, task: UUID) -> HttpResponse:
    """The tool of a task: its round; where it has none, those that it could use and the way to a new one."""
    found = get_object_or_404(visible_tasks(request.member).select_related("run__cycle", "unit"), pk=task)
    can_ask(request.member).or_refuse()
    office = request.office.code
    own = _own(request, found)
    if len(own) == 1 and found.planned == 1:
        return redirect("forms:round-page", office, own[0].pk)
    begin = f"{reverse('forms:round-begin', args=[office])}?{urlencode({'task': found.pk, 'use': queries.use_of(found)})}"
    offered = queries.rounds_for(found, request.member).exclude(pk__in=[one.pk for one in own])[:MOST_OFFERED]
    if not own and not offered:
        return redirect(begin)
    on = request.member.on
    facts = {
        "task": found, "begin_url": begin, "can_work": can_work(request.member, found),
        "own": [(one, *state_of(one, on=on)) for one in own],
        "offered": [(one, *state_of(one, on=on), can_change_round(request.member, one)) for one in offered],
    }  # fmt: skip
    return render(request, "surveys/round_of_task.html", facts)


def _own(request: MemberRequest, task: Task) -> list[Round]:
    """What serves it already, a round that is still being prepared too."""
    shown = task.evidence.filter(kind=serving.KIND, voided_at=None).values("object_id")
    tied = RoundTask.objects.filter(task=task).values("round")
    rounds = visible_rounds(request.member).exclude(state=Round.State.VOID)
    both = rounds.filter(pk__in=tied) | rounds.filter(pk__in=shown)
    return list(both.select_related("unit", "form").order_by("-opens_on", "-pk").distinct())


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def round_tasks(request: MemberRequest, pk: UUID) -> HttpResponse:
    """“ใช้ผลนี้กับงานที่เกี่ยวข้อง n งาน”: who asks says of which kin tasks the round is evidence too."""
    round_ = get_object_or_404(visible_rounds(request.member).select_related("office", "unit"), pk=pk)
    can_change_round(request.member, round_).or_refuse()
    tasks = list(queries.could_serve(round_, request.member, queries.served_ids(round_)))
    chosen = set(request.POST.getlist("task"))
    if request.method == "POST" and chosen:
        for task in tasks:
            if str(task.pk) in chosen:
                serving.serve(round_, task, by=request.member)
        messages.success(request, "บันทึกแล้ว งานที่เลือกใช้ผลของรอบการเก็บข้อมูลนี้")
        return redirect("forms:round-page", request.office.code, pk)
    facts = {"round": round_, "tasks": tasks, "is_missing": request.method == "POST"}
    return render(request, "surveys/round_tasks.html", facts, status=422 if request.method == "POST" else 200)
