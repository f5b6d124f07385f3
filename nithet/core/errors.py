"""Refusals are classes: a code in words, a status, a Thai sentence that says what is wrong and what to do."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import ClassVar

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nithet.core.disk import is_storage_full


class DomainError(Exception):
    """A refusal that the person can understand. Subclasses fill `message` with named facts."""

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    title: ClassVar[str] = "ดำเนินการไม่ได้"
    message: ClassVar[str] = "ดำเนินการเรื่องนี้ไม่ได้"

    def __init__(self, text: str | None = None, /, **facts: object) -> None:
        self.text = text if text is not None else self.message.format(**facts)
        super().__init__(self.text)


class RefusedError(DomainError):
    """A member without the right. A stranger never comes so far: they get 404."""

    code, status = "no-right", 403
    title = "ท่านไม่มีสิทธิ์ดำเนินการเรื่องนี้"
    message = "ท่านไม่มีสิทธิ์ดำเนินการเรื่องนี้"


class NoRoomError(DomainError):
    code, status = "no-room", 507
    title = "พื้นที่จัดเก็บเต็ม"
    message = "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม จึงยังไม่ได้บันทึก โปรดแจ้งผู้ดูแลเครื่องให้เพิ่มพื้นที่ แล้วบันทึกอีกครั้ง"


@contextmanager
def told_when_full() -> Iterator[None]:
    """A full machine becomes a refusal that the page can tell, with what was typed still on it."""
    try:
        yield
    except (OSError, DatabaseError) as error:
        if is_storage_full(error):
            raise NoRoomError from error
        raise


class DomainErrorMiddleware:
    """Prints a refusal as a page, an htmx fragment or JSON."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            # An act's address opened as a page: from the history, or after an error.
            page = render(request, "405.html", status=response.status_code)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if is_storage_full(error):
            error = NoRoomError()
        return refusal(request, error) if isinstance(error, DomainError) else None


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """As whoever asked reads it: a program, a part of a page, a page."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"code": error.code, "message": error.text}, status=error.status)
    facts = {"title": error.title, "message": error.text, "status": error.status}
    template = "core/problem.html#card" if getattr(request, "htmx", False) else "core/problem.html"
    return render(request, template, facts, status=error.status)
