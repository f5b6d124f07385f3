"""The computer officer's page: is all well, what runs, what is kept, who signs in, which versions."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from nithet.core import health
from nithet.core.clock import now
from nithet.notices.queries import sending
from nithet.offices.access import can_run_system
from nithet.offices.lists import as_file, is_file, ways_out
from nithet.offices.members import MemberRequest, member_page
from nithet.workspace import access, exports, system_queries, system_services


@member_page
@require_safe
def system_page(request: MemberRequest) -> HttpResponseBase:
    can_run_system(request.member).or_refuse()
    if is_file(request):
        return _file(request)
    jobs = access.visible_jobs(request.member)
    found, kept = health.checks(), system_queries.backups()
    facts = {
        "checks": found,
        "failing": [check for check in found if check.state == health.State.FAILING],
        "warnings": [check for check in found if check.state == health.State.WARNING],
        "unfinished": system_queries.unfinished(jobs),
        "failed": system_queries.failed(jobs),
        "done": system_queries.done(jobs),
        "can_back_up": access.can_back_up(request.member),
        "backups": kept,
        "storage": system_queries.storage(request.office, kept),
        "sign_ins": system_queries.sign_ins(request.office),
        "sending": sending(request.office, at=now()),
        "versions": system_queries.versions(),
        **ways_out(request),
    }
    return render(request, "workspace/system.html", facts)


def _file(request: MemberRequest) -> HttpResponseBase:
    """Of the two lists of the page the one that is asked for."""
    if request.GET.get("list") == "sign-ins":
        counts = system_queries.sign_ins(request.office)
        return as_file(request, "การเข้าสู่ระบบ", exports.SIGN_IN_COLUMNS, exports.sign_in_rows(counts))
    jobs = access.visible_jobs(request.member).order_by("-made_at").iterator(2000)
    return as_file(request, "งานเบื้องหลัง", exports.JOB_COLUMNS, exports.job_rows(jobs))


@member_page
@require_POST
def backup_now(request: MemberRequest) -> HttpResponse:
    system_services.start_backup(by=request.member)
    messages.success(request, "สั่งสำรองข้อมูลแล้ว ระบบสำรองและตรวจสอบให้เอง ผู้อื่นใช้งานต่อได้ตามปกติ")
    return redirect("workspace:system", request.office.code)
