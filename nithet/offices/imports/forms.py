"""What a person is asked in the steps of an import."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Any

from django import forms
from django.conf import settings
from django.forms import BoundField

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.imports.kinds import ImportKind
from nithet.offices.members import Member
from nithet.offices.models import Import

MEGABYTE = 1024 * 1024
MOST_PASTED = 2 * MEGABYTE
HOW_WORDS = {
    "remembered": ("done", "จำไว้จากครั้งก่อน"),
    "name": ("done", "ชื่อคอลัมน์ตรงกัน"),
    "like": ("back", "ชื่อใกล้เคียง โปรดตรวจ"),
    "content": ("back", "ดูจากข้อมูลในคอลัมน์ โปรดตรวจ"),
    "": ("wait", "ไม่ได้จับคู่"),
}


class Either:
    """One of two fields is needed: neither is marked as optional, and the form says when both are empty."""

    def validate(self, value: Any) -> None:
        """An empty one is no error here."""


class EitherFileField(Either, forms.FileField):
    widget = forms.FileInput


class EitherTextField(Either, forms.CharField):
    widget = forms.Textarea


class UploadForm(forms.Form):
    """A list as a file, or copied out of a spreadsheet."""

    kind = forms.ChoiceField(
        label="รายการที่นำเข้า",
        widget=forms.RadioSelect,
        error_messages={"required": "โปรดเลือกว่านำเข้ารายการใด", "invalid_choice": "โปรดเลือกรายการจากที่กำหนด"},
    )
    file = EitherFileField(
        label="ไฟล์",
        allow_empty_file=True,
        help_text="Excel (.xlsx) หรือ CSV ลำดับคอลัมน์ใดก็ได้",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        max_length=255,
        error_messages={"max_length": "ชื่อไฟล์ยาวเกิน 255 ตัวอักษร โปรดตั้งชื่อให้สั้นลง"},
    )
    text = EitherTextField(
        label="หรือวางตารางที่คัดลอกจาก Excel",
        strip=False,
        max_length=MOST_PASTED,
        help_text="เลือกตารางพร้อมแถวหัวตารางใน Excel หรือ Google Sheets คัดลอก แล้ววางที่นี่",
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": "ตารางที่วางใหญ่เกินไป โปรดบันทึกเป็นไฟล์ .xlsx แล้วเลือกไฟล์แทน"},
    )
    use_required_attribute = False

    def __init__(self, *args: Any, kinds: Sequence[ImportKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.code, kind.title) for kind in kinds]  # type: ignore[attr-defined]
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.IMPORT_MAX_BYTES

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > settings.IMPORT_MAX_BYTES:
            most = settings.IMPORT_MAX_BYTES // MEGABYTE
            raise forms.ValidationError(f"ไฟล์ใหญ่เกิน {most} MB โปรดลบแผ่นงานและรูปภาพที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์")
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        has_text = bool((given.get("text") or "").strip())
        if not self.errors and not given.get("file") and not has_text:
            self.add_error("file", "โปรดเลือกไฟล์ หรือวางตารางในช่องถัดไป")
        if given.get("file") and has_text:
            name = PurePath(given["file"].name).name
            self.add_error("text", f"เลือกไฟล์ “{name}” ไว้แล้ว โปรดใช้เพียงอย่างเดียว ลบข้อความในช่องนี้หรือไม่เลือกไฟล์")
        return given


@dataclass(frozen=True)
class ColumnRow:
    """A column of the file as the page shows it."""

    heading: str
    samples: Sequence[str]
    field: BoundField
    sign: str
    how: str
    note: str


class ColumnsForm(forms.Form):
    """What each column is, and what the file does not say."""

    # The browser's own bubble would keep the page from saying it in its own words.
    use_required_attribute = False

    def __init__(self, *args: Any, source: Import, kind: ImportKind, by: Member, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.source, self.asked = kind, source, kind.options_for(by)
        choices = [("", "ไม่นำเข้าคอลัมน์นี้"), *((one.code, source.office.say(one.label)) for one in kind.fields)]
        for place, heading in enumerate(source.headings):
            field = forms.ChoiceField(choices=choices, required=False, label=heading or f"คอลัมน์ที่ {place + 1}")
            field.initial = source.columns.get(str(place), "")
            self.fields[f"column-{place}"] = field
        for option in self.asked:
            asked = option.field()
            # What depends on the columns is asked once they are known (`clean`).
            asked.required = not option.asked_with
            asked.error_messages["required"] = f"โปรดระบุ{asked.label}"
            # They stand beside the form of the columns, and belong to it.
            asked.widget.attrs["form"] = "columns-form"
            if known := source.options.get(option.code):
                asked.initial = date.fromisoformat(known) if isinstance(asked, ThaiDateField) else known
            self.fields[option.code] = asked

    def rows(self) -> Iterator[ColumnRow]:
        for place, told in enumerate(self.source.layout.get("columns", ())):
            bound = self[f"column-{place}"]
            sign, how = HOW_WORDS[told["how"]] if bound.value() else HOW_WORDS[""]
            others = [self._words_of(code) for code in told["others"] if code != bound.value()]
            note = f"อาจเป็น {' หรือ '.join(others)}" if others else ""
            note = self.kind.left_out.get(bound.value() or "", note)
            yield ColumnRow(self.source.headings[place], told["samples"], bound, sign, how, note)

    def _words_of(self, code: str) -> str:
        return self.source.office.say(self.kind.label_of(code))

    def option_fields(self) -> Iterator[BoundField]:
        return (self[option.code] for option in self.asked)

    @property
    def columns(self) -> dict[int, str]:
        """The chosen field of each column, "" for none."""
        return {
            int(name.removeprefix("column-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column-")
        }

    @property
    def options(self) -> dict[str, Any]:
        """As an import keeps them."""
        given = {option.code: self.cleaned_data.get(option.code) for option in self.asked}
        return {code: one.isoformat() if isinstance(one, date) else one for code, one in given.items() if one}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        chosen = {name: value for name, value in given.items() if name.startswith("column-") and value}
        self._refuse_doubles(chosen)
        codes = set(chosen.values())
        if lacking := self.kind.lacking(codes):
            self.add_error(None, f"ยังไม่ได้จับคู่คอลัมน์ที่ต้องมี: {' และ '.join(lacking)} โปรดเลือกที่คอลัมน์ของไฟล์")
        for option in self.asked:
            if option.is_asked(codes) and not given.get(option.code) and option.code not in self.errors:
                self.add_error(option.code, f"โปรดระบุ{self.fields[option.code].label}")
        return given

    def _refuse_doubles(self, chosen: Mapping[str, str]) -> None:
        first: dict[str, str] = {}
        for name, code in chosen.items():
            if code in first:
                heading = self.fields[first[code]].label
                self.add_error(
                    name, f"“{self._words_of(code)}” เลือกไว้ที่คอลัมน์ “{heading}” แล้ว โปรดเลือกเพียงคอลัมน์เดียว"
                )
            first.setdefault(code, name)


class SheetForm(forms.Form):
    sheet = CleanCharField(max_length=100)


class FieldFilter(forms.Form):
    """Narrows problems to one column."""

    field = forms.ChoiceField(label="คอลัมน์", required=False)

    def __init__(self, *args: Any, fields: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["field"].choices = [("", "ทุกคอลัมน์"), *fields]  # type: ignore[attr-defined]
