"""Accounts of the office's people: the list, slips on paper, and one person's account."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from nithet.accounts import codes, limits
from nithet.accounts.models import FirstSignIn, User
from nithet.accounts.services import keeping
from nithet.accounts.services.sessions import end_sessions
from nithet.accounts.services.slips import RESET_SLIP_LASTS, SLIP_LASTS, is_reset
from nithet.accounts.words import device_words
from nithet.core.clock import now
from nithet.core.forms import ReasonForm
from nithet.core.qr import in_browser, qr
from nithet.offices import access
from nithet.offices import queries as offices
from nithet.offices.accounts import exports, queries, services
from nithet.offices.accounts.errors import NoAccountError, NobodyChosenError, SuspendedError
from nithet.offices.accounts.forms import AccountFilter
from nithet.offices.accounts.queries import People, State
from nithet.offices.forms import role_choices
from nithet.offices.lists import as_file, is_file, listed, narrowing, titled, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.models import Person

SLIPS_A_SHEET = 8
SIGN_INS_SHOWN = 10


def _people(request: MemberRequest) -> tuple[AccountFilter, People]:
    """All on the filter, in whatever state."""
    member = request.member
    access.can_manage_accounts(member).or_refuse()
    form = AccountFilter(
        request.GET,
        schools=offices.school_rows(access.visible_schools(member).active(on=member.on)),
        units=offices.units_of(member.office),
        roles=role_choices(member.office),
    )
    people = queries.people_with_state(member.office, on=member.on, at=now())
    return form, queries.chosen(people, form.given, on=member.on)


def _state(request: HttpRequest) -> State:
    state = request.GET.get("state", "")
    return State(state) if state in State.values else State.NONE


@member_page
@require_safe
def account_list(request: MemberRequest) -> HttpResponseBase:
    form, people = _people(request)
    state = _state(request)
    rows = queries.account_rows(people.filter(state=state), on=request.member.on)
    title = titled("บัญชีผู้ใช้", str(state.label), narrowing(form))
    if is_file(request):
        return as_file(
            request, title, exports.COLUMNS, exports.account_cells(rows, state, on=request.member.on)
        )
    page = listed(request, rows)
    facts = {
        "form": form,
        "title": title,
        **ways_out(request),
        "page": page,
        "lines": offices.person_lines(page, on=request.member.on),
        "tabs": queries.tabs(people),
        "state": state,
        "filters": urlencode({**form.given, "state": state}),
        "most_slips": services.SLIPS_AT_ONCE,
        "slip_days": SLIP_LASTS.days,
    }
    return render(request, "offices/accounts/account_list.html", facts)


def _ticked(request: MemberRequest) -> People:
    """Those ticked, or all on the filter and tab."""
    _, people = _people(request)
    people = people.filter(state=_state(request))
    if "all" not in request.POST:
        people = people.filter(pk__in=_ids(request.POST.getlist("person")))
    if not people.exists():
        raise NobodyChosenError
    return people


def _ids(typed: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in typed]
    except ValueError:
        return []


@member_page
@require_POST
def account_make(request: MemberRequest) -> HttpResponse:
    people = _ticked(request)
    if people.count() > services.AT_ONCE:
        started = services.start_making(people, by=request.member)
        return redirect("workspace:job-page", request.office.code, started.pk)
    made = services.make_accounts(list(people), by=request.member)
    messages.success(request, f"สร้างบัญชีผู้ใช้แล้ว {made:,} บัญชี ต่อไปให้พิมพ์ใบแจ้งบัญชี")
    narrowed = request.GET.copy()
    narrowed["state"] = State.NEW
    return redirect(f"{reverse('offices:account-list', args=[request.office.code])}?{narrowed.urlencode()}")


@member_page
@never_cache
@require_POST
def slip_sheets(request: MemberRequest) -> HttpResponse:
    """The only time that the codes are known: the page is printed, or the slips are made anew."""
    return _sheets(request, _ticked(request))


def _sheets(request: MemberRequest, people: People) -> HttpResponse:
    slips = services.print_slips(people, by=request.member)
    lines = [_printed(request, line) for line in queries.slip_lines(slips, on=request.member.on)]
    facts = {
        "sheets": [lines[start : start + SLIPS_A_SHEET] for start in range(0, len(lines), SLIPS_A_SHEET)],
        "count": len(lines),
        "door": f"{request.get_host()}{reverse('accounts:slip-code')}",
    }
    return render(request, "offices/accounts/slip_sheets.html", facts)


def _printed(request: HttpRequest, line: queries.SlipLine) -> dict[str, Any]:
    way = request.build_absolute_uri(reverse("accounts:slip", args=[line.slip.code]))
    return {"line": line, "code": codes.shown(line.slip.code), "qr": qr(in_browser(way))}


# One person's account


def _person(request: MemberRequest, pk: UUID) -> Person:
    access.can_manage_accounts(request.member).or_refuse()
    people = Person.objects.filter(office=request.office, pseudonymised_at=None)
    return get_object_or_404(people.select_related("user"), pk=pk)


def _user(person: Person) -> User:
    if person.user is None:
        raise NoAccountError(name=person.name)
    return person.user


@member_page
@require_safe
def account_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    person = _person(request, pk)
    user = person.user
    facts: dict[str, Any] = {"person": person, "account": user, "reason_form": ReasonForm()}
    if user:
        reset = is_reset(user)
        attempts = user.sign_ins.order_by("-at", "-pk")[:SIGN_INS_SHOWN]
        facts |= {
            "is_reset": reset,
            "slip_days": (RESET_SLIP_LASTS if reset else SLIP_LASTS).days,
            "slip": FirstSignIn.objects.open(at=now()).filter(user=user).first(),
            "has_second_factor": Authenticator.objects.filter(user=user).exists(),
            "session_count": UserSession.objects.filter(user=user).count(),
            "is_locked": limits.is_locked(user),
            "attempts": [{"attempt": row, "device": device_words(row.agent)} for row in attempts],
        }
    return render(request, "offices/accounts/account_page.html", facts)


@member_page
@never_cache
@require_POST
def account_slip(request: MemberRequest, pk: UUID) -> HttpResponse:
    """A new slip for one: the first, or to choose a new password."""
    person = _person(request, pk)
    if not _user(person).is_active:
        raise SuspendedError(name=person.name)
    return _sheets(request, Person.objects.filter(pk=person.pk))


def _act(request: MemberRequest, pk: UUID, act: Callable[[User], None], said: str) -> HttpResponse:
    person = _person(request, pk)
    act(_user(person))
    messages.success(request, said)
    return redirect("offices:account-page", request.office.code, person.pk)


def _with_reason(
    request: MemberRequest, pk: UUID, act: Callable[[User, str], None], said: str
) -> HttpResponse:
    """What takes something away asks why."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        _person(request, pk)
        messages.error(request, "โปรดระบุเหตุผล ระบบยังไม่ได้ดำเนินการ")
        return redirect("offices:account-page", request.office.code, pk)
    return _act(request, pk, lambda user: act(user, form.cleaned_data["reason"]), said)


@member_page
@require_POST
def account_unlock(request: MemberRequest, pk: UUID) -> HttpResponse:
    by = request.member
    return _act(request, pk, lambda user: keeping.unlock_account(user, by=by), "ปลดล็อกการเข้าสู่ระบบแล้ว")


@member_page
@require_POST
def account_restore(request: MemberRequest, pk: UUID) -> HttpResponse:
    by = request.member
    return _act(request, pk, lambda user: keeping.restore_account(user, by=by), "เปิดใช้บัญชีอีกครั้งแล้ว")


@member_page
@require_POST
def account_sign_out(request: MemberRequest, pk: UUID) -> HttpResponse:
    by = request.member
    said = "ให้ออกจากระบบทุกอุปกรณ์แล้ว"
    return _act(request, pk, lambda user: end_sessions(user, by=by), said)


@member_page
@require_POST
def account_suspend(request: MemberRequest, pk: UUID) -> HttpResponse:
    by = request.member
    said = "ระงับบัญชีและให้ออกจากระบบทุกอุปกรณ์แล้ว"
    return _with_reason(request, pk, lambda user, why: keeping.suspend_account(user, by=by, why=why), said)


@member_page
@require_POST
def account_clear_factor(request: MemberRequest, pk: UUID) -> HttpResponse:
    by = request.member
    said = "ยกเลิกการยืนยันตัวตนขั้นที่สองแล้ว เจ้าของบัญชีเข้าสู่ระบบด้วยรหัสผ่านแล้วตั้งใหม่ได้"
    return _with_reason(
        request, pk, lambda user, why: keeping.remove_second_factor(user, by=by, why=why), said
    )
