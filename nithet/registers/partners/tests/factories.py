"""What the tests of partners are made of."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services
from nithet.registers.generic.book import Book
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.joint_works import JOINT_WORKS
from nithet.registers.partners.models import Agency, Cooperation, JointWork

CONTACT: Row = {"on": DAY, "how": "phone", "with_whom": "นางอรุณี", "what": "ตกลงวันอบรม"}
DECIDED: dict[str, Any] = {"decided": "approved", "decided_on": DAY, "decided_by": "ผู้อำนวยการสำนักงานเขต"}


def address(book: Book[Any], office: Office, name: str, *args: object) -> str:
    return book.address(name, office.code, *args)


def made(
    book: Book[Any], user: User, unit: Unit, parts: dict[str, list[Row]] | None = None, **facts: Any
) -> Any:
    known = {"title": "เรื่องสมมติ", "fiscal_year_be": 2570, "unit": unit, "owner": user.person, **facts}
    by = as_member(user, unit.office)
    return services.make_item(book, Typed(known, parts or {}), by=by, key=new_id())


def make_agency(user: User, unit: Unit, title: str = "เทศบาลตำบลสาธิต", **facts: Any) -> Agency:
    found = made(AGENCIES, user, unit, title=title, **{"sector": "local", **facts})
    assert isinstance(found, Agency)
    return found


def make_cooperation(user: User, unit: Unit, agency: Agency, contacts: int = 1, **facts: Any) -> Cooperation:
    parts = {"contacts": [CONTACT] * contacts, "gains": facts.pop("gains", [])}
    known = {"title": "ขอวิทยากรอบรมครู", "agency": agency, "result": "ครูผ่านการอบรม", **facts}
    found = made(COOPERATIONS, user, unit, parts, **known)
    assert isinstance(found, Cooperation)
    return found


def make_joint_work(user: User, unit: Unit, agency: Agency, *stints: Row, **facts: Any) -> JointWork:
    known = {
        "title": "กรรมการตัดสินการแข่งขัน",
        "agency": agency,
        "output": "ตัดสินครบ",
        "benefit": "ได้เครือข่าย",
        **facts,
    }
    found = made(JOINT_WORKS, user, unit, {"stints": list(stints)}, **known)
    assert isinstance(found, JointWork)
    return found


def stint(user: User, hours: str, on: date | None = None, **facts: Any) -> Row:
    return {"person": user.person, "hours": Decimal(hours), "on": on, "days": None, "what": "", **facts}


def finished(book: Book[Any], item: Any, user: User, on: date = DAY) -> Any:
    return services.finish_item(book, item, on=on, by=as_member(user, item.office))


def form_data(unit: Unit, rows: dict[str, list[dict[str, Any]]], **facts: Any) -> dict[str, Any]:
    """What the page of a form sends, with rows by their kind."""
    data = {"unit": unit.pk, "fiscal_year_be": 2570, "key": new_id(), "revision": 0, **facts}
    for kind, given in rows.items():
        data |= {f"{kind}-TOTAL_FORMS": len(given), f"{kind}-INITIAL_FORMS": 0}
        for place, row in enumerate(given):
            data |= {f"{kind}-{place}-{name}": value for name, value in {"ORDER": place + 1, **row}.items()}
    return data


def said(page: Any) -> str:
    """What a page says, without what only draws it."""
    return str(page.content.decode()).replace("\u2060", "").replace("\u00a0", " ")
