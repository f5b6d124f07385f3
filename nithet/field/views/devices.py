"""Devices: one's own, a new phone's code shown once, revoked, reported lost; and all of the office."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.field import access
from nithet.field.device_forms import STATES, DeviceFilter, LostForm, PhoneForm, RevokeForm
from nithet.field.errors import DeviceNameTakenError, TooManyDevicesError
from nithet.field.models import Device
from nithet.field.openrosa.collect_settings import setting_up
from nithet.field.queries.device_lists import all_devices, own_devices
from nithet.field.services import devices as services
from nithet.offices.lists import listed
from nithet.offices.members import MemberRequest, member_page

PAST_SHOWN = 20


@member_page
@never_cache
@require_safe
def device_list(request: MemberRequest) -> HttpResponse:
    return _page(request, PhoneForm())


@member_page
@never_cache
@require_POST
def device_make(request: MemberRequest) -> HttpResponse:
    """The code is shown once, on the answer to the press."""
    access.can_carry(request.member).or_refuse()
    form = PhoneForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        made, secret = services.make_phone(form.cleaned_data["name"], by=request.member)
    except (DeviceNameTakenError, TooManyDevicesError) as refused:
        form.add_error("name", refused.text)
        return _page(request, form, status=refused.status)
    facts = {"made": made, "owner": request.member, "is_own": True}
    shown = {**facts, **setting_up(request, secret, request.member)}
    return render(request, "field/device_new.html", shown)


def _page(request: MemberRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    devices = list(own_devices(request.member))
    facts = {
        "form": form,
        "devices": [one for one in devices if one.revoked_at is None],
        "past": [one for one in devices if one.revoked_at is not None][:PAST_SHOWN],
        "can_carry": access.can_carry(request.member),
        "can_manage": access.can_manage_devices(request.member),
        "most": services.MOST,
    }
    return render(request, "field/device_list.html", facts, status=status)


@member_page
@require_safe
def device_all(request: MemberRequest) -> HttpResponse:
    access.can_manage_devices(request.member).or_refuse()
    form = DeviceFilter(request.GET, kind=Device.Kind.choices, state=STATES)
    page = listed(request, all_devices(request.member, form.given))
    return render(request, "field/device_all.html", {"form": form, "page": page})


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def device_revoke(request: MemberRequest, pk: UUID) -> HttpResponse:
    device = device_seen(request, pk)
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if services.revoke(device, by=request.member, why=form.cleaned_data["why"]):
            messages.success(request, f"ยกเลิก “{device.name}” แล้ว อุปกรณ์นี้รับส่งข้อมูลไม่ได้อีก")
        else:
            messages.info(request, f"“{device.name}” ถูกยกเลิกไปก่อนแล้ว")
        return redirect(_list_of(request, device))
    return act_page(request, device, form, "revoke")


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def device_lost(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Leads to what the device had taken along and what has not come back."""
    device = device_seen(request, pk)
    form = LostForm(request.POST or None)
    if form.is_valid():
        if services.report_lost(device, by=request.member, how=form.cleaned_data["how"]):
            messages.success(request, f"บันทึกแล้วว่า “{device.name}” หาย อุปกรณ์นี้รับส่งข้อมูลไม่ได้อีก")
        else:
            messages.info(request, f"“{device.name}” แจ้งหายไว้ก่อนแล้ว")
        return redirect("field:device-page", request.office.code, device.pk)
    return act_page(request, device, form, "lost")


def device_seen(request: MemberRequest, pk: UUID) -> Device:
    """One that the member may stop, and let go on."""
    rows = access.visible_devices(request.member).select_related("office", "person__user")
    device = get_object_or_404(rows, pk=pk)
    access.can_revoke(request.member, device).or_refuse()
    return device


def _list_of(request: MemberRequest, device: Device) -> str:
    is_own = device.person_id == request.member.person.pk
    return reverse(f"field:device-{'list' if is_own else 'all'}", args=[request.office.code])


def act_page(
    request: MemberRequest, device: Device, form: Form, act: str, *, status: int | None = None
) -> HttpResponse:
    facts = {
        "device": device, "form": form, "act": act, "up": _list_of(request, device),
        "is_own": device.person_id == request.member.person.pk, "is_phone": device.kind == Device.Kind.COLLECT,
    }  # fmt: skip
    status = status or (422 if form.errors else 200)
    return render(request, f"field/device_{'back' if act == 'back' else 'act'}.html", facts, status=status)
