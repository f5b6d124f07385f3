"""The task page and the acts of the one who does it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nithet.audit.queries import of_object
from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.core.line_text import LineText, line_text
from nithet.cycles import access, queries, words
from nithet.cycles.forms import AssignForm, SubmitForm
from nithet.cycles.models import Task
from nithet.cycles.queries.kin import linked_tasks, served_tasks
from nithet.cycles.services import working
from nithet.cycles.services.tying import offered_evidence
from nithet.cycles.views.comment_part import task_comments
from nithet.cycles.views.deciding_part import decide_part, submit_part, submit_typed
from nithet.cycles.views.letters import task_letter
from nithet.cycles.views.life_part import task_life
from nithet.cycles.views.pressing import AForm, press
from nithet.cycles.views.reading import ask_why
from nithet.cycles.views.task_evidence import evidence_part
from nithet.cycles.views.task_time import time_part
from nithet.offices.access import staff_of_division
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Person
from nithet.thai.dates import format_date

HISTORY_SHOWN = 100


def task_line(request: MemberRequest, task: Task) -> LineText | None:
    """Of what is still to be done. People are not named: the text leaves the office."""
    if task.state not in Task.UNFINISHED:
        return None
    lines = (words.step_words(task), f"ครบกำหนด{format_date(task.due_on, 'full')}")
    page = reverse("cycles:task-page", args=[request.office.code, task.pk])
    return line_text(task.title, lines, request.build_absolute_uri(page))


@member_page
@require_safe
def task_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    return ask_why(request, task) or render_task(request, task)


@member_page
@require_POST
def task_take_up(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = working.take_up(task_or_404(request, pk), by=request.member)
    return told(request, task, "รับเรื่องแล้ว")


@member_page
@require_POST
def task_assign(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_assign(request.member, task).or_refuse()
    form = AssignForm(request.POST, people=_assignable(request, task))
    if not form.is_valid():
        return render_task(request, task, assign_form=form, status=422)
    person: Person = form.cleaned_data["person"]
    working.assign(task, person, by=request.member)
    if not access.visible_tasks(request.member).filter(pk=task.pk).exists():
        # Handed over, and no longer one's own to look at.
        messages.success(request, f"ส่งมอบงานให้ {person.name} แล้ว")
        return redirect("home")
    return told(request, task, f"มอบหมายให้ {person.name} แล้ว")


@member_page
@require_POST
def task_submit(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_work(request.member, task).or_refuse()

    def act(form: SubmitForm) -> None:
        submit_typed(task, form.cleaned_data, by=request.member)

    return press_task(request, task, "submit_form", SubmitForm(request.POST), act, "เสนอแล้ว")


@member_page
@require_POST
def task_withdraw(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = working.withdraw(task_or_404(request, pk), by=request.member)
    return told(request, task, "ถอนเรื่องคืนแล้ว")


@member_page
@require_POST
def task_skip(request: MemberRequest, pk: UUID) -> HttpResponse:
    task = task_or_404(request, pk)
    access.can_skip(request.member, task).or_refuse()

    def act(form: ReasonForm) -> None:
        working.skip(task, why=form.cleaned_data["reason"], by=request.member)

    form = ReasonForm(request.POST, auto_id="skip_%s")
    return press_task(request, task, "skip_form", form, act, "งดดำเนินการแล้ว")


def task_or_404(request: MemberRequest, pk: UUID) -> Task:
    tasks = access.visible_tasks(request.member).select_related(
        "run__procedure__version__manual",
        "run__cycle",
        "unit__parent",
        "assignee",
        "step",
        "parent",
        "served_by",
    )
    return get_object_or_404(tasks, pk=pk)


def told(request: MemberRequest, task: Task, done: str) -> HttpResponse:
    """Back to the task, saying what was saved; the page adds when."""
    messages.success(request, done)
    return redirect("cycles:task-page", office=request.office.code, pk=task.pk)


def press_task(
    request: MemberRequest, task: Task, name: str, form: AForm, act: Callable[[AForm], object], done: str
) -> HttpResponse:
    """A form of the task's page: the page again with what must be mended or why it is too late, or with what was done."""
    typed: dict[str, Any] = {name: form}

    def late(refusal: DomainError) -> HttpResponse:
        task.refresh_from_db()
        return refused(request, task, refusal, **typed)

    return press(
        form,
        act,
        mend=lambda: render_task(request, task, status=422, **typed),
        late=late,
        done=lambda: told(request, task, done),
    )


def refused(request: MemberRequest, task: Task, refusal: DomainError, **forms: Any) -> HttpResponse:
    """The page again with the refusal on top; what was typed is kept."""
    return render_task(request, task, status=refusal.status, refusal=refusal.text, **forms)


def render_task(
    request: MemberRequest, task: Task, *, status: int = 200, refusal: str = "", **forms: Any
) -> HttpResponse:
    """The whole page; `forms` hold what was typed where something must be mended."""
    member = request.member
    evidence = queries.evidence_of(member, task)
    may = _rights(request, task, forms)
    context = {
        "task": task,
        "refusal": refusal,
        "standing": words.standing(task, on=member.on),
        "late": words.lateness(task, on=member.on),
        "due_words": words.due_words(task, on=member.on),
        "needs": []
        if task.is_container
        else queries.needs_of(member, task, [one.evidence for one in evidence]),
        "history": words.history(of_object(request.office.pk, task.pk)[:HISTORY_SHOWN]),
        "next_task": queries.following(member, task),
        "parts": queries.parts_of(member, task),
        "skip_form": forms.get("skip_form") or ReasonForm(auto_id="skip_%s"),
        **evidence_part(member, evidence, forms),
        **time_part(member, task, forms.get("move_form")),
        **_kin(request, task),
        **task_life(member, task, forms.get("cancel_form")),
        **task_comments(request, task, forms),
        "line": task_line(request, task),
        **task_letter(request, task),
        **may,
        **(submit_part(member, task, forms) if may["can_submit"] else {}),
        **decide_part(member, task, queries.rounds_of(task), [one.evidence for one in evidence], forms),
    }
    return render(request, "cycles/task_page.html", context, status=status)


def _kin(request: MemberRequest, task: Task) -> dict[str, Any]:
    """Tasks of kin steps: what serves this one, what it serves, and whose evidence it may use."""
    member, linked = request.member, linked_tasks(request.member, task)
    seen = access.visible_tasks(member).select_related("run")
    can_work = bool(linked) and task.state in (Task.State.OPEN, Task.State.WAITING)
    return {
        "served": served_tasks(member, task),
        "serving": seen.filter(pk=task.served_by_id).first() if task.served_by_id else None,
        "can_part": bool(task.served_by_id)
        and task.state in Task.UNFINISHED
        and access.can_part(member, task),
        "linked": linked,
        "offered": offered_evidence(task) if can_work and access.can_work(member, task) else (),
    }


def _rights(request: MemberRequest, task: Task, forms: dict[str, Any]) -> dict[str, Any]:
    member, movable = request.member, task.state in (Task.State.OPEN, Task.State.WAITING)
    can_assign = movable and bool(access.can_assign(member, task))
    can_work = bool(access.can_work(member, task))
    return {
        "can_work": can_work and movable,
        "can_submit": can_work and task.state == Task.State.OPEN,
        "can_withdraw": can_work and task.state == Task.State.SUBMITTED,
        "can_skip": movable and bool(access.can_skip(member, task)),
        "can_assign": can_assign,
        "hands_over": can_assign and access.hands_over(member, task),
        "assign_form": forms.get("assign_form")
        or (
            AssignForm(
                people=_assignable(request, task),
                initial={"person": task.assignee_id if task.assignee_id != member.person.pk else None},
            )
            if can_assign
            else None
        ),
    }


def _assignable(request: MemberRequest, task: Task) -> QuerySet[Person]:
    return staff_of_division(request.office, task.unit, on=request.member.on)
