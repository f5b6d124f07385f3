"""Showing an edition to all other offices, taking it back, and saying what a procedure is kin of."""

from __future__ import annotations

from django.db import transaction

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.comparing.kin import families
from nithet.manuals.errors import UnknownFamilyError, VersionStateError
from nithet.manuals.models import ManualVersion, Procedure
from nithet.offices.members import Member

State = ManualVersion.State


@transaction.atomic
def publish(version: ManualVersion, *, by: Member) -> None:
    """เผยแพร่แก่สำนักงานอื่น. Twice changes nothing."""
    access.can_publish(by, version).or_refuse()
    mine = ManualVersion.objects.filter(pk=version.pk, state=State.ADOPTED)
    changed = mine.filter(published_at=None).update(published_at=now(), published_by=by.user)
    version.refresh_from_db()
    if changed:
        record("manual.published", by=by, on=version, within=version.manual_id)
    elif version.state != State.ADOPTED:
        raise VersionStateError(manual=version.manual.title, state=version.get_state_display(), act="เผยแพร่")


@transaction.atomic
def withdraw_publication(version: ManualVersion, *, why: str, by: Member) -> None:
    """ถอนการเผยแพร่. What others have begun from it is theirs and stays."""
    access.can_publish(by, version).or_refuse()
    published = ManualVersion.objects.filter(pk=version.pk, published_at__isnull=False)
    if published.update(published_at=None, published_by=None):
        record("manual.unpublished", by=by, on=version, within=version.manual_id, why=why)
    version.refresh_from_db()


@transaction.atomic
def correct_family(procedure: Procedure, family: str, *, by: Member) -> None:
    """File a procedure with its kin, in all its editions. No word of an adopted edition changes by it."""
    access.can_correct_family(by, procedure).or_refuse()
    if family and family not in {one.code for one in families()}:
        raise UnknownFamilyError
    same = Procedure.objects.filter(office=procedure.office_id, lineage=procedure.lineage)
    if same.exclude(family=family).update(family=family):
        record(
            "procedure.filed", by=by, on=procedure, within=procedure.version.manual_id,
            before=procedure.family, after=family,
        )  # fmt: skip
    procedure.refresh_from_db()
