"""What an order of appointment says, and how long it lasts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.forms.fields import places_field
from nithet.offices.forms.filters import role_choices
from nithet.offices.models import Appointment, Office
from nithet.offices.posts import ACTING, POSTS

Capacity = Appointment.Capacity
Choices = Iterable[tuple[str, str]]
# Several at once only where one serves several: a deputy's divisions, a clerk's schools, a supervisor's clusters.
_LABELS = {"unit": "กลุ่มหรือกลุ่มงาน", "school": "โรงเรียน"}


def _last_day(label: str) -> ThaiDateField:
    field = ThaiDateField(label=label, required=False)
    field.widget.attrs["placeholder"] = "เว้นว่างหากไม่กำหนดวันสิ้นสุด"
    return field


class RoleForm(forms.Form):
    """The first question: what the others are follows from it."""

    role = forms.ChoiceField(
        label="หน้าที่", error_messages={"required": "โปรดเลือกหน้าที่", "invalid_choice": "โปรดเลือกหน้าที่จากรายการ"}
    )

    def __init__(self, data: Any, *, office: Office) -> None:
        super().__init__(data)
        choices = [("", "เลือกหน้าที่"), *role_choices(office)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class AppointForm(forms.Form):
    position_title = CleanCharField(
        label="ตำแหน่ง", required=False, max_length=200,
        help_text="ตามที่พิมพ์ในหนังสือ เช่น ศึกษานิเทศก์ชำนาญการพิเศษ เว้นว่างหากตรงกับชื่อหน้าที่ ผู้รักษาราชการแทนเว้นว่างเพื่อใช้ตำแหน่งจริงของตน",
    )  # fmt: skip
    capacity = forms.ChoiceField(
        label="ลักษณะการปฏิบัติหน้าที่",
        choices=[(c.value, c.label or "ดำรงตำแหน่งหรือได้รับมอบหมาย") for c in Capacity],
    )
    order_number = CleanCharField(label="คำสั่งที่", required=False, max_length=80)
    scope = CleanCharField(
        label="ขอบเขตตามคำสั่ง", required=False, max_length=2000, widget=forms.Textarea({"rows": 2}),
        help_text="จำเป็นสำหรับการรักษาราชการแทน ปฏิบัติราชการแทน และรักษาการในตำแหน่ง",
    )  # fmt: skip
    from_on = ThaiDateField(label="ตั้งแต่วันที่", error_messages={"required": "โปรดระบุวันเริ่ม"})
    until_on = _last_day("ถึงวันที่")

    def __init__(
        self, *args: Any, office: Office, role: str, offered: Mapping[str, Choices], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.post = POSTS[role]
        for kind in self.post.kinds:
            label = _LABELS.get(kind) or office.terms["cluster"]
            needed = not self.post.may_be_nowhere and len(self.post.kinds) == 1
            self.fields[kind] = places_field(label, offered[kind], required=needed)
        self.order_fields([*self.post.kinds, *self.base_fields])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kinds = self.post.kinds
        if len(kinds) > 1 and not self.post.may_be_nowhere and not any(data.get(kind) for kind in kinds):
            self.add_error(kinds[0], "โปรดเลือกอย่างน้อย 1 แห่ง")
        if data.get("capacity") in ACTING:
            for name, words in (("order_number", "เลขที่คำสั่ง"), ("scope", "ขอบเขตที่คำสั่งให้ปฏิบัติ")):
                if not data.get(name):
                    self.add_error(name, f"{Capacity(data['capacity']).label}ต้องระบุ{words}")
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            self.add_error("until_on", "วันสุดท้ายต้องไม่มาก่อนวันเริ่ม โปรดแก้วันที่")
        return data


class EndForm(forms.Form):
    until_on = ThaiDateField(label="วันสุดท้ายที่ปฏิบัติหน้าที่", error_messages={"required": "โปรดระบุวันสุดท้าย"})
    reason = CleanCharField(
        label="เหตุผล",
        max_length=4000,
        widget=forms.TextInput({"placeholder": "เช่น ย้าย เกษียณอายุราชการ ลาออก"}),
        error_messages={"required": "โปรดระบุเหตุผล"},
    )  # fmt: skip


class ExtendForm(forms.Form):
    until_on = _last_day("ขยายถึงวันที่")
    reason = CleanCharField(
        label="คำสั่งหรือเหตุผล", max_length=4000, error_messages={"required": "โปรดระบุคำสั่งหรือเหตุผล"}
    )
