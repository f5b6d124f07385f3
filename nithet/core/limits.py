"""A request that is too large is refused before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from nithet.core.errors import DomainError, refusal

# More than any length has.
DIGITS = 15


class TooLargeError(DomainError):
    code, status = "too-large", 413
    title = "ข้อมูลที่ส่งมาใหญ่เกินไป"
    message = "ข้อมูลและไฟล์ที่ส่งมารวมกันใหญ่เกิน {most} MB ระบบยังไม่ได้บันทึกสิ่งใด โปรดลดจำนวนหรือขนาดของไฟล์ แล้วส่งใหม่"


class TooManyFilesError(DomainError):
    code, status = "too-many-files", 413
    title = "ไฟล์มากเกินไป"
    message = "ส่งไฟล์ได้ครั้งละไม่เกิน {most} ไฟล์ ระบบยังไม่ได้บันทึกสิ่งใด โปรดลดจำนวนไฟล์ แล้วส่งใหม่"


class RequestSizeMiddleware:
    """The first of all: nothing below spools what will be refused anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or len(length) > DIGITS or int(length) > settings.REQUEST_MAX_BYTES:
            return self._refused(request)
        return self.get_response(request)

    @staticmethod
    def _refused(request: HttpRequest) -> HttpResponse:
        if request.headers.get("Accept", "").startswith("application/json"):
            return refusal(request, TooLargeError(most=settings.REQUEST_MAX_BYTES // 1024 // 1024))
        return render(request, "413.html", status=413)
