"""A request that is too large is refused before it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# More than any length has.
DIGITS = 15


class RequestSizeMiddleware:
    """The first of all: nothing below spools what will be refused anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.headers.get("Content-Length") or "0"
        if not length.isdecimal() or len(length) > DIGITS or int(length) > settings.REQUEST_MAX_BYTES:
            return render(request, "413.html", status=413)
        return self.get_response(request)
