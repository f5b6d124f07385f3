"""How far an approved plan is: recorded without opening it, exact to the satang, told where it is too much."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.offices.models import Office
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.registers.generic.errors import StaleItemError
from nithet.registers.generic.models import ItemVersion, Part
from nithet.registers.plans import services
from nithet.registers.plans.models import Plan
from nithet.registers.plans.page import purse_of
from nithet.registers.plans.progress import ProgressForm, parts_of
from nithet.registers.plans.tests.conftest import Maker
from nithet.registers.plans.tests.factories import address, rows

Changes = list[tuple[Part, Mapping[str, Any]]]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def progress(office: Office, plan: Plan) -> str:
    return reverse("plans:progress", args=[office.code, plan.pk])


def typed(plan: Plan, **facts: Any) -> dict[str, Any]:
    """What the page sends: of the one activity, and of the lines in their order (`spent=["1", "2"]`)."""
    activity = plan.activities.get()
    data = {
        "revision": plan.revision,
        **opened_with(plan),
        f"percent-{activity.pk}": facts.get("percent", ""),
        f"done_on-{activity.pk}": facts.get("done_on", ""),
    }
    for place, line in enumerate(plan.lines.all()):
        for name in ("committed", "spent"):
            given = facts.get(name, [])
            data[f"{name}-{line.pk}"] = given[place] if place < len(given) else ""
    return data


def opened_with(plan: Plan) -> dict[str, str]:
    """The hidden fields of the page, as things stand now."""
    told = str(ProgressForm(parts=parts_of(plan), revision=plan.revision).opened_with())
    return dict(re.findall(r'name="([^"]+)"(?: value="([^"]*)")?', told))


def test_recorded_without_opening_the_plan(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    plan = make(lines=rows("1000", "500"), approved=True)
    client.force_login(supervisor)
    assert client.get(progress(office, plan)).status_code == 200
    sent = typed(plan, percent="๔๐", committed=["100.25"], spent=["๑,๒๓๔.๕๐ บาท", "0.01"])
    assert client.post(progress(office, plan), sent).status_code == 302
    plan.refresh_from_db()
    assert (plan.is_done, plan.activities.get().percent) == (True, 40)
    assert [(one.committed, one.spent) for one in plan.lines.all()] == [
        (Decimal("100.25"), Decimal("1234.50")), (Decimal(0), Decimal("0.01")),
    ]  # fmt: skip
    assert ItemVersion.objects.count() == 1
    told = Entry.objects.get(verb="plan.progressed").facts["changed"]
    assert ["0.00", "1234.50"] in told.values()


def test_over_spending_is_recorded_and_told_on_page_and_list(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    lines = [*rows("1000"), *rows("500.50", source="เงินนอกงบประมาณ")]
    plan, other = make(lines=lines, approved=True), make(lines=rows("9"), title="อยู่ในวงเงิน")
    client.force_login(supervisor)
    client.post(progress(office, plan), typed(plan, committed=["", "300.30"], spent=["800", "300.30"]))
    text = page_text(client.get(address(office, "page", plan.pk)))
    assert "เบิกจ่ายและผูกพันเกินวงเงินตามแผน" in text
    assert "แหล่งงบประมาณ “เงินนอกงบประมาณ”" in text
    assert "100.10" in text
    listed = page_text(client.get(address(office, "list"), {"over": "on"}))
    assert (plan.title in listed, other.title in listed, "บางรายการ" in listed) == (True, False, True)
    plan.refresh_from_db()
    client.post(progress(office, plan), typed(plan, committed=["", "300.30"], spent=["1500", "300.30"]))
    assert "600.10 บาท" in page_text(client.get(address(office, "list")))


def test_the_whole_is_over_only_by_what_it_is(make: Maker) -> None:
    plan = make(lines=[*rows("100"), *rows("100")])
    plan.lines.update(spent=Decimal("100.01"))
    purse = purse_of(plan.lines.all())
    assert purse.money.over == Decimal("0.02")
    assert [amount for _, amount in purse.over] == [
        Decimal("0.02"), Decimal("0.01"), Decimal("0.01"),
    ]  # fmt: skip
    assert str(purse.picture).count("<rect") == 2


@pytest.mark.parametrize(
    ("given", "is_well", "kept"),
    [
        ({"percent": "100"}, True, (100, DAY)),
        ({"done_on": "19 พ.ย. 2569"}, True, (100, DAY.replace(day=19))),
        ({"percent": "50", "done_on": "19 พ.ย. 2569"}, False, (0, None)),
        ({"done_on": "21 พ.ย. 2569"}, False, (0, None)),
        ({"percent": "101"}, False, (0, None)),
        ({"percent": "-1"}, False, (0, None)),
        ({"percent": "ครึ่ง"}, False, (0, None)),
    ],
)
def test_an_activity_is_done_on_a_day_or_not_at_all(
    client: Client, office: Office, supervisor: User, make: Maker, given: Any, is_well: bool, kept: Any
) -> None:
    plan = make(approved=True)
    client.force_login(supervisor)
    page = client.post(progress(office, plan), typed(plan, **given))
    assert page.status_code == (302 if is_well else 422)
    activity = plan.activities.get()
    assert (activity.percent, activity.done_on) == kept


def test_what_was_done_can_be_undone(client: Client, office: Office, supervisor: User, make: Maker) -> None:
    plan = make(approved=True)
    plan.activities.update(percent=100, done_on=DAY)
    client.force_login(supervisor)
    assert client.post(progress(office, plan), typed(plan, percent="100")).status_code == 422
    client.post(progress(office, plan), typed(plan, percent="60"))
    activity = plan.activities.get()
    assert (activity.percent, activity.done_on) == (60, None)


def test_who_is_responsible_for_an_activity_records_that_one_only(
    client: Client, office: Office, computer_officer: User, make: Maker
) -> None:
    plan = make(lines=rows("100"), approved=True, doer=computer_officer.person)
    client.force_login(computer_officer)
    page = page_text(client.get(progress(office, plan)))
    assert ("อบรมครู" in page, "ค่าวัสดุ" in page) == (True, False)
    client.post(progress(office, plan), typed(plan, percent="30", spent=["100"]))
    assert (plan.activities.get().percent, plan.lines.get().spent) == (30, Decimal(0))
    line = plan.lines.get()
    plan.refresh_from_db()
    services.record_progress(
        plan, [(line, {"spent": Decimal(5)})], revision=plan.revision, by=as_member(computer_officer, office)
    )
    assert plan.lines.get().spent == Decimal(0)


def test_not_before_it_is_approved(client: Client, office: Office, supervisor: User, make: Maker) -> None:
    plan = make()
    client.force_login(supervisor)
    page = client.get(progress(office, plan))
    assert (page.status_code, "ได้รับอนุมัติแล้ว" in page.content.decode()) == (403, True)


def test_a_stale_form_is_told_and_keeps_what_was_typed(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    plan = make(lines=rows("100"), approved=True)
    by, line = as_member(supervisor, office), plan.lines.get()
    sent = typed(plan, spent=["70"])
    services.record_progress(plan, [(line, {"spent": Decimal(20)})], revision=plan.revision, by=by)
    client.force_login(supervisor)
    page = client.post(progress(office, plan), sent)
    text = page.content.decode()
    assert (page.status_code, "มีผู้แก้ไข" in text, 'value="70"' in text) == (422, True, True)
    assert plan.lines.get().spent == Decimal(20)
    plan.refresh_from_db()
    assert f'name="revision" value="{plan.revision}"' in text
    with pytest.raises(StaleItemError):
        services.record_progress(plan, [], revision=1, by=by)


def test_what_somebody_else_saved_meanwhile_is_shown_and_stays(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    """Two clerks, a line each: also the second press stores only what this one typed."""
    plan = make(lines=rows("100", "200"), approved=True)
    by, first, activity = as_member(supervisor, office), plan.lines.all()[0], plan.activities.get()
    before = plan.revision
    sent = typed(plan, percent="0", committed=["0.00", "0.00"], spent=["0.00", "70"])
    theirs: Changes = [(first, {"spent": Decimal("20.50")}), (activity, {"percent": 100, "done_on": DAY})]
    services.record_progress(plan, theirs, revision=before, by=by)
    client.force_login(supervisor)
    page = client.post(progress(office, plan), sent)
    assert page.status_code == 422
    assert [(one.now, one.typed) for one in page.context["moved"]] == [
        ("100", None), ("20 พ.ย. 2569", None), ("20.50", None),
    ]  # fmt: skip
    form = page.context["form"]
    again = {bound.html_name: bound.value() or "" for bound in form}
    hidden = re.findall(r'name="([^"]+)"(?: value="([^"]*)")?', str(form.opened_with()))
    assert client.post(progress(office, plan), {**again, **dict(hidden)}).status_code == 302
    assert list(plan.lines.values_list("spent", flat=True)) == [Decimal("20.50"), Decimal(70)]
    activity.refresh_from_db()
    assert (activity.percent, activity.done_on) == (100, DAY)


def test_the_same_figure_typed_by_two_is_compared(
    client: Client, office: Office, supervisor: User, make: Maker
) -> None:
    plan = make(lines=rows("100"), approved=True)
    sent, line = typed(plan, spent=["70"]), plan.lines.get()
    services.record_progress(
        plan, [(line, {"spent": Decimal(20)})], revision=plan.revision, by=as_member(supervisor, office)
    )
    client.force_login(supervisor)
    page = client.post(progress(office, plan), sent)
    assert [(one.now, one.typed) for one in page.context["moved"]] == [("20.00", "70")]
    assert "ที่บันทึกไว้ขณะนี้" in page_text(page)


def test_money_adds_up_exactly(client: Client, office: Office, supervisor: User, make: Maker) -> None:
    most = "999999999999.99"
    plan = make(lines=rows(most, most, "0.03"), approved=True)
    client.force_login(supervisor)
    assert "2,000,000,000,000.01" in page_text(client.get(address(office, "list")))
    assert "2,000,000,000,000.01" in page_text(client.get(address(office, "page", plan.pk)))
