"""How manuals, and the procedures of those in force, are found."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse

from nithet.core import search
from nithet.manuals import access
from nithet.manuals.models import Manual, ManualVersion, Procedure, Step
from nithet.offices.members import Member

MANUAL, PROCEDURE = "manual", "procedure"
State = ManualVersion.State


def index_manual(manual: Manual) -> None:
    search.index(manual.office_id, [_manual(manual)])


def forget_manual(manual: Manual) -> None:
    search.forget(manual.office_id, MANUAL, [manual.pk])


def index_procedures(procedures: Sequence[Procedure], steps: Iterable[Step]) -> None:
    """Of one version that comes into force, with the titles of their steps."""
    titles: dict[UUID, list[str]] = {}
    for step in steps:
        titles.setdefault(step.procedure_id, []).append(step.title)
    for one in procedures[:1]:
        search.index(one.office_id, [_procedure(each, titles.get(each.pk, [])) for each in procedures])


def forget_procedures(versions: Collection[ManualVersion]) -> None:
    """Those of an edition that is not in force any more."""
    for version in versions:
        search.forget(version.office_id, PROCEDURE, version.procedures.values_list("pk", flat=True))


def _manual(manual: Manual) -> search.Entry:
    return search.Entry(MANUAL, manual.pk, manual.title)


def _procedure(procedure: Procedure, titles: Iterable[str]) -> search.Entry:
    text = " · ".join((*procedure.also_called, *titles))
    return search.Entry(PROCEDURE, procedure.pk, procedure.title, text)


def _manuals(office_id: UUID) -> Iterable[search.Entry]:
    return map(_manual, Manual.objects.filter(office=office_id).order_by("pk").iterator())


def _procedures(office_id: UUID) -> Iterator[search.Entry]:
    found = Procedure.objects.filter(office=office_id, version__state=State.ADOPTED).order_by("pk")
    for one in found.prefetch_related("steps").iterator(chunk_size=100):
        yield _procedure(one, [step.title for step in one.steps.all()])


def _in_force(member: Member) -> QuerySet[Procedure]:
    return access.visible_procedures(member).filter(version__state=State.ADOPTED)


def _manual_pages(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    """The edition in force, or the newest."""
    versions = access.visible_versions(member).filter(manual__in=ids).order_by("made_at", "pk")
    rows = sorted(versions.values_list("manual", "pk", "state"), key=lambda row: row[2] == State.ADOPTED)
    pages = {manual: pk for manual, pk, _ in rows}
    return {
        manual: reverse("manuals:version-page", args=[member.office.code, pk]) for manual, pk in pages.items()
    }


def _procedure_pages(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    return {pk: reverse("manuals:procedure-page", args=[member.office.code, pk]) for pk in ids}


PROCEDURES = search.SearchKind(PROCEDURE, "กระบวนงาน", "hierarchy", _in_force, _procedure_pages, _procedures)
MANUALS = search.SearchKind(MANUAL, "คู่มือ", "book", access.visible_manuals, _manual_pages, _manuals)
