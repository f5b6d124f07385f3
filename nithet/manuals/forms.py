from __future__ import annotations

from typing import Any, BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict

from nithet.core.fields import CleanCharField
from nithet.core.files import plain_name
from nithet.manuals.exchange.files import MOST_BYTES
from nithet.manuals.given import Given, in_order, is_short_text, looked_at, refuse_large
from nithet.manuals.models import Manual
from nithet.manuals.queries.catalogue import ready_codes
from nithet.manuals.reading import UnreadableManualError
from nithet.manuals.sources import Extracted, UnreadableSourceError, doc, extract, joined
from nithet.offices.models import Unit

MOST_FILES = 50
ACCEPTED = ".docx,.docm,.doc,.pdf,.txt,.md,text/plain,text/markdown,application/pdf"
_CHOOSE_UNIT = "โปรดเลือกกลุ่มจากรายการที่กำหนด"


class EitherMixin:
    """One of two fields is needed: neither is marked as optional, and the form says when both are empty."""

    def validate(self, value: Any) -> None:
        """An empty one is no error here."""


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


class ChosenFilesInput(forms.FileInput):
    allow_multiple_selected = True


class EitherFilesField(EitherMixin, forms.FileField):
    """One or several files, in the order in which they came."""

    widget = ChosenFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [one for one in (super(EitherFilesField, self).clean(each, initial) for each in given) if one]


class _PlacedForm(forms.Form):
    """Which manual, of which unit, what comes in belongs to."""

    manual = ManualField(
        Manual.objects.none(),
        label="เป็นฉบับปรับปรุงของ",
        required=False,
        empty_label="ถามหลังอ่าน หากกลุ่มมีคู่มืออยู่แล้ว",
        error_messages={"invalid_choice": "โปรดเลือกคู่มือจากรายการที่กำหนด"},
        help_text="เลือกก่อนได้เมื่อมีคู่มือเล่มนี้ในระบบแล้ว",
    )
    unit = forms.ModelChoiceField(
        Unit.objects.none(),
        label="กลุ่มเจ้าของคู่มือ",
        required=False,
        empty_label="ตามที่ระบุในคู่มือ หรือกลุ่มของท่าน",
        error_messages={"invalid_choice": _CHOOSE_UNIT},
        help_text="เปลี่ยนได้ในหน้าตรวจทาน",
    )

    field_order = ("file", "text")
    use_required_attribute = False

    def __init__(self, *args: Any, manuals: QuerySet[Manual], units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose_from(self, manuals=manuals, units=units)


class UploadForm(_PlacedForm):
    """A manual as files or as text. After `is_valid` it is either `content`, or `given` files.

    `extracted` is the text of files that were read at once. `refusal` says why it cannot be read; the page shows it
    with what was expected and the ways on.
    """

    file = EitherFilesField(
        label="ไฟล์คู่มือ",
        allow_empty_file=True,
        widget=ChosenFilesInput(attrs={"accept": ACCEPTED, "data-ordered": "order"}),
        max_length=255,
        error_messages={"max_length": "ชื่อไฟล์ยาวเกิน 255 ตัวอักษร โปรดตั้งชื่อให้สั้นลง"},
    )
    text = PastedField(
        label="หรือวางข้อความในคู่มือ",
        help_text="เปิดคู่มือใน Word หรือ PDF เลือกทั้งหมด คัดลอก แล้ววางที่นี่",
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    content = ""
    refusal = ""
    extracted: Extracted | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given: list[Given] = []
        self.fields["file"].widget.attrs["data-max-bytes"] = str(settings.MANUAL_FILE_MAX_BYTES)
        self.fields["file"].help_text = _file_hint()

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        files, text = found.get("file") or [], found.get("text") or ""
        if self.errors:
            return found
        try:
            if files and text.strip():
                self._refuse_field("text", "เลือกไฟล์และวางข้อความพร้อมกัน โปรดใช้อย่างใดอย่างหนึ่ง")
            elif files:
                self._take_files(files)
            else:
                self._take_text(text)
        except (UnreadableManualError, UnreadableSourceError) as error:
            self.refuse(reason_of(error))
        return found

    def refuse(self, reason: str) -> None:
        """The files or the text are no manual that can be read."""
        self._refuse_field("file" if self.files.get("file") else "text", reason)

    def _refuse_field(self, name: str, reason: str) -> None:
        self.refusal = reason
        self.add_error(name, reason)

    def _take_files(self, files: list[UploadedFile[bytes]]) -> None:
        if len(files) > MOST_FILES:
            self.refuse(f"เลือกได้ไม่เกิน {MOST_FILES} ไฟล์ต่อคู่มือหนึ่งเล่ม ท่านเลือก {len(files)} ไฟล์ โปรดรวมไฟล์ก่อน")
            return
        order: list[str] = self.data.getlist("order") if isinstance(self.data, QueryDict) else []
        self.given = [looked_at(file, of_several=len(files) > 1) for file in in_order(files, order)]
        if is_short_text(self.given):
            self.extracted = joined([extract(cast("BinaryIO", one.upload), one.name) for one in self.given])

    def _take_text(self, text: str) -> None:
        if not text.strip():
            self.refuse("ยังไม่มีข้อความของคู่มือ โปรดเลือกไฟล์หรือวางข้อความ")
            return
        refuse_large(len(text.encode()), settings.MANUAL_MAX_BYTES)
        self.content = text


class ImportForm(_PlacedForm):
    """A manual as BPMN or YAML. After `is_valid`, `content` and `name` are what is to be taken in."""

    file = forms.FileField(
        label="ไฟล์ BPMN หรือ YAML",
        help_text="ไฟล์ .bpmn .xml .yaml หรือ .yml ไฟล์ละ 1 กระบวนงานหรือทั้งเล่ม",
        widget=forms.FileInput(attrs={"accept": ".bpmn,.xml,.yaml,.yml"}),
        max_length=255,
        error_messages={
            "required": "โปรดเลือกไฟล์",
            "empty": "ไฟล์ว่าง โปรดเลือกไฟล์อื่น",
            "max_length": "ชื่อไฟล์ยาวเกิน 255 ตัวอักษร โปรดตั้งชื่อให้สั้นลง",
        },
    )
    content = b""
    name = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["data-max-bytes"] = str(MOST_BYTES)

    def clean_file(self) -> UploadedFile[bytes]:
        """Never more of it in memory than may be taken in, and one byte that tells that it is more."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        self.name, self.content = plain_name(file.name or ""), file.read(MOST_BYTES + 1)
        return file


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


def reason_of(error: UnreadableManualError | UnreadableSourceError) -> str:
    return error.reason if isinstance(error, UnreadableManualError) else error.message


def _file_hint() -> str:
    old = " Word รุ่นเก่า (.doc)" if doc.is_available() else ""
    return f"Word (.docx){old} PDF หรือไฟล์ข้อความ (.txt .md) เลือกหลายไฟล์ได้ ระบบอ่านต่อกันเป็นคู่มือเล่มเดียว"
