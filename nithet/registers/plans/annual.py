"""แผนปฏิบัติการประจำปี: the plans of an office and year with their money, by division, strategy and source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet, Sum

from nithet.core.tables.writing import Column, Value
from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.registers.generic.access import visible_items
from nithet.registers.generic.forms import year_choices
from nithet.registers.generic.models import Item
from nithet.registers.plans.models import BudgetLine, Plan, Term
from nithet.registers.plans.money import Money, total
from nithet.registers.plans.queries import AMOUNTS, money_of, over_words, with_standing
from nithet.registers.plans.register import MakePlan
from nithet.registers.plans.terms import terms_of
from nithet.thai.calendar import fiscal_year_be

NO_STRATEGY = "ยังไม่ระบุกลยุทธ์"
COLUMNS = (
    Column("ลำดับ", 7, "number"), Column("โครงการหรือแผน", 50), Column("กลยุทธ์", 34), Column("กลุ่ม", 24), Column("ผู้รับผิดชอบ", 26), Column("สถานะ", 16),
    Column("แหล่งงบประมาณ", 28), Column("ตามแผน (บาท)", 17, "decimal"), Column("ผูกพัน (บาท)", 17, "decimal"), Column("เบิกจ่าย (บาท)", 17, "decimal"),
    Column("คงเหลือ (บาท)", 17, "decimal"), Column("เกินวงเงิน (บาท)", 17, "decimal"),
)  # fmt: skip


class AnnualFilter(forms.Form):
    """Of which year, whose, and whether only what was approved."""

    year = forms.TypedChoiceField(label="ปีงบประมาณ พ.ศ.", required=False, coerce=int)
    unit = forms.ModelChoiceField(
        label="กลุ่ม", required=False, queryset=Unit.objects.none(), empty_label="ทุกกลุ่ม"
    )
    state = forms.ChoiceField(
        label="แผน", required=False, choices=[("", "ทั้งหมด รวมฉบับร่าง"), (Item.State.DONE, "เฉพาะที่ได้รับอนุมัติ")]
    )

    def __init__(self, given: Mapping[str, Any], *, member: Member) -> None:
        super().__init__({"year": fiscal_year_be(member.on), **given})
        self.member = member
        used = visible_items(member, MakePlan.book).values("unit")
        units = self.fields["unit"]
        assert isinstance(units, forms.ModelChoiceField)  # noqa: S101  for the type checker
        units.queryset = Unit.objects.filter(office=member.office, pk__in=used).order_by("position", "pk")
        self.fields["year"].choices = year_choices(member)  # type: ignore[attr-defined]
        self.initial["year"] = fiscal_year_be(member.on)

    @property
    def given(self) -> dict[str, Any]:
        """A wrong value narrows nothing; without a year it is this one."""
        self.is_valid()
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return {"year": fiscal_year_be(self.member.on), **found}


@dataclass(slots=True)
class Share:
    """One line of a table of totals."""

    name: str
    count: int = 0
    money: Money = field(default_factory=Money)

    def take(self, money: Money) -> None:
        self.count, self.money = self.count + 1, self.money + money


@dataclass(frozen=True, slots=True)
class Row:
    """A plan with its money and where that comes from."""

    plan: Any
    money: Money
    sources: str
    state_words: str
    over_words: str


@dataclass(frozen=True, slots=True)
class Annual:
    year: int
    rows: list[Row]
    money: Money
    units: list[Share]
    strategies: list[Share]
    sources: list[Share]

    @property
    def over(self) -> list[Row]:
        """Plans of which more is used than was planned, as a whole or of some lines."""
        return [row for row in self.rows if row.over_words]

    @property
    def approved(self) -> int:
        return sum(row.plan.is_done for row in self.rows)


def annual_of(member: Member, given: Mapping[str, Any]) -> Annual:
    """Three queries, whatever the number of plans."""
    plans = _plans(member, given)
    found = list(
        with_standing(plans.select_related("unit", "owner")).order_by(
            "unit__position", "unit", "made_at", "pk"
        )
    )
    by_plan = _by_source(plans)
    rows = [_row(plan, by_plan.get(plan.pk, {})) for plan in found]
    units: dict[Any, Share] = {}
    strategies = {
        one.name: Share(one.name) for one in terms_of(member.office, Term.Kind.STRATEGY, given["year"])
    }
    sources = {one.name: Share(one.name) for one in terms_of(member.office, Term.Kind.SOURCE)}
    for row in rows:
        units.setdefault(row.plan.unit_id, Share(row.plan.unit.short_name)).take(row.money)
        name = row.plan.strategy or NO_STRATEGY
        strategies.setdefault(name, Share(name)).take(row.money)
    for mine in by_plan.values():
        for name, money in mine.items():
            sources.setdefault(name, Share(name)).take(money)
    used = [one for one in sources.values() if one.count]
    return Annual(
        given["year"],
        rows,
        total(row.money for row in rows),
        list(units.values()),
        list(strategies.values()),
        used,
    )


def _plans(member: Member, given: Mapping[str, Any]) -> QuerySet[Any]:
    plans = visible_items(member, MakePlan.book).filter(fiscal_year_be=given["year"])
    plans = plans.exclude(state=Item.State.VOID)
    if given.get("unit"):
        plans = plans.filter(unit=given["unit"])
    return plans.filter(state=given["state"]) if given.get("state") else plans


def _by_source(plans: QuerySet[Any]) -> dict[UUID, dict[str, Money]]:
    sums = {f"{name}_sum": Sum(name) for name in AMOUNTS}
    lines = BudgetLine.objects.filter(item__in=plans.order_by().values("pk")).order_by()
    found: dict[UUID, dict[str, Money]] = {}
    for item, source, *amounts in (
        lines.values("item", "source").annotate(**sums).values_list("item", "source", *sums)
    ):
        found.setdefault(item, {})[source] = Money(*amounts)
    return found


def _row(plan: Plan, sources: Mapping[str, Money]) -> Row:
    words = "จัดทำเสร็จ รอพิจารณา" if plan.is_ready else MakePlan.book.words_of(plan.state)
    return Row(plan, money_of(plan), ", ".join(sources), words, over_words(plan))


def cells(annual: Annual) -> Iterator[list[Value]]:
    """The projects, and their totals as the last line."""
    for number, row in enumerate(annual.rows, start=1):
        owner = row.plan.owner.name if row.plan.owner else ""
        facts = (
            row.plan.title,
            row.plan.strategy,
            row.plan.unit.short_name,
            owner,
            row.state_words,
            row.sources,
        )
        yield [number, *facts, *_amounts(row.money)]
    yield [
        None,
        "รวม",
        "",
        "",
        "",
        "",
        "",
        *_amounts(annual.money, left=_left(annual.rows), over=_over(annual.rows)),
    ]


def _amounts(money: Money, **exact: Any) -> Sequence[Value]:
    return (
        money.planned,
        money.committed,
        money.spent,
        exact.get("left", money.left),
        exact.get("over", money.over),
    )


def _left(rows: Iterable[Row]) -> Value:
    """What one plan has left does not pay for what another is over."""
    return sum((row.money.left for row in rows), start=Money().planned)


def _over(rows: Iterable[Row]) -> Value:
    return sum((row.money.over for row in rows), start=Money().planned)
