"""Filled forms of cooperation (แบบ M7) become items of the book, with the agency and the schools that gained."""

from __future__ import annotations

from typing import Any
from uuid import uuid5

from nithet.offices.members import Member
from nithet.offices.models import School
from nithet.registers.generic.landing import NoUnitError, Told, book_landing
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed, make_item
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.fields import kinds_of
from nithet.registers.partners.models import Agency, Cooperation
from nithet.registers.partners.naming import agency_known, key_of
from nithet.thai.calendar import fiscal_year_be


def cooperation(told: Told, by: Member) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    number = told.text("memorandum/mou_number", 80)
    facts = {
        "title": told.text("subject"), "agency": _agency(told, by), "detail": told.text("subject"), "has_mou": bool(number),
        "kinds": kinds_of([name for name in told.names("support_kinds") if name in Cooperation.Kind.values]),
        "mou_number": number, "until_on": told.day("memorandum/mou_until"), "value": told.number("value_baht"),
        "result": told.text("result"),
    }  # fmt: skip
    schools = School.objects.filter(office=by.office, smis_code__in=told.names("benefiting_schools"))
    return facts, {"gains": [{"school": school} for school in schools.order_by("name", "pk")]}


def _agency(told: Told, by: Member) -> Agency:
    """The one of that name in the office's directory; else a new one, which somebody looks at there later."""
    title = " ".join(told.text("partner/agency", 300).split())
    # The one that this submission brought by that name, whatever it is called since.
    key = uuid5(told.submission.pk, f"{AGENCIES.code} {key_of(title)}")
    brought: Agency | None = AGENCIES.items().filter(pk=key, office=by.office).first()
    if known := brought or agency_known(by.office.pk, title, besides=None):
        return known
    unit = told.submission.version.form.unit
    if unit is None:
        raise NoUnitError
    sector = told.text("partner/sector")
    facts = {
        "title": title, "unit": unit, "owner": None, "fiscal_year_be": fiscal_year_be(by.on),
        "sector": sector if sector in Agency.Sector.values else Agency.Sector.OTHER,
    }  # fmt: skip
    contact = told.text("partner/contact_person", 200)
    people = {"people": [{"name": contact}]} if contact else {}
    made = make_item(AGENCIES, Typed(facts, people), by=by, key=key)
    assert isinstance(made, Agency)  # noqa: S101  for the type checker
    return made


LANDINGS = (
    book_landing(COOPERATIONS, "partners.cooperation", cooperation, forms=("partner_cooperation",), asks=("partner/agency", "subject")),
)  # fmt: skip
