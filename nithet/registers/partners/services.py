"""What was talked about with an agency is logged on its cooperation's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.errors import ItemStateError
from nithet.registers.generic.finding import find_again
from nithet.registers.generic.services import offer_item
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.models import Contact, Cooperation


@transaction.atomic
def log_contact(item: Cooperation, facts: Mapping[str, Any], *, key: UUID, by: Member) -> Contact:
    """Also of a cooperation that is finished: it counts at once. Sent again with the same key it is the same one.

    A form of the cooperation that was opened before is stale from now on: it does not have this contact.
    Raises ItemStateError where the cooperation is voided, or the key is that of another one's contact.
    """
    access.can_keep(by, item).or_refuse()
    held = Cooperation.objects.select_for_update().get(pk=item.pk)
    known = Contact.objects.filter(pk=key).first()
    if held.is_void or (known and known.item_id != held.pk):
        raise ItemStateError(item=held, state=COOPERATIONS.words_of(held.state))
    if known:
        return known
    Cooperation.objects.filter(pk=held.pk).update(revision=F("revision") + 1, changed_at=now())
    contact = Contact.objects.create(
        id=key, office=by.office, item=held, position=held.contacts.count(), **facts
    )
    record("item.changed", by=by, on=held, register=COOPERATIONS.name, contact=str(contact)[:500])
    find_again(COOPERATIONS, [held])
    if held.is_done:
        offer_item(COOPERATIONS, held, by)
    return contact
