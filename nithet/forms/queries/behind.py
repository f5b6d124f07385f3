"""The submissions behind a figure of a round, as the address of the figure names it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Cast

from nithet.forms.models import Round, RoundAnswer, Submission
from nithet.forms.results.shapes import InstrumentItem, Role
from nithet.forms.services.tallying import instrument_of

PROPERTIES = frozenset({"cluster", "size", "highland", "district", "role", "unit"})
"""What those who were asked are told apart by; all else are paths of questions."""

_NONE = "-"
"""Value of those who left a question open."""


def behind(rows: QuerySet[Submission], given: Mapping[str, Any]) -> QuerySet[Submission]:
    """Those that count in the round `given["round"]`, who answered `path` (with `value`), of the group `by` = `at`.

    Nobody opens the submissions of an anonymous round.
    """
    round_ = Round.objects.filter(pk=given["round"]).select_related("version__form").first()
    if round_ is None or round_.is_anonymous:
        return rows.none()
    answers = RoundAnswer.objects.filter(round=round_, standing=RoundAnswer.Standing.COUNTED)
    if by := given.get("by"):
        answers = _of_group(answers, by, given.get("at") or "")
    rows = rows.filter(pk__in=answers.order_by().values("submission"))
    if path := given.get("path"):
        item = instrument_of(round_.version).item(path)
        rows = _answering(rows, path, given.get("value") or "", item)
    return rows


def _of_group(answers: QuerySet[RoundAnswer], by: str, at: str) -> QuerySet[RoundAnswer]:
    """A property of who was asked, or the path of a question."""
    told = "properties" if by in PROPERTIES else "submission__answers"
    return answers.annotate(group_value=_text_of(by, told)).filter(group_value=at)


def _answering(
    rows: QuerySet[Submission], path: str, value: str, item: InstrumentItem | None
) -> QuerySet[Submission]:
    if item is not None and item.repeat:
        return _in_lines(rows, item, path, value)
    if item is not None and item.role == Role.DUAL:
        return rows.filter(answers__has_keys=[item.actual, item.desired])
    if value == _NONE:
        return rows.exclude(answers__has_key=path)
    if not value or (item is not None and item.role == Role.NUMBER):
        return rows.filter(answers__has_key=path)
    return _telling(rows, path, value, item.role if item else Role.CHOICE)


def _telling(rows: QuerySet[Submission], path: str, value: str, role: Role) -> QuerySet[Submission]:
    """A choice; one of several; a month; a word."""
    if role == Role.CHOICES:
        return _holding(rows.annotate(told=Cast(KeyTransform(path, "answers"), TextField())), value)
    lookup = {Role.DATE: "told__startswith", Role.TEXT: "told__icontains"}.get(role, "told")
    return rows.annotate(told=_text_of(path, "answers")).filter(**{lookup: value})


def _text_of(path: str, column: str) -> Cast:
    """The text itself: compared without the cast, it would be read as JSON."""
    return Cast(KeyTextTransform(path, column), TextField())


def _holding(rows: QuerySet[Submission], name: str) -> QuerySet[Submission]:
    """A name among several; one engine keeps letters in JSON as they are, the other escapes them."""
    return rows.filter(Q(told__contains=f'"{name}"') | Q(told__contains=json.dumps(name)))


def _in_lines(
    rows: QuerySet[Submission], item: InstrumentItem, path: str, value: str
) -> QuerySet[Submission]:
    """Any line that answers it; how engines write JSON as text differs in spaces."""
    rows = rows.annotate(told=Cast(KeyTransform(item.repeat, "answers"), TextField()))
    asked = json.dumps(item.actual or path)
    if not value or item.role not in (Role.RATING, Role.OBSERVATION, Role.CHOICE):
        return rows.filter(told__contains=f"{asked}:")
    close, apart = (f"{asked}:{space}{json.dumps(value)}" for space in ("", " "))
    return rows.filter(Q(told__contains=close) | Q(told__contains=apart))
