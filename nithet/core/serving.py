"""A stored file on its way to the browser of somebody who may see it."""

from __future__ import annotations

from io import BytesIO
from typing import IO
from urllib.parse import quote

from django.http import FileResponse, Http404

from nithet.core.files import OPENED_IN_BROWSER
from nithet.core.models import StoredFile
from nithet.core.pictures import PICTURES, without_position


def given_file(stored: StoredFile, name: str) -> FileResponse:
    """Opened where browsers show it safely, otherwise kept."""
    shown = stored.content_type in OPENED_IN_BROWSER
    response = FileResponse(content_of(stored), content_type=stored.content_type)
    kind = "inline" if shown else "attachment"
    response["Content-Disposition"] = f"{kind}; filename*=UTF-8''{quote(name)}"
    response["X-Content-Type-Options"] = "nosniff"
    # A browser's PDF viewer does not open in a sandbox, and runs nothing of ours.
    is_pdf = stored.content_type == "application/pdf"
    response["Content-Security-Policy"] = "frame-ancestors 'none'" if is_pdf else "sandbox"
    return response


def content_of(stored: StoredFile) -> IO[bytes]:
    """A picture leaves without its position; what is stored stays as it came."""
    try:
        content: IO[bytes] = stored.content.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    if stored.content_type not in PICTURES:
        return content
    with content:
        return BytesIO(without_position(content.read(), stored.content_type))
