"""Reading what one may read only with a reason: asked before, written down, good for half an hour.

A view that finds such a thing begins with

    if asked := confidential.require(request, "person", person.pk, person.name):
        return asked
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from nithet.audit import queries as audit
from nithet.audit.models import Entry
from nithet.audit.services import entry, record_many
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.core.forms import ReasonForm
from nithet.offices import access
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import Person

LASTS = timedelta(minutes=30)
# How long the question may lie open on a screen before it is answered.
ASKED_FOR = timedelta(hours=12)
READ = "confidential.read"
_SALT = "nithet.confidential"


class QuestionExpiredError(DomainError):
    code, status = "question-expired", 409
    message = "หน้าถามเหตุผลนี้เปิดค้างไว้นานเกินไป โปรดเปิดรายการที่ต้องการดูอีกครั้ง"


class ReadingReasonForm(ReasonForm):
    """Asks in the words of reading; short, since it is written each time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "เหตุผลที่ขอเข้าดู"
        self.fields["reason"].error_messages["required"] = "โปรดระบุเหตุผลที่ขอเข้าดู"


def require(request: MemberRequest, kind: str, object_id: UUID, title: str) -> HttpResponse | None:
    """The page that asks why, or None while a reason holds. One query."""
    if is_granted(request.member, object_id):
        return None
    # Signed, so that what is written down is what was asked for, and by whom.
    what = {
        "by": str(request.member.pk), "office": str(request.office.pk), "kind": kind, "id": str(object_id),
        "title": title[:500], "next": request.get_full_path() if request.method == "GET" else "",
    }  # fmt: skip
    return _page(request, signing.dumps(what, salt=_SALT, compress=True), what, ReadingReasonForm())


def require_for_private(request: MemberRequest, person: Person) -> HttpResponse | None:
    """The same for the private part of a person's record: 403 for most, nothing for themselves and who keeps it."""
    access.can_see_private(request.member, person).or_refuse()
    if not access.must_say_why(request.member, person):
        return None
    return require(request, "person", person.pk, f"ข้อมูลส่วนตัวของ{person.name}")


def is_granted(member: Member, object_id: UUID) -> bool:
    read = audit.of_object(member.office.pk, object_id).filter(verb=READ, by_id=member.pk)
    return read.filter(at__gt=now() - LASTS).exists()


def grant(member: Member, kind: str, object_id: UUID, title: str, *, why: str) -> None:
    """Write down who reads what, why and until when. Twice within the time writes once."""
    if is_granted(member, object_id):
        return
    made = entry(READ, by=member, on=member.office, why=why, until=(now() + LASTS).isoformat())
    made.kind, made.object_id, made.title = kind, object_id, title
    record_many([made])


def readings_of(office_id: UUID, object_ids: Iterable[UUID]) -> QuerySet[Entry]:
    """Who read these things with which reason, newest first."""
    return audit.entries(office_id).filter(verb=READ, object_id__in=list(object_ids))


@member_page
@require_POST
def reading_ask(request: MemberRequest) -> HttpResponse:
    """The answer to the question: on to what was asked for."""
    token = request.POST.get("what", "")
    what = _signed(token, request)
    form = ReadingReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, token, what, form, status=422)
    why = form.cleaned_data["reason"]
    grant(request.member, what["kind"], UUID(what["id"]), what["title"], why=why)
    return redirect(what["next"]) if what["next"] else redirect("home")


def _signed(token: str, request: MemberRequest) -> dict[str, str]:
    try:
        what: dict[str, str] = signing.loads(token, salt=_SALT, max_age=ASKED_FOR)
    except signing.BadSignature as error:
        raise QuestionExpiredError from error
    if (what["by"], what["office"]) != (str(request.member.pk), str(request.office.pk)):
        raise QuestionExpiredError
    return what


def _page(
    request: MemberRequest, token: str, what: dict[str, str], form: ReadingReasonForm, *, status: int = 403
) -> HttpResponse:
    facts = {"form": form, "token": token, "title": what["title"], "minutes": LASTS.seconds // 60}
    response = render(request, "offices/reading_ask.html", facts, status=status)
    # A part of a page cannot hold the question: the browser opens it whole.
    if getattr(request, "htmx", False) and request.method == "GET":
        response.headers["HX-Redirect"] = request.get_full_path()
    return response
