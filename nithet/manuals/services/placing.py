"""Saying what a draft is: the next edition of a manual that its unit has, or a manual of its own."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.manuals import access
from nithet.manuals.comparing.inheriting import inherited
from nithet.manuals.draft import ManualDraft
from nithet.manuals.errors import PlacedAlreadyError
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.queries.placing import edition_in_force, living_manuals
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.queries.written import draft_of_version
from nithet.manuals.search import forget_manual
from nithet.manuals.services import editing
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

State = ManualVersion.State
SET_FAMILY = "set_family"


def next_edition(draft: ManualDraft, manual: Manual | None) -> ManualDraft:
    """What was read for a manual that is there, with the lineage of the edition in force."""
    before = edition_in_force(manual) if manual else None
    return inherited(draft, draft_of_version(before)) if before else draft


def asks_manual(office: Office, unit: Unit | None) -> bool:
    """Whether what comes in for the unit may be an edition of what is there."""
    return living_manuals(office, unit).exists()


@transaction.atomic
def keep_apart(version: ManualVersion, *, by: Member) -> None:
    """It is a manual of its own."""
    access.can_change(by, version).or_refuse()
    _settle(version)
    record("manual.kept_apart", by=by, on=version, within=version.manual_id)


@transaction.atomic
def join(version: ManualVersion, manual: Manual, *, by: Member) -> None:
    """It is the next edition of that manual: what both have is matched, so that it goes on under the same lineage.

    The matching is an act like others and can be undone; adoption then goes by the titles alone.
    """
    access.can_change(by, version).or_refuse()
    _settle(version)
    before = edition_in_force(manual)
    if before:
        _match(version, before, by=by)
    alone = version.manual
    ManualVersion.objects.filter(pk=version.pk).update(manual=manual)
    version.manual = manual
    record("manual.joined", by=by, on=version, within=manual.pk, source=alone.title)
    forget_empty(alone)


def forget_empty(manual: Manual) -> None:
    """A manual without any edition is none."""
    if Manual.objects.filter(pk=manual.pk, versions=None).delete()[0]:
        forget_manual(manual)


def _settle(version: ManualVersion) -> None:
    # One statement, so that of two people answering at once one is heard.
    asked = ManualVersion.objects.filter(pk=version.pk, state=State.DRAFT, asks_manual=True)
    if not asked.update(asks_manual=False):
        raise PlacedAlreadyError(manual=version.manual.title)
    version.asks_manual = False


def _match(version: ManualVersion, before: ManualVersion, *, by: Member) -> None:
    filed = version.changes.filter(act=SET_FAMILY, undone_at=None).values_list("item", flat=True)
    now = reading_of(version).draft
    after = inherited(now, draft_of_version(before), filed=set(filed))
    if after != now:
        editing.rewrite(version, after, act="join", words=f"จับคู่ขั้นตอนกับ{before.label}", by=by)
