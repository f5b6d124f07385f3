"""Starting the year in every office of the country, against a bare insert of as many rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models, transaction

from bench.country import DAY, YEAR_BE, copies, manager, offices
from bench.measures import Measure
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles import queries
from nithet.cycles.models import Cycle, Run, Task
from nithet.cycles.planning import plan_year
from nithet.cycles.services.opening import add_runs, open_cycle
from nithet.offices.models import Office


@dataclass(slots=True)
class Times:
    opening: float = 0
    bare: float = 0
    runs: int = 0
    tasks: int = 0
    rows: int = 0


def measures() -> list[Measure]:
    times = open_the_country()
    return [
        Measure("offices opened", len(offices()), "offices"),
        Measure("runs opened", times.runs, "runs"),
        Measure("tasks opened", times.tasks / times.opening, "tasks/s"),
        Measure("rows inserted bare", times.rows / times.bare, "rows/s"),
        Measure("opening against a bare insert", 100 * times.bare / times.opening, "%", at_least=40),
    ]


def open_the_country() -> Times:
    """Both ways office by office, so that the tables grow alike under both and noise meets both."""
    times = Times()
    for office in offices():
        began = time.perf_counter()
        cycle = start_year(office)
        times.opening += time.perf_counter() - began
        rows = bare_rows(cycle)
        times.runs += len(rows[0])
        times.tasks += len(rows[1])
        times.rows += sum(len(kind) for kind in rows)
        began = time.perf_counter()
        insert(rows)
        times.bare += time.perf_counter() - began
    return times


def start_year(office: Office, year_be: int = YEAR_BE) -> Cycle:
    """As an office does it: read the adopted procedures, plan, store with history."""
    plan = plan_year(office, queries.procedures_to_start(office), year_be, on=DAY)
    cycle = open_cycle(office, year_be, by=None)
    add_runs(cycle, plan, by=None)
    return cycle


def bare_rows(cycle: Cycle) -> tuple[list[Run], list[Task], list[Entry]]:
    """The same rows for a year long past, ready to be inserted; making them costs the bare way nothing."""
    past = Cycle.objects.create(
        office_id=cycle.office_id, fiscal_year_be=YEAR_BE - 10, starts_on=cycle.starts_on, ends_on=cycle.ends_on,
        opened_at=cycle.opened_at,
    )  # fmt: skip
    runs, tasks = list(cycle.runs.all()), list(Task.objects.filter(run__cycle=cycle))
    entries = list(Entry.objects.filter(office_id=cycle.office_id, within_id__in=[run.pk for run in runs]))
    keys = {row.pk: new_id() for row in [*runs, *tasks, *entries]} | {cycle.pk: past.pk}
    told = copies(entries, cycle.office, keys)
    for entry in told:
        entry.sequence = None  # its place in the chain is taken
    return copies(runs, cycle.office, keys), copies(tasks, cycle.office, keys), told


@transaction.atomic
def insert(rows: Sequence[Sequence[models.Model]]) -> None:
    for found in rows:
        manager(type(found[0])).bulk_create(found)
