"""One device: what it had taken along, what it holds, what came from it; and what to do where it is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.field import access
from nithet.field.queries import devices as queries
from nithet.offices.members import MemberRequest, member_page

TELL_WITHIN = timedelta(hours=72)
"""มาตรา 37 (4) of the personal data protection act."""


@member_page
@require_safe
def device_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    rows = access.visible_devices(member).select_related("person__user", "revoked_by", "lost_by")
    device = get_object_or_404(rows, pk=pk)
    page = queries.page_of(device, member)
    facts = {
        "device": device, "page": page, "is_own": device.person_id == member.person.pk,
        "can_revoke": access.can_revoke(member, device), "has_personal": page.has_forms or not page.is_browser,
        "tell_by": device.lost_at + TELL_WITHIN if device.lost_at else None,
    }  # fmt: skip
    return render(request, "field/device_page.html", facts)
