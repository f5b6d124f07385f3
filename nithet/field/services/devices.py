"""Devices are made known, found by who holds their secret, revoked, and reported lost; `returning` lets them go on."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from nithet.accounts import second_factor
from nithet.audit.services import record
from nithet.core.clock import now, today
from nithet.field import access
from nithet.field.errors import (
    BROWSER_REVOKED,
    LEFT,
    LOST,
    NO_SECOND_FACTOR,
    REVOKED,
    DeviceNameTakenError,
    DeviceRefusedError,
    DeviceUnknownError,
    TooManyDevicesError,
)
from nithet.field.models import Carried, Device
from nithet.forms.models import FormVersion
from nithet.notices.services.notifying import notify
from nithet.offices.members import Member, member_of, needs_second_factor
from nithet.offices.models import Person

BYTES = 32
MARK = "odk_"
"""Before each secret, so that one that was left lying about is known for what it is."""
SHOWN = len(MARK) + 6
MOST = 10
HANDED = "device_handed"
"""The kind of notice (`notices.py`)."""
_HANDED = "ผู้ที่ถืออุปกรณ์นี้กรอกและส่งแบบฟอร์มในชื่อของท่านได้ หากท่านไม่ทราบเรื่อง โปรดยกเลิกอุปกรณ์ แล้วแจ้งผู้ดูแลระบบของสำนักงาน"
SEEN_EVERY = timedelta(minutes=5)
"""A phone asks again and again: being heard of is no reason to write each time."""


@dataclass(frozen=True, slots=True)
class DeviceCaller:
    """Who asks by a phone: the member that its owner is today."""

    device: Device
    member: Member


# A phone, which is known by a secret


def phones_of(person: Person) -> QuerySet[Device]:
    """Those in force; what was revoked is history."""
    return Device.objects.filter(person=person, kind=Device.Kind.COLLECT, revoked_at=None)


@transaction.atomic
def make_phone(name: str, *, by: Member, owner: Member | None = None) -> tuple[Device, str]:
    """The row, and the secret, which nobody can be told again. A name that stands already is refused: so is a second press.

    `owner`: whose it is, where somebody else makes it.
    """
    owner = owner or by
    access.can_make_phone(by, owner).or_refuse()
    refuse_one_more(owner, name, by=by)
    secret = new_secret()
    made = _made(Device.Kind.COLLECT, name, owner, by, **marks_of(secret))
    made.save(force_insert=True)
    _record_made(made, by, why="" if owner.person == by.person else owner.name)
    tell_owner(made, "สร้างรหัส QR ให้โทรศัพท์", by=by)
    return made, secret


def refuse_one_more(owner: Member, name: str, *, by: Member, but: Device | None = None) -> None:
    """Where a phone of that name stands already, or too many do. One after another, so that two presses do not both
    find the name free.
    """
    Person.objects.select_for_update().get(pk=owner.person.pk)
    phones = phones_of(owner.person).values_list("pk", "name")
    held = {known for pk, known in phones if but is None or pk != but.pk}
    who = "ท่าน" if owner.person == by.person else owner.name
    if name in held:
        raise DeviceNameTakenError(who=who, name=name)
    if len(held) >= MOST:
        raise TooManyDevicesError(who=who, most=MOST)


def new_secret() -> str:
    return MARK + secrets.token_urlsafe(BYTES)


def marks_of(secret: str) -> dict[str, str]:
    """What is kept of a secret."""
    return {"prefix": secret[:SHOWN], "digest": _digest(secret)}


def tell_owner(device: Device, what: str, *, by: Member) -> None:
    """Whoever holds the device sends in its owner's name: they hear of what somebody else has done."""
    notify(
        [device.person], HANDED, device.pk, title=f"{by.name} {what} “{device.name}” ในชื่อของท่าน", detail=_HANDED,
        address=reverse("field:device-page", args=[by.office.code, device.pk]), occasion=now().isoformat(), but=by.person,
    )  # fmt: skip


def device_of(secret: str) -> DeviceCaller:
    """The phone behind a secret, with its owner's rights of today. Raises DeviceUnknownError and DeviceRefusedError."""
    found = Device.objects.select_related("office", "person__user")
    device = found.filter(digest=_digest(secret)).first() if secret.startswith(MARK) else None
    if device is None:
        raise DeviceUnknownError
    if device.revoked_at is not None:
        raise DeviceRefusedError(why=LOST if device.lost_at else REVOKED)
    return DeviceCaller(device, _member(device))


def owner_of(device: Device) -> Member:
    """With their rights of today. Raises DeviceRefusedError."""
    user = device.person.user
    member = member_of(user, device.office.code, on=today()) if user else None
    if member is None:
        raise DeviceRefusedError(why=LEFT)
    return member


def _member(device: Device) -> Member:
    member = owner_of(device)
    if needs_second_factor(member) and not second_factor.is_set_up(member.user):
        raise DeviceRefusedError(why=NO_SECOND_FACTOR)
    return member


def _digest(secret: str) -> str:
    """Keyed with the system's secret, as that of a slip."""
    return salted_hmac("nithet.field.device", secret, algorithm="sha256").hexdigest()


def take_along(device: Device, version: FormVersion, *, size: int, at: datetime) -> None:
    """A phone has fetched a form: `size` in bytes, its lists and pictures too. Fetched again it is fresher."""
    taken = {"version": version, "taken_at": at, "size": size, "put_back_at": None}
    Carried.objects.update_or_create(
        device=device,
        form_id=version.form_id,
        defaults=taken,
        create_defaults={**taken, "office_id": device.office_id},
    )


# A browser, which is known by the name that it made for itself


@transaction.atomic
def register_browser(key: UUID, name: str, *, by: Member) -> Device:
    """The person's browser of that key, new or known. Raises DeviceRefusedError for one that was revoked."""
    access.can_carry(by).or_refuse()
    new = _made(Device.Kind.BROWSER, name, by, by)
    facts = {field: getattr(new, field) for field in ("office", "kind", "name", "made_by", "made_at")}
    device, is_new = Device.objects.get_or_create(person=by.person, key=key, defaults=facts)
    if device.revoked_at is not None:
        raise DeviceRefusedError(why=BROWSER_REVOKED)
    if is_new:
        _record_made(device, by)
    return device


def _made(kind: Device.Kind, name: str, owner: Member, by: Member, **facts: str) -> Device:
    return Device(
        office=by.office, kind=kind, person=owner.person, name=name, made_by=by.user, made_at=now(), **facts
    )


def _record_made(device: Device, by: Member, why: str = "") -> None:
    """`why`: whose it is, where somebody else has made it."""
    record("device.made", by=by, on=device, within=device.within, why=why, kind=device.kind)


# Both


def seen(device: Device, at: datetime) -> None:
    """It was heard of: kept within some minutes."""
    if device.seen_at is not None and at - device.seen_at < SEEN_EVERY:
        return
    long_ago = Q(seen_at=None) | Q(seen_at__lte=at - SEEN_EVERY)
    Device.objects.filter(long_ago, pk=device.pk).update(seen_at=at)
    device.seen_at = at


@transaction.atomic
def revoke(device: Device, *, by: Member, why: str = "") -> bool:
    """It sends and fetches nothing from now on. Whether it was in force; twice changes nothing."""
    access.can_revoke(by, device).or_refuse()
    if not _stop(device, by, now()):
        return False
    record("device.revoked", by=by, on=device, within=device.within, why=why)
    return True


@transaction.atomic
def report_lost(device: Device, *, by: Member, how: str) -> bool:
    """Lost, and stopped at once; also one that was revoked before. Whether it was not known; twice changes nothing."""
    access.can_revoke(by, device).or_refuse()
    at = now()
    lost = {"lost_by": by.user, "lost_at": at, "lost_how": how}
    if not Device.objects.filter(pk=device.pk, lost_at=None).update(**lost):
        return False
    _stop(device, by, at)
    record("device.lost", by=by, on=device, within=device.within, why=how)
    return True


def _stop(device: Device, by: Member, at: datetime) -> bool:
    standing = Device.objects.filter(pk=device.pk, revoked_at=None)
    return bool(standing.update(revoked_by=by.user, revoked_at=at))
