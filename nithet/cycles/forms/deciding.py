"""What is typed when a task is submitted, and when it is decided on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.ids import new_id
from nithet.cycles.memos import SUBJECT_LENGTH, Memo
from nithet.cycles.models import Evidence
from nithet.cycles.routes import HEARD, Stop
from nithet.manuals.models import Step
from nithet.offices.models import Person, Role
from nithet.thai.numerals import ThaiNumberError, parse_number

_MOST_MONEY = Decimal("999999999999.99")
MOST_MARKED = 20


def _lines(rows: int, hint: str = "") -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "placeholder": hint})


class BahtField(forms.Field):
    """An amount of money as people type it: “96,400”, “๙๖,๔๐๐ บาท”. Value: a decimal, or None."""

    widget = forms.TextInput(
        attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": "เช่น 96,400"}
    )

    def to_python(self, value: Any) -> Decimal | None:
        if not value:
            return None
        try:
            amount = parse_number(str(value))
        except ThaiNumberError as error:
            raise forms.ValidationError(str(error)) from error
        if not 0 < amount <= _MOST_MONEY or amount != round(amount, 2):
            raise forms.ValidationError("โปรดกรอกจำนวนเงินเป็นบาท มากกว่า 0 ทศนิยมไม่เกิน 2 ตำแหน่ง")
        return amount


class SubmitForm(forms.Form):
    note = CleanCharField(label="ข้อความถึงผู้พิจารณา", required=False, max_length=4000, widget=_lines(3))
    memo_subject = CleanCharField(label="เรื่อง", required=False, max_length=SUBJECT_LENGTH)
    memo_text = CleanCharField(label="ข้อความ", required=False, max_length=20000, widget=_lines(14))
    # From which facts the memo on the page was made.
    memo_mark = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)
    money = BahtField(
        label="วงเงิน (บาท)", required=False, help_text="เรื่องที่มีวงเงินผ่านความเห็นของแผนและการเงินก่อน"
    )
    money_source = CleanCharField(
        label="แหล่งงบประมาณ",
        required=False,
        max_length=200,
        help_text="เช่น งบประจำ โครงการ หรือเงินรายได้สถานศึกษา",
    )

    @classmethod
    def of(cls, memo: Memo) -> SubmitForm:
        return cls(initial={"memo_subject": memo.subject, "memo_text": memo.text, "memo_mark": memo.mark})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("money") and not data.get("money_source"):
            self.add_error("money_source", "โปรดระบุแหล่งงบประมาณของวงเงินที่ขอ")
        elif data.get("money_source") and "money" in data and not data["money"]:
            self.add_error("money", "โปรดกรอกวงเงินของแหล่งงบประมาณที่ระบุ")
        return data


class GiveForm(forms.Form):
    opinion = CleanCharField(label="ความเห็น", required=False, max_length=4000, widget=_lines(2))
    conditions = CleanCharField(label="โดยให้", required=False, max_length=2000, widget=_lines(2))


class ReturnForm(forms.Form):
    """Why it goes back, and for each part of it what is to be mended there."""

    reason = CleanCharField(
        label="เหตุผล",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )

    def __init__(self, *args: Any, parts: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "return_%s", **kwargs})
        self.parts = dict(parts)
        for name, title in parts:
            self.fields[f"mark-{name}"] = CleanCharField(label=title, required=False, max_length=500)

    def part_fields(self) -> list[forms.BoundField]:
        return [self[f"mark-{name}"] for name in self.parts]

    @property
    def has_marks(self) -> bool:
        return any(bound.value() for bound in self.part_fields())

    @property
    def marked(self) -> list[dict[str, str]]:
        said = {name: self.cleaned_data[f"mark-{name}"] for name in self.parts}
        return [
            {"field": name, "title": self.parts[name], "words": said[name]} for name in said if said[name]
        ]


def parts_of(*, has_money: bool, evidence: Iterable[Evidence]) -> list[tuple[str, str]]:
    """What can be marked in a submission: its memo, its money, each of its evidence."""
    money = [("money", "วงเงินและแหล่งงบประมาณ")] if has_money else []
    given = [(f"evidence-{one.pk}", f"หลักฐาน: {one.title[:80]}") for one in evidence]
    memo = [("memo_subject", "ชื่อเรื่อง"), ("memo_text", "ข้อความในบันทึก")]
    return [*memo, *money, *given][:MOST_MARKED]


class DirectForm(forms.Form):
    # Made with the page, so that a direction sent twice is one.
    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=new_id)
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label="มอบหมายให้",
        empty_label="เลือกผู้รับมอบหมาย",
        error_messages={"required": "โปรดเลือกผู้รับมอบหมาย", "invalid_choice": "โปรดเลือกบุคลากรในรายการ"},
    )
    order = CleanCharField(
        label="สิ่งที่ให้ดำเนินการ",
        max_length=4000,
        widget=_lines(3),
        error_messages={"required": "โปรดระบุสิ่งที่ให้ดำเนินการ"},
    )
    due_on = ThaiDateField(label="ภายในวันที่", error_messages={"required": "โปรดระบุวันครบกำหนด"})

    def __init__(self, *args: Any, people: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "direct_%s", **kwargs})
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        self.today = today

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self.today:
            raise forms.ValidationError("วันครบกำหนดต้องไม่ก่อนวันนี้ โปรดแก้ไขวันที่")
        return day


_PASSES = [("none", "ไม่ผ่าน"), ("all", "ทุกเรื่อง"), ("money", "เฉพาะเรื่องที่มีวงเงิน")]


class RouteForm(forms.Form):
    """Which roles a kind of matter passes and in what order, and who has the last word."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    last = forms.ChoiceField(label="ผู้พิจารณาขั้นสุดท้าย")

    def __init__(
        self, data: Any = None, *, matter: str, lasts: Sequence[Role], stops: Sequence[Stop], seen: str
    ) -> None:
        super().__init__(data, initial={"last": stops[-1].role.value, "seen": seen, **_initial(stops)})
        self.matter = matter
        self.fields["last"].choices = [(role.value, role.label) for role in lasts]  # type: ignore[attr-defined]
        places = [(str(n), str(n)) for n in range(1, len(HEARD) + 1)]
        for role in HEARD:
            self.fields[f"{role}-passes"] = forms.ChoiceField(
                label=role.label, choices=_PASSES, initial="none"
            )
            self.fields[f"{role}-place"] = forms.ChoiceField(label=f"ลำดับของ{role.label}", choices=places)

    def lines(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """As the stations lie now; those that are passed by come last."""
        laid = sorted(HEARD, key=lambda role: self.initial[f"{role}-place"])
        return [(role.label, self[f"{role}-passes"], self[f"{role}-place"]) for role in laid]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        taken: dict[str, Role] = {}
        for role in HEARD:
            place = data.get(f"{role}-place")
            if data.get(f"{role}-passes") in (None, "none") or place is None or role == data.get("last"):
                continue
            first = taken.setdefault(place, role)
            if first != role:
                self.add_error(f"{role}-place", f"ลำดับซ้ำกับ{first.label} โปรดเลือกลำดับอื่น")
        return data

    @property
    def stops(self) -> list[Stop]:
        data, last = self.cleaned_data, Role(self.cleaned_data["last"])
        passing = [role for role in HEARD if data[f"{role}-passes"] != "none" and role != last]
        passing.sort(key=lambda role: int(data[f"{role}-place"]))
        heard = [Stop(role, "pass_on", data[f"{role}-passes"] == "money") for role in passing]
        return [*heard, Stop(last, Step.Ask(self.matter).value)]


def _initial(stops: Sequence[Stop]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, stop in enumerate(stops[:-1], start=1):
        found[f"{stop.role}-passes"] = "money" if stop.if_money else "all"
        found[f"{stop.role}-place"] = str(place)
    free = (str(n) for n in range(len(stops), len(HEARD) + 1))
    return found | {
        f"{role}-place": next(free, str(len(HEARD))) for role in HEARD if f"{role}-place" not in found
    }
