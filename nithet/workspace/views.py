"""The way in, history, and what is said where a page cannot be shown."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nithet.audit.sealing import chain_of
from nithet.core.clock import today
from nithet.core.errors import refusal
from nithet.core.limits import TooManyFilesError
from nithet.offices.access import can_export, works_at_school
from nithet.offices.lists import as_file, is_file, listed
from nithet.offices.members import MemberRequest, member_page, office_of
from nithet.offices.models import Office
from nithet.workspace import access
from nithet.workspace.history import HistoryFilter, narrowed
from nithet.workspace.history_file import COLUMNS, TITLE, file_rows
from nithet.workspace.history_lines import lines_of, only


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To one's own office, or a calm word where no appointment is in force; to the first step where nothing is set up."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path()) if Office.objects.exists() else redirect("founding")
    office = office_of(request.user, on=today())
    if office is None:
        return render(request, "workspace/no_office.html")
    return redirect("workspace:front", office.code)


@member_page
@require_safe
def front(request: MemberRequest) -> HttpResponse:
    """Whoever sets the office up goes on with that until the first year has begun; a school has what is asked of it."""
    if access.is_setting_up(request.member):
        return redirect("workspace:setup", request.office.code)
    view = "workspace:asked" if works_at_school(request.member) else "workspace:my-work"
    return redirect(view, request.office.code)


@member_page
@require_safe
def history(request: MemberRequest) -> HttpResponseBase:
    form = HistoryFilter(request.GET, office=request.office)
    entries = narrowed(access.visible_history(request.member), form)
    if is_file(request):
        return as_file(request, TITLE, COLUMNS, file_rows(request.office, entries))
    page = listed(request, entries)
    reach = access.history_reach(request.member)
    lines = lines_of(request.member, list(page))
    told = only(form.given, lines)
    facts = {
        "form": form,
        "page": page,
        "lines": lines,
        "only": told,
        "narrowing": " · ".join(filter(None, [*told, form.described])),
        "reach": reach,
        "sees_others": reach != access.Reach.OWN,
        "chain": chain_of(request.office.pk),
        "can_export": can_export(request.member),
    }
    return render(request, "workspace/history.html", facts)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too large to be read, or not what a form sends."""
    if isinstance(exception, TooManyFilesSent):
        return refusal(request, TooManyFilesError(most=settings.DATA_UPLOAD_MAX_NUMBER_FILES))
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)
