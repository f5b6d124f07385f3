"""The web app that works without a network: its worker, its manifest, and pages with nobody's data on them."""

from __future__ import annotations

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from nithet.field.offline.built import SHELLS, built, worker_script
from nithet.field.offline.built import shell as drawn

# Forms are filled there: as on the filling page, and what labels show comes out of the device's own memory.
_POLICY = {"style-src": [SELF, UNSAFE_INLINE], "img-src": ["blob:"], "media-src": [SELF, "blob:"]}


@require_safe
@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    found = built()
    if found is None:
        raise Http404
    return HttpResponse(worker_script(found), content_type="text/javascript; charset=utf-8")


@require_safe
@cache_control(max_age=3600)
def web_manifest(request: HttpRequest) -> JsonResponse:
    icons = [
        {"src": static("icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("favicon.svg"), "sizes": "any", "type": "image/svg+xml"},
    ]
    facts = {
        "id": "/",
        "name": "นิเทศ",
        "short_name": "นิเทศ",
        "description": "งานตามคู่มือปฏิบัติงาน และการบันทึกข้อมูลในภาคสนามโดยไม่ต้องมีสัญญาณ",
        "lang": "th",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#f6f7f9",
        "theme_color": "#0b6e6e",
        "icons": icons,
    }
    return JsonResponse(
        facts, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False}
    )


@require_safe
@cache_control(no_cache=True)
@csp_update(_POLICY)  # type: ignore[arg-type]
def shell(request: HttpRequest, kind: str, office: str = "") -> HttpResponse:
    """The same for everybody, signed in or not, in every office: the browser knows the rest."""
    if kind not in SHELLS:
        raise Http404
    return HttpResponse(drawn(kind))
