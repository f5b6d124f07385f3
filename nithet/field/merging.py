"""Two records of one person become one: what the record that goes had given out opens nothing any more."""

from __future__ import annotations

from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.field.models import Device
from nithet.offices.models import Person
from nithet.offices.services.merging import KEPT_OTHERWISE, MERGED


def keep(gone: Person, kept: Person) -> None:
    """A phone must not begin to send by the rights of another record. Its history and what it holds stay."""
    theirs = Device.objects.filter(person=gone)
    theirs.filter(kind=Device.Kind.COLLECT, revoked_at=None).update(revoked_at=now())
    own = Device.objects.filter(person=kept).values_list("key", flat=True)
    for device in theirs.filter(key__in=list(own)):
        # One browser in which both signed in: the one that stays is known there by its key. The other tells nothing
        # more, and nobody waits for it; what it held and never sent still stands on its page.
        device.key, device.revoked_at = new_id(), device.revoked_at or now()
        device.save(update_fields=["key", "revoked_at"])
    theirs.update(person=kept)


KEPT_OTHERWISE.add(Device)
MERGED.append(keep)
