"""What is asked about a person: who they are, their place in the order, days of leave, another record of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.ids import new_id
from nithet.offices.forms.fields import WholeNumberField, suggestions
from nithet.offices.models import Leave, Office, Person
from nithet.offices.queries import likely_same
from nithet.offices.standings import DEGREES, TITLES, all_standings, unfit_words
from nithet.thai.people import split_title

MOST_PEOPLE = 100_000


class PersonForm(forms.Form):
    # Made with the page, so that a person sent twice is one person.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)
    title = CleanCharField(
        label="คำนำหน้า", required=False, max_length=40, widget=suggestions(TITLES, "titles"),
        help_text="เช่น นาย นางสาว ว่าที่ร้อยตรี",
    )  # fmt: skip
    degree = CleanCharField(
        label="คำนำหน้าทางวิชาการ", required=False, max_length=40, widget=suggestions(DEGREES, "degrees"),
        help_text="เช่น ดร. ผศ.",
    )  # fmt: skip
    first_name = CleanCharField(label="ชื่อ", max_length=100)
    last_name = CleanCharField(label="นามสกุล", max_length=100)
    kind = forms.ChoiceField(label="ประเภทบุคลากร", choices=[("", "เลือกประเภท"), *Person.Kind.choices])
    standing = CleanCharField(
        label="วิทยฐานะหรือระดับ", required=False, max_length=80,
        widget=suggestions(all_standings(), "standings"),
    )  # fmt: skip
    position_number = CleanCharField(label="เลขที่ตำแหน่ง", required=False, max_length=40)
    seniority = WholeNumberField(label="ลำดับอาวุโส", required=False, most=MOST_PEOPLE)
    phone = CleanCharField(label="โทรศัพท์", required=False, max_length=40)
    email = forms.EmailField(
        label="อีเมล", required=False,
        error_messages={"invalid": "รูปแบบอีเมลไม่ถูกต้อง โปรดตรวจสอบ เช่น name@example.go.th"},
    )  # fmt: skip
    # Shown once somebody of nearly the same name was found.
    is_another = forms.BooleanField(label="ตรวจสอบแล้ว เป็นคนละคนกัน", required=False)

    def __init__(self, *args: Any, office: Office, person: Person | None = None, **kwargs: Any) -> None:
        if person:
            known = {name: getattr(person, name) for name in self.base_fields if hasattr(person, name)}
            kwargs.setdefault("initial", {**known, "seniority": person.seniority or None})
        super().__init__(*args, **kwargs)
        self.office, self.person = office, person
        self.alike: Sequence[Person] = ()

    def clean_first_name(self) -> str:
        name: str = self.cleaned_data["first_name"]
        if title := split_title(f"{name} ก").title:
            raise forms.ValidationError(f"มีคำนำหน้า “{title}” ปนอยู่ในชื่อ โปรดย้ายไปช่องคำนำหน้า")
        return name

    def clean_position_number(self) -> str:
        number: str = self.cleaned_data["position_number"]
        same = Person.objects.filter(office=self.office, position_number=number)
        other = next((found for found in same[:2] if found != self.person), None)
        if number and other:
            raise forms.ValidationError(f"เลขที่ตำแหน่ง {number} เป็นของ {other} แล้ว โปรดตรวจสอบ")
        return number

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "kind" in data and (unfit := unfit_words(data["kind"], data.get("standing", ""))):
            self.add_error("standing", unfit)
        if not self.errors:
            self._look_for_likely(data)
        return data

    def _look_for_likely(self, data: dict[str, Any]) -> None:
        """A new name, or one that was changed, may be somebody who is there already."""
        named = (data["first_name"], data["last_name"])
        if data.get("is_another") or (
            self.person and named == (self.person.first_name, self.person.last_name)
        ):
            return
        found = likely_same(self.office, *named, but=self.person)
        self.alike = [person for person in found if person.pk != data.get("key")]
        if self.alike:
            self.add_error(
                "is_another", "พบชื่อที่ใกล้เคียงในทะเบียน โปรดตรวจสอบรายชื่อด้านบน หากเป็นคนละคน ให้เลือกช่องนี้แล้วบันทึกอีกครั้ง"
            )

    def facts(self) -> dict[str, Any]:
        facts = {
            name: value for name, value in self.cleaned_data.items() if name not in {"key", "is_another"}
        }
        return {**facts, "seniority": facts["seniority"] or 0}


class PlaceForm(forms.Form):
    """Up, down, or to a place by its number."""

    to = CleanCharField(max_length=6)

    def place(self, now_at: int) -> int:
        to: str = self.cleaned_data["to"]
        return now_at + {"up": -1, "down": 1}[to] if to in {"up", "down"} else int(to)

    def clean_to(self) -> str:
        to: str = self.cleaned_data["to"]
        if to not in {"up", "down"} and not to.isdecimal():
            raise forms.ValidationError("โปรดพิมพ์ลำดับเป็นตัวเลข")
        return to


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(label="ประเภท", choices=[("", "เลือกประเภท"), *Leave.Kind.choices])
    from_on = ThaiDateField(label="ตั้งแต่วันที่", error_messages={"required": "โปรดระบุวันแรก"})
    until_on = ThaiDateField(label="ถึงวันที่", required=False, help_text="เว้นว่างหากลาวันเดียว นับรวมวันสุดท้ายด้วย")
    note = CleanCharField(label="หมายเหตุ", required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first = data.get("from_on")
        data["until_on"] = data.get("until_on") or first
        if first and data["until_on"] < first:
            self.add_error("until_on", "วันสุดท้ายต้องไม่มาก่อนวันแรก โปรดแก้วันที่")
        return data


class MergeForm(forms.Form):
    """Which record goes, and why."""

    gone = forms.ModelChoiceField(
        Person.objects.none(), label="รายการที่จะนำออก", empty_label=None, widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกรายการที่จะนำออก"},
    )  # fmt: skip
    reason = CleanCharField(
        label="เหตุผล", max_length=4000, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["gone"].queryset = offered  # type: ignore[attr-defined]
