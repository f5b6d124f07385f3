"""เส้นทางการพิจารณา: by which stations the office's matters go, a page of settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nithet.cycles import access
from nithet.cycles.errors import RouteChangedError
from nithet.cycles.forms import RouteForm
from nithet.cycles.models import Route
from nithet.cycles.routes import Stop, last_roles, read_stops, usual
from nithet.cycles.services.routing import laid_routes, reset_route, set_route
from nithet.manuals.models import Step
from nithet.offices.members import MemberRequest, member_page
from nithet.offices.views.shared import attempt


@dataclass(frozen=True, slots=True)
class Line:
    """A kind of matter with its stations, as the page shows it."""

    matter: str
    title: str
    stops: tuple[Stop, ...]
    laid: Route | None

    @property
    def is_gate(self) -> bool:
        return self.matter in Step.GATES


@member_page
@require_safe
def route_list(request: MemberRequest) -> HttpResponse:
    access.can_lay_routes(request.member).or_refuse()
    laid = laid_routes(request.office)
    lines = [_line(matter, laid.get(matter)) for matter in Step.Ask.values]
    return render(request, "cycles/route_list.html", {"lines": lines})


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def route_edit(request: MemberRequest, matter: str) -> HttpResponse:
    """Saved against the state the page was opened with; where another was quicker, both are shown."""
    access.can_lay_routes(request.member).or_refuse()
    line = _line_or_404(request, matter)
    form = _form(line, request.POST if request.method == "POST" else None)
    if form.is_valid() and _save(request, line, form):
        messages.success(request, f"บันทึกเส้นทางของเรื่อง{line.title}แล้ว ใช้กับเรื่องที่เสนอตั้งแต่นี้ไป")
        return redirect("cycles:route-list", office=request.office.code)
    line = _line_or_404(request, matter)
    context = {"line": line, "form": form, "usual": usual(matter), "seen": _seen(line)}
    return render(request, "cycles/route_form.html", context, status=422 if form.errors else 200)


@member_page
@require_POST
def route_reset(request: MemberRequest, matter: str) -> HttpResponse:
    line = _line_or_404(request, matter)
    reset_route(request.office, matter, by=request.member)
    messages.success(request, f"เรื่อง{line.title}ใช้เส้นทางปกติแล้ว")
    return redirect("cycles:route-list", office=request.office.code)


def _line(matter: str, laid: Route | None) -> Line:
    return Line(matter, Step.Ask(matter).label, read_stops(laid.stations) if laid else usual(matter), laid)


def _line_or_404(request: MemberRequest, matter: str) -> Line:
    if matter not in Step.Ask.values:
        raise Http404
    return _line(matter, laid_routes(request.office).get(matter))


def _form(line: Line, data: Any) -> RouteForm:
    return RouteForm(
        data, matter=line.matter, lasts=last_roles(line.matter), stops=line.stops, seen=_seen(line)
    )


def _seen(line: Line) -> str:
    return line.laid.changed_at.isoformat() if line.laid else ""


def _save(request: MemberRequest, line: Line, form: RouteForm) -> bool:
    seen = _moment(form.cleaned_data["seen"])

    def save() -> bool:
        set_route(request.office, line.matter, form.stops, seen=seen, by=request.member)
        return True

    return bool(attempt(form, save))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError as error:
        raise RouteChangedError(who="ผู้ใช้อื่น", matter="นี้") from error
