"""สิ่งที่ขอจากโรงเรียน: the first page of who works at a school. What is to be answered, what was sent, what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.cycles import queries
from nithet.cycles.access.letters import answerers, asks_for_school, chaired_clusters
from nithet.cycles.register import Asked, registers
from nithet.cycles.words import Standing
from nithet.offices.access import visible_schools
from nithet.offices.lists import is_printed
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import School
from nithet.offices.panels import Panel, in_order
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span
from nithet.workspace.mywork import row_of

SENT_SHOWN = 8
BEFORE = timedelta(days=92)
PRESSING = 7


@dataclass(frozen=True, slots=True)
class Card:
    """What is asked, with how it stands today."""

    asked: Asked
    standing: Standing
    # "back" beside late: both are to be seen.
    returned: Standing | None = None


@member_page
@require_safe
def asked_page(request: MemberRequest) -> HttpResponse:
    member = request.member
    found = list(asked_of(member))
    todo = cards_of(found, on=member.on)
    sent = sorted((one for one in found if not one.is_open), key=_sent_last, reverse=True)
    shows_all = is_printed(request) or request.GET.get("sent") == "all"
    work = queries.work_of(member)
    schools = own_schools(member)
    context = {
        "todo": todo,
        # Of whom, where it could be of several.
        "of_many": len({card.asked.of for card in todo}) > 1,
        "late_count": sum(card.standing.code == "late" for card in todo),
        "sent": sent if shows_all else sent[:SENT_SHOWN],
        "sent_count": len(sent),
        "tasks": [row_of(task, on=member.on) for task in (*work.todo, *work.ahead)],
        "submitted": work.submitted,
        "waiting_count": queries.waiting_decisions(member).count(),
        "schools": schools,
        "panels": school_panels(member, schools),
        "answerers": by_school(schools, on=member.on),
        "asks_school": asks_for_school(member),
        "chairs": bool(chaired_clusters(member)),
        "title": title_of(member),
        "is_printed": is_printed(request),
    }
    return render(request, "workspace/asked.html", context)


def title_of(member: Member) -> str:
    return "สิ่งที่ขอจากโรงเรียน" if asks_for_school(member) else "สิ่งที่ขอจากฉัน"


def asked_of(member: Member) -> Iterator[Asked]:
    """All that waits, and what was sent in this fiscal year or the last months; one query a register that asks."""
    begin, _ = fiscal_year_span(fiscal_year_be(member.on))
    since = min(begin, member.on - BEFORE)
    for register in registers():
        for asks in register.asked:
            yield from asks(member, since)


def cards_of(found: list[Asked], *, on: date) -> list[Card]:
    """What is due first comes first, so that what is late stands on top."""
    waiting = sorted((one for one in found if one.is_open), key=lambda one: (one.until or date.max, one.key))
    return [Card(one, standing_of(one.until, on=on), _returned(one)) for one in waiting]


def _returned(one: Asked) -> Standing | None:
    return Standing("back", "ส่งคืนแก้ไข") if one.returned else None


def standing_of(until: date | None, *, on: date) -> Standing:
    """How many days are left, in words; the last week stands out."""
    if until is None:
        return Standing("wait", "ไม่มีกำหนด")
    days = (until - on).days
    if days < 0:
        return Standing("late", f"เกินกำหนด {-days} วัน")
    if days == 0:
        return Standing("open", "ครบกำหนดวันนี้")
    return Standing("open" if days <= PRESSING else "wait", f"เหลืออีก {days} วัน")


def _sent_last(one: Asked) -> tuple[bool, str, str]:
    """The last first; what was never sent, by its day, after it."""
    day = one.sent_at.isoformat() if one.sent_at else str(one.until or "")
    return one.sent_at is not None, day, one.key


# One's school


def own_schools(member: Member) -> list[School]:
    return list(visible_schools(member).filter(pk__in=member.schools_as()).order_by("sort_key", "pk"))


def school_panels(member: Member, schools: list[School]) -> list[Panel]:
    """What registers have of one's school; of several schools each has it on its own page."""
    if len(schools) != 1:
        return []
    school = schools[0]
    school.office = member.office
    made = (make(member, school) for register in registers() for make in register.school_panels)
    return in_order(panel for panel in made if panel)


@dataclass(frozen=True, slots=True)
class Answering:
    """A school, and who answers for it."""

    school: School
    people: list[tuple[str, str]]


def by_school(schools: list[School], *, on: date) -> list[Answering]:
    """One query."""
    found: dict[UUID, list[tuple[str, str]]] = {school.pk: [] for school in schools}
    for one in answerers(found, on=on) if schools else ():
        if one.school_id:
            found[one.school_id].append((one.person.name, one.role_words))
    return [Answering(school, found[school.pk]) for school in schools]
