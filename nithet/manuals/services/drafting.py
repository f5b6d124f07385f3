"""Making, naming and discarding a draft of a manual."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import PurePath

from django.db import transaction
from django.db.models import Exists, OuterRef

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.manuals import access
from nithet.manuals.comparing.kin import with_families
from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.errors import (
    DescribedError,
    NotReadError,
    OnceProposedError,
    SameTextError,
    VersionStateError,
)
from nithet.manuals.models import Manual, ManualSource, ManualVersion
from nithet.manuals.queries import catalogue
from nithet.manuals.queries.units import default_unit
from nithet.manuals.reading import read_text
from nithet.manuals.reading.identity import find_group, find_office
from nithet.manuals.reading.lines import split_lines
from nithet.manuals.search import index_manual
from nithet.manuals.services.placing import asks_manual, forget_empty, next_edition
from nithet.manuals.sources import Extracted
from nithet.manuals.sources.plain import plain_text
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit

State = ManualVersion.State


def draft_from_text(
    text: str, *, name: str = "", unit: Unit | None = None, manual: Manual | None = None, by: Member
) -> ManualVersion:
    """Read a manual and keep it as a draft beside its text.

    Raises UnreadableManualError for what is no manual and SameTextError where the office has this text
    already; then nothing is stored.
    """
    access.can_upload(by).or_refuse()
    text = plain_text(text)
    draft = with_families(read_text(text))
    return _keep(draft, text=text, name=name, unit=unit, manual=manual, by=by)


def draft_from_sources(
    extracted: Extracted,
    sources: Sequence[ManualSource],
    *,
    unit: Unit | None = None,
    manual: Manual | None = None,
    by: Member,
) -> ManualVersion:
    """Read what files gave and keep it as a draft with them. Raises as `draft_from_text`."""
    access.can_upload(by).or_refuse()
    return keep_sources(draft_of(extracted), extracted.text, sources, unit=unit, manual=manual, by=by)


def keep_sources(
    draft: ManualDraft,
    text: str,
    sources: Sequence[ManualSource],
    *,
    unit: Unit | None = None,
    manual: Manual | None = None,
    by: Member,
) -> ManualVersion:
    """Keep what was read with its files. Raises SameTextError."""
    access.can_upload(by).or_refuse()
    name = source_name([source.name for source in sources])
    with transaction.atomic():
        version = _keep(draft, text=text, name=name, unit=unit, manual=manual, by=by)
        for source in sources:
            source.version = version
            source.save()
    return version


def draft_of(extracted: Extracted) -> ManualDraft:
    """The draft of a text with its places. Where the text names no office or group, running heads may."""
    draft = with_families(read_text(extracted.text))
    heads = split_lines("\n".join(extracted.heads))
    return replace(
        draft,
        places=extracted.places,
        office=draft.office or find_office(heads),
        group=draft.group or find_group(heads),
    )


def source_name(names: Sequence[str]) -> str:
    """What several files are called together."""
    more = len(names) - 1
    return f"{names[0][:200]} และอีก {more} ไฟล์" if more > 0 else names[0][:255]


def draft_from_catalogue(
    codes: Collection[str], *, unit: Unit | None = None, manual: Manual | None = None, by: Member
) -> ManualVersion:
    """Begin from ready procedures. Raises SameTextError where the unit has begun from the same ones."""
    access.can_upload(by).or_refuse()
    return _keep(
        with_families(catalogue.draft_of(codes)),
        text="",
        name=catalogue.NAME,
        unit=unit,
        manual=manual,
        by=by,
    )


def draft_received(
    draft: ManualDraft,
    *,
    title: str = "",
    name: str,
    unit: Unit | None = None,
    manual: Manual | None = None,
    by: Member,
) -> ManualVersion:
    """Keep a manual that came in a file of another system. Raises SameTextError where the unit has the very same."""
    access.can_upload(by).or_refuse()
    draft = with_families(draft)
    return _keep(draft, text="", name=name, unit=unit, manual=manual, title=title, by=by)


def _keep(
    draft: ManualDraft,
    *,
    text: str,
    name: str,
    unit: Unit | None,
    manual: Manual | None,
    title: str = "",
    by: Member,
) -> ManualVersion:
    # Finding counterparts in the edition before takes longer than others may wait.
    draft = next_edition(draft, manual)
    return _kept(draft, text=text, name=name, unit=unit, manual=manual, title=title, by=by)


@transaction.atomic
def _kept(
    draft: ManualDraft,
    *,
    text: str,
    name: str,
    unit: Unit | None,
    manual: Manual | None,
    title: str,
    by: Member,
) -> ManualVersion:
    # The lock makes the same text sent twice at once wait, so that the second finds the first.
    Office.objects.select_for_update().get(pk=by.office.pk)
    unit = manual.unit if manual else unit or default_unit(draft.group, by)
    reading = to_json(draft)
    if same := _same(by.office, text=text, reading=reading, unit=unit, manual=manual):
        raise SameTextError(same)
    asks = manual is None and asks_manual(by.office, unit)
    manual = manual or Manual.objects.create(
        office=by.office, unit=unit, title=title[:300] or title_of(draft, name, unit)
    )
    version = ManualVersion.objects.create(
        office=by.office, manual=manual, source_name=name[:255], source_text=text, reading=reading,
        asks_manual=asks, made_by=by.user, made_at=now(),
    )  # fmt: skip
    index_manual(manual)
    record("manual.uploaded", by=by, on=version, within=manual.pk, source=name)
    return version


def read_anew(version: ManualVersion, *, by: Member) -> ManualVersion:
    """The text of a version read once more as it came, as another draft of its manual: this one stays as it is.

    While such a draft lies there untouched, again gives the same. Raises NotReadError where there is no text.
    """
    access.can_upload(by).or_refuse()
    if not version.source_text:
        raise NotReadError("คู่มือฉบับนี้ไม่มีข้อความต้นฉบับ โปรดนำเข้าไฟล์ใหม่ หรือแก้ไขในโครงสร้าง")
    was = from_json(version.reading)
    draft = with_families(read_text(version.source_text))
    draft = replace(
        draft, places=was.places, office=draft.office or was.office, group=draft.group or was.group
    )
    return _kept_anew(version, next_edition(draft, version.manual), by=by)


@transaction.atomic
def _kept_anew(version: ManualVersion, draft: ManualDraft, *, by: Member) -> ManualVersion:
    # The lock makes the same button pressed twice at once wait, so that the second finds the first.
    Office.objects.select_for_update().get(pk=by.office.pk)
    untouched = version.manual.versions.filter(state=State.DRAFT, revision=0, proposed_at=None)
    if there := untouched.filter(source_text=version.source_text).exclude(pk=version.pk).first():
        return there
    made = ManualVersion.objects.create(
        office=by.office, manual=version.manual, source_name=version.source_name, source_text=version.source_text,
        reading=to_json(draft), made_by=by.user, made_at=now(),
    )  # fmt: skip
    for source in version.sources.order_by("position"):
        source.pk, source.upload, source.version = new_id(), None, made
        source.save(force_insert=True)
    record("manual.uploaded", by=by, on=made, within=made.manual_id, source=version.source_name)
    return made


def _same(
    office: Office, *, text: str, reading: dict[str, object], unit: Unit | None, manual: Manual | None
) -> ManualVersion | None:
    """The living version that holds this text; of one begun from the catalogue, the same procedures of the unit."""
    living = (
        ManualVersion.objects.filter(office=office)
        .exclude(state=State.REPLACED)
        .select_related("manual", "made_by")
    )
    if manual:
        living = living.filter(manual=manual)
    if text:
        return living.filter(source_text=text).first()
    begun = living.filter(source_text="", manual__unit=unit)
    return next((version for version in begun if version.reading == reading), None)


def title_of(draft: ManualDraft, name: str, unit: Unit | None = None) -> str:
    """What the manual is called until a person says otherwise."""
    if len(draft.procedures) == 1:
        return f"คู่มือการปฏิบัติงาน {draft.procedures[0].title}"[:300]
    if draft.group:
        return f"คู่มือการปฏิบัติงาน {draft.group}"[:300]
    if unit and name == catalogue.NAME:
        return f"คู่มือการปฏิบัติงาน {unit.name}"[:300]
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
    index_manual(version.manual)
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
    forget_empty(version.manual)
