"""What a browser sends once there is a network again: forms, and large files in pieces."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from nithet.core.clock import now
from nithet.core.files import Upload
from nithet.field.errors import KeptApartError
from nithet.field.models import Device
from nithet.field.offline import pieces
from nithet.field.offline.errors import UnfitPieceError
from nithet.field.services.arriving import Arrived, arrive
from nithet.field.services.devices import register_browser
from nithet.field.views.offline_data import device_name, member_data
from nithet.forms import access
from nithet.forms.queries.filling import newest_version
from nithet.forms.views.filling import sent
from nithet.offices.members import MemberRequest

PART = "part:"
# What lies outside, set right, is no clock that is off, but nonsense.
FIRST, LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


@member_data
@require_POST
def form_send(request: MemberRequest, name: str) -> JsonResponse:
    """One filled form, whatever edition it was filled on; again, it is the same one."""
    at = now()
    forms = access.sendable_forms(request.member, at=at).select_related("office", "unit")
    form = get_object_or_404(forms, name=name)
    skew = _skew(request, at)
    filled_at = _moment(request.POST.get("filled_at"), skew)
    access.can_send(request.member, form, filled_at=filled_at, at=at).or_refuse()
    xml, files = sent(request)
    with _taken_out_of_pieces(request) as whole_files:
        arrived = arrive(
            newest_version(form),
            xml=xml,
            files={**whole_files, **files},
            at=at,
            member=request.member,
            device=_device(request),
            filled_at=filled_at,
            clock_skew=skew,
        )
    return JsonResponse(_answer(request, arrived), status=201)


def _device(request: MemberRequest) -> Device | None:
    """The browser that sends. One that was revoked or reported lost is refused, and says so to whoever holds it."""
    try:
        key = UUID(request.POST.get("device", ""))
    except ValueError:
        return None
    return register_browser(key, device_name(request.POST.get("device_name", "")), by=request.member)


def _skew(request: HttpRequest, at: datetime) -> timedelta | None:
    """How far the device's clock is ahead."""
    told = _read_moment(request.POST.get("device_now"))
    return told - at if told else None


def _moment(text: str | None, skew: timedelta | None) -> datetime | None:
    """A moment of a device's clock, set right."""
    told = _read_moment(text)
    try:
        right = told and told - (skew or timedelta())
    except OverflowError:
        return None
    return right if right and FIRST <= right < LAST else None


def _read_moment(text: str | None) -> datetime | None:
    """Milliseconds of whatever clock: one that counts Buddhist years is centuries ahead."""
    try:
        return datetime.fromtimestamp(int(text or "") / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _parts(request: HttpRequest) -> list[tuple[str, str]]:
    named = [(name, str(value)) for name, value in request.POST.items()]
    return [(name, value.removeprefix(PART)) for name, value in named if value.startswith(PART)]


@contextmanager
def _taken_out_of_pieces(request: MemberRequest) -> Iterator[dict[str, Upload]]:
    """The files that came in pieces, which are needed no more once their form is kept, be it apart."""
    try:
        with ExitStack() as opened:
            yield _from_pieces(request, opened)
    except KeptApartError:
        _drop_pieces(request)
        raise
    _drop_pieces(request)


def _drop_pieces(request: MemberRequest) -> None:
    pieces.drop(request.user.pk, [digest for _, digest in _parts(request)])


def _from_pieces(request: MemberRequest, opened: ExitStack) -> dict[str, Upload]:
    files: dict[str, Upload] = {}
    for name, digest in _parts(request):
        content = opened.enter_context(pieces.whole(request.user.pk, digest))
        files[name] = UploadedFile(content, name=name, size=os.fstat(content.fileno()).st_size)
    return files


def _answer(request: MemberRequest, arrived: Arrived) -> dict[str, Any]:
    """`awaited`: files that an answer names and that are not here; `unfit`: why some of them were not taken."""
    submission = arrived.submission
    return {
        "address": reverse("forms:submission-receipt", args=[request.office.code, submission.pk]),
        "reference": submission.reference,
        "awaited": sorted(arrived.awaited),
        "unfit": [one["words"] for one in submission.problems if one.get("code") == "file-unfit"],
    }


@member_data
@require_http_methods(["GET", "HEAD", "PATCH"])
def file_piece(request: MemberRequest, digest: str) -> HttpResponse:
    """How much of a file is here, and its next piece."""
    person = request.user.pk
    if request.method != "PATCH":
        return _offset(pieces.come_so_far(person, digest))
    offset, length = (_number(request, name) for name in ("X-Offset", "X-Length"))
    piece = request.read(pieces.PIECE_MAX_BYTES + 1)
    if len(piece) != int(request.headers.get("Content-Length") or 0):
        raise UnfitPieceError
    come = pieces.add_piece(person, digest, offset=offset, length=length, piece=piece)
    return _offset(come)


def _number(request: HttpRequest, name: str) -> int:
    told = request.headers.get(name, "")
    return int(told) if told.isdecimal() and len(told) < 12 else -1


def _offset(come: int) -> HttpResponse:
    return HttpResponse(headers={"X-Offset": str(come)})
