"""The submission address inside Django: for all that its own door (`submission_door.py`) leaves to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.field.errors import BrokenRequestError, RequestTooLargeError
from nithet.field.openrosa.submission_answers import HEADERS, NOT_ALLOWED, Answer, refused
from nithet.field.openrosa.submission_parts import MOST_PARTS, XML_PART, Parts
from nithet.field.openrosa.submission_sending import asked, sent
from nithet.forms.checking.instance import LARGEST


@csrf_exempt
def submission(request: HttpRequest, token: str) -> HttpResponse:
    """No session: the phone is known by the token in its address."""
    if request.method == "HEAD":
        return _response(asked(token))
    if request.method != "POST":
        return _response(NOT_ALLOWED)
    try:
        parts = _parts(request)
    except DomainError as error:
        return _response(refused(error))
    return _response(sent(token, parts, at=now(), date=request.headers.get("Date", "")))


def _parts(request: HttpRequest) -> Parts:
    try:
        files = {name: upload for name, upload in request.FILES.items() if isinstance(upload, UploadedFile)}
        fields = {name: str(value) for name, value in request.POST.items()}
    except (MultiPartParserError, UnreadablePostError, BadRequest) as error:
        raise BrokenRequestError from error
    except SuspiciousOperation as error:
        raise RequestTooLargeError(most=LARGEST // 2**20, files=MOST_PARTS) from error
    xml: UploadedFile[Any] | None = files.pop(XML_PART, None)
    # One letter more than is taken: what is too large is told by who reads it.
    return Parts(xml.read(LARGEST + 1) if xml else None, files, fields)


def _response(answer: Answer) -> HttpResponse:
    headers = {**HEADERS, **answer.headers}
    return HttpResponse(
        answer.body, status=answer.status, content_type="text/xml; charset=utf-8", headers=headers
    )
