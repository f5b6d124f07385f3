"""What people are told of field work: that they have to choose, that a device was lost, that one has long been silent."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from nithet.field import access
from nithet.field.models import Apart, Device
from nithet.field.services.devices import HANDED
from nithet.forms.models import Form
from nithet.notices.kinds import NoticeKind, Told, When
from nithet.offices.members import Member
from nithet.thai.dates import BANGKOK, bangkok_day, format_date

Offices = Collection[UUID] | None
JUST_LOST = timedelta(days=7)
SILENT = timedelta(days=120)


def _of(offices: Offices) -> Q:
    return Q() if offices is None else Q(office__in=offices)


# What waits for a choice


def aparts_waiting(offices: Offices, day: date) -> Iterable[Told]:
    return _told_aparts(Apart.objects.filter(_of(offices), choice=""), day)


def _aparts_since(offices: Offices, day: date, since: datetime) -> Iterable[Told]:
    return _told_aparts(Apart.objects.filter(_of(offices), choice="", came_at__gte=since), day)


def _told_aparts(aparts: QuerySet[Apart], day: date) -> Iterator[Told]:
    found = list(
        aparts.select_related("office", "submission__form__unit", "submission__form__made_by__person", "other")
        .defer("xml", "answers", "submission__xml", "submission__answers", "other__xml", "other__answers")
        .order_by("came_at", "pk")
    )  # fmt: skip
    heads = access.reviewing_heads({one.office_id for one in found}, on=day) if found else {}
    for apart in found:
        submission = apart.submission
        title = f"ข้อมูลไม่ตรงกัน โปรดเลือก: {submission.form.title} เลขอ้างอิง {submission.reference}"
        address = reverse("field:apart-page", args=[apart.office.code, apart.pk])
        for person in dict.fromkeys(_choosers(apart, heads)):
            yield Told(apart.office_id, person, apart.pk, title, address, "waits", apart.get_kind_display())


def _choosers(apart: Apart, heads: Mapping[UUID, list[UUID]]) -> Iterator[UUID]:
    """Who sent both, who made the form, and the heads of its division; of a form of no unit those above all."""
    form, other = apart.submission.form, apart.other or apart
    if apart.submission.person_id and apart.submission.person_id == other.person_id:
        yield apart.submission.person_id
    if (maker := _maker(form)) is not None:
        yield maker
    yield from heads.get(form.unit.division_id if form.unit else form.office_id, ())


def _maker(form: Form) -> UUID | None:
    person = getattr(form.made_by, "person", None)
    return person.pk if person and person.office_id == form.office_id else None


def _opens_aparts(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_apart(member).filter(pk__in=ids).values_list("pk", flat=True))


_STILL_APART = Exists(Apart.objects.filter(pk=OuterRef("object_id"), choice=""))


# Devices


def _lost(offices: Offices, day: date) -> Iterable[Told]:
    return _told_lost(offices, day, datetime.combine(day, time(), tzinfo=BANGKOK) - JUST_LOST)


def _lost_since(offices: Offices, day: date, since: datetime) -> Iterable[Told]:
    return _told_lost(offices, day, since)


def _told_lost(offices: Offices, day: date, since: datetime) -> Iterator[Told]:
    """Its owner and who looks after accounts; not who has reported it."""
    lost = Device.objects.filter(_of(offices), lost_at__gte=since).select_related("office", "person__user")
    found = list(lost)
    keepers = access.account_keepers({one.office_id for one in found}, on=day) if found else {}
    for device in found:
        title = f"อุปกรณ์หาย: {device.name} ของ{device.person.name}"
        people = {device.person_id: device.person.user_id, **keepers.get(device.office_id, {})}
        for person, user in people.items():
            if user and user != device.lost_by_id:
                yield Told(device.office_id, person, device.pk, title, _page(device), "lost", device.lost_how)


def _silent(offices: Offices, day: date) -> Iterator[Told]:
    """Holds something, and has not been heard of for months: found again by its owner, or reported lost."""
    before = datetime.combine(day, time(), tzinfo=BANGKOK) - SILENT
    holding = Q(waiting__isnull=False) | Q(carried__put_back_at=None, carried__isnull=False)
    found = Device.objects.filter(_of(offices), holding, revoked_at=None, seen_at__lt=before)
    for device in found.filter(person__user__is_active=True).select_related("office").distinct():
        if device.seen_at is None:
            continue
        on = bangkok_day(device.seen_at)
        title = f"อุปกรณ์ {device.name} ไม่ได้ติดต่อระบบตั้งแต่ {format_date(on)}"
        detail = "โปรดเปิดอุปกรณ์นั้นเพื่อส่งข้อมูลที่ค้าง หากหาไม่พบ โปรดแจ้งหาย"
        yield Told(
            device.office_id, device.person_id, device.pk, title, _page(device), on.isoformat(), detail
        )


def _page(device: Device) -> str:
    return reverse("field:device-page", args=[device.office.code, device.pk])


def _opens_devices(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(access.visible_devices(member).filter(pk__in=ids).values_list("pk", flat=True))


_STILL_LOST = Exists(Device.objects.filter(pk=OuterRef("object_id"), lost_at__isnull=False))
_STILL_USED = Exists(Device.objects.filter(pk=OuterRef("object_id"), revoked_at=None))

KINDS = (
    NoticeKind(
        "apart_waits", "ข้อมูลไม่ตรงกัน โปรดเลือก", "ข้อมูลชุดเดียวกันหรือเรื่องเดียวกันถูกส่งมาสองครั้งและไม่ตรงกัน รอผู้เลือก",
        _opens_aparts, aparts_waiting, lately=_aparts_since, stands=_STILL_APART,
    ),
    NoticeKind(
        "device_lost", "อุปกรณ์ภาคสนามหาย", "มีผู้แจ้งว่าอุปกรณ์ที่ใช้เก็บข้อมูลหาย", _opens_devices, _lost, lately=_lost_since,
        mail=When.ONCE, line=When.ONCE, stands=_STILL_LOST,
    ),
    NoticeKind(
        HANDED, "ผู้อื่นสร้างหรือเปิดใช้อุปกรณ์ในชื่อของท่าน", "ผู้ดูแลระบบสร้างรหัสโทรศัพท์ให้ท่าน หรือให้อุปกรณ์ของท่านที่หยุดไว้ใช้งานต่อ",
        _opens_devices, mail=When.ONCE, stands=_STILL_USED,
    ),
    NoticeKind(
        "device_silent", "อุปกรณ์ภาคสนามไม่ได้ติดต่อนาน", "อุปกรณ์ของท่านที่มีแบบฟอร์มหรือข้อมูลค้างอยู่ไม่ได้ติดต่อระบบเกิน 120 วัน",
        _opens_devices, _silent, stands=_STILL_USED,
    ),
)  # fmt: skip
