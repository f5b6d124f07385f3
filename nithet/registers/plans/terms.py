"""The words that an office plans with: strategies of a year, categories of money and where it comes from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Case, QuerySet, Value, When

from nithet.core.fields import parse_baht
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_text, is_blank
from nithet.offices.members import Member
from nithet.offices.models import Office
from nithet.registers.generic.forms import OfferedField
from nithet.registers.plans.models import Term

Kind = Term.Kind
# What an office begins with, until it keeps a list of its own.
USUAL: dict[str, tuple[str, ...]] = {
    Kind.CATEGORY: (
        "ค่าตอบแทน", "ค่าใช้สอย", "ค่าวัสดุ", "ค่าสาธารณูปโภค", "ค่าครุภัณฑ์", "ค่าที่ดินและสิ่งก่อสร้าง", "เงินอุดหนุน", "รายจ่ายอื่น",
    ),
    Kind.SOURCE: ("งบ สพฐ.", "งบสำนักงานเขต", "เงินนอกงบประมาณ", "เงินสนับสนุนจากหน่วยงานอื่น", "อื่น ๆ"),
}  # fmt: skip


def terms_of(office: Office, kind: str, year: int = 0) -> list[Term]:
    """In the order of the office; the usual ones where it has none. `year` is for strategies."""
    known = list(Term.objects.filter(office=office, kind=kind, fiscal_year_be=year))
    return known or [Term(office=office, kind=kind, name=name) for name in USUAL.get(kind, ())]


def state_of(office: Office, year: int) -> str:
    """Changes as soon as one of the lists that stand on the page of a year does."""
    known = Term.objects.filter(office=office, fiscal_year_be__in=(0, year)).order_by(
        "kind", "position", "pk"
    )
    words = [[kind, name] for kind, name in known.values_list("kind", "name")]
    return hashlib.sha256(json.dumps(words).encode()).hexdigest()


def strategies_of(office: Office) -> dict[int, list[str]]:
    """By year, the newest first."""
    found: dict[int, list[str]] = {}
    known = Term.objects.filter(office=office, kind=Kind.STRATEGY).order_by("-fiscal_year_be", "position")
    for year, name in known.values_list("fiscal_year_be", "name"):
        found.setdefault(year, []).append(name)
    return found


def has_strategies(office_id: Any, year: int) -> bool:
    return Term.objects.filter(office=office_id, kind=Kind.STRATEGY, fiscal_year_be=year).exists()


def strategy_choices(office: Office, chosen: str = "") -> list[Any]:
    """Grouped by year; what was chosen before and is not offered any more stands alone."""
    by_year = strategies_of(office)
    offered = {name for names in by_year.values() for name in names}
    kept = [(chosen, chosen)] if chosen and chosen not in offered else []
    groups = [(f"ปีงบประมาณ พ.ศ. {year}", [(name, name) for name in names]) for year, names in by_year.items()]
    return [("", "ยังไม่ระบุ"), *kept, *groups]


def as_baht(value: CellValue) -> Decimal | None:
    """An amount in a cell, exact: “1,234.50 บาท”, 1234.5."""
    try:
        return None if is_blank(value) else parse_baht(as_text(value))
    except ValidationError as error:
        raise CellProblem(error.messages[0]) from error


def renamed(things: QuerySet[Any], field: str, names: dict[str, str]) -> int:
    """Old words become new ones in one statement, so that two may change places."""
    ways = [When(**{field: old}, then=Value(new)) for old, new in names.items()]
    return things.filter(**{f"{field}__in": list(names)}).update(**{field: Case(*ways)})


class TermField(OfferedField):
    """One of the words of a list; its value is the word."""

    def __init__(self, kind: str, **facts: Any) -> None:
        super().__init__(Term, **{"empty_label": "โปรดเลือก", **facts})
        self.kind = kind

    def offered(self, member: Member, chosen: Collection[Any]) -> QuerySet[Any]:
        known = terms_of(member.office, self.kind)
        names = {one.name for one in known}
        kept = [Term(kind=self.kind, name=name) for name in dict.fromkeys(chosen) if name not in names]
        return cast("QuerySet[Any]", [*known, *kept])

    def key_of(self, thing: Any) -> str:
        return str(thing.name)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in (self.things or {}):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return str(value)
