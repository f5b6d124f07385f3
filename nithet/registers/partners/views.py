"""What is done with partners besides what all registers do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.core.ids import new_id
from nithet.core.tables.writing import Column
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic import access
from nithet.registers.generic.models import Item
from nithet.registers.generic.views.pages import item_or_404, render_item
from nithet.registers.partners import services
from nithet.registers.partners.access import can_read_hours
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.forms import ContactForm, HoursFilter
from nithet.registers.partners.hours import NOTHING, people_hours, shares
from nithet.registers.partners.joint_works import JOINT_WORKS

_COLUMNS = (
    Column("ชื่อ", 30), Column("งานร่วม (เรื่อง)", 14, "number"), Column("วัน", 12, "decimal"), Column("ชั่วโมง", 12, "decimal"),
)  # fmt: skip


@member_page
@require_POST
def cooperation_contact(request: MemberRequest, pk: UUID) -> HttpResponse:
    item = item_or_404(request, COOPERATIONS, pk)
    access.can_keep(request.member, item).or_refuse()
    form = ContactForm(request.POST, member=request.member, prefix="contact")
    if not form.is_valid():
        return render_item(request, COOPERATIONS, item, contact_form=form, status=422)
    facts = {name: value for name, value in form.cleaned_data.items() if name != "id"}
    services.log_contact(item, facts, key=form.cleaned_data["id"] or new_id(), by=request.member)
    messages.success(request, "บันทึกการติดต่อแล้ว")
    return redirect(COOPERATIONS.address("page", request.office.code, pk))


@member_page
@require_safe
def joint_hours(request: MemberRequest) -> HttpResponseBase:
    """Who gave how much time to joint work in a year, of what the member sees."""
    member = request.member
    can_read_hours(member).or_refuse()
    form = HoursFilter(request.GET, member=member)
    year = form.year
    works = (
        access.visible_items(member, JOINT_WORKS).filter(fiscal_year_be=year).exclude(state=Item.State.VOID)
    )
    people = people_hours(works)
    hours = sum((one.hours for one in people), NOTHING)
    title = titled(f"เวลาที่ใช้ในงานร่วม ปีงบประมาณ พ.ศ. {year}", "")
    if is_file(request):
        rows = ((one.person.name, one.works, one.days, one.hours) for one in people)
        return as_file(request, title, _COLUMNS, rows)
    facts = {
        "people": shares(people, hours), "form": form, "year": year, "title": title, "book": JOINT_WORKS,
        "all_hours": hours,
        "list_url": JOINT_WORKS.address("list", request.office.code), **ways_out(request),
    }  # fmt: skip
    return render(request, "partners/hours.html", facts)
