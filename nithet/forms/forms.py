"""What is typed to begin a form, to describe it and to look for one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from nithet.core.fields import CleanCharField
from nithet.core.ids import new_id
from nithet.forms import access
from nithet.forms.models import FormKind
from nithet.offices.forms import indented
from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.offices.queries import units_of

MAX_WORKBOOK_BYTES = 20 * 1024 * 1024
MEDIA_HINT = (
    "รูป เสียง วิดีโอ หรือรายการ CSV ที่แบบฟอร์มอ้างถึง เลือกหลายไฟล์หรือไฟล์ ZIP ได้ ไฟล์ชื่อเดียวกันแทนที่ไฟล์เดิม "
    "รายการ CSV มีคอลัมน์ name และ label กับคอลัมน์ที่แบบฟอร์มใช้กรองตัวเลือก เช่น level"
)


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Unit) -> str:
        return indented(obj)


class _ManyFiles(forms.FileInput):
    allow_multiple_selected = True


class MediaField(forms.FileField):
    """None, one or several files."""

    widget = _ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(MediaField, self).clean(one, initial) for one in given]


def _unit_field() -> UnitField:
    return UnitField(
        Unit.objects.none(),
        label="กลุ่มเจ้าของแบบฟอร์ม",
        empty_label=None,
        error_messages={
            "required": "โปรดเลือกกลุ่มเจ้าของแบบฟอร์ม",
            "invalid_choice": "โปรดเลือกกลุ่มจากรายการที่กำหนด",
        },
    )


class OfUnitForm(forms.Form):
    """For which of the member's units; the key is the page's, so that what is sent twice is made once."""

    unit = _unit_field()
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["key"].initial = new_id()
        units = access.makeable_units(member)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].initial = _own_unit(member, units)

    @property
    def key_given(self) -> UUID | None:
        key: UUID | None = self.cleaned_data.get("key")
        return key


def _own_unit(member: Member, units: Any) -> UUID | None:
    """The division in which one serves: all of it works on the form then, not one's section alone."""
    served = member.divisions_as()
    return next((unit.pk for unit in units if unit.pk in served), None)


class EmptyForm(OfUnitForm):
    title = CleanCharField(label="ชื่อแบบฟอร์ม", max_length=300, error_messages={"required": "โปรดใส่ชื่อแบบฟอร์ม"})
    kind = forms.ChoiceField(label="ประเภท", choices=FormKind.choices)
    field_order = ("title", "kind", "unit")


class CopyForm(OfUnitForm):
    title = CleanCharField(
        label="ชื่อแบบฟอร์มใหม่", max_length=300, error_messages={"required": "โปรดใส่ชื่อแบบฟอร์มใหม่"}
    )
    field_order = ("title", "unit")


class WorkbookForm(OfUnitForm):
    workbook = forms.FileField(
        label="ไฟล์แบบฟอร์ม (.xlsx)",
        help_text="แบบ XLSForm: แผ่นงาน survey, choices และ settings",
        error_messages={"required": "โปรดเลือกไฟล์แบบฟอร์ม", "empty": "ไฟล์ว่างเปล่า โปรดเลือกไฟล์ใหม่"},
        widget=forms.FileInput(attrs={"accept": ".xlsx", "data-max-bytes": MAX_WORKBOOK_BYTES}),
    )
    beside = MediaField(label="ไฟล์ประกอบ", required=False, help_text=MEDIA_HINT)
    may_replace = forms.BooleanField(label="แทนที่ฉบับร่างที่มีอยู่ หากมี", required=False)
    field_order = ("workbook", "beside", "unit", "may_replace")

    def clean_workbook(self) -> UploadedFile[bytes]:
        given: UploadedFile[bytes] = self.cleaned_data["workbook"]
        if (given.size or 0) > MAX_WORKBOOK_BYTES:
            raise forms.ValidationError(
                f"ไฟล์ใหญ่เกิน {MAX_WORKBOOK_BYTES // 1024 // 1024} MB โปรดลบแผ่นงานและรูปภาพที่ไม่ใช้ แล้วเลือกไฟล์ใหม่"
            )
        return given


class MediaForm(forms.Form):
    beside = MediaField(label="ไฟล์ประกอบ", help_text=MEDIA_HINT, error_messages={"required": "โปรดเลือกไฟล์"})


class DescribeForm(forms.Form):
    unit = _unit_field()
    kind = forms.ChoiceField(label="ประเภท", choices=FormKind.choices)
    landing = forms.ChoiceField(
        label="เมื่อรับข้อมูลแล้วบันทึกเข้าทะเบียน", required=False, help_text="มีผลกับฉบับที่เผยแพร่ต่อจากนี้",
        error_messages={"invalid_choice": "โปรดเลือกทะเบียนจากรายการที่กำหนด"},
    )  # fmt: skip
    for_schools = forms.BooleanField(label="ให้โรงเรียนกรอกด้วย", required=False)

    def __init__(
        self, *args: Any, member: Member, kept: UUID | None, landings: Iterable[tuple[str, str]], **facts: Any
    ) -> None:
        super().__init__(*args, **facts)
        self.fields["landing"].choices = [("", "ไม่บันทึกเข้าทะเบียน"), *landings]  # type: ignore[attr-defined]
        offered = Q(pk__in=access.makeable_units(member).values("pk")) | Q(pk=kept)
        self.fields["unit"].queryset = units_of(member.office).filter(offered)  # type: ignore[attr-defined]


class FormFilter(forms.Form):
    """What narrows the list of forms; a wrong value narrows nothing."""

    q = CleanCharField(
        label="ค้นหา", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True, "placeholder": "ชื่อหรือรหัสแบบฟอร์ม"}),
    )  # fmt: skip
    unit = forms.ModelChoiceField(Unit.objects.none(), label="กลุ่ม", required=False, empty_label="ทุกกลุ่ม")
    kind = forms.ChoiceField(label="ประเภท", required=False, choices=[("", "ทุกประเภท"), *FormKind.choices])
    state = forms.ChoiceField(label="สถานะ", required=False)

    STATES = (("published", "เผยแพร่แล้ว"), ("making", "กำลังจัดทำ"), ("retired", "เลิกใช้แล้ว"))

    def __init__(self, *args: Any, member: Member, **facts: Any) -> None:
        super().__init__(*args, **facts)
        used = access.visible_forms(member).values("unit")
        units = Unit.objects.filter(office=member.office, pk__in=used).order_by("position", "pk")
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["unit"].label_from_instance = lambda unit: unit.short_name  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", "ที่ใช้อยู่"), *self.STATES]  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
