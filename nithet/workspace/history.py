"""Narrowing history by who, what and when."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from nithet.audit.models import Entry
from nithet.audit.words import KINDS
from nithet.core.fields import ThaiDateField
from nithet.offices.forms import Filter, choice_field, search_field
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK, format_date
from nithet.thai.text import clean


def _day_field(label: str) -> ThaiDateField:
    return ThaiDateField(label=label, required=False)


def _exact_field() -> forms.UUIDField:
    """Comes from a link and stays while other filters change."""
    return forms.UUIDField(required=False, widget=forms.HiddenInput)


class HistoryFilter(Filter):
    who = search_field("ผู้ดำเนินการ", "ชื่อหรือนามสกุล")
    about = choice_field("เรื่อง", "ทุกเรื่อง")
    from_on = _day_field("ตั้งแต่วันที่")
    until_on = _day_field("ถึงวันที่")
    by = _exact_field()
    object = _exact_field()

    def __init__(self, data: Any, *, office: Office) -> None:
        self.kinds = {code: office.say(words) for code, words in KINDS.items()}
        super().__init__(data, about=self.kinds.items())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("from_on"), data.get("until_on")
        if first and last and last < first:
            raise forms.ValidationError({"until_on": "วันสิ้นสุดต้องไม่มาก่อนวันเริ่มต้น โปรดแก้ไขวันที่"})
        return data

    @property
    def described(self) -> str:
        """What was typed and chosen, for the head of a printed page."""
        given = self.given
        words = (
            f"ผู้ดำเนินการ: {given['who']}" if "who" in given else "",
            f"เรื่อง: {self.kinds[given['about']]}" if "about" in given else "",
            f"ตั้งแต่วันที่ {format_date(given['from_on'], 'long')}" if "from_on" in given else "",
            f"ถึงวันที่ {format_date(given['until_on'], 'long')}" if "until_on" in given else "",
        )
        return " · ".join(filter(None, words))


def narrowed(entries: QuerySet[Entry], form: HistoryFilter) -> QuerySet[Entry]:
    """Entries that fit all that was given. Days are days in Bangkok, both ends included."""
    if "by" in form.errors or "object" in form.errors:
        return entries.none()  # a damaged link means something that is not there
    given = form.given
    for word in clean(given.get("who", "")).split():
        entries = entries.filter(by_name__icontains=word)
    if about := given.get("about"):
        entries = entries.filter(verb__startswith=f"{about}.")
    if first := given.get("from_on"):
        entries = entries.filter(at__gte=_begin(first))
    if last := given.get("until_on"):
        entries = entries.filter(at__lt=_begin(last + timedelta(days=1)))
    return _exactly(entries, given)


def _exactly(entries: QuerySet[Entry], given: dict[str, Any]) -> QuerySet[Entry]:
    """One person; one thing and all that belongs to it."""
    if by := given.get("by"):
        entries = entries.filter(by_id=by)
    if thing := given.get("object"):
        entries = entries.filter(Q(object_id=thing) | Q(within_id=thing))
    return entries


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=BANGKOK)
