"""Giving a form out to be filled, taking it out of use, and what an office says about it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.files import Upload
from nithet.core.models import StoredFile
from nithet.forms import access, search
from nithet.forms.errors import (
    EarlierEditionError,
    FormRetiredError,
    NoDraftError,
    StaleFormDraftError,
    UnfitFormError,
)
from nithet.forms.lists import heads_of
from nithet.forms.models import DraftFile, Form, FormDraft, FormFile, FormVersion
from nithet.forms.publishing import Made, UnmadeFormError, make
from nithet.forms.services.making import (
    current_files,
    current_version,
    digest_with,
    open_draft,
    title_of,
    with_settings,
)
from nithet.forms.services.media import kept, unpacked
from nithet.forms.tables import Tables, from_json, to_json
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.linting import has_errors, own_findings, told_by_pyxform
from nithet.offices.members import Member
from nithet.offices.models import Unit


def publish(form: Form, *, by: Member, revision: int | None = None) -> FormVersion:
    """The draft becomes the edition that is filled from now on.

    `revision` is the state of the draft that was looked at. The very same tables again are the very same edition, and
    of two people pressing at once one makes it.
    """
    access.can_publish(by, form).or_refuse()
    if form.retired_at is not None:
        raise FormRetiredError(form=form.title)
    newest = current_version(form)
    draft = FormDraft.objects.filter(form=form).prefetch_related("files__file").first()
    if draft is None:
        return _published_already(form, newest)
    if revision is not None and draft.revision != revision:
        raise StaleFormDraftError(form=form.title)
    tables, files = _ready(form, draft)
    digest = digest_with(tables, {one.name: one.file for one in files}, form.landing)
    if known := FormVersion.objects.filter(form=form, digest=digest).first():
        return _same_again(known, newest, draft)
    number = newest.number + 1 if newest else 1
    made = _made(tables, files, form, number)
    return _store(form, draft, tables, made, number=number, digest=digest, by=by)


def _published_already(form: Form, newest: FormVersion | None) -> FormVersion:
    """Sent twice: the draft has become the newest edition."""
    if newest is None:
        raise NoDraftError(form=form.title)
    return newest


def _same_again(known: FormVersion, newest: FormVersion | None, draft: FormDraft) -> FormVersion:
    if newest is None or known.pk != newest.pk:
        raise EarlierEditionError(edition=known.label)
    FormDraft.objects.filter(pk=draft.pk, revision=draft.revision).delete()
    return known


def _ready(form: Form, draft: FormDraft) -> tuple[Tables, list[DraftFile]]:
    """Clean, and under the form's own name, whatever somebody typed into the settings."""
    tables = with_settings(cleaned(from_json(draft.tables)), form_id=form.name)
    return tables, list(draft.files.all())


def _made(tables: Tables, files: list[DraftFile], form: Form, number: int) -> Made:
    beside = {one.name: one.file for one in files}
    problems = own_findings(tables, beside, heads_of(beside))
    if has_errors(problems):
        raise UnfitFormError(problems)
    try:
        return make(tables, form.name, number)
    except UnmadeFormError as error:
        raise UnfitFormError([told_by_pyxform(tables, error)]) from error


def _store(
    form: Form, draft: FormDraft, tables: Tables, made: Made, *, number: int, digest: str, by: Member
) -> FormVersion:
    title = title_of(tables)
    version = FormVersion(
        office=by.office, form=form, number=number, title=title, tables=to_json(tables), digest=digest,
        xform=made.xform, xform_md5=made.md5, html=made.html, model=made.model, drawn_for=made.drawn_for,
        landing=form.landing, published_by=by.user, published_at=now(),
    )  # fmt: skip
    beside = [
        FormFile(office=by.office, version=version, name=one.name, file=one.file) for one in draft.files.all()
    ]
    try:
        with transaction.atomic():
            if not FormDraft.objects.filter(pk=draft.pk, revision=draft.revision).delete()[0]:
                raise StaleFormDraftError(form=form.title)
            version.save(force_insert=True)
            FormFile.objects.bulk_create(beside)
            Form.objects.filter(pk=form.pk).update(title=title)
            form.title = title
            record("form.published", by=by, on=form, number=number)
            search.index_form(form)
    except IntegrityError as error:
        raise StaleFormDraftError(form=form.title) from error
    return version


@transaction.atomic
def discard_draft(form: Form, *, by: Member, revision: int | None = None) -> bool:
    """Give up what was drafted; a form that was never published goes with it. Says whether the form is still there.

    `revision` is the state of the draft that was looked at. Raises StaleFormDraftError where somebody has worked on it
    since, or published it.
    """
    access.can_change(by, form).or_refuse()
    is_published = FormVersion.objects.filter(form=form).exists()
    drafts = FormDraft.objects.filter(form=form)
    seen = drafts if revision is None else drafts.filter(revision=revision)
    if seen.delete()[0]:
        record("form.discarded", by=by, on=form, title=form.title)
    elif drafts.exists():
        raise StaleFormDraftError(form=form.title)
    if not is_published:
        _give_up(form)
    return is_published


def _give_up(form: Form) -> None:
    search.forget_form(form)
    try:
        Form.objects.filter(pk=form.pk).delete()
    except ProtectedError as published:
        raise StaleFormDraftError(form=form.title) from published


@transaction.atomic
def retire(form: Form, *, why: str, by: Member) -> None:
    """เลิกใช้. What was filled stays, and can be looked at and given out."""
    access.can_change(by, form).or_refuse()
    if Form.objects.filter(pk=form.pk, retired_at=None).update(retired_at=now(), retired_by=by.user):
        record("form.retired", by=by, on=form, why=why)
    form.refresh_from_db()


@transaction.atomic
def bring_back(form: Form, *, by: Member) -> None:
    access.can_change(by, form).or_refuse()
    if Form.objects.filter(pk=form.pk, retired_at__isnull=False).update(retired_at=None, retired_by=None):
        record("form.brought_back", by=by, on=form)
    form.refresh_from_db()


@transaction.atomic
def describe(form: Form, *, unit: Unit, kind: str, for_schools: bool, landing: str = "", by: Member) -> None:
    """What the office says about a form, beside its questions. A landing holds for editions to come."""
    access.can_change(by, form).or_refuse()
    if unit.pk != form.unit_id:
        access.can_make_in(by, unit).or_refuse()
    told = {"unit_id": unit.pk, "kind": kind, "for_schools": for_schools, "landing": landing}
    before = {name: getattr(form, name) for name in told}
    if told != before:
        Form.objects.filter(pk=form.pk).update(**told)
        record("form.described", by=by, on=form, before=_plain(before), after=_plain(told))
    form.refresh_from_db()


def _plain(facts: dict[str, object]) -> dict[str, object]:
    return {name: str(fact) if name == "unit_id" else fact for name, fact in facts.items()}


def attach_files(form: Form, uploads: Iterable[Upload], *, by: Member) -> FormDraft:
    """Put files beside the draft, each in the place of one of its name. Raises UnfitFileError."""
    access.can_change(by, form).or_refuse()
    # Before the transaction: nobody waits for files that are unpacked and written.
    return _put_beside(form, kept(by.office.pk, unpacked(uploads)), by=by)


@transaction.atomic
def remove_file(form: Form, name: str, *, by: Member) -> None:
    """Take a file away from beside the draft, which is begun where there is none. Sent again it changes nothing.

    Editions that have it keep it.
    """
    access.can_change(by, form).or_refuse()
    if name not in current_files(form):
        return
    draft = open_draft(form, by=by)
    if DraftFile.objects.filter(draft=draft, name=name).delete()[0]:
        _touch(draft, by)
        record("form.file_removed", by=by, on=form, names=[name])


def _touch(draft: FormDraft, by: Member) -> None:
    """What was seen of it before is no longer all of it."""
    told = {"revision": F("revision") + 1, "changed_by": by.user, "changed_at": now()}
    FormDraft.objects.filter(pk=draft.pk).update(**told)


@transaction.atomic
def _put_beside(form: Form, files: dict[str, StoredFile], *, by: Member) -> FormDraft:
    draft = open_draft(form, by=by)
    for name, file in files.items():
        DraftFile.objects.update_or_create(
            draft=draft, name=name, defaults={"office": by.office, "file": file}
        )
    if files:
        _touch(draft, by)
        record("form.files", by=by, on=form, names=sorted(files))
    draft.refresh_from_db()
    return draft
