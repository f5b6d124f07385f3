"""Two records of one person become one: who sat twice in a part of a group sits there once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from django.db.models import F

from nithet.core.clock import now
from nithet.offices.models import Person
from nithet.offices.services.merging import MERGED, WORDS
from nithet.registers.workgroups.models import Seat, WorkingGroup
from nithet.registers.workgroups.seating import RANKS
from nithet.thai.text import squeeze


def sit_once(gone: Person, kept: Person) -> None:
    """The seats are moved already. The higher duty stays, with the other one beside it; signed versions stay as they are."""
    together: dict[tuple[UUID, str], list[Seat]] = defaultdict(list)
    for seat in Seat.objects.filter(person=kept).order_by("position", "pk"):
        together[seat.item_id, squeeze(seat.sub_group)].append(seat)
    twice = [seats for seats in together.values() if len(seats) > 1]
    for seats in twice:
        _join(seats)
    # Whoever has one of these groups open in a form is told before saving over it.
    groups = WorkingGroup.objects.filter(pk__in={seats[0].item_id for seats in twice})
    groups.update(revision=F("revision") + 1, changed_at=now())


def _join(seats: Sequence[Seat]) -> None:
    # No group is left without its chair.
    stays, *others = sorted(seats, key=lambda one: (one.duty != Seat.Duty.CHAIR, RANKS[Seat.Duty(one.duty)]))
    for other in others:
        stays.post, stays.agency = stays.post or other.post, stays.agency or other.agency
        said = [stays.duty_note, other.duty_note, other.duty_words if other.duty != stays.duty else ""]
        stays.duty_note = " และ".join(dict.fromkeys(filter(None, said)))[:200]
        other.delete()
    stays.save(update_fields=["post", "agency", "duty_note"])


WORDS.update(workinggroup="คณะทำงานที่รับผิดชอบ", seat="ที่นั่งในคณะทำงาน")
MERGED.append(sit_once)
