"""What every answer to a phone has: who asks, the headers of OpenRosa, and refusals in words that ODK Collect shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from xml.sax.saxutils import escape

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.views.decorators.csrf import csrf_exempt

from nithet.core.clock import now
from nithet.core.disk import is_storage_full
from nithet.core.errors import DomainError
from nithet.field.models import Device
from nithet.field.openrosa.addresses import whole_address
from nithet.field.openrosa.submission_answers import AWAY, MOST_AT_ONCE
from nithet.field.services.devices import device_of, seen
from nithet.offices.members import Member

XML = "text/xml; charset=utf-8"
"""Collect takes lists of this type only."""
NOT_FOUND = "ไม่พบแบบฟอร์มหรือไฟล์นี้ อาจเลิกใช้แล้ว หรือท่านไม่มีสิทธิ์กรอก โปรดดึงรายการแบบฟอร์มใหม่"
READ_ONLY = "ที่อยู่นี้อ่านได้อย่างเดียว"
_RESPONSE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<OpenRosaResponse xmlns="http://openrosa.org/http/response">'
    '<message nature="error">{}</message></OpenRosaResponse>\n'
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a phone, with its owner's rights of today."""

    request: HttpRequest
    token: str
    device: Device
    member: Member

    def address(self, name: str, *parts: object) -> str:
        """Of one of our answers, as the phone asks for it."""
        return whole_address(self.request, reverse(f"odk:{name}", args=[self.token, *parts]))


View = Callable[..., HttpResponseBase]


def openrosa_page(view: View) -> View:
    """Gives the view who asks by the token in the address. Nothing else counts, whoever is signed in."""

    @csrf_exempt
    @wraps(view)
    def page(request: HttpRequest, token: str, **named: Any) -> HttpResponseBase:
        response = _answered(view, request, token, named)
        response["X-OpenRosa-Version"] = "1.0"
        response["X-OpenRosa-Accept-Content-Length"] = str(MOST_AT_ONCE)
        response["Date"] = http_date(now().timestamp())
        return response

    return page


def _answered(view: View, request: HttpRequest, token: str, named: dict[str, Any]) -> HttpResponseBase:
    if request.method not in ("GET", "HEAD"):
        response = refused(READ_ONLY, 405)
        response["Allow"] = "GET, HEAD"
        return response
    try:
        caller = device_of(token)
        seen(caller.device, now())
        return view(Asked(request, token, caller.device, caller.member), **named)
    except DomainError as error:
        return refused(error.text, error.status)
    except Http404:
        return refused(NOT_FOUND, 404)
    except (OperationalError, InterfaceError) as error:
        return _away(error)


def _away(error: Exception) -> HttpResponse:
    """As at the submission address. Django's own look at the connection follows each request."""
    if is_storage_full(error):
        raise error
    response = refused(AWAY.message, AWAY.status)
    response["Retry-After"] = AWAY.headers["Retry-After"]
    return response


def refused(words: str, status: int) -> HttpResponse:
    response = HttpResponse(_RESPONSE.format(escape(words)), content_type=XML, status=status)
    response["Cache-Control"] = "no-store"
    return response


def kept(request: HttpRequest, md5: str, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """The phone may keep it and asks each time whether it still holds: what has not changed is neither made nor sent again."""
    etag = quote_etag(md5)
    response = get_conditional_response(request, etag=etag) or make()
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    return response
