"""QR codes of addresses: drawn into a page, or as a picture that can be kept and sent on."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import urlencode

import segno
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

LONGEST = 500
DOTS_A_MODULE = 8
IN_BROWSER = "openExternalBrowser=1"
"""LINE's own browser keeps its own sign-ins and breaks downloads: such a link opens in the phone's usual one."""


def qr(url: str, *, mask: int | None = None) -> str:
    """As an SVG element that takes the size of its place. Looking for the best mask takes most of the time: of many codes one is given."""
    return str(
        segno.make(url, error="m", micro=False, mask=mask).svg_inline(
            border=2, omitsize=True, svgclass="qr", lineclass=None, dark="#000", light="#fff"
        )
    )


def qr_png(url: str) -> bytes:
    out = BytesIO()
    segno.make(url, error="m", micro=False).save(out, kind="png", border=4, scale=DOTS_A_MODULE)
    return out.getvalue()


def in_browser(url: str) -> str:
    page, hash_mark, place = url.partition("#")
    return f"{page}{'&' if '?' in page else '?'}{IN_BROWSER}{hash_mark}{place}"


def picture_of(path: str) -> str:
    """The address of the picture of a page of ours: a page is not made to wait for what is opened seldom."""
    return f"{reverse('qr')}?{urlencode({'to': path})}"


@login_required
@require_safe
@cache_control(private=True, max_age=86400, immutable=True)
def qr_picture(request: HttpRequest) -> HttpResponse:
    """Of pages of ours only, whatever is in the address."""
    path = request.GET.get("to", "")
    if not path.startswith("/") or len(path) > LONGEST or not _is_ours(path):
        raise Http404
    png = qr_png(in_browser(request.build_absolute_uri(path)))
    return HttpResponse(png, content_type="image/png")


def _is_ours(path: str) -> bool:
    return url_has_allowed_host_and_scheme(path, allowed_hosts=None) and path.isprintable()
