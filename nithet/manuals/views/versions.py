"""The list of manuals, the review page of a draft, and the page of an adopted version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.core.forms import ReasonForm
from nithet.manuals import access, exports
from nithet.manuals.document import from_json
from nithet.manuals.forms import DescribeForm
from nithet.manuals.models import ManualVersion, Step
from nithet.manuals.panels import of_version
from nithet.manuals.queries.comparing import edition_before, since_before
from nithet.manuals.queries.lists import editions, living_versions
from nithet.manuals.queries.placing import placing_of
from nithet.manuals.queries.procedure import parts_of, persons_named_in, procedure_rows
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.queries.stale import recent_changes
from nithet.manuals.queries.uploads import FileLine
from nithet.manuals.services.reading import can_recognise
from nithet.manuals.views.pages import manual_page, version_or_404
from nithet.manuals.views.reviewing import review_context
from nithet.offices.lists import as_file, is_file, titled, ways_out
from nithet.offices.members import Member, MemberRequest
from nithet.offices.queries import units_of

State = ManualVersion.State
UNDER_REVIEW = (State.DRAFT, State.PROPOSED)
STEPS = Prefetch("steps", queryset=Step.objects.order_by("position"))


@manual_page
@require_safe
def manual_list(request: MemberRequest) -> HttpResponseBase:
    versions = living_versions(request.member)
    if is_file(request):
        rows = exports.version_rows(versions)
        return as_file(request, "คู่มือการปฏิบัติงาน", exports.VERSION_COLUMNS, rows)
    context = {"versions": versions, "can_upload": access.can_upload(request.member), **ways_out(request)}
    return render(request, "manuals/manual_list.html", context)


@manual_page
@require_safe
def version_page(request: MemberRequest, pk: UUID) -> HttpResponseBase:
    version = version_or_404(request, pk)
    if is_file(request):
        return as_file(request, _title(version), exports.STEP_COLUMNS, _steps(version))
    return render_version(request, version)


def _title(version: ManualVersion) -> str:
    return titled(version.manual.title, version.label)


def _steps(version: ManualVersion) -> Iterator[exports.Cells]:
    if version.state in UNDER_REVIEW:
        return exports.draft_steps(from_json(version.reading))
    return exports.version_steps(version.procedures.order_by("position").prefetch_related(STEPS))


def render_version(
    request: MemberRequest,
    version: ManualVersion,
    *,
    describe_form: DescribeForm | None = None,
    return_form: ReasonForm | None = None,
    discard_form: ReasonForm | None = None,
    unpublish_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a version as it stands now, with what was typed into a refused form."""
    if version.state not in UNDER_REVIEW:
        return _render_adopted(request, version, unpublish_form, status)
    siblings = editions(version)
    acts = Acts.of(request.member, version, siblings)
    manual = version.manual
    typed = {"title": manual.title, "unit": manual.unit_id}
    context = {
        **review_context(request, version, reading_of(version).draft),
        "recent": recent_changes(version),
        "files": [FileLine.of(source) for source in version.sources.select_related("file")],
        "recognises": can_recognise() and access.can_upload(request.member),
        "acts": acts,
        "siblings": [one for one in siblings if one.pk != version.pk],
        "since": since_before(version, request.member),
        "placing": placing_of(version, reading_of(version).draft) if acts.place else None,
        "describe_form": describe_form or DescribeForm(initial=typed, units=units_of(request.office)),
        "return_form": return_form or ReasonForm(),
        "discard_form": discard_form or ReasonForm(),
        "title": _title(version),
        **ways_out(request),
    }
    return render(request, "manuals/version_review.html", context, status=status)


def _render_adopted(
    request: MemberRequest, version: ManualVersion, unpublish_form: ReasonForm | None, status: int
) -> HttpResponse:
    procedures = list(procedure_rows(version))
    is_adopted = version.state == State.ADOPTED
    panels = of_version(request.member, version) if is_adopted else []
    context = {
        "version": version,
        "procedures": procedures,
        "step_count": sum(one.step_count for one in procedures),  # type: ignore[attr-defined]
        "siblings": [one for one in editions(version) if one.pk != version.pk],
        "source": enumerate(version.source_text.split("\n"), start=1) if version.source_text else None,
        "parts": parts_of(procedures),
        "before": edition_before(version),
        # While a year is open, its panel has the way to add what does not run yet.
        "can_start": is_adopted and not panels and access.may_start_year(request.member),
        "can_publish": is_adopted and access.can_publish(request.member, version),
        "persons_named": persons_named_in(version) if is_adopted else 0,
        "panels": panels,
        "unpublish_form": unpublish_form or ReasonForm(auto_id="unpublish_%s"),
        "can_upload": access.can_upload(request.member),
        "title": _title(version),
        **ways_out(request),
    }
    return render(request, "manuals/version_page.html", context, status=status)


@dataclass(frozen=True, slots=True)
class Acts:
    """What the member may do with the version where it stands now; the page shows these buttons only."""

    propose: bool
    place: bool
    describe: bool
    discard: bool
    withdraw: bool
    decide: bool
    why_not_decide: str

    @classmethod
    def of(cls, member: Member, version: ManualVersion, siblings: list[ManualVersion]) -> Acts:
        is_draft, is_proposed = version.state == State.DRAFT, version.state == State.PROPOSED
        decide = access.can_decide(member, version)
        change = bool(access.can_change(member, version))
        return cls(
            propose=is_draft and bool(access.can_propose(member, version)),
            place=is_draft and change,
            describe=change and all(one.state == State.DRAFT for one in siblings),
            discard=is_draft and not version.proposed_at and change,
            withdraw=is_proposed and bool(access.can_withdraw(member, version)),
            decide=is_proposed and bool(decide),
            why_not_decide=decide.why if is_proposed else "",
        )
