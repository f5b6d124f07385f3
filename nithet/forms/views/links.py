"""What every page behind a link shares: who is asked there, who answers, and what the world is told of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.csrf import csrf_exempt

from nithet.core.clock import today
from nithet.forms import access
from nithet.forms.asked import NOBODY, Asked, Sender
from nithet.forms.known import own_school
from nithet.forms.links import asked_at
from nithet.forms.queries.answering import person_answering
from nithet.offices.members import Member, member_of
from nithet.offices.models import Office

Page = Callable[..., HttpResponseBase]
WHO_DAYS = 120
LOST = "ลิงก์นี้ใช้ไม่ได้แล้ว คำตอบที่พิมพ์ไว้ยังอยู่ในเครื่องนี้ โปรดขอลิงก์ใหม่จากหน่วยงานที่ส่งลิงก์ให้ท่าน"
_SALT = "nithet.forms.answering"
# The frame of a member's pages is for who is signed in; here the same page stands for everybody.
_NO_FRAME = {"me": None, "nav": None, "foot_nav": None, "csrf_token": ""}


class AskedRequest(HttpRequest):
    """A request by a link that was given out (for type checkers)."""

    asked: Asked
    token: str


def link_page(view: Callable[..., HttpResponseBase]) -> Page:
    """By its link alone. Where it leads is told to no other site, kept nowhere and found by no search.

    The link is the right, and no cookie adds to it: there is nothing that another site could make a browser do.
    """

    @csrf_exempt
    @wraps(view)
    def page(request: AskedRequest, office: str, token: str, **parts: Any) -> HttpResponseBase:
        asked = asked_at(office, token)
        if asked is None:
            return _unseen(_lost(request, office))
        request.asked, request.token = asked, token
        return _unseen(view(request, **parts))

    return page


def _unseen(response: HttpResponseBase) -> HttpResponseBase:
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    add_never_cache_headers(response)
    return response


def _lost(request: HttpRequest, code: str) -> HttpResponse:
    """Guessed, changed, or made worthless: nothing is told but whom to ask."""
    if request.headers.get("Accept", "").startswith("application/json"):
        return JsonResponse({"code": "link-lost", "message": LOST}, status=404)
    office = Office.objects.filter(code=code).first()
    return render(request, "forms/answer_lost.html", {**_NO_FRAME, "office": office}, status=404)


def shown(request: AskedRequest, template: str, facts: dict[str, Any], *, status: int = 200) -> HttpResponse:
    asked = request.asked
    context = {
        **_NO_FRAME,
        "office": asked.round.office,
        "asked": asked,
        "round": asked.round,
        "token": request.token,
        **facts,
    }
    return render(request, template, context, status=status)


# Who answers


def member_answering(request: AskedRequest, *, on: date) -> Member | None:
    """Who is signed in and answers for themselves or their school; of an anonymous round nobody is looked at."""
    asked = request.asked
    if asked.target is None or asked.round.is_anonymous or not request.user.is_authenticated:
        return None
    member = member_of(request.user, asked.round.office.code, on=on)
    return member if member and access.can_answer(member, asked.target) else None


def sender_of(request: AskedRequest) -> Sender:
    """A member, who was asked by name, or what was told for a school on this device."""
    asked = request.asked
    if asked.target is None or asked.round.is_anonymous:
        return NOBODY
    if member := member_answering(request, on=today()):
        return Sender(member.name, member.position, member, member.appointments[0].role, own_school(member))
    if asked.school is not None:
        return _told(request)
    return person_answering(asked, on=today())


def needs_name(request: AskedRequest, sender: Sender) -> bool:
    """“ตอบแทนโรงเรียนโดย…” is asked once on each device."""
    return request.asked.school is not None and not request.asked.round.is_anonymous and not sender.name


def _told(request: AskedRequest) -> Sender:
    told = request.POST.get("who") or request.COOKIES.get(_cookie(request), "")
    try:
        name, position = signing.loads(told, salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return NOBODY
    return Sender(str(name), str(position))


def signed(sender: Sender) -> str:
    """For the page that sends it back, where a device keeps no cookies."""
    return signing.dumps([sender.name, sender.position], salt=_SALT)


def remember(request: AskedRequest, response: HttpResponse, sender: Sender) -> None:
    path = request.path.partition(request.token)[0] + request.token
    response.set_cookie(
        _cookie(request), signed(sender), max_age=WHO_DAYS * 86400, path=path, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip


def _cookie(request: AskedRequest) -> str:
    return f"answering-{request.token[:10]}"
