"""A plan from the task's page to evidence: written, proposed, approved, carried on."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.cycles.models import Evidence, PolicyFocus, Task
from nithet.cycles.services import deciding, working
from nithet.cycles.tests.factories import current, make_procedure, open_year, task_of
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.registers.generic import services as items
from nithet.registers.generic.approvals import approval_of
from nithet.registers.generic.errors import ItemNotCompleteError
from nithet.registers.generic.models import Item, ItemVersion
from nithet.registers.generic.services import Typed
from nithet.registers.plans import services
from nithet.registers.plans.models import Plan, PlanPolicy, Term
from nithet.registers.plans.tests.conftest import Maker
from nithet.registers.plans.tests.factories import BOOK, FACTS, address, form_data, rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def task(office: Office, supervision: Unit) -> Task:
    steps = [{"title": "จัดทำแผนการจัดการศึกษาทางไกล", "months": [11], "actions": ["plan"], "ask": "approve"}]
    procedure = make_procedure(supervision, steps)
    open_year(office)
    return task_of(procedure, "1")


def test_written_on_the_form_with_rows_in_their_order(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    client.force_login(supervisor)
    form = client.get(address(office, "of-task", task.pk), follow=True)
    assert f"แผน{task.run.title}" in page_text(form)
    client.post(f"{address(office, 'new')}?task={task.pk}", form_data(supervision))
    plan = Plan.objects.get()
    assert [(one.name, one.months) for one in plan.activities.all()] == [
        ("ประชุมเตรียมการ", [10]), ("อบรมครู", [11, 12]),
    ]  # fmt: skip
    assert [one.planned for one in plan.lines.all()] == [Decimal("1234.50"), Decimal("1234.50")]
    assert (plan.targets.get().amount, plan.indicators.get().goal) == (Decimal(40), Decimal("80.5"))
    assert (plan.risks.get().score, plan.risks.get().level) == (12, "สูง")
    page = client.get(address(office, "page", plan.pk)).content.decode()
    assert "2,469.00" in page
    assert client.get(address(office, "edit", plan.pk)).status_code == 200


@pytest.mark.parametrize(
    ("amount", "told"),
    [
        ("-500", "ไม่ใช่จำนวนเงิน"),
        ("100.505", "เศษเกินสองตำแหน่ง"),
        ("9" * 14, "มากเกินกว่าที่บันทึกได้"),
        ("ประมาณ 500", "ไม่ใช่จำนวนเงิน"),
        ("", "ข้อมูลนี้"),
    ],
)
def test_a_wrong_amount_is_told_and_nothing_is_stored(
    client: Client, office: Office, supervision: Unit, supervisor: User, amount: str, told: str
) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, **{"lines-1-planned": amount}))
    assert page.status_code == 422
    assert told in page.content.decode()
    assert not Plan.objects.exists()


@pytest.mark.parametrize("field", ["lines-0-category", "activities-0-months", "risks-0-chance"])
def test_what_is_not_offered_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, field: str
) -> None:
    client.force_login(supervisor)
    data = form_data(supervision, **{field: "13"})
    assert client.post(address(office, "new"), data).status_code == 422


def test_an_activity_without_months_is_told(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, **{"activities-0-months": []}))
    assert (page.status_code, "โปรดเลือกอย่างน้อยหนึ่งเดือน" in page.content.decode()) == (422, True)


def test_ready_it_is_evidence_and_approved_as_the_task_was_decided(
    client: Client,
    office: Office,
    supervision: Unit,
    supervisor: User,
    head: User,
    director: User,
    task: Task,
) -> None:
    by = as_member(supervisor, office)
    client.force_login(supervisor)
    client.post(f"{address(office, 'new')}?task={task.pk}", form_data(supervision))
    plan = Plan.objects.get()
    for _ in range(2):
        client.post(reverse("plans:ready", args=[office.code, plan.pk]))
    task.refresh_from_db()
    assert (task.is_met, Evidence.objects.get(task=task).action) == (True, "plan")
    assert client.get(address(office, "edit", plan.pk)).status_code == 403
    assert approval_of(Plan.objects.get()) is None
    working.take_up(task, by=by)
    working.submit(task, "เสนอ", by=by)
    deciding.give(current(task), "", by=as_member(head, office))
    deciding.give(current(task), "อนุมัติ", by=as_member(director, office))
    text = client.get(address(office, "page", plan.pk)).content.decode()
    assert "บันทึกว่าได้รับอนุมัติตามนี้" in text
    assert director.person.name in text
    sent = {"on": "20 พ.ย. 2569", "approved_by": director.person.name}
    client.post(address(office, "finish", plan.pk), sent)
    plan.refresh_from_db()
    assert (plan.state, plan.on, plan.approved_by) == (Item.State.DONE, DAY, director.person.name)
    assert ItemVersion.objects.get().snapshot["approved_by"] == director.person.name
    assert Evidence.objects.get(task=task).voided_at is None


def test_endorsed_only_it_is_not_approved_while_more_is_asked(
    office: Office, supervisor: User, head: User, task: Task, make: Maker, director: User
) -> None:
    by = as_member(supervisor, office)
    plan = make()
    Plan.objects.update(task=task)
    plan.refresh_from_db()
    working.take_up(task, by=by)
    working.submit(task, "เสนอโดยยังไม่มีแผนฉบับเต็ม", by=by)
    deciding.give(current(task), "", by=as_member(head, office))
    assert approval_of(plan) is None
    deciding.refuse(current(task), "ไม่มีงบประมาณ", by=as_member(director, office))
    assert approval_of(plan) is None


def test_taken_back_it_is_no_evidence_and_can_be_changed(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    client.force_login(supervisor)
    client.post(f"{address(office, 'new')}?task={task.pk}", form_data(supervision))
    plan = Plan.objects.get()
    client.post(reverse("plans:ready", args=[office.code, plan.pk]))
    back = reverse("plans:take-back", args=[office.code, plan.pk])
    client.post(back, {"reason": ""})
    assert Plan.objects.get().is_ready
    for _ in range(2):
        client.post(back, {"reason": "ปรับวงเงิน"})
    task.refresh_from_db()
    assert (Plan.objects.get().is_ready, task.is_met) == (False, False)
    assert client.get(address(office, "edit", plan.pk)).status_code == 200
    assert Entry.objects.filter(verb="plan.taken_back").count() == 1


def test_opened_again_it_is_a_draft_and_its_version_stays(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    plan = make(lines=rows("500.25"), approved=True)
    client.force_login(supervisor)
    client.post(address(office, "reopen", plan.pk), {"reason": "ปรับกิจกรรม"})
    plan.refresh_from_db()
    assert (plan.state, plan.ready_on) == (Item.State.DRAFT, None)
    text = client.get(address(office, "version", plan.pk, 1)).content.decode()
    assert ("500.25" in text, "อบรมครู" in text) == (True, True)


def test_what_is_lacking_is_said(office: Office, supervisor: User, make: Maker) -> None:
    Term.objects.create(office=office, kind="strategy", fiscal_year_be=2570, name="พัฒนาคุณภาพ")
    by = as_member(supervisor, office)
    plan = make(reason="", quality="")
    with pytest.raises(ItemNotCompleteError, match=r"หลักการและเหตุผล.*กลยุทธ์.*เป้าหมายหรือตัวชี้วัด"):
        services.make_ready(plan, by=by)
    with pytest.raises(ItemNotCompleteError, match="ผู้อนุมัติ"):
        items.finish_item(BOOK, make(strategy="พัฒนาคุณภาพ", approved_by=""), on=DAY, by=by)


def test_a_strategy_is_one_of_the_plans_own_year(office: Office, supervisor: User, make: Maker) -> None:
    for year, name in ((2570, "พัฒนาครู"), (2571, "พัฒนาผู้เรียน"), (2571, "พัฒนาระบบ")):
        Term.objects.create(office=office, kind="strategy", fiscal_year_be=year, name=name)
    by = as_member(supervisor, office)
    with pytest.raises(ItemNotCompleteError, match=r"ไม่ใช่ของปีงบประมาณ พ\.ศ\. 2570"):
        services.make_ready(make(strategy="พัฒนาระบบ"), by=by)
    plan = services.make_ready(make(strategy="พัฒนาครู"), by=by)
    # A copy keeps it where the other year has it too, or has no list yet.
    copies = [items.copy_item(BOOK, plan, year=year, by=by, key=new_id()) for year in (2570, 2571, 2572)]
    assert [getattr(one, "strategy", None) for one in copies] == ["พัฒนาครู", "", "พัฒนาครู"]


def test_a_copy_for_another_year_begins_without_this_years_policies(
    office: Office, supervisor: User, make: Maker
) -> None:
    by, plan = as_member(supervisor, office), make()
    for year in (2570, 2571):
        policy = PolicyFocus.objects.create(
            office=office, fiscal_year_be=year, source="obec", title=str(year)
        )
        PlanPolicy.objects.create(office=office, item=plan, policy=policy, position=year - 2570)
    copies = [items.copy_item(BOOK, plan, year=year, by=by, key=new_id()) for year in (2570, 2571)]
    told = [[str(one.policy.fiscal_year_be) for one in copy.policies.all()] for copy in copies]  # type: ignore[attr-defined]
    assert told == [["2570"], ["2571"]]


def test_a_copy_begins_without_progress(office: Office, supervisor: User, make: Maker) -> None:
    by = as_member(supervisor, office)
    plan = make(lines=rows("500"), approved=True)
    plan.lines.update(spent=Decimal(300), committed=Decimal(50))
    plan.activities.update(percent=100, done_on=DAY)
    copy = items.copy_item(BOOK, plan, year=2571, by=by, key=new_id())
    assert isinstance(copy, Plan)
    line, activity = copy.lines.get(), copy.activities.get()
    assert (line.planned, line.spent, line.committed) == (Decimal(500), Decimal(0), Decimal(0))
    assert (activity.percent, activity.done_on, copy.reason, copy.approved_by) == (
        0,
        None,
        FACTS["reason"],
        "",
    )


def test_of_another_office_nothing_is_found(
    client: Client, office: Office, outsider: User, make: Maker
) -> None:
    plan = make(approved=True)
    client.force_login(outsider)
    for name in ("ready", "take-back", "progress"):
        assert client.post(reverse(f"plans:{name}", args=[office.code, plan.pk])).status_code == 404


def test_who_may_only_read_is_refused(client: Client, office: Office, director: User, make: Maker) -> None:
    plan, approved = make(), make(approved=True)
    client.force_login(director)
    assert client.post(reverse("plans:ready", args=[office.code, plan.pk])).status_code == 403
    assert (
        client.post(reverse("plans:take-back", args=[office.code, plan.pk]), {"reason": "ก"}).status_code
        == 403
    )
    assert client.get(reverse("plans:progress", args=[office.code, approved.pk])).status_code == 403
    assert client.get(reverse("plans:ready", args=[office.code, plan.pk])).status_code == 405


def test_rows_are_kept_through_a_change(
    office: Office, supervision: Unit, supervisor: User, make: Maker
) -> None:
    by = as_member(supervisor, office)
    plan = make(lines=rows("100", "200"))
    _, second = plan.lines.all()
    kept = [{"id": second.pk, **rows("250")[0]}]
    typed = Typed({**FACTS, "unit": supervision}, {"lines": kept})
    items.change_item(BOOK, plan, typed, revision=plan.revision, by=by)
    line = plan.lines.get()
    assert (line.pk, line.planned, plan.activities.count()) == (second.pk, Decimal(250), 1)
