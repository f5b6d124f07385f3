"""What narrows the list of letters."""

from __future__ import annotations

from typing import Any

from django import forms

from nithet.cycles.models import Letter
from nithet.offices.forms.filters import Filter, choice_field, search_field


class LetterFilter(Filter):
    q = search_field("ค้นหางานแทรก", "เรื่อง ผู้ส่ง หรือเลขที่หนังสือ")
    state = choice_field("สถานะ", "ทุกสถานะ")
    urgency = choice_field("ความเร่งด่วน", "ทุกระดับ")
    mine = forms.BooleanField(label="เฉพาะงานของฉัน", required=False)

    def __init__(self, data: Any) -> None:
        states = [("open", "ยังไม่เสร็จสิ้น"), ("late", "เกินกำหนด"), ("done", "เสร็จสิ้นหรือยกเลิกแล้ว")]
        super().__init__(data, state=states, urgency=Letter.Urgency.choices)
