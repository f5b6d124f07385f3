"""What befalls a school: set up, renamed, moved, merged, closed, reopened, each from a day on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.offices import access
from nithet.offices.errors import NotLastChangeError, SchoolStateError, StaleError
from nithet.offices.members import Member
from nithet.offices.models import School, SchoolChange
from nithet.offices.search import index_schools
from nithet.thai.dates import format_date

Kind = SchoolChange.Kind
DEGREES = ("latitude", "longitude")


@dataclass(frozen=True)
class Told:
    """What is asked of every change: since when, by which announcement or order, and why."""

    on: date
    order_number: str
    note: str


@transaction.atomic
def change_school(
    school: School,
    kind: str,
    told: Told,
    *,
    facts: Mapping[str, Any] | None = None,
    into: School | None = None,
    by: Member,
) -> SchoolChange:
    """Record a change. `facts` are the new name or place, `into` the school it is merged with.

    A new name or place of a later day reaches the school's row on that day. Sent twice, it is one change.
    """
    access.can_manage_schools(by).or_refuse()
    school = School.objects.select_for_update().get(pk=school.pk)
    standing = list(SchoolChange.objects.standing().filter(school=school))
    same = [c for c in standing if (c.kind, c.on) == (kind, told.on)]
    if same:
        return _the_same(same[0], school, facts or {}, into)
    _check(school, standing, kind, told.on, into)
    change = SchoolChange.objects.create(
        office_id=school.office_id, school=school, kind=kind, on=told.on, into=into, note=told.note,
        order_number=told.order_number, is_applied=told.on <= by.on,
        facts={name: [_plain(getattr(school, name)), _plain(value)] for name, value in (facts or {}).items()},
    )  # fmt: skip
    if change.is_applied:
        _apply(school, change.facts, newer=1)
    record(
        f"school.{kind}", by=by, on=school, why=told.note, day=told.on.isoformat(), order=told.order_number,
        changed=change.facts, into=str(into.pk) if into else "",
    )  # fmt: skip
    return change


def _the_same(
    change: SchoolChange, school: School, facts: Mapping[str, Any], into: School | None
) -> SchoolChange:
    """What is there already, if it says the same."""
    told = {name: _plain(value) for name, value in facts.items()}
    if told != {name: after for name, (_, after) in change.facts.items()} or change.into_id != (
        into.pk if into else None
    ):
        raise SchoolStateError(
            f"{school.name}มีรายการ “{change.get_kind_display()}” ของวันที่ {format_date(change.on)} แล้ว "
            "โปรดยกเลิกรายการเดิมก่อนบันทึกใหม่"
        )
    return change


def _check(school: School, standing: list[SchoolChange], kind: str, on: date, into: School | None) -> None:
    if kind == Kind.OPENED:
        _check_opening(school, standing, on)
        return
    if later := [c for c in standing if c.on > on]:
        raise SchoolStateError(
            f"{school.name}มีรายการ “{later[0].get_kind_display()}” ตั้งแต่วันที่ {format_date(later[0].on)} ซึ่งอยู่หลังวันที่ระบุ "
            "โปรดแก้วันที่ หรือยกเลิกรายการนั้นก่อน"
        )
    is_open = School.objects.filter(pk=school.pk).active(on=on).exists()
    if kind == Kind.REOPENED and is_open:
        raise SchoolStateError(f"{school.name}เปิดดำเนินการอยู่ในวันที่ {format_date(on)} จึงไม่ต้องบันทึกการเปิดอีกครั้ง")
    if kind != Kind.REOPENED and not is_open:
        raise SchoolStateError(
            f"{school.name}ไม่ได้เปิดดำเนินการในวันที่ {format_date(on)} โปรดแก้วันที่ หรือบันทึกการเปิดดำเนินการอีกครั้งก่อน"
        )
    if kind == Kind.MERGED:
        _check_into(school, into, on)


def _check_opening(school: School, standing: list[SchoolChange], on: date) -> None:
    if any(c.kind == Kind.OPENED for c in standing):
        raise SchoolStateError(f"{school.name}มีวันจัดตั้งบันทึกไว้แล้ว โปรดยกเลิกรายการเดิมก่อน")
    if standing and standing[0].on < on:
        raise SchoolStateError(
            f"วันจัดตั้งต้องไม่หลังวันที่ {format_date(standing[0].on)} ซึ่งมีรายการ “{standing[0].get_kind_display()}” อยู่แล้ว โปรดแก้วันที่"
        )


def _check_into(school: School, into: School | None, on: date) -> None:
    if into is None or into.pk == school.pk:
        raise SchoolStateError("โปรดเลือกโรงเรียนอื่นที่รับรวม")
    if not School.objects.filter(pk=into.pk, office=school.office_id).active(on=on).exists():
        raise SchoolStateError(
            f"{into.name}ไม่ได้เปิดดำเนินการในวันที่ {format_date(on)} จึงรับรวมไม่ได้ โปรดเลือกโรงเรียนอื่น"
        )


def _apply(school: School, facts: Mapping[str, Any], *, newer: int) -> None:
    """Put the newer (1) or the older (0) of each pair of facts on the school; its old names stay to be found."""
    for name, pair in facts.items():
        setattr(school, name, _field_value(name, pair[newer]))
    if "name" in facts:
        kept = [*school.former_names.splitlines(), *facts["name"]]
        school.former_names = "\n".join(dict.fromkeys(n for n in kept if n != school.name))
    school.save()
    index_schools([school])


def _field_value(name: str, value: Any) -> Any:
    """History keeps degrees as text."""
    return Decimal(value) if value is not None and name in DEGREES else value


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str) else str(value)


@transaction.atomic
def undo_change(change: SchoolChange, *, why: str, by: Member) -> None:
    """Void the last change of a school: it is again as it was before."""
    access.can_manage_schools(by).or_refuse()
    school = School.objects.select_for_update().get(pk=change.school_id)
    last = SchoolChange.objects.standing().filter(school=school).order_by("on", "pk").last()
    if last is None or last.pk != change.pk:
        raise NotLastChangeError
    if not SchoolChange.objects.standing().filter(pk=change.pk).update(voided_at=now(), void_reason=why):
        raise StaleError
    if last.is_applied and last.facts:
        _apply(school, last.facts, newer=0)
        if "name" in last.facts:
            _forget_name(school, last.facts["name"][1])
    record("school.change_undone", by=by, on=school, why=why, kind=change.kind, day=change.on.isoformat())


def _forget_name(school: School, name: str) -> None:
    """A name that never was is no former name."""
    school.former_names = "\n".join(n for n in school.former_names.splitlines() if n != name)
    school.save()
    index_schools([school])


def apply_due(*, on: date) -> int:
    """New names and places whose day has come reach their schools. Returns how many; again, none."""
    due = SchoolChange.objects.standing().filter(is_applied=False, on__lte=on).order_by("on", "pk")
    return sum(_apply_one(change) for change in due)


@transaction.atomic
def _apply_one(change: SchoolChange) -> bool:
    waiting = SchoolChange.objects.standing().filter(pk=change.pk, is_applied=False)
    if not waiting.update(is_applied=True):
        return False
    # As it is now: another change of the same day may just have reached it.
    school = School.objects.select_for_update(of=("self",)).select_related("office").get(pk=change.school_id)
    _apply(school, change.facts, newer=1)
    return True
