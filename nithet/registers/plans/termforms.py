"""The lists of words as rows of a form."""

from __future__ import annotations

from typing import Any

from django import forms

from nithet.core.fields import CleanCharField
from nithet.offices.members import Member
from nithet.registers.generic.book import PartKind
from nithet.registers.generic.forms import PartRows, RowForm, rows_form
from nithet.registers.plans.models import Term
from nithet.registers.plans.terms import terms_of


class TermForm(RowForm):
    was = forms.CharField(widget=forms.HiddenInput, required=False)
    name = CleanCharField(label="ข้อความ", max_length=300)


def _once(rows: list[dict[str, Any]], member: Member) -> list[dict[str, Any]]:
    names = [row["name"] for row in rows]
    for name in names:
        if names.count(name) > 1:
            raise forms.ValidationError(f"“{name}” มีอยู่แล้วในรายการนี้ โปรดลบแถวที่ซ้ำ")
    return rows


def _kind(code: str, label: str, row_word: str, hint: str) -> PartKind:
    return PartKind(code, Term, TermForm, label, row_word, hint, settle=_once)  # type: ignore[arg-type]  # rows of no item


KINDS = (
    _kind(
        Term.Kind.STRATEGY, "กลยุทธ์", "กลยุทธ์", "ใช้กับแผนของปีที่เลือก เมื่อมีรายการนี้แล้ว แผนของปีนั้นต้องเลือกกลยุทธ์ก่อนเสนอ"
    ),
    _kind(
        Term.Kind.CATEGORY, "หมวดรายจ่าย", "หมวด", "ใช้กับทุกปี แก้ข้อความแล้วรายการเดิมเปลี่ยนตาม ส่วนฉบับที่อนุมัติแล้วคงเดิม"
    ),
    _kind(Term.Kind.SOURCE, "แหล่งงบประมาณ", "แหล่งงบประมาณ", "ใช้กับทุกปี ยอดรวมตามแหล่งงบประมาณแสดงตามลำดับนี้"),
)


class SeenForm(forms.Form):
    """Which words the page was opened with."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


def term_rows(kind: PartKind, year: int, member: Member, data: Any = None) -> PartRows:
    known = terms_of(member.office, kind.code, year if kind.code == Term.Kind.STRATEGY else 0)
    initial = [{"id": term.pk, "was": term.name, "name": term.name} for term in known]
    return rows_form(kind, member, data, initial)
