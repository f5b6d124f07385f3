"""A phone for somebody else, handed over with its code; and a device that was stopped, which goes on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.clock import today
from nithet.field import access
from nithet.field.device_forms import BackForm, OwnerFilter, PhoneForm
from nithet.field.errors import DeviceNameTakenError, DeviceRefusedError, TooManyDevicesError
from nithet.field.models import Device
from nithet.field.openrosa.collect_settings import setting_up
from nithet.field.services import devices as services
from nithet.field.services.returning import bring_back, renew_phone
from nithet.field.views.devices import act_page, device_seen
from nithet.offices import queries
from nithet.offices.lists import listed
from nithet.offices.members import Member, MemberRequest, member_of, member_page

# For somebody else


@member_page
@require_safe
def device_owners(request: MemberRequest) -> HttpResponse:
    """Whose the phone is to be."""
    access.can_manage_devices(request.member).or_refuse()
    form = OwnerFilter(request.GET)
    found = queries.matching(access.phone_owners(request.member), form.given.get("q", ""))
    page = listed(request, queries.person_rows(found, on=request.member.on))
    facts = {"form": form, "page": page, "lines": queries.person_lines(page, on=request.member.on)}
    return render(request, "field/device_owners.html", facts)


@member_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device_make_for(request: MemberRequest, person: UUID) -> HttpResponse:
    """The code is shown once, on the answer to the press."""
    access.can_manage_devices(request.member).or_refuse()
    owner = _owner(request, person)
    form = PhoneForm(request.POST or None)
    status = 422 if form.errors else 200
    if form.is_valid():
        try:
            made, secret = services.make_phone(form.cleaned_data["name"], by=request.member, owner=owner)
        except (DeviceNameTakenError, TooManyDevicesError) as refused:
            form.add_error("name", refused.text)
            status = refused.status
        else:
            return _shown_once(request, made, secret, owner)
    return render(request, "field/device_make_for.html", {"form": form, "owner": owner}, status=status)


def _owner(request: MemberRequest, person: UUID) -> Member:
    found = get_object_or_404(access.phone_owners(request.member).select_related("user"), pk=person)
    owner = member_of(found.user, request.office.code, on=today()) if found.user else None
    if owner is None:
        raise DeviceRefusedError(why=f"{found.name} ไม่ได้ปฏิบัติหน้าที่ในสำนักงานนี้แล้ว จึงสร้างโทรศัพท์ให้ไม่ได้")
    return owner


def _shown_once(request: MemberRequest, made: Device, secret: str, owner: Member) -> HttpResponse:
    facts = {"made": made, "owner": owner, "is_own": owner.person == request.member.person}
    return render(request, "field/device_new.html", {**facts, **setting_up(request, secret, owner)})


# A way back


@member_page
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def device_back(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A phone gets a new code, which is shown once; a browser goes on by itself."""
    device = device_seen(request, pk)
    if request.method != "POST":
        access.can_bring_back(request.member, device, services.owner_of(device)).or_refuse()
        return act_page(request, device, BackForm(), "back")
    form = BackForm(request.POST)
    if not form.is_valid():
        return act_page(request, device, form, "back")
    why = form.cleaned_data["why"]
    if device.kind == Device.Kind.COLLECT:
        try:
            secret, owner = renew_phone(device, by=request.member, why=why)
        except (DeviceNameTakenError, TooManyDevicesError) as refused:
            form.add_error(None, refused.text)
            return act_page(request, device, form, "back", status=refused.status)
        return _shown_once(request, device, secret, owner)
    if bring_back(device, by=request.member, why=why):
        messages.success(request, f"“{device.name}” ใช้งานต่อได้แล้ว ข้อมูลที่รออยู่ในเครื่องจะส่งเมื่อเปิดเครื่องและมีสัญญาณ")
    else:
        messages.info(request, f"“{device.name}” ใช้งานได้อยู่แล้ว")
    return redirect("field:device-page", request.office.code, device.pk)
