"""Beginning an edition from one that is there: the office's own, to revise it, or another's that is published."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.document import to_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.errors import BegunAlreadyError, VersionStateError
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.queries.units import default_unit
from nithet.manuals.queries.written import draft_of_version
from nithet.manuals.reviewing import warnings_of
from nithet.manuals.search import index_manual
from nithet.manuals.services.placing import asks_manual
from nithet.manuals.sharing import to_begin_from
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

State = ManualVersion.State
UNDER_WAY = (State.DRAFT, State.PROPOSED)


@transaction.atomic
def revise(version: ManualVersion, *, by: Member) -> ManualVersion:
    """ปรับปรุงคู่มือนี้: a draft with all that the edition says, each item knowing where it comes from.

    Raises BegunAlreadyError while such a draft is under way.
    """
    access.can_upload(by).or_refuse()
    _refuse_second(version, by.office)
    version.refresh_from_db(fields=["state"])
    if version.state != State.ADOPTED:
        raise VersionStateError(manual=version.manual.title, state=version.get_state_display(), act="ปรับปรุง")
    draft = replace(draft_of_version(version), source_name=version.label)
    made = _draft(version.manual, draft, begun_from=version, name=f"ปรับปรุงจาก{version.label}", by=by)
    record("manual.revised", by=by, on=made, within=made.manual_id, number=version.number)
    return made


@transaction.atomic
def begin_from_published(version: ManualVersion, *, unit: Unit | None = None, by: Member) -> ManualVersion:
    """Another office's published edition as a draft of one's own manual, without the names of its people."""
    access.can_upload(by).or_refuse()
    _refuse_second(version, by.office)
    draft = to_begin_from(draft_of_version(version))
    unit = unit or default_unit(version.manual.unit.name if version.manual.unit else None, by)
    asks = asks_manual(by.office, unit)
    manual = Manual.objects.create(office=by.office, unit=unit, title=version.manual.title)
    index_manual(manual)
    name = f"{version.manual.title} {version.label} ของ{version.office.name}"[:255]
    made = _draft(manual, replace(draft, source_name=name), begun_from=version, name=name, asks=asks, by=by)
    record("manual.begun", by=by, on=made, within=manual.pk, source=name)
    return made


def _refuse_second(version: ManualVersion, office: Office) -> None:
    # The lock makes the same button pressed twice at once wait, so that the second finds the first.
    Office.objects.select_for_update().get(pk=office.pk)
    under_way = ManualVersion.objects.filter(office=office, begun_from=version.pk, state__in=UNDER_WAY)
    if there := under_way.select_related("manual").first():
        raise BegunAlreadyError(there)


def _draft(
    manual: Manual,
    draft: ManualDraft,
    *,
    begun_from: ManualVersion,
    name: str,
    asks: bool = False,
    by: Member,
) -> ManualVersion:
    reading = to_json(replace(draft, warnings=warnings_of(draft)))
    return ManualVersion.objects.create(
        office=by.office, manual=manual, source_name=name, reading=reading, begun_from=begun_from.pk,
        asks_manual=asks, made_by=by.user, made_at=now(),
    )  # fmt: skip
