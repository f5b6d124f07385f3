"""One's calendar in a phone or an office's program: the page of its secret address, and what is read there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nithet.core.clock import today
from nithet.core.qr import qr
from nithet.notices.models import CalendarFeed
from nithet.notices.services import feeds
from nithet.notices.services.composing import whole
from nithet.offices.members import Member, MemberRequest, member_of, member_page
from nithet.thai.dates import BANGKOK
from nithet.workspace.happenings import Happening, my_happenings, span_words
from nithet.workspace.icalendar import CONTENT_TYPE, Event, calendar_text

BEFORE, AHEAD = timedelta(days=92), timedelta(days=400)


# The page


@member_page
@never_cache
@require_safe
def feed_page(request: MemberRequest) -> HttpResponse:
    return _page(request)


@member_page
@never_cache
@require_POST
def feed_make(request: MemberRequest) -> HttpResponse:
    """The address is shown once, on the answer to the press."""
    token = feeds.make_feed(by=request.member)
    return _page(request, _whole(request, reverse("calendar-file", args=[token])))


@member_page
@require_POST
def feed_revoke(request: MemberRequest) -> HttpResponse:
    if feeds.revoke_feed(by=request.member):
        messages.success(request, "ยกเลิกที่อยู่ปฏิทินแล้ว โปรแกรมที่เคยใช้ที่อยู่นี้จะอ่านไม่ได้อีก")
    else:
        messages.info(request, "ไม่มีที่อยู่ปฏิทินที่ใช้อยู่")
    return redirect("workspace:calendar-feed", request.office.code)


def _page(request: MemberRequest, address: str = "") -> HttpResponse:
    feed = CalendarFeed.objects.filter(person=request.member.person, revoked_at=None).first()
    facts = {"feed": feed, "address": address, "qr": qr(address) if address else ""}
    return render(request, "workspace/calendar_feed.html", facts)


# What programs read


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Who holds the address reads what its owner may see today; nothing, once they serve here no more."""
    member = _owner(token)
    content = calendar_text(
        f"นิเทศ {member.person.plain_name}",
        (event_of(one, request) for one in happenings_of(member)),
        at=datetime.combine(member.on, time(), tzinfo=BANGKOK),
    ).encode()
    etag = quote_etag(sha256(content).hexdigest())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'inline; filename="nithet.ics"'
    response["ETag"], response["Cache-Control"] = etag, "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response


def _owner(token: str) -> Member:
    feed = feeds.feed_of_token(token)
    user = feed.person.user if feed else None
    member = member_of(user, feed.office.code, on=today()) if feed and user else None
    if member is None:
        raise Http404
    return member


def happenings_of(member: Member) -> list[Happening]:
    """From a quarter of a year ago to a year ahead; what is finished leaves the calendar."""
    span = (member.on - BEFORE, member.on + AHEAD)
    return [one for one in my_happenings(member, span) if not one.is_over]


def _whole(request: HttpRequest, path: str) -> str:
    """By the name that is set: under another name of the same house all events would come a second time."""
    return whole(path) if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


def event_of(one: Happening, request: HttpRequest) -> Event:
    """Windows last for months and would lie over every day: they stand on their first."""
    url = _whole(request, one.address) if one.address else ""
    said = (one.why, span_words(one) if one.is_window else "", one.state.words if one.state else "", url)
    return Event(
        uid=f"{one.key}@{urlsplit(_whole(request, '/')).hostname}",
        day=one.day,
        until=one.day if one.is_window else one.until,
        summary=one.title if one.is_rest else f"{one.label}: {one.title}",
        description="\n".join(filter(None, said)),
        url=url,
        categories=one.label,
    )
