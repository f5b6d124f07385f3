"""Manuals of an office, and what waits for its director."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from nithet.manuals import access
from nithet.manuals.models import Manual, ManualVersion
from nithet.offices.members import Member

State = ManualVersion.State


@dataclass(frozen=True, slots=True)
class Versions:
    """Living versions by how they stand, the newest first."""

    proposed: list[ManualVersion]
    drafts: list[ManualVersion]
    adopted: list[ManualVersion]

    def __bool__(self) -> bool:
        return bool(self.proposed or self.drafts or self.adopted)


def light(versions: QuerySet[ManualVersion]) -> QuerySet[ManualVersion]:
    """For lists: with the manual and the people, without text and reading, which may be long."""
    return versions.select_related("manual__unit", "made_by", "proposed_by", "adopted_by").defer(
        "source_text", "reading"
    )


def living_versions(member: Member) -> Versions:
    """One query, whatever the number."""
    steps = Count("procedures__steps", filter=Q(procedures__steps__parent=None), distinct=True)
    rows = (
        light(access.visible_versions(member))
        .exclude(state=State.REPLACED)
        .annotate(procedure_count=Count("procedures", distinct=True), step_count=steps)
        .order_by("-made_at", "-pk")
    )
    found: dict[str, list[ManualVersion]] = {state: [] for state in State}
    for row in rows:
        found[row.state].append(row)
    return Versions(found[State.PROPOSED], found[State.DRAFT], found[State.ADOPTED])


def proposals_for(member: Member) -> QuerySet[ManualVersion]:
    """Proposed versions that this member has to decide, the longest waiting first."""
    proposed = (
        light(access.visible_versions(member)).filter(state=State.PROPOSED).order_by("proposed_at", "pk")
    )
    return proposed.exclude(proposed_by=member.user) if access.decides(member) else proposed.none()


def sent_back_to(member: Member) -> QuerySet[ManualVersion]:
    """Drafts that the director sent back to this member, the latest first."""
    drafts = access.visible_versions(member).filter(state=State.DRAFT, proposed_by=member.user)
    shown = drafts.select_related("manual").only("manual__title", "proposed_at", "return_reason")
    return shown.exclude(return_reason="").order_by("-made_at", "-pk")


def manuals_to_revise(member: Member) -> QuerySet[Manual]:
    """Manuals of which a new edition may be brought."""
    return access.visible_manuals(member).order_by("title", "pk")


def published_by_others(member: Member) -> QuerySet[ManualVersion]:
    """What other offices have published, the latest first; one query."""
    steps = Count("procedures__steps", filter=Q(procedures__steps__parent=None), distinct=True)
    return (
        light(access.published_versions().exclude(office=member.office))
        .select_related("office")
        .annotate(procedure_count=Count("procedures", distinct=True), step_count=steps)
        .order_by("-published_at", "-pk")
    )


def to_compare(member: Member) -> list[ManualVersion]:
    """Versions that can be laid beside each other: all of one's own that are alive, and published ones."""
    found = access.comparable_versions(member).select_related("office")
    return list(light(found).order_by("manual__title", "-made_at", "-pk"))


def editions(version: ManualVersion) -> list[ManualVersion]:
    """All versions of the manual of a version, the newest first."""
    return list(light(ManualVersion.objects.filter(manual=version.manual_id)).order_by("-made_at", "-pk"))
