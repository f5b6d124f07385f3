"""What is done with a working group besides what all registers do."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from nithet.offices.members import MemberRequest, member_page
from nithet.registers.generic import access
from nithet.registers.generic.views.pages import item_or_404
from nithet.registers.workgroups import services
from nithet.registers.workgroups.register import Appoint


@member_page
@require_POST
def workgroup_seniority(request: MemberRequest, pk: UUID) -> HttpResponse:
    book = Appoint.book
    group = item_or_404(request, book, pk)
    access.can_change(request.member, book, group).or_refuse()
    services.order_by_seniority(group, by=request.member)
    messages.success(request, "เรียงรายชื่อแต่ละชุดตามหน้าที่และลำดับอาวุโสแล้ว ปรับลำดับเองได้ที่หน้าแก้ไข")
    return redirect(book.address("page", request.office.code, pk))
