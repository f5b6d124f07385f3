"""A year that runs gets more procedures; its successor asks nothing that was answered."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.errors import CycleClosedError
from nithet.cycles.kin import Tie
from nithet.cycles.models import Answer, Cycle, Run, Task, TaskLink
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.queries.years import left_open
from nithet.cycles.services import opening, tying
from nithet.cycles.services.closing import End, close_year, end_tasks
from nithet.cycles.services.opening import add_runs, open_cycle, start_year
from nithet.cycles.services.tying import Tied
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure, Step
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.thai.dates import BANGKOK

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
STEPS: list[dict[str, Any]] = [{"title": "สำรวจสื่อ", "months": [12]}, {"title": "พัฒนาสื่อ", "months": [1]}]


@pytest.fixture
def first(supervision: Unit) -> Procedure:
    return make_procedure(supervision, STEPS, title="งานสื่อ")


@pytest.fixture
def second(ict: Unit) -> Procedure:
    return make_procedure(ict, STEPS, title="งานสื่ออีกเล่ม")


def ties(first: Procedure, second: Procedure) -> list[Tied]:
    kinds = (Tie.MERGE, Tie.LINK)
    pairs = zip(first.steps.order_by("position"), second.steps.order_by("position"), kinds, strict=True)
    return [Tied(one.pk, other.pk, tie) for one, other, tie in pairs]


def are_tied(first: Procedure, second: Procedure) -> bool:
    link = TaskLink.objects.filter(first=task_of(first, "2"), second=task_of(second, "2"))
    return task_of(second, "1").served_by == task_of(first, "1") and link.count() == 1


@contextmanager
def one_run_a_batch(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "RUNS_A_BATCH", 1)
        yield


class StopError(Exception):
    """The machine stops here."""


def stop(*args: object, **kwargs: object) -> None:
    raise StopError


def test_a_stop_while_tying_leaves_no_procedure_without_its_ties(
    office: Office, first: Procedure, second: Procedure, chief: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted, by = procedures_to_start(office), chief
    with one_run_a_batch(monkeypatch):
        with monkeypatch.context() as patch:
            patch.setattr(tying, "_link", stop)
            with pytest.raises(StopError):
                start_year(office, YEAR_BE, wanted, by=by, ties=ties(first, second))
        assert [run.procedure for run in Run.objects.all()] == [first]
        for _ in range(2):
            start_year(office, YEAR_BE, wanted, by=by, ties=ties(first, second))
    assert (Run.objects.count(), Task.objects.count()) == (2, 4)
    assert are_tied(first, second)


def test_ties_within_one_batch_and_across_two_are_the_same(
    office: Office, first: Procedure, second: Procedure, chief: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_year(office, YEAR_BE, procedures_to_start(office), by=chief, ties=ties(first, second))
    assert are_tied(first, second)


def test_the_page_sent_again_after_a_stop_goes_on(
    client: Client, office: Office, first: Procedure, second: Procedure, director: User
) -> None:
    """The first batch was stored, the answer never came, and the same form is sent again."""
    client.force_login(director)
    cycle = open_cycle(office, YEAR_BE, by=None)
    add_runs(
        cycle,
        plan_year(office, [p for p in procedures_to_start(office) if p.pk == first.pk], YEAR_BE, on=DAY),
        by=None,
    )
    key = kin_key(first, second)
    sent = {"procedures": [str(first.pk), str(second.pk)], key: "merge"}
    response = client.post(reverse("cycles:cycle-start", args=[office.code]), sent)
    assert response.status_code == 302
    assert Run.objects.count() == 2
    strange = {"procedures": ["019a0000-0000-7000-8000-000000000000"]}
    assert client.post(reverse("cycles:cycle-start", args=[office.code]), strange).status_code == 422


def kin_key(first: Procedure, second: Procedure) -> str:
    Procedure.objects.update(family="media")
    one, other = (Step.objects.get(procedure=p, number="1") for p in (first, second))
    return f"kin-{one.pk.hex[-12:]}-{other.pk.hex[-12:]}"


def test_in_mid_year_nothing_is_added_but_what_is_chosen(
    client: Client, office: Office, first: Procedure, supervision: Unit, head: User
) -> None:
    client.force_login(head)
    open_year(office)
    late = make_procedure(supervision, [{"title": "สำรวจ", "months": [10]}], title="งานที่ผ่านไปแล้ว")
    address = reverse("cycles:cycle-start", args=[office.code])
    response = client.get(address)
    text = page_text(response)
    assert "เพิ่มกระบวนงานในปีงบประมาณ พ.ศ. 2570" in text
    assert "งานที่ผ่านไปแล้ว (ช่วงเวลาผ่านไปแล้ว 1 งาน)" in text
    assert response.context["form"]["procedures"].value() == []
    only = client.get(address, {"version": str(late.version_id)})
    assert only.context["form"]["procedures"].value() == [str(late.pk)]
    assert client.post(address, {"procedures": [str(late.pk)]}).status_code == 302
    assert Run.objects.filter(procedure=late).count() == 1


def test_a_closed_year_is_not_added_to(
    client: Client, office: Office, first: Procedure, second: Procedure, director: User
) -> None:
    cycle = open_year(office)
    Cycle.objects.update(state=Cycle.State.CLOSED)
    client.force_login(director)
    for response in (
        client.get(reverse("cycles:cycle-start", args=[office.code])),
        client.post(reverse("cycles:cycle-start", args=[office.code]), {"procedures": [str(second.pk)]}),
    ):
        assert response.status_code == 409
        assert "ปิดแล้ว" in page_text(response)
    with pytest.raises(CycleClosedError):
        add_runs(cycle, plan_year(office, [second], YEAR_BE, on=DAY), by=None)


def test_the_successor_asks_nothing_that_was_answered(
    client: Client, office: Office, supervision: Unit, director: User
) -> None:
    make_procedure(
        supervision, [{"title": "ดำเนินการ", "responsible": []}, {"title": "สรุปผล", "responsible": []}]
    )
    client.force_login(director)
    address = reverse("cycles:cycle-start", args=[office.code])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    chosen = {
        name: "12" if name.endswith("-first") else "3" for name in data if name.endswith(("-first", "-last"))
    }
    assert client.post(address, {**data, **chosen}).status_code == 302
    assert Answer.objects.count() == 3
    with time_machine.travel(datetime(2027, 9, 20, 9, 30, tzinfo=BANGKOK), tick=False):
        cycle, by = Cycle.objects.get(), as_member(director, office, datetime(2027, 9, 20).date())  # noqa: DTZ001  a day
        end_tasks(cycle, set(left_open(cycle).values_list("pk", flat=True)), End.SKIP, why="งด", by=by)
        close_year(cycle, by=by)
        client.force_login(director)
        early = client.get(f"{address}?year=2571")
        assert early.context["plan"].questions == []
    with time_machine.travel(datetime(2027, 10, 1, 9, 30, tzinfo=BANGKOK), tick=False):
        client.force_login(director)
        chart = page_text(client.get(reverse("cycles:year-chart", args=[office.code])))
        assert "เริ่มปีงบประมาณ พ.ศ. 2571" in chart
        plan = client.get(address).context["plan"]
        assert (plan.questions, plan.remembered) == ([], 3)
        form = client.get(address).context["form"]
        assert client.post(address, {"procedures": form["procedures"].value()}).status_code == 302
        following = Cycle.objects.get(fiscal_year_be=2571)
        assert (following.state, following.runs.count()) == ("open", 1)
        months = Task.objects.filter(run__cycle=following).values_list("starts_on", flat=True)
        assert {(day.year, day.month) for day in months} == {(2027, 12)}


def test_another_years_number_is_not_taken(
    client: Client, office: Office, first: Procedure, director: User
) -> None:
    client.force_login(director)
    for asked in ("2571", "2569", "x"):
        response = client.get(reverse("cycles:cycle-start", args=[office.code]), {"year": asked})
        assert response.context["year_be"] == YEAR_BE
