"""What a study asks, and what becomes of its recommendations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from nithet.catalogue.laws import load_laws
from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.offices.members import Member
from nithet.registers.generic.forms import ItemForm, RowForm, Suggesting, lines
from nithet.registers.generic.policies import PolicyField
from nithet.registers.studies.models import Recommendation, Source

TO_WHOM = ("ผู้อำนวยการสำนักงานเขต", "กลุ่มเจ้าของเรื่อง", "ศึกษานิเทศก์", "ผู้บริหารสถานศึกษา", "ครูผู้สอน")


@cache
def law_choices() -> tuple[tuple[str, str], ...]:
    return ("", "เลือกจากทะเบียนกฎหมาย"), *_laws()


def _laws() -> Iterator[tuple[str, str]]:
    for law in load_laws():
        words = f"{law.title} พ.ศ. {law.year_be}"
        yield words, f"{words} (ถูกแทนที่แล้ว)" if law.superseded_by else words


class StudyForm(ItemForm):
    question = CleanCharField(
        label="คำถามของการศึกษา", max_length=4000, widget=lines(2), help_text="ต้องการรู้อะไร เพื่อใช้ตัดสินใจเรื่องใด"
    )
    background = CleanCharField(label="ความเป็นมา", max_length=8000, required=False, widget=lines(3))
    users = CleanCharField(
        label="ผู้นำผลไปใช้", max_length=2000, required=False, widget=lines(2), help_text="ใครจะใช้ และใช้กับงานใด"
    )


class SourceForm(RowForm):
    kind = forms.ChoiceField(label="ประเภท", choices=Source.Kind, initial=Source.Kind.DOCUMENT)
    law = forms.ChoiceField(
        label="กฎหมาย", choices=law_choices, required=False, help_text="เลือกแล้วไม่ต้องพิมพ์ชื่อ"
    )
    title = CleanCharField(label="ชื่อแหล่งข้อมูล", max_length=500, required=False)
    where = CleanCharField(label="ที่มา", max_length=500, required=False, help_text="ลิงก์ เลขหน้า ผู้จัดทำ หรือสถานที่")
    on = ThaiDateField(label="วันที่", required=False, help_text="วันที่ของเอกสาร หรือวันที่สอบถาม")

    def clean(self) -> dict[str, Any]:
        """A law that was chosen is the source; it is kept by its name."""
        given = super().clean() or self.cleaned_data
        law = given.pop("law", "")
        if law and not given.get("title"):
            given["title"] = law
        if law:
            given["kind"] = Source.Kind.LAW
        elif not given.get("title") and not given.get("DELETE") and self.has_changed():
            self.add_error("title", "โปรดระบุชื่อแหล่งข้อมูล หรือเลือกกฎหมาย")
        return given


class StudyPolicyForm(RowForm):
    policy = PolicyField()
    note = CleanCharField(label="เกี่ยวข้องอย่างไร", max_length=500, required=False)


class FindingForm(RowForm):
    text = CleanCharField(label="ข้อค้นพบ", max_length=4000, widget=lines(2))


class RecommendationForm(RowForm):
    to_whom = CleanCharField(label="เสนอต่อ", max_length=200, widget=Suggesting(*TO_WHOM))
    text = CleanCharField(label="ข้อเสนอแนะ", max_length=4000, widget=lines(2))


class UptakeForm(forms.Form):
    """What became of a recommendation."""

    uptake = forms.ChoiceField(label="การนำไปใช้", choices=Recommendation.Uptake)
    taken_by = CleanCharField(
        label="นำไปใช้ใน",
        max_length=500,
        required=False,
        help_text="ชื่อแผน คำสั่ง โครงการ หรือลิงก์ หากไม่นำไปใช้ ระบุเหตุผล",
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("uptake") == Recommendation.Uptake.WAITING:
            given["taken_by"] = ""
        elif given.get("uptake") and not given.get("taken_by") and "taken_by" not in self.errors:
            self.add_error("taken_by", "โปรดระบุว่านำไปใช้ในเรื่องใด หรือเหตุผลที่ไม่นำไปใช้")
        return given


def settle_policies(rows: list[dict[str, Any]], member: Member) -> list[dict[str, Any]]:
    """A policy once."""
    chosen = [row["policy"] for row in rows]
    if twice := {policy for policy in chosen if chosen.count(policy) > 1}:
        raise ValidationError([f"เลือก “{policy}” ซ้ำ โปรดเอาแถวที่ซ้ำออก" for policy in twice])
    return rows
