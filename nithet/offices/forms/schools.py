"""What is asked about a school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.forms.fields import (
    CodeField,
    PositionField,
    WholeNumberField,
    level_field,
    position_of,
    suggestions,
)
from nithet.offices.models import Cluster, Level, Office, School, SchoolChange

Kind = SchoolChange.Kind
HIGHEST_M = 2600
MOST_PUPILS = 20_000
SOURCES = ("DMC 10 มิถุนายน", "DMC 10 พฤศจิกายน", "DMC 31 มีนาคม")


class ContactForm(forms.Form):
    """What the school's own director may put right too."""

    phone = CleanCharField(label="โทรศัพท์", required=False, max_length=40)
    email = forms.EmailField(
        label="อีเมล", required=False,
        error_messages={"invalid": "รูปแบบอีเมลไม่ถูกต้อง โปรดตรวจสอบ เช่น school@example.ac.th"},
    )  # fmt: skip
    place = PositionField(required=False)
    elevation_m = WholeNumberField(label="ความสูงจากระดับน้ำทะเล (เมตร)", required=False, most=HIGHEST_M)

    def __init__(self, *args: Any, school: School | None = None, **kwargs: Any) -> None:
        if school:
            kwargs["initial"] = {**_facts_of(school, self.base_fields), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.school = school

    def facts(self) -> dict[str, Any]:
        """Values by the names of the school's fields."""
        data = dict(self.cleaned_data)
        place = data.pop("place")
        return {**data, "latitude": place and place.latitude, "longitude": place and place.longitude}


def _facts_of(school: School, names: Iterable[str]) -> dict[str, Any]:
    known = {name: getattr(school, name) for name in names if hasattr(school, name)}
    return {**known, "place": position_of(school.latitude, school.longitude)}


class SchoolForm(ContactForm):
    name = CleanCharField(
        label="ชื่อโรงเรียน",
        max_length=200,
        help_text="แก้ได้เฉพาะคำที่พิมพ์ผิด หากโรงเรียนเปลี่ยนชื่อ ให้บันทึกเป็นการเปลี่ยนแปลง",
    )
    smis_code = CodeField(label="รหัส SMIS", digits=8)
    ministry_code = CodeField(label="รหัสกระทรวง", digits=10, required=False)
    subdistrict = CleanCharField(label="ตำบล", required=False, max_length=80)
    district = CleanCharField(label="อำเภอ", required=False, max_length=80)
    lowest_level = level_field("ระดับชั้นต่ำสุด")
    highest_level = level_field("ระดับชั้นสูงสุด")
    is_listed_highland = forms.BooleanField(label="อยู่ในประกาศโรงเรียนพื้นที่สูง", required=False)

    field_order: tuple[str, ...] = (
        "name", "smis_code", "ministry_code", "subdistrict", "district", "lowest_level", "highest_level",
        "phone", "email", "place", "elevation_m", "is_listed_highland",
    )  # fmt: skip

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office = office
        for term in ("subdistrict", "district"):
            self.fields[term].label = office.terms[term]

    def clean_smis_code(self) -> str:
        return self._unused("smis_code")

    def clean_ministry_code(self) -> str:
        return self._unused("ministry_code")

    def _unused(self, name: str) -> str:
        code: str = self.cleaned_data[name]
        same = School.objects.filter(office=self.office, **{name: code})
        other = next((found for found in same[:2] if found != self.school), None)
        if code and other:
            raise forms.ValidationError(
                f"รหัส {code} เป็นของ{other.name}แล้ว โปรดตรวจสอบรหัส หรือแก้ไขข้อมูลของโรงเรียนนั้น"
            )
        return code

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        order = Level.values
        lowest, highest = data.get("lowest_level"), data.get("highest_level")
        if bool(lowest) != bool(highest):
            self.add_error("lowest_level" if highest else "highest_level", "โปรดระบุให้ครบทั้งระดับชั้นต่ำสุดและสูงสุด")
        elif lowest and highest and order.index(lowest) > order.index(highest):
            self.add_error("highest_level", "ระดับชั้นสูงสุดต้องไม่ต่ำกว่าระดับชั้นต่ำสุด โปรดเลือกใหม่")
        return data


class NewSchoolForm(SchoolForm):
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), label="กลุ่มโรงเรียน", required=False, empty_label="ยังไม่กำหนด"
    )
    opened_on = ThaiDateField(label="จัดตั้งเมื่อวันที่", required=False)

    field_order = (*SchoolForm.field_order[:5], "cluster", *SchoolForm.field_order[5:], "opened_on")

    def __init__(self, *args: Any, clusters: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = ""
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        self.fields["cluster"].label = self.office.terms["cluster"]

    def facts(self) -> dict[str, Any]:
        told = super().facts()
        return {name: value for name, value in told.items() if name not in {"cluster", "opened_on"}}


class CountForm(forms.Form):
    on = ThaiDateField(label="ข้อมูล ณ วันที่", error_messages={"required": "โปรดระบุวันที่ของข้อมูล"})
    source = CleanCharField(
        label="ที่มา", max_length=200, widget=suggestions(SOURCES, "sources"),
        error_messages={"required": "โปรดระบุที่มาของข้อมูล"},
    )  # fmt: skip
    total = WholeNumberField(
        label="จำนวนนักเรียนทั้งหมด", required=False, most=MOST_PUPILS, help_text="เว้นว่างได้หากกรอกแยกตามระดับชั้น"
    )

    def __init__(self, *args: Any, school: School, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.levels = today, _levels_of(school)
        for code in self.levels:
            field = WholeNumberField(label=Level(code).label, required=False, most=MOST_PUPILS)
            self.fields[f"level_{code}"] = field

    def level_fields(self) -> list[forms.BoundField]:
        return [self[f"level_{code}"] for code in self.levels]

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self.today:
            raise forms.ValidationError("วันที่ของข้อมูลต้องไม่เกินวันนี้ โปรดแก้วันที่")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["by_level"] = {
            code: count for code in self.levels if (count := data.get(f"level_{code}")) is not None
        }
        if self.errors:
            return data
        added = sum(data["by_level"].values())
        if data["total"] is None and not data["by_level"]:
            self.add_error("total", "โปรดกรอกจำนวนนักเรียนทั้งหมด หรือจำนวนแยกตามระดับชั้น")
        elif data["total"] is None:
            data["total"] = added
        elif data["by_level"] and added != data["total"]:
            self.add_error("total", f"จำนวนรวม {data['total']:,} ไม่เท่ากับผลบวกของระดับชั้น {added:,} โปรดตรวจสอบ")
        return data


def _levels_of(school: School) -> list[str]:
    """The levels that the school teaches; all where it is not known."""
    order = Level.values
    if not (school.lowest_level and school.highest_level):
        return order
    return order[order.index(school.lowest_level) : order.index(school.highest_level) + 1]


class ChangeForm(forms.Form):
    """A change from a day on. Which facts are asked follows from its kind."""

    on = ThaiDateField(label="ตั้งแต่วันที่", error_messages={"required": "โปรดระบุวันที่มีผล"})
    order_number = CleanCharField(
        label="ประกาศหรือคำสั่งที่", max_length=80, help_text="เช่น ประกาศ สพป. ที่ 12/2569",
        error_messages={"required": "โปรดระบุเลขที่ประกาศหรือคำสั่ง"},
    )  # fmt: skip
    note = CleanCharField(
        label="เหตุผล", max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )  # fmt: skip

    def __init__(self, *args: Any, school: School, kind: str, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.kind = school, kind
        for name, field in self._asked(others).items():
            self.fields[name] = field
        if kind == Kind.OPENED:
            self.fields["order_number"].required = self.fields["note"].required = False
        self.order_fields(["name", "into", "subdistrict", "district", "place"])

    def _asked(self, others: Any) -> dict[str, forms.Field]:
        terms = self.school.office.terms
        if self.kind == Kind.RENAMED:
            return {"name": CleanCharField(label="ชื่อใหม่", max_length=200)}
        if self.kind == Kind.MERGED:
            return {
                "into": forms.ModelChoiceField(others, label="รวมกับโรงเรียน", empty_label="เลือกโรงเรียนที่รับรวม")
            }
        if self.kind == Kind.MOVED:
            here = _facts_of(self.school, ("subdistrict", "district"))
            places: dict[str, forms.Field] = {
                name: CleanCharField(label=terms[name], required=False, max_length=80, initial=here[name])
                for name in ("subdistrict", "district")
            }
            place = PositionField(label="พิกัดใหม่", required=False, initial=here["place"])
            return {**places, "place": place}
        return {}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name == self.school.name:
            raise forms.ValidationError("ชื่อใหม่เหมือนชื่อเดิม โปรดพิมพ์ชื่อใหม่")
        return name

    def facts(self) -> dict[str, Any]:
        """The new name or place, by the names of the school's fields."""
        data = self.cleaned_data
        if self.kind == Kind.RENAMED:
            return {"name": data["name"]}
        if self.kind != Kind.MOVED:
            return {}
        place = data["place"]
        told = {"subdistrict": data["subdistrict"], "district": data["district"]}
        told |= {"latitude": place and place.latitude, "longitude": place and place.longitude}
        return {name: value for name, value in told.items() if value != getattr(self.school, name)}
