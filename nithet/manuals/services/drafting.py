"""Making, naming and discarding a draft of a manual."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import PurePath

from django.db import transaction
from django.db.models import Exists, OuterRef

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.draft import ManualDraft, to_json
from nithet.manuals.errors import DescribedError, OnceProposedError, SameTextError, VersionStateError
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.queries import catalogue
from nithet.manuals.queries.units import default_unit
from nithet.manuals.reading import read_text
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

State = ManualVersion.State


def plain_text(text: str) -> str:
    """The text as it is stored and read: one kind of line break, nothing that PostgreSQL refuses."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")


def draft_from_text(
    text: str, *, name: str = "", unit: Unit | None = None, manual: Manual | None = None, by: Member
) -> ManualVersion:
    """Read a manual and keep it as a draft beside its text.

    Raises UnreadableManualError for what is no manual and SameTextError where the office has this text
    already; then nothing is stored.
    """
    access.can_upload(by).or_refuse()
    text = plain_text(text)
    draft = read_text(text)
    return _keep(draft, text=text, name=name, unit=unit, manual=manual, by=by)


def draft_from_catalogue(
    codes: Collection[str], *, unit: Unit | None = None, manual: Manual | None = None, by: Member
) -> ManualVersion:
    """Begin from ready procedures. Raises SameTextError where the unit has begun from the same ones."""
    access.can_upload(by).or_refuse()
    return _keep(catalogue.draft_of(codes), text="", name=catalogue.NAME, unit=unit, manual=manual, by=by)


@transaction.atomic
def _keep(
    draft: ManualDraft, *, text: str, name: str, unit: Unit | None, manual: Manual | None, by: Member
) -> ManualVersion:
    # The lock makes the same text sent twice at once wait, so that the second finds the first.
    Office.objects.select_for_update().get(pk=by.office.pk)
    unit = manual.unit if manual else unit or default_unit(draft.group, by)
    reading = to_json(draft)
    if same := _same(by.office, text=text, reading=reading, unit=unit, manual=manual):
        raise SameTextError(same)
    manual = manual or Manual.objects.create(office=by.office, unit=unit, title=title_of(draft, name))
    version = ManualVersion.objects.create(
        office=by.office, manual=manual, source_name=name[:255], source_text=text, reading=reading,
        made_by=by.user, made_at=now(),
    )  # fmt: skip
    record("manual.uploaded", by=by, on=version, within=manual.pk, source=name)
    return version


def _same(
    office: Office, *, text: str, reading: dict[str, object], unit: Unit | None, manual: Manual | None
) -> ManualVersion | None:
    """The living version that holds this text; of one begun from the catalogue, the same procedures of the unit."""
    living = (
        ManualVersion.objects.filter(office=office).exclude(state=State.REPLACED).select_related("manual")
    )
    if manual:
        living = living.filter(manual=manual)
    if text:
        return living.filter(source_text=text).first()
    begun = living.filter(source_text="", manual__unit=unit)
    return next((version for version in begun if version.reading == reading), None)


def title_of(draft: ManualDraft, name: str) -> str:
    """What the manual is called until a person says otherwise."""
    if len(draft.procedures) == 1:
        return f"คู่มือการปฏิบัติงาน {draft.procedures[0].title}"[:300]
    if draft.group:
        return f"คู่มือการปฏิบัติงาน {draft.group}"[:300]
    return (PurePath(name).stem or "คู่มือการปฏิบัติงาน")[:300]


@transaction.atomic
def describe(version: ManualVersion, *, title: str, unit: Unit, by: Member) -> None:
    """Name the manual and give it to a unit, as long as it was neither proposed nor adopted."""
    access.can_change(by, version).or_refuse()
    settled = ManualVersion.objects.filter(manual=OuterRef("pk")).exclude(state=State.DRAFT)
    changed = Manual.objects.filter(~Exists(settled), pk=version.manual_id).update(title=title, unit=unit)
    if not changed:
        raise DescribedError(manual=version.manual.title)
    version.manual.refresh_from_db()
    record("manual.described", by=by, on=version, within=version.manual_id, unit=unit.name)


@transaction.atomic
def discard(version: ManualVersion, *, why: str, by: Member) -> None:
    """Delete a draft that nobody was asked about; history keeps that it was there. Its empty manual goes too."""
    access.can_change(by, version).or_refuse()
    record("manual.discarded", by=by, on=version, within=version.manual_id, why=why)
    if version.state == State.DRAFT and version.proposed_at:
        raise OnceProposedError(manual=version.manual.title)
    deleted, _ = ManualVersion.objects.filter(pk=version.pk, state=State.DRAFT, proposed_at=None).delete()
    if not deleted:
        version.refresh_from_db()
        raise VersionStateError(
            manual=version.manual.title, state=version.get_state_display(), act="ยกเลิกฉบับร่าง"
        )
    Manual.objects.filter(pk=version.manual_id, versions=None).delete()
