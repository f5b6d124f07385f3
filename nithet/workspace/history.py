"""Narrowing history by who, when and what."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from nithet.audit.models import Entry
from nithet.audit.words import KINDS
from nithet.core.fields import ThaiDateField
from nithet.offices.forms import Filter, choice_field, search_field
from nithet.thai.dates import BANGKOK
from nithet.thai.text import clean


def _day_field(label: str) -> ThaiDateField:
    return ThaiDateField(label=label, required=False)


class HistoryFilter(Filter):
    who = search_field("ผู้ดำเนินการ", "ชื่อหรือนามสกุล")
    about = choice_field("เรื่อง", "ทุกเรื่อง")
    from_on = _day_field("ตั้งแต่วันที่")
    until_on = _day_field("ถึงวันที่")

    def __init__(self, data: Any) -> None:
        super().__init__(data, about=KINDS.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            raise forms.ValidationError({"until_on": "วันสิ้นสุดต้องไม่มาก่อนวันเริ่มต้น โปรดแก้ไขวันที่"})
        return data


def narrowed(entries: QuerySet[Entry], given: dict[str, Any]) -> QuerySet[Entry]:
    """Entries that fit all that was given. Days are days in Bangkok, both ends included."""
    for word in clean(given.get("who", "")).split():
        entries = entries.filter(by_name__icontains=word)
    if about := given.get("about"):
        entries = entries.filter(verb__startswith=f"{about}.")
    if first := given.get("from_on"):
        entries = entries.filter(at__gte=_begin(first))
    if last := given.get("until_on"):
        entries = entries.filter(at__lt=_begin(last + timedelta(days=1)))
    return entries


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BANGKOK)
