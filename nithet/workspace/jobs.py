"""A job's page: how far long work is, and what came of it. The part `workspace/_job.html` stands on other pages too."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from nithet.core.models import Job
from nithet.offices.access import can_run_system
from nithet.offices.members import MemberRequest, member_page
from nithet.workspace import access, system_services


@member_page
@vary_on_headers("HX-Request")
@require_safe
def job_page(request: MemberRequest, pk: UUID) -> HttpResponse:
    """The page; asked by the part on it, the part alone."""
    job = _visible(request, pk)
    facts = {
        "job": job,
        "sees_detail": bool(can_run_system(request.member)),
        "no_acts": not access.can_steer(request.member, job),
        "reload": "reload" in request.GET,
    }
    if not is_asked_by_part(request):
        return render(request, "workspace/job_page.html", facts)
    response = render(request, "workspace/_job.html", facts)
    if job.has_ended and facts["reload"]:
        # The page around has more to show now than the part.
        response.headers["HX-Refresh"] = "true"
    return response


@member_page
@require_POST
def job_retry(request: MemberRequest, pk: UUID) -> HttpResponse:
    system_services.retry_job(_visible(request, pk), by=request.member)
    return _onwards(request, pk)


@member_page
@require_POST
def job_cancel(request: MemberRequest, pk: UUID) -> HttpResponse:
    system_services.cancel_job(_visible(request, pk), by=request.member)
    return _onwards(request, pk)


def is_asked_by_part(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False)) and not request.headers.get("HX-Boosted")


def _visible(request: MemberRequest, pk: UUID) -> Job:
    return get_object_or_404(access.visible_jobs(request.member), pk=pk)


def _onwards(request: MemberRequest, pk: UUID) -> HttpResponse:
    """Back to the computer officer's page, or to the job's own."""
    if request.POST.get("back") == "system":
        return redirect("workspace:system", request.office.code)
    return redirect("workspace:job-page", request.office.code, pk)
