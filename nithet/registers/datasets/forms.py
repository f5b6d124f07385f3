"""What a dataset asks, its dictionary, and a round of it."""

from __future__ import annotations

from collections.abc import Collection
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from nithet.core.clock import today
from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.files import plain_name
from nithet.core.tables.errors import TableError
from nithet.core.tables.reading import open_table
from nithet.cycles.forms.letters import FilesField
from nithet.offices.members import Member
from nithet.registers.datasets.cadence import Cadence
from nithet.registers.datasets.models import DataField, Dataset
from nithet.registers.datasets.quality import rules_of_heading
from nithet.registers.generic import access
from nithet.registers.generic.forms import ItemForm, OfferedField, RowForm, Suggesting, lines
from nithet.registers.generic.models import Item
from nithet.thai.dates import format_date

Short = partial(CleanCharField, max_length=300, required=False)
_SOURCES = ("ระบบ DMC", "ระบบ EMIS", "ระบบ AMSS++", "แบบสำรวจของสำนักงาน", "รายงานของโรงเรียน")


class DatasetForm(ItemForm):
    title = CleanCharField(label="ชื่อชุดข้อมูล", max_length=300, help_text="เช่น ข้อมูลนักเรียนรายบุคคล")
    holds = CleanCharField(
        label="เก็บข้อมูลอะไร",
        max_length=4000,
        required=False,
        widget=lines(2),
        help_text="เรื่องใด ของใคร ละเอียดถึงระดับใด",
    )
    source = Short(
        label="แหล่งที่มา", widget=Suggesting(*_SOURCES), help_text="ได้ข้อมูลจากระบบ แบบสำรวจ หรือเอกสารใด"
    )
    keeper = Short(label="หน่วยงานเจ้าของข้อมูล", help_text="หน่วยงานที่รับผิดชอบความถูกต้องของข้อมูล")
    cadence = forms.ChoiceField(label="ปรับปรุงข้อมูล", choices=Cadence, initial=Cadence.YEAR)
    as_of = ThaiDateField(
        label="ข้อมูลล่าสุด ณ วันที่",
        required=False,
        help_text="เมื่อรับรองข้อมูลรายรอบที่ใหม่กว่าแล้ว ระบบใช้วันที่ของรอบนั้นเอง",
    )
    period = Short(label="ช่วงเวลาของข้อมูล", help_text="เช่น ภาคเรียนที่ 2 ปีการศึกษา 2569")
    place = Short(label="จัดเก็บไว้ที่", help_text="ระบบ แฟ้ม หรือที่อยู่เว็บ")
    sharing = forms.ChoiceField(label="การเผยแพร่", choices=Dataset.Sharing, initial=Dataset.Sharing.INSIDE)

    def clean_as_of(self) -> Any:
        return _not_later(self.cleaned_data["as_of"])


def _not_later(day: Any) -> Any:
    if day and day > today():
        raise ValidationError("วันที่นี้ยังมาไม่ถึง โปรดระบุวันที่ของข้อมูลจริง")
    return day


class DataFieldForm(RowForm):
    name = CleanCharField(label="ชื่อคอลัมน์", max_length=200, help_text="ตามหัวตารางของไฟล์")
    meaning = CleanCharField(label="ความหมาย", max_length=500, required=False)
    kind = forms.ChoiceField(label="ชนิดข้อมูล", choices=DataField.Kind, initial=DataField.Kind.TEXT)
    codes = CleanCharField(
        label="ค่าที่ใช้ได้",
        max_length=2000,
        required=False,
        help_text="คั่นด้วยจุลภาค เช่น 1=ชาย, 2=หญิง เฉพาะชนิด “ค่าตามรายการ”",
    )
    is_required = forms.BooleanField(label="ต้องมีค่า", required=False)
    is_key = forms.BooleanField(label="ใช้ตรวจข้อมูลซ้ำ", required=False)
    is_personal = forms.BooleanField(label="ข้อมูลส่วนบุคคล", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        needs = given.get("kind") == DataField.Kind.CHOICE and not given.get("DELETE")
        if needs and not given.get("codes") and "codes" not in self.errors:
            self.add_error("codes", "โปรดระบุค่าที่ใช้ได้ของคอลัมน์นี้ คั่นด้วยจุลภาค")
        return given


def settle_names(rows: list[dict[str, Any]], member: Member) -> list[dict[str, Any]]:
    """A column once."""
    names = [row["name"] for row in rows]
    if twice := dict.fromkeys(name for name in names if names.count(name) > 1):
        raise ValidationError([f"คอลัมน์ “{name}” ซ้ำ โปรดเอาแถวที่ซ้ำออก" for name in twice])
    return rows


class DatasetField(OfferedField):
    """A dataset of the divisions whose registers one keeps."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(Dataset, **facts)

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        units = access.recordable_units(member).order_by().values("pk")
        kept = Q(unit__in=units) & ~Q(state=Item.State.VOID) | Q(pk__in=chosen)
        return Dataset.objects.filter(kept, office=member.office).order_by("title", "pk")


class RoundForm(ItemForm):
    # It is called by its dataset and day.
    title = CleanCharField(label="ชื่อเรื่อง", max_length=300, required=False, widget=forms.HiddenInput)
    dataset = DatasetField(label="ชุดข้อมูล", empty_label="เลือกชุดข้อมูล")
    as_of = ThaiDateField(label="ข้อมูล ณ วันที่", help_text="วันที่ตัดข้อมูล เช่น ข้อมูล DMC ณ วันที่ 10 พ.ย.")
    attached = FilesField(
        label="ไฟล์ตาราง",
        required=False,
        help_text="ไฟล์ Excel (.xlsx) หรือ CSV หนึ่งไฟล์ ไม่เกิน 50 MB และไม่เกิน 500,000 แถว แถวแรกของตารางเป็นชื่อคอลัมน์",
    )

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["attached"].required = self.item is None

    def clean_as_of(self) -> Any:
        return _not_later(self.cleaned_data["as_of"])

    def clean_attached(self) -> Any:
        given = self.cleaned_data["attached"]
        if not self.brings_files and (self.item is None or not self.item.files):
            raise ValidationError("โปรดเลือกไฟล์ตารางที่จะตรวจ")
        if len(given) > 1:
            raise ValidationError("ตรวจครั้งละหนึ่งไฟล์ โปรดเลือกไฟล์เดียว")
        for one in given:
            try:
                with open_table(one.file, plain_name(one.name or "")) as table:
                    rules_of_heading(table)
            except TableError as error:
                raise ValidationError(error.text) from error
            finally:
                one.seek(0)
        return given

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("dataset") and given.get("as_of"):
            given["title"] = named(given["dataset"], given["as_of"])
        return given


def named(dataset: Dataset, as_of: Any) -> str:
    day = f" ณ วันที่ {format_date(as_of, 'short')}"
    return f"{dataset.title[: 240 - len(day)]}{day}"
