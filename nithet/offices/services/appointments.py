"""Appointments begin, end, last longer, or never were."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from nithet.audit.services import entry, record, record_many
from nithet.core.clock import now
from nithet.offices import access
from nithet.offices.errors import (
    AlreadyServingError,
    AppointmentRefusedError,
    AppointmentStateError,
    LastAdministratorError,
    PostHeldError,
)
from nithet.offices.members import Member, position_words
from nithet.offices.models import (
    Appointment,
    AppointmentQuerySet,
    Cluster,
    Office,
    Person,
    Role,
    School,
    Unit,
)
from nithet.offices.posts import ACTING, HELD_WORDS, POSTS
from nithet.offices.services.changing import lock_office, refuse_removed
from nithet.thai.dates import format_date

Place = Unit | School | Cluster
Capacity = Appointment.Capacity
_ADMINISTERING = (Role.DIRECTOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Terms:
    """What an order of appointment says."""

    role: str
    from_on: date
    until_on: date | None = None
    capacity: str = Capacity.SUBSTANTIVE
    position_title: str = ""
    order_number: str = ""
    scope: str = ""
    places: Sequence[Place] = field(default=())


@transaction.atomic
def appoint(person: Person, terms: Terms, *, by: Member) -> list[Appointment]:
    """One appointment for each place (one of the office's own where there is none). Sent twice, it is one."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    refuse_removed(person)
    _check_terms(terms, by.office)
    told = [_appointment(person, terms, place) for place in terms.places or (None,)]
    known = [_known(made) for made in told]
    new = [made for made, there in zip(told, known, strict=True) if there is None]
    for made in new:
        _check_place(made)
        _check_free(made)
    Appointment.objects.bulk_create(new)
    record_many([entry("appointment.made", by=by, on=made, within=person.pk, **_facts(made)) for made in new])
    return [there or made for made, there in zip(told, known, strict=True)]


def _appointment(person: Person, terms: Terms, place: Place | None) -> Appointment:
    where = {type(place).__name__.lower(): place} if place else {}
    return Appointment(
        office_id=person.office_id, person=person, role=terms.role, capacity=terms.capacity,
        position_title=terms.position_title or _own_position(person, terms), order_number=terms.order_number, scope=terms.scope,
        from_on=terms.from_on, until_on=terms.until_on, **where,
    )  # fmt: skip


def _own_position(person: Person, terms: Terms) -> str:
    """Of who acts for somebody: a signature prints their real position before the capacity."""
    if terms.capacity == Appointment.Capacity.SUBSTANTIVE:
        return ""
    held = Appointment.objects.active(on=terms.from_on).filter(
        person=person, capacity=Appointment.Capacity.SUBSTANTIVE
    )
    own = held.select_related("office", "unit", "school").order_by("from_on", "pk").first()
    return position_words(own) if own else ""


def _facts(made: Appointment) -> dict[str, Any]:
    place = _place(made)
    return {
        "role": made.role, "capacity": made.capacity, "place": str(place) if place else "",
        "from": made.from_on.isoformat(), "until": made.until_on.isoformat() if made.until_on else "",
        "order": made.order_number,
    }  # fmt: skip


def _place(made: Appointment) -> Place | None:
    return made.unit or made.school or made.cluster


# What an appointment needs


def _check_terms(terms: Terms, office: Office) -> None:
    if terms.until_on and terms.until_on < terms.from_on:
        raise AppointmentRefusedError("วันสุดท้ายต้องไม่มาก่อนวันเริ่ม โปรดแก้วันที่")
    if terms.capacity in ACTING and not (terms.order_number and terms.scope):
        raise AppointmentRefusedError(
            f"{Capacity(terms.capacity).label}ต้องมีเลขที่คำสั่งและขอบเขตที่คำสั่งให้ปฏิบัติ โปรดกรอกให้ครบ"
        )
    post = POSTS[terms.role]
    kinds = {type(place).__name__.lower() for place in terms.places}
    if not kinds <= set(post.kinds) or not (terms.places or post.may_be_nowhere):
        raise AppointmentRefusedError(
            f"“{office.say(Role(terms.role).label)}” ต้องระบุสถานที่ปฏิบัติหน้าที่ให้ถูกต้อง โปรดเลือกจากรายการ"
        )


def _check_place(made: Appointment) -> None:
    closed = made.unit and made.unit.closed_on and made.unit.closed_on <= made.from_on
    school_closed = made.school_id and not (
        School.objects.filter(pk=made.school_id).active(on=made.from_on).exists()
    )
    if closed or school_closed:
        raise AppointmentRefusedError(
            f"{_place(made)} ไม่ได้เปิดดำเนินการในวันที่ {format_date(made.from_on)} โปรดแก้วันที่หรือเลือกแห่งใหม่"
        )


def _check_free(made: Appointment) -> None:
    """Nobody twice in one post, and one substantive holder a post."""
    if twice := _at_once(made).filter(person=made.person_id, capacity=made.capacity).first():
        raise AlreadyServingError(person=twice.person, span=span_words(twice))
    if made.capacity != Capacity.SUBSTANTIVE or not POSTS[made.role].is_single:
        return
    if holder := _at_once(made).filter(capacity=Capacity.SUBSTANTIVE).first():
        raise PostHeldError(person=holder.person, span=span_words(holder))


def _at_once(made: Appointment) -> AppointmentQuerySet:
    """Appointments to the same post at some time of this one."""
    same = Appointment.objects.filter(
        office=made.office_id, role=made.role, unit=made.unit_id, school=made.school_id,
        cluster=made.cluster_id, voided_at=None,
    ).exclude(pk=made.pk)  # fmt: skip
    lasting = Q(until_on__isnull=True) | Q(until_on__gte=made.from_on)
    if made.until_on:
        same = same.filter(from_on__lte=made.until_on)
    return same.filter(lasting).select_related("person")


def _known(made: Appointment) -> Appointment | None:
    """The very same appointment, recorded before."""
    return _at_once(made).filter(
        person=made.person_id, capacity=made.capacity, from_on=made.from_on, until_on=made.until_on
    ).first()  # fmt: skip


def explained(made: Appointment) -> str:
    """What to know where somebody acts in a post that has its holder; empty where there is nothing to say."""
    if made.capacity not in ACTING or not POSTS[made.role].is_single:
        return ""
    holder = _at_once(made).filter(capacity=Capacity.SUBSTANTIVE).exclude(person=made.person_id).first()
    if holder is None:
        return ""
    return f"{holder.person} ดำรงตำแหน่งนี้อยู่ {span_words(holder)} {HELD_WORDS[Capacity(made.capacity)]}"


def span_words(made: Appointment) -> str:
    begin = f"ตั้งแต่ {format_date(made.from_on, 'short')}"
    return f"{begin} ถึง {format_date(made.until_on, 'short')}" if made.until_on else begin


def signature(made: Appointment) -> str:
    """As a signature prints the post, with what an order allows."""
    words = position_words(made)
    return f"{words} ({made.scope})" if made.scope else words


# Its end


@transaction.atomic
def end_appointment(made: Appointment, until_on: date, *, why: str, by: Member) -> Appointment:
    """The last day of service. A later one is an extension."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    if until_on < made.from_on:
        raise AppointmentRefusedError(
            f"วันสุดท้ายต้องไม่มาก่อนวันเริ่ม ({format_date(made.from_on)}) หากบันทึกผิด โปรดใช้ “ยกเลิกรายการที่บันทึกผิด”"
        )
    longer = Q(until_on__isnull=True) | Q(until_on__gt=until_on)
    if not _standing(made).filter(longer).update(until_on=until_on):
        made.refresh_from_db()
        if made.until_on == until_on and made.voided_at is None:
            return made
        raise _changed(made)
    _keep_administered(made, by, on=until_on + timedelta(days=1))
    return _told(made, "appointment.ended", why=why, by=by, day=until_on.isoformat())


@transaction.atomic
def extend_appointment(made: Appointment, until_on: date | None, *, why: str, by: Member) -> Appointment:
    """It lasts longer than it said: to another last day, or without one."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    made.refresh_from_db()
    if made.until_on == until_on and made.voided_at is None:
        return made
    if until_on and made.until_on and until_on < made.until_on:
        raise AppointmentRefusedError("วันสุดท้ายใหม่ต้องอยู่หลังวันเดิม หากต้องการให้สิ้นสุดก่อน โปรดใช้ “สิ้นสุดการปฏิบัติหน้าที่”")
    longer = copy(made)
    longer.until_on = until_on
    _check_free(longer)
    ends = _standing(made).filter(until_on__isnull=False, until_on=made.until_on)
    if not ends.update(until_on=until_on):
        raise _changed(made)
    day = until_on.isoformat() if until_on else ""
    return _told(made, "appointment.extended", why=why, by=by, day=day)


@transaction.atomic
def void_appointment(made: Appointment, *, why: str, by: Member) -> Appointment:
    """Recorded by mistake: it never was."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    if not _standing(made).update(voided_at=now(), void_reason=why):
        raise _changed(made)
    _keep_administered(made, by, on=by.on)
    return _told(made, "appointment.voided", why=why, by=by)


def _standing(made: Appointment) -> QuerySet[Appointment]:
    return Appointment.objects.filter(pk=made.pk, voided_at=None)


def _told(made: Appointment, verb: str, *, why: str, by: Member, day: str = "") -> Appointment:
    made.refresh_from_db()
    record(verb, by=by, on=made, within=made.person_id, why=why, day=day)
    return made


def _changed(made: Appointment) -> AppointmentStateError:
    made.refresh_from_db()
    if made.voided_at:
        return AppointmentStateError("รายการนี้ถูกยกเลิกไปแล้ว โปรดเปิดหน้าบุคลากรใหม่เพื่อดูรายการล่าสุด")
    return AppointmentStateError(f"รายการนี้ปฏิบัติหน้าที่{span_words(made)} แล้ว โปรดเปิดหน้านี้ใหม่เพื่อดูข้อมูลล่าสุด")


def _keep_administered(made: Appointment, by: Member, *, on: date) -> None:
    """Somebody with an account goes on being able to put this right."""
    serving = Appointment.objects.active(on=max(on, by.on)).filter(
        office=by.office, role__in=_ADMINISTERING, person__user__is_active=True
    )
    if made.role in _ADMINISTERING and not serving.exists():
        raise LastAdministratorError
