"""How the work of the years is found: tasks, runs, what came by letters (งานแทรก), and evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.core import search
from nithet.cycles.access.letters import visible_letters
from nithet.cycles.access.tasks import visible_evidence, visible_runs, visible_tasks
from nithet.cycles.models import Cycle, Evidence, Letter, Run, Task, WebLink
from nithet.offices.members import Member

TASK, RUN, LETTER, EVIDENCE = "task", "run", "letter", "evidence"


def index_runs(cycle: Cycle, runs: Sequence[Run], tasks: Iterable[Task]) -> None:
    """New runs of a year with their tasks, in one batch. What came by letters is found by these."""
    year = cycle.fiscal_year_be
    entries = [_run(run, year) for run in runs]
    search.index(cycle.office_id, [*entries, *(_task(task, year) for task in tasks)])


def index_letter(letter: Letter, cycle: Cycle) -> None:
    search.index(letter.office_id, [_letter(letter, cycle.fiscal_year_be)])


def index_evidence(office_id: UUID, which: Q) -> None:
    """Evidence as it stands now; what does not stand is not found."""
    rows = list(_loaded(Evidence.objects.filter(which, office=office_id)))
    search.index(office_id, _evidence([row for row in rows if row.voided_at is None]))
    if gone := [row.pk for row in rows if row.voided_at]:
        search.forget(office_id, EVIDENCE, gone)


def _run(run: Run, year_be: int) -> search.Entry:
    return search.Entry(RUN, run.pk, run.title, "", year_be)


def _task(task: Task, year_be: int) -> search.Entry:
    text = " · ".join(filter(None, (task.label, task.occurrence, task.run.title)))
    return search.Entry(TASK, task.pk, task.title, text, year_be)


def _letter(letter: Letter, year_be: int) -> search.Entry:
    names = (str(file["name"]) for file in letter.files)
    text = " · ".join(filter(None, (letter.source, letter.wants, *names, letter.text)))
    return search.Entry(LETTER, letter.pk, letter.subject, text, year_be)


def _loaded(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    return rows.select_related("task__run__cycle").order_by("pk")


def _evidence(rows: Sequence[Evidence]) -> list[search.Entry]:
    """With the addresses of links: one query where there are any."""
    links = [row.object_id for row in rows if row.kind == Evidence.Kind.LINK]
    addresses = dict(WebLink.objects.filter(pk__in=links).values_list("pk", "address")) if links else {}
    return [
        search.Entry(
            EVIDENCE,
            row.pk,
            row.title,
            " · ".join(filter(None, (row.task.title, addresses.get(row.object_id)))),
            row.task.run.cycle.fiscal_year_be,
        )
        for row in rows
    ]


# All of an office


def _tasks(office_id: UUID) -> Iterator[search.Entry]:
    found = Task.objects.filter(office=office_id, run__procedure__isnull=False).select_related("run__cycle")
    for task in found.order_by("pk").iterator():
        yield _task(task, task.run.cycle.fiscal_year_be)


def _runs(office_id: UUID) -> Iterator[search.Entry]:
    found = Run.objects.filter(office=office_id, procedure__isnull=False).select_related("cycle")
    for run in found.order_by("pk").iterator():
        yield _run(run, run.cycle.fiscal_year_be)


def _letters(office_id: UUID) -> Iterator[search.Entry]:
    found = Letter.objects.filter(office=office_id).select_related("run__cycle").order_by("pk")
    for letter in found.iterator():
        yield _letter(letter, letter.run.cycle.fiscal_year_be)


def _all_evidence(office_id: UUID) -> Iterator[search.Entry]:
    found = _loaded(Evidence.objects.filter(office=office_id, voided_at=None))
    batch: list[Evidence] = []
    for row in found.iterator():
        batch.append(row)
        if len(batch) == search.BATCH:
            yield from _evidence(batch)
            batch = []
    yield from _evidence(batch)


# What a member sees of it, and where


def _standing(member: Member) -> QuerySet[Evidence]:
    return visible_evidence(member).filter(voided_at=None)


def _evidence_pages(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    tasks = Evidence.objects.filter(office=member.office, pk__in=ids).values_list("pk", "task")
    return {pk: reverse("cycles:task-page", args=[member.office.code, task]) for pk, task in tasks}


def _pages(view: str, member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    return {pk: reverse(view, args=[member.office.code, pk]) for pk in ids}


KINDS = (
    search.SearchKind(
        TASK, "งาน", "list-check", visible_tasks,
        lambda member, ids: _pages("cycles:task-page", member, ids), _tasks,
    ),
    search.SearchKind(
        RUN, "การดำเนินงานประจำปี", "calendar-stats", visible_runs,
        lambda member, ids: _pages("cycles:run-page", member, ids), _runs,
    ),
    search.SearchKind(
        LETTER, "งานแทรก", "mail", visible_letters,
        lambda member, ids: _pages("cycles:letter-page", member, ids), _letters,
    ),
    search.SearchKind(EVIDENCE, "หลักฐาน", "paperclip", _standing, _evidence_pages, _all_evidence),
)  # fmt: skip
