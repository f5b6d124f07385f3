"""On a person's page: what they are in charge of, the way to hand it over, and their work. On a school's: what it is asked.

On a manual's: what of it runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Coalesce

from nithet.cycles import access, words
from nithet.cycles.access import letters
from nithet.cycles.models import Cycle, LetterAsk, Task
from nithet.cycles.queries import by_person
from nithet.cycles.queries.duties import duty_rows
from nithet.cycles.telling import places
from nithet.cycles.words import Standing
from nithet.manuals.models import ManualVersion
from nithet.manuals.panels import VERSION_PANELS
from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.offices.panels import PERSON_PANELS, SCHOOL_PANELS, Panel
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span

# What stands open on the page, and what is there to unfold.
SHOWN, MOST = 6, 60
_IN_HAND = (Task.State.OPEN, Task.State.WAITING)


def of_duties(member: Member, person: Person) -> Panel | None:
    """Two queries; nothing for those who see no duties and for people who have none and nothing to hand over."""
    if not access.sees_duties(member):
        return None
    duties = duty_rows(access.visible_duties(member).filter(person=person, until_on__gte=member.on))
    groups = by_person(duties, on=member.on)
    may = access.can_hand_over(member, person) or access.can_propose_hand_over(member, person)
    if not groups and not may:
        return None
    lines = groups[0].lines if groups else ()
    return Panel("cycles/person_duties.html", {"lines": lines, "can_hand_over": bool(may)}, position=10)


def of_tasks(member: Member, person: Person) -> Panel | None:
    """Two queries: what of a person's work this member may see, unfinished, and how much is done this year."""
    seen = access.visible_tasks(member).filter(assignee=person, is_container=False, served_by=None)
    open_ones = seen.filter(state__in=Task.UNFINISHED)
    rows = words.rows(open_ones.select_related("run__letter").order_by("due_on", "pk")[:MOST], on=member.on)
    span = fiscal_year_span(fiscal_year_be(member.on))
    counts = seen.aggregate(
        open=Count("pk", filter=Q(state__in=Task.UNFINISHED)),
        done=Count("pk", filter=Q(state=Task.State.DONE, due_on__range=span)),
        # As a task's own `days_late` has it.
        late=Count("pk", filter=Q(state__in=_IN_HAND, is_stopped=False, due_on__lt=member.on)),
    )
    if not rows and not counts["done"]:
        return None
    facts = {
        "rows": rows[:SHOWN], "more": rows[SHOWN:], **counts, "is_own": person.pk == member.person.pk,
    }  # fmt: skip
    return Panel("cycles/person_tasks.html", facts, position=20)


@dataclass(frozen=True, slots=True)
class AskLine:
    """What a school is asked, how it stands, and where this member goes on with it."""

    ask: LetterAsk
    address: str
    standing: Standing


def of_asks(member: Member, school: School) -> Panel | None:
    """Two queries: what letters asked of a school, for who collects the answers and for who gives them."""
    taking = Task.objects.filter(run=OuterRef("letter__run"), state__in=_IN_HAND)
    mine = Q(pk__in=letters.asks_of(member).values("pk"))
    seen = Q(letter__in=letters.visible_letters(member))
    asks = LetterAsk.objects.filter(mine | seen, office=member.office, school=school, voided_at=None)
    rows = asks.filter(letter__run__voided_at=None).annotate(takes=Exists(taking))
    asked = _pressing(rows.select_related("letter", "school"))[:MOST]
    lines = [_ask_line(ask, member, takes=ask.takes) for ask in asked]
    if not lines:
        return None
    counts = rows.aggregate(count=Count("pk"), missing=Count("pk", filter=_WAITS))
    return Panel(
        "cycles/school_asks.html", {"lines": lines[:SHOWN], "more": lines[SHOWN:], **counts}, position=10
    )


_WAITS = Q(takes=True, answered_at=None)


def _pressing(asks: QuerySet[Any]) -> QuerySet[Any]:
    """What waits as it falls due, late first; then what was sent, the last first."""
    until = Coalesce("letter__answers_due_on", "letter__due_on")
    waits_until = Case(When(_WAITS, then=until), default=None, output_field=DateField())
    return asks.order_by(waits_until.asc(nulls_last=True), until.desc(), "pk")


def _ask_line(ask: LetterAsk, member: Member, *, takes: bool) -> AskLine:
    code = member.office.code
    if letters.can_answer(member, ask):
        address = places.of_ask(code, ask.pk)
    else:
        address = f"{places.address('cycles:letter-page', code, ask.letter_id)}#ask-{ask.pk}"
    return AskLine(ask, address, _answering(ask, takes=takes, on=member.on))


def _answering(ask: LetterAsk, *, takes: bool, on: date) -> Standing:
    if ask.answered_at:
        return Standing("done", "ส่งแล้ว")
    if not takes:
        return Standing("void", "ไม่ได้ส่ง")
    if ask.returned_at:
        return Standing("back", "ส่งคืนแก้ไข")
    days = (on - ask.letter.asked_until).days
    return Standing("late", f"เกินกำหนด {days} วัน") if days > 0 else Standing("open", "ยังไม่ส่งข้อมูล")


def of_year(member: Member, version: ManualVersion) -> Panel | None:
    """While a year is open: what of an edition runs in it, and the way to add the rest; three queries."""
    year_be = fiscal_year_be(member.on)
    cycle = Cycle.objects.filter(office=member.office, fiscal_year_be=year_be, state=Cycle.State.OPEN).first()
    if cycle is None or not access.sees_year(member):
        return None
    own = dict(version.procedures.values_list("lineage", "pk"))
    runs = dict(cycle.runs.filter(lineage__in=own).values_list("lineage", "procedure"))
    here = sum(own[lineage] == procedure for lineage, procedure in runs.items())
    facts = {
        "year_be": year_be, "version": version.pk, "here": here, "older": len(runs) - here,
        "waiting": len(own) - len(runs), "can_start": bool(access.can_start_year(member)),
    }  # fmt: skip
    return Panel("cycles/version_year.html", facts)


PERSON_PANELS.extend((of_duties, of_tasks))
SCHOOL_PANELS.append(of_asks)
VERSION_PANELS.append(of_year)
