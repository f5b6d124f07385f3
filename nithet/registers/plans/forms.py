"""What a plan asks, its rows, and how its approval is recorded."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms

from nithet.core.fields import BahtField, CleanCharField, ThaiDecimalField
from nithet.offices.members import Member
from nithet.registers.generic.approvals import approval_of
from nithet.registers.generic.forms import FinishForm, ItemForm, PersonField, RowForm, Suggesting, lines
from nithet.registers.generic.policies import PolicyField
from nithet.registers.plans.models import MOST_CHANCE, Plan, Term
from nithet.registers.plans.terms import TermField, strategy_choices
from nithet.thai.months import FISCAL_ORDER, in_fiscal_order, month_name

Long = partial(CleanCharField, max_length=8000, required=False)
_UNITS = ("คน", "โรงเรียน", "แห่ง", "ครั้ง", "ร้อยละ", "เรื่อง", "เล่ม")


class MonthTicks(forms.CheckboxSelectMultiple):
    template_name = "plans/month_ticks.html"


class MonthsField(forms.MultipleChoiceField):
    """Months of a fiscal year. Value: their calendar numbers, October first."""

    widget = MonthTicks

    def __init__(self, **facts: Any) -> None:
        choices = [(month, month_name(month, short=True)) for month in FISCAL_ORDER]
        super().__init__(choices=choices, initial=[], **facts)

    def clean(self, value: Any) -> list[int]:
        return list(in_fiscal_order(int(month) for month in super().clean(value)))


class PlanForm(ItemForm):
    title = CleanCharField(label="ชื่อโครงการหรือแผน", max_length=300)
    sort = forms.ChoiceField(label="ประเภท", choices=Plan.Sort, initial=Plan.Sort.PROJECT)
    strategy = forms.ChoiceField(
        label="สนองกลยุทธ์", required=False, help_text="รายการกลยุทธ์ของแต่ละปี กลุ่มนโยบายและแผนเป็นผู้กำหนด"
    )
    reason = Long(label="หลักการและเหตุผล", widget=lines(5))
    objectives = Long(label="วัตถุประสงค์", widget=lines(3), help_text="บรรทัดละหนึ่งข้อ")
    quality = Long(label="เป้าหมายเชิงคุณภาพ", widget=lines(2), help_text="คุณภาพที่จะเกิดขึ้น เขียนเป็นข้อความ")
    place = CleanCharField(label="สถานที่ดำเนินการ", max_length=300, required=False)
    benefit = Long(label="ผลที่คาดว่าจะได้รับ", widget=lines(2))

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        chosen = getattr(self.item, "strategy", "") or self.initial.get("strategy") or ""
        self.fields["strategy"].choices = strategy_choices(self.member.office, chosen)  # type: ignore[attr-defined]


class PlanPolicyForm(RowForm):
    policy = PolicyField()


def settle_policies(rows: list[dict[str, Any]], member: Member) -> list[dict[str, Any]]:
    """A policy once."""
    return list({row["policy"].pk: row for row in reversed(rows)}.values())[::-1]


class TargetForm(RowForm):
    name = CleanCharField(
        label="เป้าหมาย",
        max_length=300,
        widget=forms.TextInput(attrs={"placeholder": "เช่น ครูผู้สอนได้รับการพัฒนา"}),
    )
    amount = ThaiDecimalField(label="จำนวน")
    unit_word = CleanCharField(label="หน่วยนับ", max_length=60, widget=Suggesting(*_UNITS))


class ActivityForm(RowForm):
    name = CleanCharField(label="กิจกรรม", max_length=300)
    owner = PersonField(label="ผู้รับผิดชอบกิจกรรม", required=False, empty_label="ตามผู้รับผิดชอบโครงการ")
    months = MonthsField(label="เดือนที่ดำเนินการ", error_messages={"required": "โปรดเลือกอย่างน้อยหนึ่งเดือน"})


class LineForm(RowForm):
    name = CleanCharField(
        label="รายการ",
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "เช่น ค่าอาหารกลางวัน 40 คน"}),
    )
    category = TermField(Term.Kind.CATEGORY, label="หมวดรายจ่าย")
    source = TermField(Term.Kind.SOURCE, label="แหล่งงบประมาณ")
    planned = BahtField(label="จำนวนเงินตามแผน (บาท)")


class IndicatorForm(RowForm):
    name = CleanCharField(label="ตัวชี้วัด", max_length=300)
    goal = ThaiDecimalField(label="ค่าเป้าหมาย")
    unit_word = CleanCharField(label="หน่วยนับ", max_length=60, widget=Suggesting("ร้อยละ", *_UNITS))


_CHANCES = ("น้อยมาก", "น้อย", "ปานกลาง", "มาก", "มากที่สุด")


def _degrees() -> list[tuple[int, str]]:
    return [(degree, f"{degree} {_CHANCES[degree - 1]}") for degree in range(1, MOST_CHANCE + 1)]


class RiskForm(RowForm):
    name = CleanCharField(label="ความเสี่ยง", max_length=300)
    chance = forms.TypedChoiceField(label="โอกาสเกิด", choices=_degrees, coerce=int)
    harm = forms.TypedChoiceField(label="ผลกระทบ", choices=_degrees, coerce=int)
    remedy = CleanCharField(label="แนวทางแก้ไขหรือป้องกัน", max_length=1000, required=False)


class ApprovalForm(FinishForm):
    """The day on which it was approved and by whom; as the task was decided, where it was."""

    approved_by = CleanCharField(label="ผู้อนุมัติ", max_length=300, help_text="ชื่อและตำแหน่ง ตามที่ลงนามในแผน")

    def __init__(self, *args: Any, item: Plan, **facts: Any) -> None:
        super().__init__(*args, item=item, **facts)
        if not self.is_bound and (approval := approval_of(item)):
            self.initial = {**self.initial, "on": approval.on, "approved_by": approval.who}
        elif not self.is_bound:
            self.initial = {**self.initial, "approved_by": item.approved_by}
