"""Who calls, by the same tokens as the rest of `/api/`; and what every answer of OData has."""

from __future__ import annotations

import json
from base64 import b64decode
from binascii import Error
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse

from nithet.core.clock import today
from nithet.core.errors import DomainError
from nithet.forms import access
from nithet.forms.api.calling import is_in_time, member_of_office, seconds_left
from nithet.forms.api.finding import round_of
from nithet.forms.models import Round
from nithet.forms.odata.refusing import TooOftenError, WrongMethodError
from nithet.offices.tokens.errors import TokenRefusedError
from nithet.offices.tokens.services import UNKNOWN, Caller, caller_of

JSON = "application/json;odata.metadata=minimal;IEEE754Compatible=false;charset=utf-8"
NOT_FOUND = "ไม่พบข้อมูลตามที่อยู่นี้ หรือเจ้าของรหัสเชื่อมต่อไม่มีสิทธิ์ดู โปรดตรวจสอบรหัสสำนักงาน เลขรอบ และชื่อตาราง"
BY_PASSWORD = "โปรดใส่รหัสเชื่อมต่อในช่องรหัสผ่าน (ช่องชื่อผู้ใช้ใส่คำใดก็ได้)"  # noqa: S105  words, no secret
# Excel asks for name and password where it is told “Basic”.
_ASKS = 'Basic realm="Nithet", charset="UTF-8"'
View = Callable[..., HttpResponse]


def odata_page(view: Callable[..., HttpResponse]) -> View:
    """Gives the view the round, whose answers the caller may read, and tells refusals as OData does."""

    @wraps(view)
    def asked(request: HttpRequest, office: str, pk: UUID, **named: Any) -> HttpResponse:
        try:
            response = view(request, _round(request, office, pk), **named)
        except DomainError as error:
            response = _refused(error)
        except Http404:
            response = error_response(404, "not-found", NOT_FOUND)
        response["OData-Version"] = "4.0"
        response["Cache-Control"] = "private, no-store"
        return response

    return asked


def _round(request: HttpRequest, office: str, pk: UUID) -> Round:
    if request.method not in ("GET", "HEAD"):
        raise WrongMethodError
    caller = _caller(request)
    if not is_in_time(caller):
        raise TooOftenError
    member = member_of_office(caller, office)
    found = round_of(member, pk)
    access.can_read_answers(member, found).or_refuse()
    return found


def _caller(request: HttpRequest) -> Caller:
    """A token as Bearer, or as the password of anybody."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    secret = {"bearer": given.strip(), "basic": _password(given)}.get(scheme.lower(), "")
    if not secret:
        raise TokenRefusedError(why=f"{BY_PASSWORD} {UNKNOWN}")
    return caller_of(secret, on=today())


def _password(given: str) -> str:
    try:
        return b64decode(given, validate=True).decode().partition(":")[2]
    except (Error, ValueError):
        return ""


def _refused(error: DomainError) -> HttpResponse:
    response = error_response(error.status, error.code, error.text)
    if error.status == TokenRefusedError.status:
        response["WWW-Authenticate"] = _ASKS
    if isinstance(error, WrongMethodError):
        response["Allow"] = "GET, HEAD"
    if isinstance(error, TooOftenError):
        response["Retry-After"] = str(int(seconds_left()) + 1)
    return response


def error_response(status: int, code: str, message: str) -> HttpResponse:
    return json_response({"error": {"code": code, "message": message}}, status=status)


def json_response(content: object, *, status: int = 200) -> HttpResponse:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text.encode(), content_type=JSON, status=status)
