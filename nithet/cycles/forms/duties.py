"""The order of duties by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.services.duties import OrderFacts
from nithet.manuals.models import Procedure
from nithet.offices.forms.fields import ManyPlaces, places_field
from nithet.offices.models import Cluster, Person, School
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span
from nithet.thai.dates import format_date

ASKS_FIRST = {"required": "โปรดเลือก", "invalid_choice": "โปรดเลือกจากรายการ"}


class OrderForm(forms.Form):
    number = CleanCharField(
        label="คำสั่งที่",
        max_length=80,
        widget=forms.TextInput(attrs={"placeholder": "เช่น 12/2570", "autocomplete": "off"}),
        error_messages={"required": "โปรดระบุเลขที่คำสั่ง"},
    )
    on = ThaiDateField(label="สั่ง ณ วันที่", error_messages={"required": "โปรดระบุวันที่ของคำสั่ง"})
    title = CleanCharField(label="เรื่อง", max_length=300, initial="มอบหมายหน้าที่")
    from_on = ThaiDateField(label="ตั้งแต่วันที่", error_messages={"required": "โปรดระบุวันที่เริ่ม"})
    until_on = ThaiDateField(label="ถึงวันที่", error_messages={"required": "โปรดระบุวันสุดท้าย"})
    file = forms.FileField(label="สำเนาคำสั่งที่ลงนามแล้ว", required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("from_on"), data.get("until_on")
        if first and last:
            end = fiscal_year_span(fiscal_year_be(first))[1]
            if not first <= last <= end:
                self.add_error("until_on", f"วันสุดท้ายต้องอยู่ในปีงบประมาณเดียวกัน ไม่เกิน {format_date(end)}")
        return data

    @property
    def facts(self) -> OrderFacts:
        data = self.cleaned_data
        return OrderFacts(data["number"], data["on"], data["title"], data["from_on"], data["until_on"])


class DutyForm(forms.Form):
    """One part of one person in one or more procedures, at one or more places."""

    order = forms.ChoiceField(label="ตามคำสั่ง", error_messages=ASKS_FIRST)
    person = forms.ChoiceField(label="ผู้รับผิดชอบ", error_messages=ASKS_FIRST)
    part = forms.ChoiceField(label="หน้าที่", choices=Duty.Part.choices, initial=Duty.Part.MAIN)
    procedures = forms.MultipleChoiceField(
        label="กระบวนงาน",
        widget=ManyPlaces,
        error_messages={"required": "โปรดเลือกอย่างน้อย 1 กระบวนงาน"},
    )
    from_on = ThaiDateField(label="ตั้งแต่วันที่", required=False, help_text="เว้นว่างไว้ หากเริ่มตามคำสั่ง")
    until_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างไว้ หากสิ้นสุดตามคำสั่ง")

    def __init__(
        self,
        *args: Any,
        orders: Sequence[DutyOrder],
        people: Sequence[Person],
        procedures: Sequence[Procedure],
        clusters: Sequence[Cluster],
        schools: Sequence[School],
        cluster_word: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.orders = {str(order.pk): order for order in orders}
        offered: dict[str, list[tuple[str, str]]] = {
            "order": [(pk, f"{order} {order.title}") for pk, order in self.orders.items()],
            "person": [("", "เลือกผู้รับผิดชอบ"), *((str(p.pk), p.name) for p in people)],
            "procedures": [(str(p.lineage), _with_unit(p)) for p in procedures],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        hint = "ไม่เลือกทั้งสองรายการ หมายถึงทุกโรงเรียน"
        self.fields["clusters"] = places_field(
            cluster_word, [(str(c.pk), c.name) for c in clusters], required=False, help_text=hint
        )
        self.fields["schools"] = places_field(
            "โรงเรียน", [(str(s.pk), s.name) for s in schools], required=False
        )
        self.order_fields(
            ["order", "person", "part", "procedures", "clusters", "schools", "from_on", "until_on"]
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if order := self.orders.get(data.get("order", "")):
            first = data["from_on"] = data.get("from_on") or order.from_on
            last = data["until_on"] = data.get("until_on") or order.until_on
            if first < order.from_on or last > order.until_on or last < first:
                begin, end = format_date(order.from_on), format_date(order.until_on)
                self.add_error("until_on", f"วันที่ต้องอยู่ในช่วงของคำสั่ง คือ {begin} ถึง {end}")
        return data

    @property
    def lineages(self) -> list[UUID]:
        return [UUID(lineage) for lineage in self.cleaned_data["procedures"]]


def _with_unit(procedure: Procedure) -> str:
    unit = procedure.version.manual.unit
    return f"{procedure.title} ({unit.short_name})" if unit else procedure.title


class DutyEndForm(forms.Form):
    on = ThaiDateField(label="วันสุดท้ายที่ปฏิบัติ", error_messages={"required": "โปรดระบุวันสุดท้าย"})
    reason = CleanCharField(
        label="เหตุผล",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )
