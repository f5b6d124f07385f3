"""Filled shipped forms of plans become plans of the book."""

from __future__ import annotations

from decimal import Decimal

import pytest

from nithet.accounts.models import User
from nithet.offices.models import School, Unit
from nithet.registers.plans.models import Plan
from tests.test_forms_land import edition, sent

pytestmark = pytest.mark.usefixtures("friday")
PROPOSAL = (
    "<proposal><plan_title>แผนพัฒนาสื่อ</plan_title><plan_reason>สื่อไม่พอ</plan_reason><objectives>เพื่อให้มีสื่อพอ</objectives><goal>ทุกโรงเรียนมีสื่อ</goal>"
    "<plan_from>{first}</plan_from><plan_until>{last}</plan_until><budget>{budget}</budget><budget_source>{source}</budget_source>"
    "<proposed_by>ผู้เสนอสมมติ</proposed_by></proposal>"
)
SLOT = (
    "<visit_slots><slot_school>{school}</slot_school><slot_date>{day}</slot_date><visit_mode>classroom_visit</visit_mode>"
    "<slot_topic>การใช้สื่อ</slot_topic><slot_supervisors>ศน.สมมติ</slot_supervisors></visit_slots>"
)
SUPERVISION = (
    "<plan><plan_title>แผนนิเทศ</plan_title><plan_reason>ผลรอบก่อน</plan_reason><supervision_model>ชี้แนะ</supervision_model></plan>"
    "{slots}<slot_count>2</slot_count><plan_indicators>นิเทศครบทุกโรงเรียน</plan_indicators>"
)
STEPS = ("identification", "creation", "organization", "refinement", "access", "sharing", "learning")


def months_of(plan: Plan) -> list[tuple[str, list[int]]]:
    return [(one.name, one.months) for one in plan.activities.all()]


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [
        ("2026-12-01", "2027-02-28", [12, 1, 2]),
        ("2026-10-01", "2028-09-30", [10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    ],
)
def test_a_proposal_is_a_plan_with_its_money_and_its_months(
    supervision: Unit, head: User, supervisor: User, first: str, last: str, months: list[int]
) -> None:
    body = PROPOSAL.format(first=first, last=last, budget="12500.5", source="งบ สพฐ.")
    sent(edition("plan_proposal", supervision, head), supervisor, body)
    plan = Plan.objects.get()
    assert (plan.title, plan.sort, plan.reason, plan.objectives, plan.quality) == (
        "แผนพัฒนาสื่อ", "plan", "สื่อไม่พอ", "เพื่อให้มีสื่อพอ", "ทุกโรงเรียนมีสื่อ",
    )  # fmt: skip
    assert months_of(plan) == [("ดำเนินงานตามแผน", months)]
    line = plan.lines.get()
    assert (line.planned, line.source, line.category) == (Decimal("12500.50"), "งบ สพฐ.", "ยังไม่แยกหมวด")


def test_a_plan_without_money_has_no_line(supervision: Unit, head: User, supervisor: User) -> None:
    body = PROPOSAL.format(first="2026-12-01", last="2026-12-31", budget="", source="")
    sent(edition("plan_proposal", supervision, head), supervisor, body)
    assert not Plan.objects.get().lines.exists()


def test_a_calendar_of_supervision_is_a_plan_of_its_visits(
    supervision: Unit, head: User, supervisor: User, school: School
) -> None:
    slots = "".join(SLOT.format(school=school.smis_code, day=day) for day in ("2026-12-08", "2027-01-12"))
    sent(edition("supervision_plan", supervision, head), supervisor, SUPERVISION.format(slots=slots))
    plan = Plan.objects.get()
    assert (plan.title, plan.quality) == ("แผนนิเทศ", "นิเทศครบทุกโรงเรียน")
    words = f"เยี่ยมชั้นเรียน {school.name} เรื่อง การใช้สื่อ"
    assert months_of(plan) == [(words, [12]), (words, [1])]


def test_a_plan_of_knowledge_management_has_its_seven_steps(
    supervision: Unit, head: User, supervisor: User
) -> None:
    steps = "".join(
        f"<{step}><activity>ประชุมกลุ่ม</activity><responsible>ศน.สมมติ</responsible><due_on>2027-01-29</due_on></{step}>"
        for step in STEPS
    )
    body = (
        "<knowledge_topic>สื่อดิจิทัล</knowledge_topic><goal>ครูใช้สื่อได้</goal><success_indicator>ครูร้อยละ 80</success_indicator>"
        f"{steps}<budget>3000</budget>"
    )
    sent(edition("km_plan", supervision, head), supervisor, body)
    plan = Plan.objects.get()
    assert (plan.title, plan.objectives, plan.quality) == (
        "การจัดการความรู้: สื่อดิจิทัล",
        "ครูใช้สื่อได้",
        "ครูร้อยละ 80",
    )
    assert len(months_of(plan)) == len(STEPS)
    assert months_of(plan)[0] == ("บ่งชี้ความรู้: ประชุมกลุ่ม", [1])
    assert plan.lines.get().planned == Decimal(3000)
