"""The folder on paper: printed to be signed by hand, and what was signed written down with the scan."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from nithet.core.errors import DomainError
from nithet.cycles import access
from nithet.cycles.forms.folder import CONDITIONAL, GIVEN, PaperForm, Signed
from nithet.cycles.models import Decision
from nithet.cycles.queries import folder as queries
from nithet.cycles.queries.folder_papers import papers
from nithet.cycles.services.deciding import too_late
from nithet.cycles.services.papers import record_paper
from nithet.cycles.views.folder import address, seat_of
from nithet.offices.members import MemberRequest, member_page
from nithet.thai.dates import format_date
from nithet.thai.numerals import to_thai

# At once; what is more follows.
PRINTED = 100
RECORDED = 50


@member_page
@require_safe
def folder_print(request: MemberRequest) -> HttpResponse:
    """A list to sign beside, then each memo on a page of its own: those chosen, or all of the folder, set by set."""
    member, seat = request.member, seat_of(request, request.GET)
    lying = queries.with_matter(queries.lying(member, seat.folder))
    chosen = lying.filter(pk__in=_named(request.GET, "decision"))
    is_chosen = chosen.exists()
    part = Paginator(chosen if is_chosen else lying, PRINTED).get_page(request.GET.get("set"))
    printed = list(part.object_list)
    context = {
        "seat": seat,
        "folder": seat.folder,
        "set": part,
        "is_chosen": is_chosen,
        "lying": queries.cards(member, printed),
        "papers": papers(member, printed, first=part.start_index()),
        "set_words": to_thai(_set_words(part)),
        "office_words": to_thai(request.office.name),
        "day": to_thai(f"ณ วันที่ {format_date(member.on, 'long')}"),
        "back": seat.query(),
    }
    return render(request, "cycles/folder_print.html", context)


def _set_words(part: Page[Decision]) -> str:
    last = part.paginator.num_pages
    return f"ชุดที่ {part.number} จาก {last}" if last > 1 else ""


def _named(given: QueryDict, name: str) -> set[UUID]:
    found = set()
    for text in given.getlist(name):
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
    decisions, gone, later = _waiting(request, given)
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        decisions=decisions, posts=access.held_posts(request.member, decisions), initial={"decided_on": request.member.on},
    )  # fmt: skip
    late = [one for one in gone if not _is_sent_again(request, one)]
    failed = [_late(one, request.POST) for one in late] if form.is_bound else []
    is_whole = form.is_bound and (form.is_valid() if decisions else bool(gone))
    if decisions and is_whole:
        failed += _record(request, form)
    if is_whole and not failed:
        return _away(request, decisions or gone, later, given)
    status = (409 if failed else 422) if form.is_bound and (decisions or gone) else 200
    context = {
        "form": form,
        "rows": list(form.rows()),
        "failed": failed,
        "later": later,
        "of": given.get("of", ""),
        "next": given.get("next", ""),
    }
    return render(request, "cycles/folder_paper.html", context, status=status)


def _is_sent_again(request: MemberRequest, decision: Decision) -> bool:
    """It stands as this form says it, written down by the same clerk."""
    outcome, words = (request.POST.get(f"{part}-{decision.pk}", "").strip() for part in ("outcome", "words"))
    is_conditional = outcome == CONDITIONAL
    stands = (decision.state, decision.conditions if is_conditional else decision.opinion)
    is_theirs = decision.recorded_by_id == request.member.user.pk
    return is_theirs and stands == (GIVEN if is_conditional else outcome, words)


def _late(decision: Decision, typed: QueryDict) -> str:
    """What became of it meanwhile, with what was typed of it."""
    words = typed.get(f"words-{decision.pk}", "")
    told = f"“{decision.round.task.title}” {too_late(decision).text}"
    return f"{told} ท่านพิมพ์ไว้ว่า “{words}”" if words else told


def _waiting(request: MemberRequest, given: QueryDict) -> tuple[list[Decision], list[Decision], list[UUID]]:
    """Those chosen that wait still, those that do not any more, and which are to come after them.

    Whoever sees them but may not record is refused.
    """
    found = queries.with_matter(
        access.seen_decisions(request.member).filter(pk__in=_named(given, "decision"))
    )
    decisions = list(found.order_by("-round__is_urgent", "round__task__due_on", "pk"))
    if not decisions and given.get("decision"):
        raise Http404
    if not decisions and access.Folder.DIVISION not in access.folders(request.member):
        raise Http404
    for one in decisions:
        access.can_record_paper(request.member, one).or_refuse()
    waiting = [one for one in decisions if one.state == Decision.State.CURRENT]
    later = [one.pk for one in waiting[RECORDED:]]
    gone = [one for one in decisions if one.state != Decision.State.CURRENT]
    return waiting[:RECORDED], gone, later + sorted(_named(given, "later"))


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


def _away(
    request: MemberRequest, decisions: list[Decision], later: list[UUID], given: QueryDict
) -> HttpResponse:
    """On to what was chosen beyond one page, or back to where the clerk came from: the task, or the folder."""
    if later:
        query = urlencode({"of": given.get("of", ""), "decision": later}, doseq=True)
        return redirect(f"{reverse('cycles:folder-paper', args=[request.office.code])}?{query}")
    if given.get("next") == "task":
        return redirect("cycles:task-page", office=request.office.code, pk=decisions[0].round.task_id)
    return redirect(address(request, seat_of(request, given)))
