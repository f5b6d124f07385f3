"""What the tests of working groups are made of."""

from __future__ import annotations

from datetime import date
from typing import Any

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import Office, Person, Unit
from nithet.offices.tests.factories import as_member
from nithet.registers.generic import services
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.register import BOOKS

BOOK = BOOKS[0]
FACTS: dict[str, Any] = {
    "title": "แต่งตั้งคณะทำงานศูนย์สื่อ", "reason": "ด้วยเขตจะจัดบริการสื่อ", "legal_ground": "มาตรา 37", "duties": "1. จัดระบบ\n2. ให้บริการ",
    "from_on": date(2026, 10, 1), "until_on": date(2027, 9, 30), "fiscal_year_be": 2570,
}  # fmt: skip
SIGNED = {"on": "20 พ.ย. 2569", "signed_elsewhere": "ระบบสารบรรณ"}


def address(office: Office, name: str, *args: object) -> str:
    return BOOK.address(name, office.code, *args)


def seat(
    person: Person | None = None, name: str = "", duty: str = "member", part: str = "", **facts: Any
) -> Row:
    return {
        "person": person,
        "outside_name": name,
        "duty": duty,
        "sub_group": part,
        "post": "",
        "agency": "",
        **facts,
    }


def said(page: Any) -> str:
    """What a page says, without what only draws it."""
    return str(page.content.decode()).replace("\u2060", "").replace("\u00a0", " ")


def made(user: User, office: Office, unit: Unit, *seats: Row, **facts: Any) -> WorkingGroup:
    by = as_member(user, office)
    rows = list(seats) or [seat(user.person, duty="chair")]
    item = services.make_item(
        BOOK, Typed({**FACTS, "unit": unit, **facts}, {"seats": rows}), by=by, key=new_id()
    )
    assert isinstance(item, WorkingGroup)
    return item


def form_data(unit: Unit, *seats: dict[str, Any], **facts: Any) -> dict[str, Any]:
    """What the page of the form sends."""
    data = {
        **FACTS,
        "from_on": "1 ต.ค. 2569",
        "until_on": "30 ก.ย. 2570",
        "unit": unit.pk,
        "key": new_id(),
        "revision": 0,
    }
    data |= {"seats-TOTAL_FORMS": len(seats), "seats-INITIAL_FORMS": 0, **facts}
    for row, given in enumerate(seats):
        data |= {
            f"seats-{row}-{name}": value
            for name, value in {"duty": "member", "ORDER": row + 1, **given}.items()
        }
    return data
