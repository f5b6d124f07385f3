"""What the pages of this register show besides the facts of an item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from nithet.core.clock import today
from nithet.core.ids import new_id
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.book import Book, book_of
from nithet.registers.generic.models import Item
from nithet.registers.partners.forms import ContactForm
from nithet.registers.partners.hours import NOTHING, by_person, shares
from nithet.registers.partners.models import Agency, Cooperation, JointWork
from nithet.registers.partners.mou import mou_standing, span_words
from nithet.thai.dates import format_date

if TYPE_CHECKING:
    from nithet.registers.partners.cooperations import CooperationBook

MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps of joint work: where it stands, what it says, and when."""

    name: str
    code: str
    words: str
    when: str = ""


def agency_page(item: Agency, member: Member) -> dict[str, Any]:
    """What was done with the agency, as far as the member sees it."""
    book = book_of("cooperation")
    assert book  # noqa: S101  a book of this register
    return {
        "can_record": access.can_record(member) and not item.is_void,
        "new_cooperation_url": f"{book.address('new', member.office.code)}?agency={item.pk}",
        "cooperations": _with(item, member, "cooperation"),
        "joint_works": _with(item, member, "joint-work"),
    }


def _with(item: Agency, member: Member, code: str) -> list[tuple[Any, Standing | None, str]]:
    book = book_of(code)
    assert book  # noqa: S101  a book of this register
    found: QuerySet[Any] = access.visible_items(member, book).filter(agency=item)
    listed = found.exclude(state=Item.State.VOID).order_by("-changed_at", "pk")[:MOST_LISTED]
    return [
        (one, _standing(one), book.address("page", member.office.code, one.pk))
        for one in listed
    ]  # fmt: skip


def _standing(item: Any) -> Standing | None:
    return mou_standing(item, today()) if isinstance(item, Cooperation) else None


def cooperation_page(book: CooperationBook, item: Cooperation, member: Member) -> dict[str, Any]:
    """Contacts are logged also once the result is told: they go on while an agreement holds."""
    office = member.office.code
    agencies = book_of("agency")
    sees = bool(agencies and access.visible_items(member, agencies).filter(pk=item.agency_id).exists())
    return {
        "agency": item.agency,
        "agency_url": agencies.address("page", office, item.agency_id) if agencies and sees else "",
        "agency_people": list(item.agency.people.all()) if sees else [],
        "mou": mou_standing(item, member.on),
        "mou_span": _mou_span(item, member),
        "span": span_words(item),
        "can_log": bool(access.can_keep(member, item)) and not item.is_void,
        "contact_form": ContactForm(
            member=member, prefix="contact", initial={"on": member.on, "id": new_id()}
        ),
        "contact_url": book.address("contact", office, item.pk),
    }


def _mou_span(item: Cooperation, member: Member) -> tuple[int, int] | None:
    """Days of the agreement that are over, and all of them; None: it has no end, or no beginning."""
    if not (item.has_mou and item.from_on and item.until_on):
        return None
    whole = (item.until_on - item.from_on).days + 1
    return min(max((member.on - item.from_on).days + 1, 0), whole), whole


def joint_work_page(item: JointWork, member: Member) -> dict[str, Any]:
    agencies: Book[Any] | None = book_of("agency")
    sees = bool(agencies and access.visible_items(member, agencies).filter(pk=item.agency_id).exists())
    stints = list(item.stints.select_related("person"))
    people = by_person(stints)
    hours = sum((one.hours for one in people), NOTHING)
    return {
        "agency": item.agency,
        "agency_url": agencies.address("page", member.office.code, item.agency_id)
        if agencies and sees
        else "",
        "steps": _steps(item, bool(stints)),
        "by_person": shares(people, hours),
        "all_hours": hours,
        "all_days": sum(one.days for one in people),
        "span": span_words(item),
    }


_DECIDED = {"waiting": "sub", "approved": "done", "returned": "back", "refused": "void"}


def decided_standing(item: JointWork) -> Standing:
    return Standing(_DECIDED[item.decided], item.get_decided_display())


def _steps(item: JointWork, has_stints: bool) -> list[Step]:
    """Request, decision, work and summary: the way of both tracks."""
    asked = Step("รับเรื่อง", "done", "รับเรื่องแล้ว", format_date(item.asked_on) if item.asked_on else "")
    when = format_date(item.decided_on) if item.decided_on else ""
    decided = Step("พิจารณา", _DECIDED[item.decided], item.get_decided_display(), when)
    if item.is_refused:
        return [asked, decided]
    worked = Step("ปฏิบัติงาน", *(("done", "บันทึกเวลาแล้ว") if has_stints else _not_worked(item)))
    when = format_date(item.on) if item.on else ""
    summed = Step(
        "สรุปผล", "done" if item.is_done else "wait", "สรุปผลแล้ว" if item.is_done else "ยังไม่สรุปผล", when
    )
    return [asked, decided, worked, summed]


def _not_worked(item: JointWork) -> tuple[str, str]:
    return ("open", "กำลังดำเนินการ") if item.is_approved else ("wait", "รอผลการพิจารณา")
