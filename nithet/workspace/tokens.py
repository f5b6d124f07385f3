"""One's tokens: made and shown once, listed, revoked; and how a program reads by them."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nithet.core.fields import CleanCharField
from nithet.forms.api.calling import MOST
from nithet.forms.odata.finding import readable_rounds
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import ApiToken
from nithet.offices.tokens.errors import TokenNameTakenError, TooManyTokensError
from nithet.offices.tokens.services import make_token, revoke_token, tokens_of

SOON = timedelta(days=14)
FEEDS = 5
"""So many of the latest rounds are shown with their addresses; another is asked for alike."""
LASTING = ((30, "30 วัน"), (90, "90 วัน"), (365, "1 ปี"))


class TokenForm(forms.Form):
    name = CleanCharField(
        label="ชื่อ", max_length=80, help_text="ชื่อโปรแกรมที่จะใช้รหัสนี้ เช่น Excel สรุปรายเดือน",
        error_messages={"required": "โปรดตั้งชื่อ เพื่อให้รู้ว่ารหัสนี้ใช้กับโปรแกรมใด"},
    )  # fmt: skip
    days = forms.TypedChoiceField(label="ใช้ได้นาน", coerce=int, choices=LASTING, initial=90)


@member_page
@never_cache
@require_safe
def token_list(request: MemberRequest) -> HttpResponse:
    return _page(request, TokenForm())


@member_page
@never_cache
@require_POST
def token_make(request: MemberRequest) -> HttpResponse:
    """The secret is shown once, on the answer to the press."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    expires_on = request.member.on + timedelta(days=form.cleaned_data["days"])
    try:
        _, secret = make_token(form.cleaned_data["name"], expires_on=expires_on, by=request.member)
    except (TokenNameTakenError, TooManyTokensError) as refused:
        form.add_error("name", refused.text)
        return _page(request, form, status=refused.status)
    return _page(request, TokenForm(), secret=secret)


@member_page
@require_POST
def token_revoke(request: MemberRequest, pk: UUID) -> HttpResponse:
    token = get_object_or_404(ApiToken, pk=pk, office=request.office, person=request.member.person)
    if revoke_token(token, by=request.member):
        messages.success(request, f"ยกเลิกรหัส “{token.name}” แล้ว โปรแกรมที่ใช้รหัสนี้จะอ่านข้อมูลไม่ได้อีก")
    else:
        messages.info(request, f"รหัส “{token.name}” ถูกยกเลิกไปก่อนแล้ว")
    return redirect("workspace:token-list", request.office.code)


def _page(request: MemberRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    on = request.member.on
    lines = [
        {"token": token, "is_over": token.expires_on < on, "is_soon": token.expires_on <= on + SOON}
        for token in tokens_of(request.member.person)
    ]
    feeds = [
        (one.title, _whole(request, "odata:service", request.office.code, one.pk))
        for one in readable_rounds(request.member, FEEDS)
    ]
    facts = {
        "form": form, "secret": secret, "lines": lines, "most": MOST, "feeds": feeds,
        "forms_url": _whole(request, "api:form-list", request.office.code),
        "description_url": _whole(request, "api:openapi-json"),
    }  # fmt: skip
    return render(request, "workspace/token_list.html", facts, status=status)


def _whole(request: HttpRequest, name: str, *parts: object) -> str:
    return request.build_absolute_uri(reverse(name, args=parts))
