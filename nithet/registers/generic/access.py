"""Who sees and who keeps the items of registers: alike for all of them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Unit
from nithet.offices.queries import units_of
from nithet.offices.rights import Level, Matter
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item

_NOT_KEEPING = "ตำแหน่งของท่านดูทะเบียนนี้ได้ แต่บันทึกหรือแก้ไขไม่ได้ โปรดแจ้งกลุ่มเจ้าของเรื่อง"


def visible_items(member: Member, book: Book[Any]) -> QuerySet[Any]:
    """All of the office, those of one's divisions, and those in which one is named."""
    items: QuerySet[Any] = book.items().filter(office=member.office)
    if rights.holds(member, Matter.RECORDS, Level.OWN if book.is_shared else Level.ALL):
        return items
    held = rights.units_held(member, Matter.RECORDS)
    division = Q(unit__in=held) | Q(unit__parent__in=held)
    mine = Q(owner=member.person) | Q(made_by=member.user)
    return items.filter(Q(pk__in=book.items().filter(division | mine | book.named(member)).values("pk")))


def sees_registers(member: Member) -> bool:
    """Has registers of a division to look at, besides what names them."""
    return rights.holds(member, Matter.RECORDS, Level.OWN)


def recordable_units(member: Member, *, kept: UUID | None = None) -> QuerySet[Unit]:
    """The units whose items the member keeps; with the one that an item has already."""
    units = units_of(member.office)
    if rights.holds(member, Matter.RECORD_WORK, Level.ALL):
        return units
    held = rights.units_held(member, Matter.RECORD_WORK)
    return units.filter(Q(pk__in=held) | Q(parent__in=held) | Q(pk=kept))


def can_record(member: Member) -> Answer:
    return yes_if(rights.holds(member, Matter.RECORD_WORK, Level.OWN), _NOT_KEEPING)


def can_record_in(member: Member, unit: Unit) -> Answer:
    return yes_if(rights.holds_in(member, Matter.RECORD_WORK, unit), _NOT_KEEPING)


def can_keep(member: Member, item: Item) -> Answer:
    """Change, finish, open again, void: who keeps the division's items, and who is responsible for this one."""
    if item.owner_id == member.person.pk:
        return YES
    return can_record_in(member, item.unit)


def can_change(member: Member, book: Book[Any], item: Item) -> Answer:
    """A finished item is opened again first, unless its list lives on."""
    if item.is_void:
        return no("รายการนี้ยกเลิกแล้ว โปรดเรียกคืนก่อนแก้ไข")
    if item.is_done and not book.is_living:
        return no("รายการนี้เสร็จสิ้นแล้ว หากต้องแก้ไข โปรดเลือก “เปิดแก้ไข” และระบุเหตุผลก่อน")
    if item.is_draft and (why := book.held(item)):
        return no(why)
    return can_keep(member, item)
