"""The book of plans, and the action that is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.registers.generic.actions import BookAction
from nithet.registers.generic.book import Book, ItemDay, PartKind, Shows
from nithet.registers.generic.policies import is_of_year
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.generic.templatetags.registers import baht
from nithet.registers.plans import access, queries
from nithet.registers.plans.days import days_of
from nithet.registers.plans.forms import (
    ActivityForm,
    ApprovalForm,
    IndicatorForm,
    LineForm,
    PlanForm,
    PlanPolicyForm,
    RiskForm,
    TargetForm,
    settle_policies,
)
from nithet.registers.plans.models import Activity, BudgetLine, Indicator, Plan, PlanPolicy, Risk, Target
from nithet.registers.plans.money import total
from nithet.registers.plans.page import page_of
from nithet.registers.plans.terms import as_baht, strategies_of
from nithet.thai.calendar import Span
from nithet.thai.dates import format_date
from nithet.thai.numerals import plain_number

_TEXTS = ("reason", "objectives", "quality", "place", "benefit")
_COPIED = ("sort", "strategy", *_TEXTS)


class PlanBook(Book[Plan]):
    code, space = "plan", "plans"
    name, item_word, unit_word, icon = "ทะเบียนแผนและโครงการ", "แผน", "แผน", "list-check"
    hint = "แผนและโครงการที่ขออนุมัติ กิจกรรม งบประมาณ และความก้าวหน้า"
    position = 20
    model, form, finish_form = Plan, PlanForm, ApprovalForm
    parts = (
        PartKind("policies", PlanPolicy, PlanPolicyForm, "นโยบายและจุดเน้นที่สนอง", "นโยบาย", "เลือกจากนโยบายและจุดเน้นประจำปี",
                 settle=settle_policies, joins=("policy",), is_for=is_of_year),
        PartKind("targets", Target, TargetForm, "เป้าหมายเชิงปริมาณ", "เป้าหมาย"),
        PartKind("activities", Activity, ActivityForm, "กิจกรรมและปฏิทิน", "กิจกรรม",
                 "เรียงตามลำดับที่ทำ เลือกทุกเดือนที่ดำเนินการ", least=1, joins=("owner",)),
        PartKind("lines", BudgetLine, LineForm, "งบประมาณ", "รายการ",
                 "แยกตามหมวดรายจ่ายและแหล่งงบประมาณ แผนที่ไม่ใช้งบประมาณเว้นว่างไว้"),
        PartKind("indicators", Indicator, IndicatorForm, "ตัวชี้วัดความสำเร็จ", "ตัวชี้วัด"),
        PartKind("risks", Risk, RiskForm, "ความเสี่ยง", "ความเสี่ยง"),
    )  # fmt: skip
    finish_words, on_label = "บันทึกว่าได้รับอนุมัติ", "ได้รับอนุมัติเมื่อวันที่"
    state_words = {"done": "ได้รับอนุมัติ"}
    as_draft = {"ready_on": None}
    template = "plans/page.html"
    wanted = {
        "reason": "หลักการและเหตุผล", "objectives": "วัตถุประสงค์", "strategy": "กลยุทธ์", "activities": "กิจกรรม", "indicators": "ตัวชี้วัดความสำเร็จ",
        "benefit": "ผลที่คาดว่าจะได้รับ",
    }  # fmt: skip
    columns = (
        Column("ประเภท", 18), Column("กลยุทธ์", 36), Column("งบประมาณตามแผน (บาท)", 18, "decimal"), Column("ผูกพัน (บาท)", 18, "decimal"),
        Column("เบิกจ่าย (บาท)", 18, "decimal"), Column("เกินวงเงิน", 14), Column("กิจกรรม", 10, "number"), Column("กิจกรรมที่เสร็จ", 12, "number"),
    )  # fmt: skip
    snapshot_labels = {
        "title": "ชื่อโครงการหรือแผน", "sort": "ประเภท", "unit": "กลุ่ม", "owner": "ผู้รับผิดชอบ", "strategy": "สนองกลยุทธ์", "on": "ได้รับอนุมัติเมื่อ",
        "approved_by": "ผู้อนุมัติ", "reason": "หลักการและเหตุผล", "objectives": "วัตถุประสงค์", "quality": "เป้าหมายเชิงคุณภาพ", "place": "สถานที่ดำเนินการ",
        "benefit": "ผลที่คาดว่าจะได้รับ", "total": "งบประมาณรวม (บาท)", "policies": "นโยบายและจุดเน้นที่สนอง", "policy": "นโยบายหรือจุดเน้น", "targets": "เป้าหมายเชิงปริมาณ", "target": "เป้าหมาย", "amount": "จำนวน",
        "unit_word": "หน่วยนับ", "activities": "กิจกรรมและปฏิทิน", "activity": "กิจกรรม", "months": "เดือน", "person": "ผู้รับผิดชอบกิจกรรม",
        "lines": "งบประมาณ", "category": "หมวดรายจ่าย", "line": "รายการ", "source": "แหล่งงบประมาณ", "planned": "จำนวนเงิน (บาท)",
        "indicators": "ตัวชี้วัดความสำเร็จ", "indicator": "ตัวชี้วัด", "goal": "ค่าเป้าหมาย", "risks": "ความเสี่ยง", "risk": "ความเสี่ยง",
        "chance": "โอกาสเกิด", "harm": "ผลกระทบ", "level": "ระดับ", "remedy": "แนวทางแก้ไข",
    }  # fmt: skip
    title_synonyms = ("โครงการ", "ชื่อโครงการ", "แผนงาน/โครงการ", "โครงการ/กิจกรรม")
    import_fields = (
        Field("budget", "งบประมาณ (บาท)", ("งบประมาณ", "วงเงิน", "จำนวนเงิน", "งบประมาณที่ใช้")),
        Field("source", "แหล่งงบประมาณ", ("แหล่งเงิน", "แหล่งที่มาของงบประมาณ")),
        Field("strategy", "กลยุทธ์", ("สนองกลยุทธ์", "กลยุทธ์ที่", "ยุทธศาสตร์")),
        Field("reason", "หลักการและเหตุผล", ("เหตุผล", "หลักการ")),
        Field("objectives", "วัตถุประสงค์", ("จุดประสงค์", "วัตถุประสงค์ของโครงการ")),
        Field("quality", "เป้าหมายเชิงคุณภาพ", ("เป้าหมาย", "คุณภาพ")),
        Field("place", "สถานที่ดำเนินการ", ("สถานที่",)),
        Field("benefit", "ผลที่คาดว่าจะได้รับ", ("ประโยชน์ที่คาดว่าจะได้รับ", "ผลที่คาดหวัง")),
    )
    import_readers = {
        "budget": as_baht, **{name: partial(as_text, most=300) for name in ("strategy", "place", "source")},
        **dict.fromkeys(("reason", "objectives", "quality", "benefit"), as_text),
    }  # fmt: skip
    import_examples = (
        ("โครงการพัฒนาการจัดการศึกษาทางไกล", "15,650.75", "งบ สพฐ.", "พัฒนาคุณภาพผู้เรียน", "ครูไม่ครบชั้น", "เพื่อพัฒนาครูให้ใช้สื่อได้", "ครูจัดการเรียนรู้ได้จริง",
         "ห้องประชุมสำนักงานเขต", "ผู้เรียนมีผลสัมฤทธิ์สูงขึ้น"),
    )  # fmt: skip

    def lacking(self, item: Plan) -> list[str]:
        lacks = [f"ยังไม่ระบุ{words}" for name, words in _NEEDED.items() if not getattr(item, name)]
        offered = strategies_of(item.office).get(item.fiscal_year_be, [])
        if offered and item.strategy not in offered:
            other = f"กลยุทธ์ที่เลือกไม่ใช่ของปีงบประมาณ พ.ศ. {item.fiscal_year_be}"
            lacks.append(other if item.strategy else "ยังไม่เลือกกลยุทธ์ที่แผนนี้สนอง")
        if not item.activities.exists():
            lacks.append("ยังไม่มีกิจกรรม")
        if not (item.quality or item.targets.exists() or item.indicators.exists()):
            lacks.append("ยังไม่มีเป้าหมายหรือตัวชี้วัด")
        return lacks

    def lacking_at_finish(self, item: Plan) -> list[str]:
        return [] if item.approved_by else ["ยังไม่ระบุผู้อนุมัติ"]

    def held(self, item: Plan) -> str:
        return "แผนนี้จัดทำเสร็จและรอผลการพิจารณา หากต้องแก้ไข โปรดถอนคืนเพื่อแก้ไขก่อน" if item.is_ready else ""

    def shows(self, item: Plan) -> Iterable[Shows]:
        return (Shows("plan"),)

    def text(self, item: Plan) -> str:
        return " ".join(filter(None, (item.strategy, *(getattr(item, name) for name in _TEXTS))))

    def snapshot(self, item: Plan) -> dict[str, Any]:
        lines = list(item.lines.all())
        return {
            **heading_of(item),
            "sort": item.get_sort_display(),
            **{name: getattr(item, name) for name in ("strategy", *_TEXTS, "approved_by")},
            "on": format_date(item.on, "long") if item.on else "",
            "total": baht(total(one.money for one in lines).planned),
            "policies": [{"policy": str(one.policy)} for one in item.policies.select_related("policy")],
            "targets": [_target(one) for one in item.targets.all()],
            "activities": [_activity(one) for one in item.activities.select_related("owner")],
            "lines": [_line(one) for one in lines],
            "indicators": [_indicator(one) for one in item.indicators.all()],
            "risks": [_risk(one) for one in item.risks.all()],
        }

    def days(self, items: QuerySet[Any], span: Span) -> Iterable[ItemDay]:
        return days_of(items, span)

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        return queries.with_standing(items)

    def facts(self, item: Any) -> Sequence[tuple[str, str]]:
        money = queries.money_of(item)
        return (
            ("", item.get_sort_display()),
            ("", "จัดทำเสร็จ รอผลการพิจารณา" if item.is_ready else ""),
            ("งบประมาณ", f"{baht(money.planned)} บาท" if money.planned else ""),
            ("เบิกจ่าย", f"{baht(money.spent)} บาท" if money.spent else ""),
            ("เกินวงเงิน", queries.over_words(item)),
            ("กิจกรรมเสร็จ", f"{item.activity_done} จาก {item.activity_count}" if item.is_done else ""),
        )

    def cells(self, item: Any) -> Sequence[Value]:
        money = queries.money_of(item)
        return (
            item.get_sort_display(), item.strategy, money.planned, money.committed, money.spent,
            queries.over_words(item), item.activity_count, item.activity_done,
        )  # fmt: skip

    def filters(self, member: Member) -> dict[str, forms.Field]:
        sorts = [("", "ทุกประเภท"), *Plan.Sort.choices]
        return {
            "sort": forms.ChoiceField(label="ประเภท", required=False, choices=sorts),
            "over": forms.BooleanField(label="เฉพาะที่เกินวงเงิน", required=False),
        }

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        if given.get("sort"):
            items = items.filter(sort=given["sort"])
        return items.filter(queries.has_over()) if given.get("over") else items

    def ways(self, member: Member) -> Sequence[tuple[str, str, str]]:
        if not access.can_read_annual(member):
            return ()
        return (("แผนปฏิบัติการประจำปี", "table", reverse("plans:annual", args=[member.office.code])),)

    def named(self, member: Member) -> Q:
        return Q(activities__owner=member.person)

    def of_person(self, person: Person) -> Q:
        return Q(owner=person) | Q(activities__owner=person)

    def page_facts(self, item: Plan, member: Member) -> dict[str, Any]:
        return page_of(item, member)

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        if task is None:
            return {}
        return {"title": f"แผน{task.run.title}"[:300], "sort": Plan.Sort.PLAN}

    def imported(self, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """The amount of a new plan is one line, to be divided by category."""
        own = {name: value for name, value in facts.items() if name not in ("budget", "source")}
        if not facts.get("budget"):
            return own, {}
        line = {
            "category": NO_CATEGORY,
            "source": facts.get("source") or NO_SOURCE,
            "planned": facts["budget"],
        }
        return own, {"lines": [line]}

    def copied(self, item: Plan, year: int) -> dict[str, Any]:
        """Without a strategy that the other year's list does not have."""
        offered = strategies_of(item.office).get(year, [])
        told = {name: getattr(item, name) for name in _COPIED}
        return told if not offered or item.strategy in offered else {**told, "strategy": ""}


# Of an imported amount, until somebody divides it.
NO_CATEGORY, NO_SOURCE = "ยังไม่แยกหมวด", "ยังไม่ระบุแหล่ง"
_NEEDED = {"reason": "หลักการและเหตุผล", "objectives": "วัตถุประสงค์"}


def _target(one: Target) -> dict[str, Any]:
    return {"target": one.name, "amount": plain_number(one.amount), "unit_word": one.unit_word}


def _activity(one: Activity) -> dict[str, Any]:
    return {"activity": one.name, "months": one.month_words, "person": one.owner.name if one.owner else ""}


def _line(one: BudgetLine) -> dict[str, Any]:
    return {"category": one.category, "line": one.name, "source": one.source, "planned": baht(one.planned)}


def _indicator(one: Indicator) -> dict[str, Any]:
    return {"indicator": one.name, "goal": plain_number(one.goal), "unit_word": one.unit_word}


def _risk(one: Risk) -> dict[str, Any]:
    return {
        "risk": one.name,
        "chance": one.chance,
        "harm": one.harm,
        "level": one.level,
        "remedy": one.remedy,
    }


class MakePlan(BookAction):
    code, asks, unit_word = "plan", "แผนหรือโครงการที่จัดทำเสร็จ", "แผน"
    book = PlanBook()


BOOKS = (MakePlan.book,)
ACTIONS = (MakePlan(),)
