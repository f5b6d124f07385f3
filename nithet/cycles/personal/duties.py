"""Duties that orders gave a person, work that changed hands, and what may name somebody in them."""

from __future__ import annotations

from django.urls import reverse

from nithet.cycles import access
from nithet.cycles.models import Duty, HandOver
from nithet.cycles.personal.pages import no_pages
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.thai.dates import format_date


def _duties(person: Person) -> list[Row]:
    found = Duty.objects.filter(person=person).select_related("order", "school", "cluster")
    return [
        (f"คำสั่งที่ {one.order.number}", one.title, one.get_part_display(), one.place, format_date(one.from_on, "short"),
         format_date(one.until_on, "short"))
        for one in found.order_by("from_on", "pk")
    ]  # fmt: skip


def _hand_overs(person: Person) -> list[Row]:
    found = (person.handed_over.all() | person.taken_over.all()).select_related("giver", "receiver")
    return [
        (format_date(one.on, "short"), one.giver.name, one.receiver.name, one.reason, one.get_state_display())
        for one in found.order_by("on", "pk")
    ]


def _forget_duties(person: Person, alias: str) -> None:
    """Reasons are free text and may tell of the person."""
    Duty.objects.filter(person=person).update(ended_reason="", void_reason="")


def _forget_hand_overs(person: Person, alias: str) -> None:
    HandOver.objects.filter(giver=person).update(reason="")


def _hand_over_pages(member: Member, rows: Rows) -> list[Place]:
    found = access.visible_hand_overs(member).filter(pk__in=rows).select_related("giver")[:MOST_SHOWN]
    return [
        Place(one.giver.name, reverse("cycles:hand-over-page", args=[member.office.code, one.pk]))
        for one in found
    ]


def declare_own() -> None:
    declare(
        Source(
            "work",
            "หน้าที่ตามคำสั่ง",
            ("คำสั่ง", "กระบวนงาน", "หน้าที่", "โรงเรียน", "ตั้งแต่วันที่", "ถึงวันที่"),
            _duties,
            _forget_duties,
        ),
        Source(
            "work",
            "การส่งมอบงาน",
            ("วันที่", "ผู้ส่งมอบ", "ผู้รับมอบ", "เหตุผล", "สถานะ"),
            _hand_overs,
            _forget_hand_overs,
        ),
    )
    declare_texts(
        Texts("เหตุผลของหน้าที่ของผู้อื่น", Duty, ("ended_reason", "void_reason"), no_pages, own="person"),
        Texts("เหตุผลการส่งมอบงานของผู้อื่น", HandOver, ("reason",), _hand_over_pages, own="giver"),
    )
