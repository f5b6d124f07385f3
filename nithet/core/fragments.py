"""One answer for a page with htmx and without: the changed part, or a redirect to the whole page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def fragment(request: HttpRequest, part: str, context: dict[str, Any], *, otherwise: str) -> HttpResponse:
    """Render `part` ("app/page.html#partial") for htmx; without htmx redirect to the address `otherwise`."""
    if getattr(request, "htmx", False):
        return render(request, part, context)
    return redirect(otherwise)
