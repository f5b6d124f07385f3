"""A register of loans, written by `docs/adding/register.md` and `docs/adding/action.md` only: from outside, nothing else known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from nithet.core import search
from nithet.cycles.actions import Action
from nithet.cycles.models import Task
from nithet.cycles.register import Found, Kind, Measure, Register
from nithet.cycles.services.offering import offer_evidence, withdraw_evidence
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, School
from nithet.offices.panels import Panel

KIND = "toy_loan"


@dataclass(frozen=True)
class Loan:
    """What the register keeps, in a store of its own."""

    id: UUID
    office: UUID
    school: UUID
    on: date
    items: int


LOANS: dict[UUID, Loan] = {}


# 2. Actions


class Serve(Action):
    code, asks, unit_word = "serve", "การให้ยืม", "รายการ"

    def open(self, tasks: Sequence[Task], member: Member) -> Mapping[UUID, str]:
        return {task.pk: f"/{member.office.code}/loans/?task={task.pk}" for task in tasks}

    def target(self, tasks: Sequence[Task]) -> Mapping[UUID, int]:
        return {task.pk: 3 * task.planned for task in tasks}


# 3. Kinds


def resolve(member: Member, ids: Collection[UUID]) -> Mapping[UUID, Found]:
    known = [LOANS[pk] for pk in ids if pk in LOANS and LOANS[pk].office == member.office.pk]
    return {loan.id: Found(f"ใบยืม {loan.items} รายการ", f"/loans/{loan.id}/") for loan in known}


# 4. Declare: what `AppConfig.ready` hands to `declare`


def of_school(member: Member, school: School) -> Panel | None:
    return Panel("toy/school_loans.html") if member.office.pk == school.office_id else None


def of_person(member: Member, person: Person) -> Panel | None:
    return None


def entries(office_id: UUID) -> list[search.Entry]:
    return [
        search.Entry(KIND, loan.id, f"ใบยืม {loan.items} รายการ")
        for loan in LOANS.values()
        if loan.office == office_id
    ]


def visible(member: Member) -> QuerySet[School]:
    """Loans have no table here, so that nobody finds one; a register gives the queryset that its pages use."""
    return School.objects.none()


def lent(office: Office, first: date, last: date) -> int:
    return sum(loan.items for loan in LOANS.values() if loan.office == office.pk and first <= loan.on <= last)


REGISTER = Register(
    "toy",
    "การให้ยืม",
    actions=(Serve(),),
    kinds=(Kind(KIND, "ใบยืมสื่อ", resolve),),
    school_panels=(of_school,),
    person_panels=(of_person,),
    search_kinds=(search.SearchKind(KIND, "ใบยืมสื่อ", "package", visible, lambda member, ids: {}, entries),),
    snapshots={KIND: lambda office, pk: {"items": LOANS[pk].items}},
    measures=(Measure("lent", "สื่อที่ให้ยืม", lent),),
)


# 5. and 6. Services


@transaction.atomic
def lend(school: School, items: int, *, on: date, by: Member) -> Loan:
    loan = Loan(uuid4(), school.office_id, school.pk, on, items)
    return _kept(loan, by)


@transaction.atomic
def correct(loan: Loan, items: int, *, by: Member) -> Loan:
    return _kept(replace(loan, items=items), by)


def _kept(loan: Loan, by: Member) -> Loan:
    LOANS[loan.id] = loan
    offer_evidence(
        by.office,
        "serve",
        KIND,
        loan.id,
        loan.on,
        loan.school,
        loan.items,
        title=f"ใบยืม {loan.items} รายการ",
        by=by,
    )
    return loan


@transaction.atomic
def void(loan: Loan, *, why: str, by: Member) -> None:
    del LOANS[loan.id]
    withdraw_evidence(by.office, KIND, loan.id, why=why, by=by)
