"""The submission address inside Django: for all that its own door (`submission_door.py`) leaves to it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.views.decorators.csrf import csrf_exempt

from nithet.core.clock import now
from nithet.field.errors import BrokenRequestError, RequestTooLargeError
from nithet.field.openrosa.submission_answers import HEADERS, NOT_ALLOWED, Answer
from nithet.field.openrosa.submission_parts import MOST_PARTS, XML_PART, Parts
from nithet.field.openrosa.submission_sending import asked, sent
from nithet.forms.checking.instance import LARGEST

PIECE, MOST_PASSED_OVER = 64 * 2**10, 32 * 2**20


@csrf_exempt
def submission(request: HttpRequest, token: str) -> HttpResponse:
    """No session: the phone is known by the token in its address."""
    if request.method == "HEAD":
        return _response(asked(token))
    if request.method != "POST":
        return _response(NOT_ALLOWED)
    answer = sent(token, lambda: _parts(request), at=now(), date=request.headers.get("Date", ""))
    _pass_over(request)
    return _response(answer)


def _pass_over(request: HttpRequest) -> None:
    """What nobody has read. A phone hears the answer only once it has sent all; one that is refused has to."""
    try:
        for _ in range(MOST_PASSED_OVER // PIECE):
            if not request.read(PIECE):
                break
    except UnreadablePostError:
        pass


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
