"""Filters over lists: of schools and people here, of other things above."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms

from nithet.core.fields import ThaiDateField
from nithet.offices.models import Appointment, Cluster, Level, Office, Role, Unit


class Filter(forms.Form):
    """The filters in a list's address: empty ones do not narrow, wrong ones say so at their field and do not either."""

    def __init__(self, data: Any, **choices: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, use_required_attribute=False)
        for name, offered in choices.items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [*cast("list[tuple[str, str]]", field.choices), *offered]
        self.is_valid()

    @property
    def given(self) -> dict[str, Any]:
        """The answers that narrow the list."""
        return {name: value for name, value in self.cleaned_data.items() if value}


def search_field(label: str, placeholder: str) -> forms.CharField:
    attributes = {"class": "in in-text", "data-search": "", "placeholder": placeholder, "autocomplete": "off"}
    return forms.CharField(
        label=label, required=False, max_length=100, widget=forms.SearchInput(attributes),
        error_messages={"max_length": "คำค้นยาวเกิน %(limit_value)d ตัวอักษร โปรดย่อให้สั้นลง"},
    )  # fmt: skip


def choice_field(label: str, for_all: str) -> forms.ChoiceField:
    widget = forms.Select({"class": "in in-select"})
    return forms.ChoiceField(label=label, required=False, choices=[("", for_all)], widget=widget)


def day_field() -> ThaiDateField:
    field = ThaiDateField(label="ณ วันที่", required=False)
    field.widget.attrs.update({"class": "in", "placeholder": "วันนี้"})
    return field


class SchoolFilter(Filter):
    q = search_field("ค้นหาโรงเรียน", "ชื่อ ชื่อเดิม หรือรหัสโรงเรียน")
    cluster = choice_field("กลุ่มโรงเรียน", "ทุกกลุ่มโรงเรียน")
    district = choice_field("อำเภอ", "ทุกอำเภอ")
    level = choice_field("เปิดสอนชั้น", "ทุกระดับชั้น")
    state = forms.ChoiceField(
        label="สถานะ", required=False, choices=[("", "เปิดดำเนินการ"), ("closed", "เลิกหรือรวมแล้ว")],
        widget=forms.Select({"class": "in in-select"}),
    )  # fmt: skip
    on = day_field()
    small = forms.BooleanField(label="ขนาดเล็ก", required=False)
    highland = forms.BooleanField(label="พื้นที่สูง", required=False)

    def __init__(
        self, data: Any, *, office: Office, clusters: Iterable[Cluster], districts: Iterable[str]
    ) -> None:
        super().__init__(
            data,
            cluster=((str(cluster.pk), cluster.name) for cluster in clusters),
            district=((name, name) for name in districts),
            level=Level.choices,
        )
        for name in ("cluster", "district"):
            field = cast("forms.ChoiceField", self.fields[name])
            field.label = office.terms[name]
            field.choices = [("", f"ทุก{field.label}"), *cast("list[tuple[str, str]]", field.choices)[1:]]


class PersonFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    role = choice_field("หน้าที่", "ทุกหน้าที่")
    state = forms.ChoiceField(
        label="สถานะ",
        required=False,
        choices=[
            ("", "ปฏิบัติงานอยู่"),
            ("away", "วันนี้ไม่อยู่"),
            ("to_move", "ต้องย้าย (โรงเรียนเลิกแล้ว)"),
            ("former", "เคยปฏิบัติงาน"),
        ],
        widget=forms.Select({"class": "in in-select"}),
    )
    order = forms.ChoiceField(
        label="เรียงตาม", required=False, choices=[("", "ชื่อ"), ("seniority", "ลำดับอาวุโส")],
        widget=forms.Select({"class": "in in-select"}),
    )  # fmt: skip

    def __init__(self, data: Any, *, units: Iterable[Unit], roles: Iterable[tuple[str, str]]) -> None:
        super().__init__(data, unit=_units(units), role=roles)


class AppointmentFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    role = choice_field("หน้าที่", "ทุกหน้าที่")
    capacity = choice_field("ลักษณะ", "ทุกลักษณะ")
    on = day_field()

    def __init__(self, data: Any, *, units: Iterable[Unit], roles: Iterable[tuple[str, str]]) -> None:
        capacities = [(c.value, c.label or "ดำรงตำแหน่ง") for c in Appointment.Capacity]
        super().__init__(data, unit=_units(units), role=roles, capacity=capacities)


class LeaveFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")
    on = day_field()
    every = forms.BooleanField(label="แสดงทุกวัน", required=False)


class DayFilter(Filter):
    on = day_field()


def role_choices(office: Office) -> list[tuple[str, str]]:
    """The roles as the office calls them."""
    return [(role.value, office.say(role.label)) for role in Role]


def _units(units: Iterable[Unit]) -> list[tuple[str, str]]:
    return [(str(unit.pk), indented(unit)) for unit in units]


def indented(unit: Unit) -> str:
    """A section stands below its division."""
    return f"– {unit.short_name}" if unit.parent_id else unit.short_name
