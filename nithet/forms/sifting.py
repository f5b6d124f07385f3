"""What is typed above the table of submissions, and to decide on one, to comment on it and to give all of them out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from nithet.core.fields import CleanCharField, ThaiDateField
from nithet.core.forms import ReasonForm
from nithet.core.ids import new_id
from nithet.forms.models import Form, Submission
from nithet.offices.models import Cluster, School

STATES = (
    ("", "ทุกสถานะ (ไม่รวมที่ยกเลิก)"),
    ("waiting", "รอตรวจรับ"),
    *Submission.State.choices,
)


class SubmissionFilter(forms.Form):
    """A wrong value narrows nothing."""

    q = CleanCharField(
        label="ค้นหา", required=False, max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "data-search": True, "placeholder": "คำตอบ ผู้ส่ง โรงเรียน หรือเลขอ้างอิง"}),
    )  # fmt: skip
    state = forms.ChoiceField(label="สถานะ", required=False, choices=STATES)
    school = forms.ModelChoiceField(
        School.objects.none(), label="โรงเรียน", required=False, empty_label="ทุกโรงเรียน"
    )
    cluster = forms.ModelChoiceField(
        Cluster.objects.none(), label="กลุ่มโรงเรียน", required=False, empty_label="ทุกกลุ่มโรงเรียน"
    )
    version = forms.TypedChoiceField(label="ฉบับ", required=False, coerce=int, empty_value=None)
    from_on = ThaiDateField(label="ได้รับตั้งแต่วันที่", required=False)
    until_on = ThaiDateField(label="ถึงวันที่", required=False)
    problems = forms.BooleanField(label="เฉพาะที่มีข้อโปรดตรวจสอบ", required=False)
    trial = forms.BooleanField(label="แสดงคำตอบทดลอง", required=False)
    # Which figure of a round they stand behind (`queries/behind.py`); told by its address, never typed.
    round = forms.UUIDField(widget=forms.HiddenInput, required=False)
    path = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    value = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    by = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)

    def __init__(
        self,
        *args: Any,
        form: Form,
        numbers: list[int] | None = None,
        schools: QuerySet[School] | None = None,
        **facts: Any,
    ) -> None:
        """`schools`: those that the reader may choose from; all of the office where nobody reads."""
        super().__init__(*args, **facts)
        offered = School.objects.filter(office=form.office_id) if schools is None else schools
        self.fields["school"].queryset = offered.order_by("name", "pk")  # type: ignore[attr-defined]
        clusters = Cluster.objects.filter(office=form.office_id).order_by("name", "pk")
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        known = numbers if numbers is not None else list(form.versions.values_list("number", flat=True))
        choices = [("", "ทุกฉบับ"), *((str(number), f"ฉบับที่ {number}") for number in known)]
        self.fields["version"].choices = choices  # type: ignore[attr-defined]

    @property
    def given(self) -> dict[str, Any]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", False)}


class ReturnForm(ReasonForm):
    """Why it is sent back, and which answers are meant."""

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **{"auto_id": "return_%s", **facts})
        self.fields["reason"].help_text = "ผู้ส่งเห็นข้อความนี้ ทำเครื่องหมายคำตอบที่ต้องแก้ไขไว้ด้วยได้"


class CommentForm(forms.Form):
    text = CleanCharField(
        label="ความเห็น",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "โปรดพิมพ์ความเห็น"},
    )
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **{"auto_id": "comment_%s", **facts})
        self.fields["key"].initial = new_id()


class ExportForm(forms.Form):
    kind = forms.ChoiceField(label="ชนิดไฟล์", widget=forms.RadioSelect)
    labels = forms.TypedChoiceField(
        label="คำตอบแบบเลือกและหัวคอลัมน์", coerce=lambda value: value == "labels", widget=forms.RadioSelect, initial="labels",
        choices=(("labels", "ข้อความภาษาไทย สำหรับอ่าน"), ("codes", "รหัส สำหรับนำไปประมวลผล")),
    )  # fmt: skip
    split = forms.BooleanField(label="แยกข้อที่เลือกได้หลายคำตอบเป็นคอลัมน์ 0/1 ด้วย", required=False)
    with_files = forms.BooleanField(label="รวมไฟล์ภาพและไฟล์แนบ (ได้เป็นไฟล์ ZIP)", required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, kinds: dict[str, str], **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.fields["kind"].choices = list(kinds.items())  # type: ignore[attr-defined]
        self.fields["kind"].initial = "xlsx"
        self.fields["key"].initial = new_id()
