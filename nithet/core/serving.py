"""A stored file on its way to the browser of somebody who may see it."""

from __future__ import annotations

from urllib.parse import quote

from django.http import FileResponse, Http404

from nithet.core.files import OPENED_IN_BROWSER
from nithet.core.models import StoredFile


def given_file(stored: StoredFile, name: str) -> FileResponse:
    """Opened where browsers show it safely, otherwise kept."""
    shown = stored.content_type in OPENED_IN_BROWSER
    try:
        content = stored.content.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    response = FileResponse(content, content_type=stored.content_type)
    kind = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    # A browser's PDF viewer does not open in a sandbox, and runs nothing of ours.
    is_pdf = stored.content_type == "application/pdf"
    response["Content-Security-Policy"] = "frame-ancestors 'none'" if is_pdf else "sandbox"
    return response
