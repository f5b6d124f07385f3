"""Refusals as programs read them: {"code", "message"}, the message in Thai for whoever looks into their log."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, Throttled, ValidationError

from nithet.core.errors import DomainError
from nithet.offices.tokens.errors import TokenRefusedError
from nithet.offices.tokens.services import UNKNOWN

NOT_FOUND = "ไม่พบข้อมูลตามที่อยู่นี้ หรือเจ้าของรหัสเชื่อมต่อไม่มีสิทธิ์ดู โปรดตรวจสอบรหัสสำนักงาน รหัสแบบฟอร์ม และเลขข้อมูล"
TOO_OFTEN = "เรียกข้อมูลถี่เกินกำหนด โปรดรอตามเวลาในส่วนหัว Retry-After (วินาที) แล้วเรียกใหม่"
READ_ONLY = "ที่อยู่นี้อ่านได้อย่างเดียว โปรดเรียกด้วยวิธีตามส่วนหัว Allow"
UNFIT = "เงื่อนไขที่ส่งมาไม่ถูกต้อง โปรดแก้ไขตามรายการ problems"
# By how the kind of a problem begins; pydantic's own words are English.
_WORDS = {
    "date": "ต้องเป็นวันที่ ปี ค.ศ. เช่น 2026-11-20",
    "int": "ต้องเป็นจำนวนเต็ม",
    "bool": "ต้องเป็น true หรือ false",
    "uuid": "ต้องเป็นเลขข้อมูล (UUID)",
    "literal": "ไม่อยู่ในค่าที่กำหนด",
    "enum": "ไม่อยู่ในค่าที่กำหนด",
    "greater": "น้อยกว่าที่กำหนด",
    "less": "มากกว่าที่กำหนด (วันที่ใช้ปี ค.ศ.)",
    "string_pattern": "ต้องเป็นตัวเลข 8 หลัก",
}


class UnfitRequestError(DomainError):
    code, status = "unfit-request", 422
    title = "เงื่อนไขไม่ถูกต้อง"
    message = "{why}"


def declare(api: NinjaAPI) -> None:
    """All that may go wrong answers alike."""
    handlers: dict[type[Exception], Any] = {
        DomainError: of_domain,
        AuthenticationError: of_stranger,
        Http404: of_lost,
        Throttled: of_hasty,
        ValidationError: of_unfit,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def by_its_methods(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Another method is refused in the same words and shape."""

    @wraps(view)
    def kept(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponseBase:
        response = view(request, *parts, **named)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = _told(response.status_code, "wrong-method", READ_ONLY)
        told["Allow"] = response["Allow"]
        return told

    return kept


def of_domain(request: HttpRequest, error: DomainError) -> HttpResponse:
    response = _told(error.status, error.code, error.text)
    if error.status == TokenRefusedError.status:
        response["WWW-Authenticate"] = "Bearer"
    return response


def of_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return of_domain(request, TokenRefusedError(why=UNKNOWN))


def of_lost(request: HttpRequest, error: Http404) -> HttpResponse:
    return _told(404, "not-found", NOT_FOUND)


def of_hasty(request: HttpRequest, error: Throttled) -> HttpResponse:
    return _told(429, "too-often", TOO_OFTEN)


def of_unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
    problems = [{"where": str(one["loc"][-1]), "what": _words(one)} for one in error.errors]
    return _told(422, UnfitRequestError.code, UNFIT, problems=problems)


def _words(problem: dict[str, Any]) -> str:
    kind = str(problem["type"])
    return next((words for begins, words in _WORDS.items() if kind.startswith(begins)), str(problem["msg"]))


def _told(status: int, code: str, message: str, **facts: Any) -> HttpResponse:
    told = {"code": code, "message": message, **facts}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})
