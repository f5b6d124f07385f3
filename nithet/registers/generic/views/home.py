"""The page from which all registers are opened."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.offices.access import visible_people, visible_schools
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic import access, queries
from nithet.registers.generic.book import books
from nithet.thai.calendar import fiscal_year_be


@member_page
@require_safe
def register_home(request: MemberRequest) -> HttpResponse:
    """Each book with how many items it has this year."""
    member = request.member
    year = fiscal_year_be(member.on)
    shelves = [
        (book, *queries.counts(book, member, year=year), book.address("list", request.office.code))
        for book in books()
    ]
    if not access.sees_registers(member):
        # Only what names them; an empty register would tell them nothing.
        shelves = [shelf for shelf in shelves if shelf[1]]
    facts = {
        "shelves": shelves,
        "year": year,
        "school_count": visible_schools(member).active(on=member.on).count(),
        "person_count": visible_people(member).count(),
        "can_record": access.can_record(member),
    }
    return render(request, "generic/register_home.html", facts)
