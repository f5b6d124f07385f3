"""Two records of one person become one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from nithet.accounts.models import User
from nithet.accounts.services.sessions import forget_sessions
from nithet.audit.services import record
from nithet.offices import access
from nithet.offices.errors import MergeRefusedError
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Leave, Person
from nithet.offices.search import forget_person, index_people
from nithet.offices.services.changing import lock_office, refuse_removed

MERGED: list[Callable[[Person, Person], object]] = []
"""Called with the record that goes and the one that stays, for rows above that are more than moved."""

KEPT_OTHERWISE: set[type[models.Model]] = set()
"""Whose rows one of `MERGED` takes over in its own way, because each person has one of them."""

# Taken over where the kept record has nothing.
_FACTS = ("title", "degree", "standing", "position_number", "phone", "email", "seniority")


def belongings(person: Person) -> dict[str, int]:
    """How many rows of each sort point at a person, by what they are called."""
    found: Counter[str] = Counter()
    for relation in _relations():
        found[_words(relation.related_model)] += _rows(relation, person).count()
    return dict(+found)


def _words(model: type[models.Model]) -> str:
    return WORDS.get(model.__name__.lower(), "รายการอื่น")


# By the name of the model, in small letters; apps above add their own.
WORDS = {
    "appointment": "การดำรงตำแหน่ง",
    "leave": "วันลา",
    "consent": "ความยินยอม",
    "privacyrequest": "คำขอเกี่ยวกับข้อมูลส่วนบุคคล",
    "task": "งาน",
    "duty": "หน้าที่ตามคำสั่ง",
    "handover": "การส่งมอบงาน",
    "letterask": "เรื่องที่ขอให้ตอบ",
    "mention": "การกล่าวถึงในความเห็น",
}


@transaction.atomic
def merge_people(gone: Person, kept: Person, *, why: str, by: Member) -> Person:
    """All that pointed at the first points at the second; the first record is no more, its history stays."""
    access.can_manage_people(by).or_refuse()
    lock_office(by.office)
    if gone.pk == kept.pk or gone.office_id != kept.office_id:
        raise MergeRefusedError("โปรดเลือกบุคลากรสองรายการที่ต่างกันในสำนักงานเดียวกัน")
    if by.person.pk == gone.pk:
        raise MergeRefusedError("รายการที่จะนำออกเป็นของท่านเอง โปรดเลือกเก็บรายการของท่าน แล้วนำอีกรายการออก")
    refuse_removed(gone)
    refuse_removed(kept)
    _refuse_clashes(gone, kept)
    moved: Counter[str] = Counter()
    for relation in _relations():
        moved[relation.related_model.__name__] += _move(relation, gone, kept)
    closed = _take_account(gone, kept)
    for name in _FACTS:
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    for tell in MERGED:
        tell(gone, kept)
    record("person.merged_away", by=by, on=gone, why=why, kept=str(kept.pk))
    # Who asks for removal is found by the other record's name and account too.
    record(
        "person.merged", by=by, on=kept, why=why, gone=str(gone.pk), moved=dict(+moved),
        gone_name=[gone.first_name, gone.last_name], account=str(closed) if closed else "",
    )  # fmt: skip
    forget_person(gone)
    _delete(gone)
    kept.save()
    index_people([kept])
    return kept


def _relations() -> list[Any]:
    """Everything in the whole house that points at a person, also where no name leads back (`related_name="+"`)."""
    fields = Person._meta.get_fields(include_hidden=True)  # noqa: SLF001  the documented way to what points at a model
    pointing: list[Any] = [one for one in fields if one.auto_created and (one.one_to_many or one.one_to_one)]
    return [one for one in pointing if one.related_model not in KEPT_OTHERWISE]


def _rows(relation: Any, person: Person) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = relation.related_model._base_manager.all()  # noqa: SLF001  of any model
    return rows.filter(**{relation.field.name: person})


def _move(relation: Any, gone: Person, kept: Person) -> int:
    try:
        with transaction.atomic():
            return _rows(relation, gone).update(**{relation.field.name: kept})
    except IntegrityError as error:
        raise MergeRefusedError(
            f"ทั้งสองรายการมี{_words(relation.related_model)}เรื่องเดียวกันอยู่ โปรดยกเลิกหรือปิดเรื่องของรายการใดรายการหนึ่งก่อน แล้วรวมอีกครั้ง"
        ) from error


def _delete(gone: Person) -> None:
    """Nothing points at it any more; where something does, it is told what."""
    try:
        gone.delete()
    except (models.ProtectedError, models.RestrictedError) as error:
        rows = (
            error.protected_objects if isinstance(error, models.ProtectedError) else error.restricted_objects
        )
        words = " และ".join(sorted({_words(type(row)) for row in rows}))
        raise MergeRefusedError(f"รายการที่จะนำออกยังมี{words}ที่ย้ายไม่ได้ โปรดแจ้งผู้ดูแลระบบ") from error


def _refuse_clashes(gone: Person, kept: Person) -> None:
    """One cannot be twice in one post, nor twice away on a day: what is recorded twice is voided first."""
    mine = list(Appointment.objects.filter(person=kept, voided_at=None))
    for theirs in Appointment.objects.filter(person=gone, voided_at=None).select_related("person", "office"):
        if any(_overlap(theirs, one) for one in mine):
            raise MergeRefusedError(
                f"ทั้งสองรายการดำรงตำแหน่ง “{theirs.role_words}” แห่งเดียวกันในช่วงเวลาที่ซ้อนกัน "
                "โปรดยกเลิกรายการแต่งตั้งที่ซ้ำก่อน แล้วรวมอีกครั้ง"
            )
    for leave in Leave.objects.filter(person=gone, voided_at=None):
        days = Leave.objects.filter(person=kept, voided_at=None)
        if days.filter(from_on__lte=leave.until_on, until_on__gte=leave.from_on).exists():
            raise MergeRefusedError("ทั้งสองรายการมีวันลาที่ซ้อนกัน โปรดยกเลิกรายการลาที่ซ้ำก่อน แล้วรวมอีกครั้ง")


def _overlap(one: Appointment, other: Appointment) -> bool:
    def post(a: Appointment) -> tuple[object, ...]:
        return a.role, a.capacity, a.unit_id, a.school_id, a.cluster_id

    begun = other.until_on is None or other.until_on >= one.from_on
    return post(one) == post(other) and begun and (one.until_on is None or one.until_on >= other.from_on)


def _take_account(gone: Person, kept: Person) -> UUID | None:
    """The kept record's account stays; without one it takes the other's. A second account is closed, and returned."""
    user_id, gone.user = gone.user_id, None
    if user_id is None:
        return None
    gone.save(update_fields=["user"])
    if kept.user_id is None:
        kept.user_id = user_id
        return None
    User.objects.filter(pk=user_id).update(is_active=False)
    forget_sessions([user_id])
    return user_id
