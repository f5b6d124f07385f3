"""The way in, history, and what is said where a page cannot be shown."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from nithet.accounts.models import UserRequest
from nithet.audit.models import Entry
from nithet.audit.words import verb_words
from nithet.core.clock import today
from nithet.offices.members import MemberRequest, member_page, office_of
from nithet.workspace import access
from nithet.workspace.history import HistoryFilter, narrowed

ROWS_A_PAGE = 50


@login_required
@require_safe
def home(request: UserRequest) -> HttpResponse:
    """To the work of the user's office, or a calm word where no appointment is in force."""
    office = office_of(request.user, on=today())
    if office is None:
        return render(request, "workspace/no_office.html")
    return redirect("workspace:my-work", office.code)


@member_page
@require_safe
def front(request: MemberRequest) -> HttpResponse:
    return redirect("workspace:my-work", request.office.code)


@dataclass(frozen=True)
class Line:
    """One entry of history with its verb in words."""

    entry: Entry
    words: str


@member_page
@require_safe
def history(request: MemberRequest) -> HttpResponse:
    entries = access.visible_history(request.member)
    form = HistoryFilter(request.GET)
    page = Paginator(narrowed(entries, form.given), ROWS_A_PAGE).get_page(request.GET.get("page"))
    reach = access.history_reach(request.member)
    facts = {
        "form": form,
        "page": page,
        "lines": [Line(entry, verb_words(entry.verb)) for entry in page],
        "reach": reach,
        "sees_others": reach != access.Reach.OWN,
    }
    return render(request, "workspace/history.html", facts)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Too large to be read, or not what a form sends."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", {"exception": str(exception)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)
