"""What tokens tell of a person."""

from __future__ import annotations

from nithet.offices.models import ApiToken, Person
from nithet.offices.privacy.own import moment
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.thai.dates import format_date


def _rows(person: Person) -> list[Row]:
    return [
        (one.name, moment(one.made_at), format_date(one.expires_on, "short"), moment(one.last_used_at), moment(one.revoked_at))
        for one in ApiToken.objects.filter(person=person)
    ]  # fmt: skip


def _forget(person: Person, alias: str) -> None:
    """No record of work: all of it goes."""
    ApiToken.objects.filter(person=person).delete()


def declare_own() -> None:
    columns = ("ชื่อ", "สร้างเมื่อ", "ใช้ได้ถึง", "ใช้ล่าสุด", "ยกเลิกเมื่อ")
    declare(Source("account", "รหัสเชื่อมต่อข้อมูล", columns, _rows, _forget))
