"""The names of a group are put in the order of seniority, as a start for ordering them by hand."""

from __future__ import annotations

from django.db import transaction

from nithet.offices.members import Member
from nithet.registers.generic.models import Item
from nithet.registers.generic.services import Typed, change_item, part_facts
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.register import Appoint
from nithet.registers.workgroups.seating import by_seniority


@transaction.atomic
def order_by_seniority(group: WorkingGroup, *, by: Member) -> Item:
    """Part by part; sent again it changes nothing."""
    book = Appoint.book
    seats = by_seniority(list(book.parts[0].rows(group)), by)
    rows = [{"id": seat.pk, **part_facts(seat)} for seat in seats]
    return change_item(
        book, group, Typed({"unit": group.unit}, {"seats": rows}), revision=group.revision, by=by
    )
