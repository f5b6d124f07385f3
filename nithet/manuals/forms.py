from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet

from nithet.core.fields import CleanCharField
from nithet.manuals.models import Manual
from nithet.manuals.queries.catalogue import ready_codes
from nithet.manuals.reading import UnreadableManualError
from nithet.manuals.reading.decoding import decode
from nithet.offices.models import Unit
from nithet.thai.text import clean

MEGABYTE = 1024 * 1024
_NOT_YET = (".doc", ".docx", ".pdf", ".odt", ".rtf")
_CHOOSE_UNIT = "โปรดเลือกกลุ่มจากรายการที่กำหนด"


class EitherMixin:
    """One of two fields is needed: neither is marked as optional, and the form says when both are empty."""

    def validate(self, value: Any) -> None:
        """An empty one is no error here."""


class EitherFileField(EitherMixin, forms.FileField):
    widget = forms.FileInput


class PastedField(EitherMixin, forms.CharField):
    """Text as it was pasted: line numbers stay, and no hidden character is a reason to refuse it."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\x00", "")


class ManualField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Manual) -> str:
        return obj.title


class UploadForm(forms.Form):
    """A manual as a file or as text. After `is_valid`, `content` and `name` are what is to be read.

    `refusal` says why it cannot be read; the page shows it with what was expected and the ways on.
    """

    file = EitherFileField(
        label="ไฟล์คู่มือ",
        allow_empty_file=True,
        help_text="ไฟล์ข้อความ .txt หรือ .md ส่วน Word และ PDF โปรดคัดลอกข้อความมาวางในช่องถัดไป",
        widget=forms.FileInput(attrs={"accept": ".txt,.md,text/plain,text/markdown"}),
        max_length=255,
        error_messages={"max_length": "ชื่อไฟล์ยาวเกิน 255 ตัวอักษร โปรดตั้งชื่อให้สั้นลง"},
    )
    text = PastedField(
        label="หรือวางข้อความในคู่มือ",
        help_text="เปิดคู่มือใน Word หรือ PDF เลือกทั้งหมด คัดลอก แล้ววางที่นี่",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    manual = ManualField(
        Manual.objects.none(),
        label="เป็นฉบับปรับปรุงของ",
        required=False,
        empty_label="ไม่ใช่ เป็นคู่มือเล่มใหม่",
        error_messages={"invalid_choice": "โปรดเลือกคู่มือจากรายการที่กำหนด"},
        help_text="เลือกเมื่อมีคู่มือเล่มนี้ในระบบแล้ว",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="กลุ่มเจ้าของคู่มือ",
        required=False,
        empty_label="ตามที่ระบุในคู่มือ หรือกลุ่มของท่าน",
        error_messages={"invalid_choice": _CHOOSE_UNIT},
        help_text="ใช้กับคู่มือเล่มใหม่ เปลี่ยนได้ในหน้าตรวจทาน",
    )

    use_required_attribute = False
    content = ""
    name = ""
    refusal = ""

    def __init__(self, *args: Any, manuals: QuerySet[Manual], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, manuals=manuals, units=units)
        self.fields["file"].widget.attrs["data-max-bytes"] = str(settings.MANUAL_MAX_BYTES)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        file, text = found.get("file"), found.get("text") or ""
        if self.errors:
            return found
        try:
            if file and text.strip():
                self._refuse_field("text", "เลือกไฟล์และวางข้อความพร้อมกัน โปรดใช้อย่างใดอย่างหนึ่ง")
            elif file:
                self._take_file(file)
            else:
                self._take_text(text)
        except UnreadableManualError as error:
            self.refuse(error.reason)
        return found

    def refuse(self, reason: str) -> None:
        """The file or the text is no manual that can be read."""
        self._refuse_field("file" if self.files.get("file") else "text", reason)

    def _refuse_field(self, name: str, reason: str) -> None:
        self.refusal = reason
        self.add_error(name, reason)

    def _take_file(self, file: UploadedFile[bytes]) -> None:
        self.name = clean(file.name or "")
        _refuse_large(file.size or 0)
        suffix = PurePath(self.name).suffix.lower()
        if suffix in _NOT_YET:
            self.refuse(f"ขณะนี้ยังอ่านไฟล์ {suffix} โดยตรงไม่ได้ โปรดเปิดไฟล์ คัดลอกข้อความทั้งหมด แล้ววางในช่องข้อความ")
            return
        self.content = decode(file.read(), name=self.name)

    def _take_text(self, text: str) -> None:
        if not text.strip():
            self.refuse("ยังไม่มีข้อความของคู่มือ โปรดเลือกไฟล์หรือวางข้อความ")
            return
        _refuse_large(len(text.encode()))
        self.content = text


class CatalogueForm(forms.Form):
    procedures = forms.MultipleChoiceField(
        label="กระบวนงาน", error_messages={"required": "โปรดเลือกอย่างน้อย 1 กระบวนงาน"}
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="กลุ่มเจ้าของคู่มือ",
        required=False,
        empty_label="ตามแม่แบบ หรือกลุ่มของท่าน",
        error_messages={"invalid_choice": _CHOOSE_UNIT},
        help_text="เปลี่ยนได้ในหน้าตรวจทาน",
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, units=units)
        self.fields["procedures"].choices = [(code, code) for code in ready_codes()]  # type: ignore[attr-defined]


class DescribeForm(forms.Form):
    title = CleanCharField(label="ชื่อคู่มือ", max_length=300, error_messages={"required": "โปรดกรอกชื่อคู่มือ"})
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="กลุ่มเจ้าของคู่มือ",
        empty_label="เลือกกลุ่ม",
        error_messages={"required": "โปรดเลือกกลุ่มเจ้าของคู่มือ", "invalid_choice": _CHOOSE_UNIT},
    )

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, units=units)


def _choose_from(form: forms.Form, *, units: QuerySet[Unit], manuals: QuerySet[Manual] | None = None) -> None:
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    if manuals is not None:
        form.fields["manual"].queryset = manuals  # type: ignore[attr-defined]


def _refuse_large(size: int) -> None:
    if size > settings.MANUAL_MAX_BYTES:
        raise UnreadableManualError("too-large", limit=settings.MANUAL_MAX_BYTES // MEGABYTE)
