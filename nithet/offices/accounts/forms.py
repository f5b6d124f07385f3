"""Filters over the list of accounts."""

from collections.abc import Iterable
from typing import Any

from nithet.offices.forms import Filter, choice_field, indented, search_field
from nithet.offices.models import School, Unit


class AccountFilter(Filter):
    q = search_field("ค้นหาบุคลากร", "ชื่อหรือนามสกุล")
    school = choice_field("โรงเรียน", "ทุกโรงเรียน")
    unit = choice_field("กลุ่ม", "ทุกกลุ่ม")
    role = choice_field("หน้าที่", "ทุกหน้าที่")

    def __init__(
        self, data: Any, *, schools: Iterable[School], units: Iterable[Unit], roles: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(
            data,
            school=((str(school.pk), school.name) for school in schools),
            unit=((str(unit.pk), indented(unit)) for unit in units),
            role=roles,
        )
