"""A device that was found again, or stopped by mistake, goes on as what it was: its name, and what it took along, stay."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from nithet.audit.services import record
from nithet.field import access
from nithet.field.models import Device
from nithet.field.services.devices import marks_of, new_secret, owner_of, refuse_one_more, tell_owner
from nithet.offices.members import Member

_GOES_ON = {"revoked_by": None, "revoked_at": None, "lost_by": None, "lost_at": None, "lost_how": ""}


@transaction.atomic
def renew_phone(device: Device, *, by: Member, why: str = "") -> tuple[str, Member]:
    """A new secret, and whose it is; the one before opens nothing any more. Pressed twice it is the last that counts.

    Raises DeviceRefusedError where its owner has left, DeviceNameTakenError and TooManyDevicesError.
    """
    owner = owner_of(device)
    access.can_bring_back(by, device, owner).or_refuse()
    refuse_one_more(owner, device.name, by=by, but=device)
    secret = new_secret()
    Device.objects.filter(pk=device.pk).update(**_GOES_ON, **marks_of(secret))
    record("device.renewed", by=by, on=device, within=device.within, why=why)
    tell_owner(device, "สร้างรหัส QR ใหม่ให้โทรศัพท์", by=by)
    return secret, owner


def bring_back_own(key: UUID, *, by: Member) -> None:
    """As whoever sits before it asks; nothing where it is none of theirs."""
    device = Device.objects.select_related("office", "person__user").filter(person=by.person, key=key).first()
    if device is not None:
        bring_back(device, by=by)


@transaction.atomic
def bring_back(device: Device, *, by: Member, why: str = "") -> bool:
    """A browser sends again by the key that it has kept. Whether it was stopped; twice changes nothing."""
    access.can_bring_back(by, device, owner_of(device)).or_refuse()
    stopped = Device.objects.filter(pk=device.pk, revoked_at__isnull=False)
    if not stopped.update(**_GOES_ON):
        return False
    record("device.brought_back", by=by, on=device, within=device.within, why=why)
    tell_owner(device, "ให้อุปกรณ์ที่หยุดไว้ใช้งานต่อ", by=by)
    return True
