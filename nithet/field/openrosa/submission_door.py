"""The submission address before Django: of its request cycle nothing is needed here, and it takes almost as long as the work.

What is ordinary is answered: a HEAD, and a POST of a body that fits into memory. All else goes on to Django, where the
same address answers the same (`submission_views.py`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import local
from time import monotonic
from typing import Any

from nithet.core.clock import now
from nithet.core.connections import leave_broken_connection
from nithet.field.errors import BrokenRequestError
from nithet.field.openrosa.submission_answers import FAILED, HEADERS, Answer
from nithet.field.openrosa.submission_parts import Parts, boundary_of, read_parts
from nithet.field.openrosa.submission_sending import asked, sent

logger = logging.getLogger(__name__)
Environ = dict[str, Any]
Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

MOST_BYTES = 4 * 2**20
"""Larger bodies are Django's, which puts their files on the disk while they come."""
LOOKED_AT_S = 5.0
"""So often a thread asks whether its connection to the database is still good."""
_ADDRESS = re.compile(r"/odk/([0-9A-Za-z_-]{1,200})/submission")
_PLAIN = list(HEADERS.items())
_thread = local()


def with_door(application: Application) -> Application:
    """The application with this address in front of it."""

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        found = _ADDRESS.fullmatch(environ.get("PATH_INFO", ""))
        answered = _answer(found[1], environ) if found else None
        return application(environ, start) if answered is None else _told(answered, start)

    return answer


def _answer(secret: str, environ: Environ) -> Answer | None:
    """None where it is Django's."""
    method = environ["REQUEST_METHOD"]
    if method == "HEAD":
        return _guarded(lambda: asked(secret))
    boundary = boundary_of(environ.get("CONTENT_TYPE") or "") if method == "POST" else None
    length = environ.get("CONTENT_LENGTH") or ""
    if (
        boundary is None
        or not (length.isascii() and length.isdigit() and len(length) < 9)
        or int(length) > MOST_BYTES
    ):
        return None
    return _guarded(lambda: _posted(secret, environ, boundary, int(length)))


def _posted(secret: str, environ: Environ, boundary: bytes, length: int) -> Answer:
    # Read whoever sends it: a phone hears the answer only once it has sent all.
    body = environ["wsgi.input"].read(length)

    def read() -> Parts:
        if len(body) < length:
            raise BrokenRequestError
        return read_parts(body, boundary)

    return sent(secret, read, at=now(), date=environ.get("HTTP_DATE", ""))


def _guarded(act: Callable[[], Answer]) -> Answer:
    """As Django around a view: connections that have become old, and what nobody has thought of."""
    if monotonic() - getattr(_thread, "looked_at", -LOOKED_AT_S) >= LOOKED_AT_S:
        leave_broken_connection()
        _thread.looked_at = monotonic()
    try:
        return act()
    except Exception:
        logger.exception("the submission address failed")
        leave_broken_connection()
        return FAILED


def _told(answer: Answer, start: Start) -> Iterable[bytes]:
    body = answer.body
    headers = [*_PLAIN, *answer.headers.items(), ("Content-Length", str(len(body)))]
    if body:
        headers.append(("Content-Type", "text/xml; charset=utf-8"))
    start(f"{answer.status} {HTTPStatus(answer.status).phrase}", headers)
    return [body]
