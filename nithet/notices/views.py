"""การแจ้งเตือน: what one was told, and what one wants to be told where."""

from __future__ import annotations

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.notices import access, channels, queries
from nithet.notices.errors import GoneFromSightError, LineNotSetUpError
from nithet.notices.forms import ChoicesForm
from nithet.notices.models import ChannelCode, Preference
from nithet.notices.services import choosing, linking, reading, sending
from nithet.notices.wishes import Wishes
from nithet.offices.members import MemberRequest, member_page

PAGE_SIZE = 50


@member_page
@require_safe
def notice_list(request: MemberRequest) -> HttpResponse:
    """By day, the newest first; only what is not read yet, where that is asked for."""
    member, tab = request.member, request.GET.get("tab", "")
    mine = access.visible_notices(member)
    shown = mine.filter(read_at=None) if tab == "unread" else mine
    page = Paginator(shown.order_by("-made_at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    facts = {
        "page": page,
        "days": queries.by_day(member, list(page.object_list), request.build_absolute_uri),
        "tab": tab,
        "unread": mine.filter(read_at=None).count(),
    }
    return render(request, "notices/notice_list.html", facts)


@member_page
@require_POST
def notice_open(request: MemberRequest, pk: UUID) -> HttpResponse:
    """To its place, read from then on; not where the member may not look any more."""
    notice = get_object_or_404(access.visible_notices(request.member), pk=pk)
    reading.mark_read(notice, by=request.member)
    if not queries.can_open(request.member, notice):
        raise GoneFromSightError(title=notice.title)
    return redirect(notice.address)


@member_page
@require_POST
def notice_read(request: MemberRequest, pk: UUID) -> HttpResponse:
    notice = get_object_or_404(access.visible_notices(request.member), pk=pk)
    reading.mark_read(notice, by=request.member)
    return _back(request)


@member_page
@require_POST
def notice_read_all(request: MemberRequest) -> HttpResponse:
    count = reading.mark_all_read(by=request.member)
    messages.success(request, f"ทำเครื่องหมายว่าอ่านแล้ว {count} เรื่อง" if count else "อ่านทุกเรื่องแล้ว")
    return _back(request)


def _back(request: MemberRequest) -> HttpResponse:
    return redirect("notices:notice-list", request.office.code)


# What one wants


@member_page
@never_cache
@require_http_methods(["GET", "POST"])
def choices(request: MemberRequest) -> HttpResponse:
    member, ways = request.member, channels.available()
    preference = Preference.objects.filter(person=member.person).first()
    form = ChoicesForm(request.POST or None, wishes=Wishes.of(preference), channels=ways)
    if request.method == "POST" and form.is_valid():
        choosing.choose(form.chosen(), by=member)
        messages.success(request, "บันทึกการแจ้งเตือนแล้ว")
        return redirect("notices:choices", request.office.code)
    codes = {channel.code for channel in ways}
    facts = {
        "form": form,
        "channels": [ChannelCode(channel.code) for channel in ways],
        "has_mail": "mail" in codes,
        "has_line": "line" in codes,
        "mail": EmailAddress.objects.filter(user=member.user, verified=True).order_by("-primary").first(),
        "preference": preference,
        "line": queries.line_account(member) if "line" in codes else None,
    }
    return render(request, "notices/choices.html", facts, status=422 if form.errors else 200)


@member_page
@require_POST
def mail_again(request: MemberRequest) -> HttpResponse:
    choosing.try_mail_again(by=request.member)
    messages.success(request, "จะส่งการแจ้งเตือนไปยังอีเมลนี้อีกครั้ง")
    return redirect("notices:choices", request.office.code)


@member_page
@never_cache
@require_POST
def line_code(request: MemberRequest) -> HttpResponse:
    """The code is shown once, on the answer to the press."""
    if "line" not in {channel.code for channel in channels.available()}:
        raise LineNotSetUpError
    code, until = linking.make_code(by=request.member)
    return render(request, "notices/line_code.html", queries.line_ways() | {"code": code, "until": until})


@member_page
@require_POST
def line_unlink(request: MemberRequest) -> HttpResponse:
    linking.unlink(by=request.member)
    messages.success(request, "ยกเลิกการเชื่อมบัญชี LINE แล้ว")
    return redirect("notices:choices", request.office.code)


# How sending goes


@member_page
@require_POST
def send_again(request: MemberRequest) -> HttpResponse:
    """All of the office that was given up."""
    access.can_send_again(request.member).or_refuse()
    count = sending.send_again(access.visible_deliveries(request.member), by=request.member)
    messages.success(request, f"จะลองส่งใหม่ {count} ข้อความ" if count else "ไม่มีข้อความที่ส่งไม่สำเร็จ")
    return redirect("workspace:system", request.office.code)
