"""The folder on paper: printed to be signed by hand, and what was signed written down with the scan."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.forms.folder import CONDITIONAL, GIVEN, PaperForm, Signed
from nithet.cycles.models import Decision
from nithet.cycles.queries import folder as queries
from nithet.cycles.queries.folder_papers import papers
from nithet.cycles.services.papers import record_paper
from nithet.cycles.views.folder import address, seat_of
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.dates import format_date
from nithet.thai.numerals import to_thai

PRINTED = 100
RECORDED = 50


@member_page
@require_safe
def folder_print(request: MemberRequest) -> HttpResponse:
    """A list to sign beside, then each memo on a page of its own: those chosen, or all of the folder."""
    member, seat = request.member, seat_of(request, request.GET)
    lying = list(queries.with_matter(queries.lying(member, seat.folder))[:PRINTED])
    chosen = _chosen(request.GET)
    printed = [one for one in lying if one.pk in chosen] or lying
    context = {
        "seat": seat,
        "folder": seat.folder,
        "lying": queries.cards(member, lying),
        "chosen": {one.pk for one in printed},
        "papers": papers(member, printed),
        "office_words": to_thai(request.office.name),
        "day": to_thai(f"ณ วันที่ {format_date(member.on, 'long')}"),
        "back": seat.query(),
    }
    return render(request, "cycles/folder_print.html", context)


def _chosen(given: QueryDict) -> set[UUID]:
    found = set()
    for text in given.getlist("decision"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found


@member_page
@require_http_methods(["GET", "HEAD", "POST"])
def folder_paper(request: MemberRequest) -> HttpResponse:
    """บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้ว: one scan for several matters, each with its own outcome."""
    given = request.POST if request.method == "POST" else request.GET
    decisions = _waiting(request, given)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        decisions=decisions, posts=access.held_posts(request.member, decisions), initial={"decided_on": request.member.on},
    )  # fmt: skip
    failed: list[str] = []
    if request.method == "POST" and decisions and form.is_valid():
        failed = _record(request, form)
        if not failed:
            return _away(request, decisions, given)
    status = (409 if failed else 422) if form.is_bound and decisions else 200
    context = {
        "form": form,
        "rows": list(form.rows()),
        "failed": failed,
        "of": given.get("of", ""),
        "next": given.get("next", ""),
    }
    return render(request, "cycles/folder_paper.html", context, status=status)


def _waiting(request: MemberRequest, given: QueryDict) -> list[Decision]:
    """Those chosen that wait still; whoever sees them but may not record is refused."""
    found = queries.with_matter(access.seen_decisions(request.member).filter(pk__in=_chosen(given)))
    decisions = list(found.order_by("-round__is_urgent", "round__task__due_on", "pk")[:RECORDED])
    if not decisions and given.get("decision"):
        raise Http404
    if not decisions and access.Folder.DIVISION not in access.folders(request.member):
        raise Http404
    for one in decisions:
        access.can_record_paper(request.member, one).or_refuse()
    return [one for one in decisions if one.state == Decision.State.CURRENT]


def _record(request: MemberRequest, form: PaperForm) -> list[str]:
    """Each on its own; returns why some could not be recorded."""
    failed, done = [], 0
    for one in form.signed():
        try:
            _record_one(request, form, one)
            done += 1
        except DomainError as refusal:
            failed.append(f"“{one.decision.round.task.title}” {refusal.text}")
    if done:
        messages.success(request, f"บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้ว {done} เรื่อง")
    return failed


def _record_one(request: MemberRequest, form: PaperForm, one: Signed) -> None:
    conditions = one.words if one.outcome == CONDITIONAL else ""
    is_given = one.outcome in (GIVEN, CONDITIONAL)
    record_paper(
        one.decision,
        GIVEN if is_given else one.outcome,
        decider=one.signer,
        decided_on=form.cleaned_data["decided_on"],
        scan=form.cleaned_data["scan"],
        opinion=one.words if is_given and not conditions else "",
        conditions=conditions,
        reason="" if is_given else one.words,
        by=request.member,
    )


def _away(request: MemberRequest, decisions: list[Decision], given: QueryDict) -> HttpResponse:
    """Back to where the clerk came from: the task, or the folder."""
    if given.get("next") == "task":
        return redirect("cycles:task-page", office=request.office.code, pk=decisions[0].round.task_id)
    return redirect(address(request, seat_of(request, given)))
