"""One device: what it had taken along, what it holds, what came from it; and what to do where it is lost."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from nithet.field import access
from nithet.field.errors import DeviceRefusedError
from nithet.field.models import Device
from nithet.field.queries import devices as queries
from nithet.field.services.devices import owner_of
from nithet.offices.members import Member, MemberRequest, member_page

TELL_WITHIN = timedelta(hours=72)
"""มาตรา 37 (4) of the personal data protection act."""


@member_page
@require_safe
def device_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    member = request.member
    rows = access.visible_devices(member).select_related("office", "person__user", "revoked_by", "lost_by")
    device = get_object_or_404(rows, pk=pk)
    page = queries.page_of(device, member)
    facts = {
        "device": device, "page": page, "is_own": device.person_id == member.person.pk,
        "can_revoke": access.can_revoke(member, device), "can_go_on": _can_go_on(member, device), "has_personal": page.has_forms or not page.is_browser,
        "tell_by": device.lost_at + TELL_WITHIN if device.lost_at else None,
    }  # fmt: skip
    return render(request, "field/device_page.html", facts)


def _can_go_on(member: Member, device: Device) -> bool:
    """A phone gets a new code at any time, a browser goes on where it was stopped."""
    if device.kind == Device.Kind.BROWSER and device.revoked_at is None:
        return False
    try:
        return bool(access.can_bring_back(member, device, owner_of(device)))
    except DeviceRefusedError:
        return False
