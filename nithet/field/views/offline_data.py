"""What the browser asks for and tells, and never keeps in its own cache: who is signed in, forms to carry, what it holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nithet.accounts import second_factor
from nithet.core.clock import now, today
from nithet.field import access
from nithet.field.offline.built import built
from nithet.field.offline.errors import UnreadDeviceError
from nithet.field.queries.apart import waiting_count
from nithet.field.queries.packages import carriable, editions, package
from nithet.field.services.devices import register_browser
from nithet.field.services.returning import bring_back_own
from nithet.field.services.telling import told
from nithet.forms import access as of_forms
from nithet.forms.models import Form
from nithet.offices.members import MemberRequest, member_of, member_page, needs_second_factor
from nithet.thai.text import clean

SIGNED_OUT = {"code": "signed-out", "message": "หมดเวลาการเข้าสู่ระบบ โปรดเข้าสู่ระบบอีกครั้ง"}
# Somebody else has signed in on this browser since it asked who it is.
_OTHER_PERSON = {"code": "other-person", "message": "ผู้อื่นเข้าสู่ระบบในเครื่องนี้อยู่ โปรดเข้าสู่ระบบด้วยบัญชีของท่าน"}
_NO_SECOND = {"code": "second-factor", "message": "โปรดเข้าสู่ระบบและยืนยันตัวตนสองขั้นตอนก่อน"}
_NOT_FOUND = {
    "code": "not-found",
    "message": "ไม่พบแบบฟอร์มหรือสำนักงานนี้ หรือท่านไม่มีสิทธิ์แล้ว โปรดติดต่อกลุ่มเจ้าของแบบฟอร์ม",
}
_UNNAMED = "เบราว์เซอร์"
_MOST_TOLD = 5_000


class _Unsigned(JsonResponse):
    """A page asks by itself: its answer may come when the person has signed in anew in another tab, and takes that from nobody."""

    def delete_cookie(self, key: str, *given: Any, **named: Any) -> None:
        if key != settings.SESSION_COOKIE_NAME:
            super().delete_cookie(key, *given, **named)


def member_data(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """As a page of a member, for a program: who is signed out is told so, and led nowhere."""

    @never_cache
    @wraps(view)
    def answered(request: MemberRequest, office: str, **parts: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and not _asks_json(request):
            return redirect_to_login(request.get_full_path())
        if not_this := _not_this_person(request):
            return _Unsigned(not_this, status=401)
        member = member_of(request.user, office, on=today())
        # Nothing has a name that no database takes.
        if member is None or not all(str(part).isprintable() for part in parts.values()):
            return _missing(request)
        if needs_second_factor(member) and not second_factor.has_second_factor(request):
            return JsonResponse(_NO_SECOND, status=401)
        request.member, request.office = member, member.office
        access.can_carry(member).or_refuse()
        try:
            return view(request, **parts)
        except Http404:
            return _missing(request)

    return answered


def _not_this_person(request: HttpRequest) -> dict[str, str] | None:
    if not request.user.is_authenticated:
        return SIGNED_OUT
    is_other = request.headers.get("X-Person", str(request.user.pk)) != str(request.user.pk)
    return _OTHER_PERSON if is_other else None


def _missing(request: HttpRequest) -> HttpResponseBase:
    """A page that says so could as well be the network's own: a program knows ours by its kind."""
    if _asks_json(request):
        return JsonResponse(_NOT_FOUND, status=404)
    raise Http404


def _asks_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


@member_page
@require_safe
def prepare(request: MemberRequest) -> HttpResponseBase:
    """Which forms to take along; what is on this device already, the browser adds."""
    access.can_carry(request.member).or_refuse()
    facts = {"forms": carriable(request.member), "to_choose": waiting_count(request.member)}
    return render(request, "field/prepare.html", facts)


@member_data
@require_safe
def session(request: MemberRequest) -> JsonResponse:
    """Who sends, and by what token: asked anew each time something is sent."""
    found = built()
    return JsonResponse({
        "person": str(request.user.pk),
        "name": request.member.name,
        "office": request.office.code,
        "office_name": request.office.short_name,
        "token": get_token(request),
        "now": _milliseconds(),
        "version": found.version if found else "",
    })  # fmt: skip


def _milliseconds() -> int:
    return int(now().timestamp() * 1000)


@member_data
@require_safe
def package_given(request: MemberRequest, name: str) -> JsonResponse:
    form = _form(request, name)
    of_forms.can_fill(request.member, form).or_refuse()
    return JsonResponse(package(form, request.member))


def _form(request: MemberRequest, name: str) -> Form:
    forms = of_forms.visible_forms(request.member).select_related("office", "unit")
    return get_object_or_404(forms, name=name)


@member_data
@require_POST
def device_told(request: MemberRequest) -> JsonResponse:
    """What a browser carries and holds; it learns which editions are filled now. `back`: stopped before, it goes on."""
    heard = _read(request)
    key = UUID(heard["key"])
    if heard["back"]:
        bring_back_own(key, by=request.member)
    device = register_browser(key, heard["name"], by=request.member)
    told(device, carried=heard["carried"], waiting=heard["waiting"], drafts=heard["drafts"], at=now())
    names = [name for one in heard["carried"] if (name := str(one.get("form", ""))[:80]).isprintable()]
    return JsonResponse({"editions": editions(request.member, names), "now": _milliseconds()})


def _read(request: HttpRequest) -> dict[str, Any]:
    try:
        heard = json.loads(request.body)
        UUID(heard["key"])
        return {
            "key": heard["key"],
            "name": device_name(str(heard["name"])),
            "carried": _lines(heard["carried"]),
            "waiting": _lines(heard["waiting"]),
            "drafts": int(heard["drafts"]),
            "back": heard.get("back") is True,
        }
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as unread:
        raise UnreadDeviceError from unread


def device_name(told: str) -> str:
    return "".join(c for c in clean(told) if c.isprintable())[:80] or _UNNAMED


def _lines(told: Any) -> list[dict[str, Any]]:
    return [one for one in list(told)[:_MOST_TOLD] if isinstance(one, dict)]
