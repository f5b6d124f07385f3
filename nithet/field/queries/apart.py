"""What came twice, as its list and its page show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.urls import reverse

from nithet.core.pictures import PICTURES
from nithet.field import access, comparing
from nithet.field.comparing import Row
from nithet.field.models import Apart, ApartFile, Device
from nithet.forms.compiled import compiled
from nithet.forms.models import Submission
from nithet.forms.queries.printing import names_of
from nithet.forms.queries.reviewing import look_at
from nithet.forms.queries.submissions import sender_of, state_of
from nithet.forms.reviewing import Look
from nithet.offices.members import Member

MOST_COUNTED = 99
_HEAVY = ("xml", "answers", "submission__xml", "submission__answers", "other__xml", "other__answers")
_NOTES = {
    "": "ยังไม่มี เก็บไว้ให้เลือก",
    Apart.Choice.STANDING: "ไม่มี เก็บไว้ให้เปิดดู",
    Apart.Choice.OTHER: "เป็นคำตอบของ {reference} แล้ว",
    Apart.Choice.BOTH: "ไม่มีแล้ว",
}
_OF_SIDE = ("school", "person", "sent_by")


def in_list(member: Member) -> QuerySet[Apart]:
    """What waits first, the rest as it was chosen last."""
    found = access.visible_apart(member).select_related(
        "submission__form", "submission__school", "submission__person", "submission__sent_by",
        "other__person", "other__sent_by", "person", "sent_by", "chosen_by",
    )  # fmt: skip
    return found.defer(*_HEAVY).order_by(F("chosen_at").desc(nulls_first=True), "-came_at", "-pk")


def waiting_count(member: Member) -> int:
    """At most `MOST_COUNTED` and one: the menu tells no more."""
    waiting = access.visible_apart(member).filter(choice="").order_by()
    return waiting.values("pk")[: MOST_COUNTED + 1].count()


# One of them


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: who sent it, when and from where; `submission` only where it is one."""

    title: str
    sender: str
    device: str
    came_at: datetime
    submission: Submission | None
    state: tuple[str, str] | None
    files: int
    note: str = ""
    """What it is, where it has no reference of its own."""


@dataclass(frozen=True, slots=True)
class Page:
    apart: Apart
    standing: Side
    other: Side
    differing: Sequence[tuple[str, Sequence[Row]]]
    """By the part of the form that they stand in."""
    same: Sequence[Row]
    became: Submission | None

    @property
    def count(self) -> int:
        return sum(len(rows) for _, rows in self.differing)


def for_page(rows: QuerySet[Apart]) -> QuerySet[Apart]:
    sides = [f"{side}__{name}" for side in ("submission", "other") for name in _OF_SIDE]
    return rows.select_related(
        "submission__version__form__office", "submission__form__unit", "submission__form__office", "other__version__form__office",
        "other__form", "version__form__office", "device", "person", "sent_by", "chosen_by", "became", *sides,
    )  # fmt: skip


def page_of(apart: Apart) -> Page:
    """Load it by `for_page`."""
    standing = comparing.Side(_look_before(apart), _digests(apart.submission))
    other = _other_side(apart)
    rows = comparing.side_by_side(standing, other)
    differing = groupby((row for row in rows if row.differs), key=lambda row: row.section)
    devices = _devices(apart)
    return Page(
        apart,
        _first(apart, devices, len(standing.digests)),
        _described(apart, devices, len(other.digests)),
        [(section, list(found)) for section, found in differing],
        [row for row in rows if not row.differs],
        apart.became,
    )


def _look_before(apart: Apart) -> Look:
    """The first one as it stood before the choice: taken into it, the other one stands there now."""
    look = look_at(apart.submission)
    if not _is_taken_over(apart):
        return look
    edit = apart.submission.edits.filter(at__gte=apart.chosen_at).order_by("number").first()
    return replace(look, answers=edit.answers, problems=(), marked=()) if edit else look


def _other_side(apart: Apart) -> comparing.Side:
    if apart.other is not None:
        return comparing.Side(look_at(apart.other), _digests(apart.other))
    version = apart.version or apart.submission.version
    files = list(apart.files.select_related("file"))
    office = apart.submission.form.office.code
    addresses = {one.name: _addresses(office, apart, one) for one in files}
    look = Look(compiled(version).definition, apart.answers, names_of(version), files=addresses)
    return comparing.Side(look, {one.name: one.file.sha256 for one in files})


def _addresses(office: str, apart: Apart, one: ApartFile) -> tuple[str, str]:
    at = [office, apart.pk, one.name]
    small = reverse("field:apart-small", args=at) if one.file.content_type in PICTURES else ""
    return reverse("field:apart-file", args=at), small


def _digests(submission: Submission) -> Mapping[str, str]:
    return dict(submission.files.values_list("name", "file__sha256"))


def _devices(apart: Apart) -> Mapping[UUID, Device]:
    sides = (apart.submission, apart.other)
    asked = Q(pk__in=[one.device_id for one in sides if one is not None and one.device_id])
    return {one.pk: one for one in Device.objects.filter(asked, office=apart.office_id)}


def _of_submission(title: str, one: Submission, devices: Mapping[UUID, Device], files: int) -> Side:
    device = devices.get(one.device_id) if one.device_id else None
    return Side(title, sender_of(one), _place(device), one.received_at, one, state_of(one), files)


def _first(apart: Apart, devices: Mapping[UUID, Device], files: int) -> Side:
    side = _of_submission("ชุดที่มาก่อน", apart.submission, devices, files)
    # Its state is that of the other's answers now.
    return replace(side, state=None) if _is_taken_over(apart) else side


def _is_taken_over(apart: Apart) -> bool:
    return (apart.kind, apart.choice) == (Apart.Kind.CONTENT, Apart.Choice.OTHER)


def _described(apart: Apart, devices: Mapping[UUID, Device], files: int) -> Side:
    title = "ชุดที่มาภายหลัง"
    if apart.other is not None:
        return _of_submission(title, apart.other, devices, files)
    note = _NOTES[apart.choice].format(reference=apart.submission.reference)
    return Side(title, sent_by(apart), _place(apart.device), apart.came_at, apart.became, None, files, note)


def sent_by(apart: Apart) -> str:
    """Who sent what came later."""
    if apart.other is not None:
        return sender_of(apart.other)
    if apart.person is not None:
        return apart.person.name
    return apart.sent_by.name if apart.sent_by else "ไม่ระบุผู้ส่ง"


def _place(device: Device | None) -> str:
    return f"{device.name} ({device.get_kind_display()})" if device else "หน้าเว็บ ไม่ได้ระบุอุปกรณ์"
