"""What an improvement asks (แบบบันทึก M6 and T1)."""

from __future__ import annotations

from typing import Any

from django import forms

from nithet.core.fields import BahtField, CleanCharField, ThaiDateField, ThaiDecimalField
from nithet.registers.generic.forms import ItemForm, RowForm, lines
from nithet.registers.improvements.models import Figure, Improvement

Sort, Progress = Improvement.Sort, Improvement.Progress


class ImprovementForm(ItemForm):
    sort = forms.ChoiceField(label="ประเภท", choices=Sort, initial=Sort.SERVICE)
    problem = CleanCharField(label="ปัญหาที่พบ", max_length=4000, widget=lines())
    seen_in = CleanCharField(
        label="พบปัญหาจาก",
        max_length=300,
        required=False,
        help_text="เช่น บันทึกการให้บริการสื่อ การนิเทศ คำร้องของโรงเรียน",
    )
    cause = CleanCharField(label="สาเหตุ", max_length=4000, required=False, widget=lines(2))
    remedy = CleanCharField(label="วิธีแก้ไขปรับปรุง", max_length=4000, required=False, widget=lines())
    began_on = ThaiDateField(label="เริ่มปรับปรุงวันที่", required=False)
    progress = forms.ChoiceField(label="ความก้าวหน้า", choices=Progress, initial=Progress.PLANNED)
    result = CleanCharField(label="ผลที่ได้", max_length=4000, required=False, widget=lines(2))
    old_process = CleanCharField(
        label="กระบวนงานเดิม (เฉพาะงาน ICT)", max_length=4000, required=False, widget=lines(2)
    )
    tool = CleanCharField(label="เครื่องมือ ICT ที่ใช้ (เฉพาะงาน ICT)", max_length=300, required=False)
    joined_with = CleanCharField(
        label="ระบบที่เชื่อมโยง (เฉพาะงาน ICT)",
        max_length=300,
        required=False,
        help_text="ของเขต ของสถานศึกษา หรือของ สพฐ.",
    )
    developer = CleanCharField(label="ผู้พัฒนา (เฉพาะงาน ICT)", max_length=200, required=False)
    budget = BahtField(label="งบประมาณที่ใช้ (บาท)", required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("sort") == Sort.ICT:
            for name in ("old_process", "tool"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, "งานประเภท ICT ต้องระบุข้อมูลนี้")
        return given


class FigureForm(RowForm):
    name = CleanCharField(label="สิ่งที่วัด", max_length=200, help_text="เช่น เวลารออนุมัติการยืมสื่อ")
    unit = forms.ChoiceField(label="หน่วย", choices=Figure.Unit)
    before = ThaiDecimalField(label="ก่อนปรับปรุง")
    after = ThaiDecimalField(label="หลังปรับปรุง", required=False, help_text="เว้นว่างไว้ หากยังไม่ได้วัด")
