"""What came twice and does not agree: the list, the two side by side, and choosing. Each act may be sent twice."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.audit.queries import of_object
from nithet.audit.words import verb_words
from nithet.core.pictures import PICTURES
from nithet.core.serving import given_file
from nithet.field import access
from nithet.field.models import Apart, ApartFile
from nithet.field.queries import apart as queries
from nithet.field.services.choosing import can_choose_anew, choose, choose_anew
from nithet.field.words import offers_of
from nithet.forms.errors import UnreadSubmissionError
from nithet.forms.models import Submission
from nithet.forms.views.pages import forms_page
from nithet.forms.views.submissions import small_file
from nithet.offices.lists import ROWS_A_PAGE
from nithet.offices.members import MemberRequest, member_page


@forms_page
@require_safe
def apart_list(request: MemberRequest) -> HttpResponse:
    rows = queries.in_list(request.member)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    lines = [(one, queries.sent_by(one)) for one in page]
    waiting = queries.waiting_count(request.member)
    return render(request, "field/apart_list.html", {"page": page, "lines": lines, "waiting": waiting})


@member_page
@require_safe
def apart_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    rows = queries.for_page(access.visible_apart(request.member))
    apart = get_object_or_404(rows, pk=pk)
    history = [(verb_words(one.verb), one) for one in of_object(apart.office_id, apart.pk)]
    may = access.can_choose(request.member, apart)
    facts = {
        "apart": apart, "both": queries.page_of(apart), "can_choose": may and not apart.choice, "refusal": may.why,
        "can_anew": bool(apart.choice) and may and can_choose_anew(apart), "choices": offers_of(apart), "history": history,
        "taken": {side: apart.choice in (side, Apart.Choice.BOTH) for side in ("standing", "other")},
    }  # fmt: skip
    return render(request, "field/apart_page.html", facts)


@member_page
@require_POST
def apart_choose(request: MemberRequest, pk: UUID) -> HttpResponse:
    apart = _apart_seen(request, pk)
    choice = request.POST.get("choice", "")
    if choice not in Apart.Choice.values:
        messages.error(request, "ยังไม่ได้เลือก โปรดกดปุ่มของชุดที่จะใช้")
        return _to(request, apart)
    if not apart.choice:
        _refuse_unread(request, apart)
    became = choose(apart, choice, by=request.member).became
    words = f" ชุดที่มาภายหลังได้เลขอ้างอิง {became.reference}" if became else ""
    messages.success(request, f"บันทึกการเลือกแล้ว {Apart.Choice(choice).label}{words}")
    return _to(request, apart)


@member_page
@require_POST
def apart_choose_anew(request: MemberRequest, pk: UUID) -> HttpResponse:
    apart = choose_anew(_apart_seen(request, pk), by=request.member)
    messages.success(request, "เปิดให้เลือกใหม่แล้ว โปรดเลือกชุดที่จะใช้")
    return _to(request, apart)


def _apart_seen(request: MemberRequest, pk: UUID) -> Apart:
    return get_object_or_404(queries.for_page(access.visible_apart(request.member)), pk=pk)


def _refuse_unread(request: MemberRequest, apart: Apart) -> None:
    """Who chooses has read both as they stand now."""
    for name, side in (("revision", apart.submission), ("other_revision", apart.other)):
        told = request.POST.get(name)
        if isinstance(side, Submission) and told is not None and told != str(side.revision):
            raise UnreadSubmissionError(reference=side.reference)


def _to(request: MemberRequest, apart: Apart) -> HttpResponse:
    return redirect("field:apart-page", request.office.code, apart.pk)


# Files that came with the other content


@member_page
@require_safe
def apart_file(request: MemberRequest, pk: UUID, name: str) -> HttpResponseBase:
    kept = _file_seen(request, pk, name)
    return given_file(kept.file, kept.name)


@member_page
@require_safe
def apart_small(request: MemberRequest, pk: UUID, name: str) -> HttpResponseBase:
    kept = _file_seen(request, pk, name)
    if kept.file.content_type not in PICTURES:
        raise Http404
    return small_file(kept.file)


def _file_seen(request: MemberRequest, pk: UUID, name: str) -> ApartFile:
    files = ApartFile.objects.filter(apart__in=access.visible_apart(request.member), apart=pk)
    return get_object_or_404(files.select_related("file"), name=name)
