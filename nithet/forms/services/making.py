"""How a form begins: from a workbook, from a shipped form, from another form, or empty."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, count
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import IntegrityError, transaction

from nithet.audit.services import record
from nithet.catalogue.loader import load_forms
from nithet.core.clock import now
from nithet.core.files import Upload
from nithet.core.ids import new_id
from nithet.core.models import StoredFile
from nithet.forms import access, search
from nithet.forms.errors import DraftThereError, FormNameTakenError, FormRetiredError, UnfitFormError
from nithet.forms.landing import landing_of
from nithet.forms.lists import heads_of
from nithet.forms.models import DraftFile, Form, FormDraft, FormKind, FormVersion
from nithet.forms.services.media import heads_sent, kept, unpacked
from nithet.forms.shipped import shipped_tables
from nithet.forms.tables import Row, Sheet, Tables, digest, from_json, to_json
from nithet.forms.workbooks import read_workbook
from nithet.forms.xlsform.cleaning import cleaned
from nithet.forms.xlsform.columns import head_of
from nithet.forms.xlsform.linting import has_errors, lint
from nithet.forms.xlsform.problems import Problem
from nithet.offices.members import Member
from nithet.offices.models import Unit

# Kinds that schools fill too, unless somebody says otherwise.
_FOR_SCHOOLS = frozenset({FormKind.SURVEY, FormKind.RECORD, FormKind.ASSESSMENT})


@dataclass(frozen=True, slots=True)
class Imported:
    """`is_same`: the file says what the current edition says, and nothing was changed."""

    form: Form
    problems: tuple[Problem, ...]
    is_new: bool = False
    is_same: bool = False


def begin_empty(
    title: str, *, unit: Unit, kind: str = FormKind.SURVEY, key: UUID | None = None, by: Member
) -> Form:
    """A form without questions, to be made in the browser. `key`: of the page, so that twice is once."""
    name = _free_name(by.office.pk, "form")
    begun = _Begun(with_settings(Tables(), form_id=name, form_title=title), kind)
    return _begin(begun, unit=unit, key=key, by=by)


def begin_from_shipped(code: str, *, unit: Unit, key: UUID | None = None, by: Member) -> Form:
    """The office's own form, begun from a shipped one. KeyError for a code that is not shipped."""
    tables = with_settings(shipped_tables(code), form_id=_free_name(by.office.pk, code))
    kind = next(form.kind for form in load_forms() if code in (form.code, *form.also))
    # Offices that begin from the same shipped form have kin.
    lineage = uuid5(NAMESPACE_URL, f"urn:nithet:form:{code}")
    return _begin(_Begun(tables, kind, template=code, lineage=lineage), unit=unit, key=key, by=by)


def copy_form(form: Form, *, title: str, unit: Unit, key: UUID | None = None, by: Member) -> Form:
    """Another form that begins where this one stands for `by`: its draft for who works on it, else its current edition."""
    name = _free_name(by.office.pk, form.name)
    with_draft = bool(access.can_change(by, form))
    tables = with_settings(current_tables(form, with_draft=with_draft), form_id=name, form_title=title)
    files = current_files(form, with_draft=with_draft)
    begun = _Begun(tables, form.kind, form.template, form.lineage, files)
    return _begin(begun, unit=unit, key=key, verb="form.copied", facts={"of": form.title}, by=by)


def import_workbook(
    content: bytes,
    *,
    name: str,
    files: Iterable[Upload] = (),
    unit: Unit,
    may_replace: bool = False,
    by: Member,
) -> Imported:
    """A new form, or the next edition of the one with its form_id, as a draft.

    Raises TableError and UnfitWorkbookError for what is no form, UnfitFormError where it has problems, UnfitFileError;
    then nothing is stored.
    """
    access.can_make(by).or_refuse()
    tables = read_workbook(content, name)
    with_it = unpacked(files)
    known = Form.objects.filter(office=by.office, name=form_id_of(tables)).first()
    there = current_files(known) if known else {}
    problems = lint(tables, {*there, *with_it}, heads_of(there) | heads_sent(with_it))
    if has_errors(problems):
        raise UnfitFormError(problems)
    if known is None:
        begun = _Begun(tables, files=kept(by.office.pk, with_it))
        form = _begin(begun, unit=unit, verb="form.imported", by=by)
        return Imported(form, tuple(problems), is_new=True)
    is_same = _take_in(known, tables, kept(by.office.pk, with_it), may_replace=may_replace, by=by)
    return Imported(known, tuple(problems), is_same=is_same)


def _take_in(
    form: Form, tables: Tables, files: Mapping[str, StoredFile], *, may_replace: bool, by: Member
) -> bool:
    """The draft of the next edition; True where what stands there says the same already."""
    access.can_change(by, form).or_refuse()
    _refuse_retired(form)
    files = {**current_files(form), **files}
    newest = current_version(form)
    draft = FormDraft.objects.filter(form=form).select_related("changed_by__person").first()
    stands = (
        digest_with(from_json(draft.tables), current_files(form), form.landing)
        if draft
        else newest and newest.digest
    )
    if stands == digest_with(tables, files, form.landing):
        return True
    if draft is not None and not may_replace:
        raise DraftThereError(form=form.title, who=_who(draft))
    with transaction.atomic():
        FormDraft.objects.filter(form=form).delete()
        _draft(form, tables, files, begun_from=newest, by=by)
        record("form.imported", by=by, on=form)
    return False


def _who(draft: FormDraft) -> str:
    person = getattr(draft.changed_by, "person", None)
    return person.name if person else "ผู้อื่น"


@transaction.atomic
def open_draft(form: Form, *, by: Member) -> FormDraft:
    """The draft of the form, begun from its current edition where there is none yet."""
    access.can_change(by, form).or_refuse()
    _refuse_retired(form)
    found = FormDraft.objects.filter(form=form).first()
    if found is not None:
        return found
    newest = current_version(form)
    draft = _draft(form, current_tables(form), current_files(form), begun_from=newest, by=by)
    record("form.drafted", by=by, on=form, number=newest.number if newest else 0)
    return draft


def _refuse_retired(form: Form) -> None:
    if form.retired_at is not None:
        raise FormRetiredError(form=form.title)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a new form begins with."""

    tables: Tables
    kind: str = FormKind.RECORD
    template: str = ""
    lineage: UUID | None = None
    files: Mapping[str, StoredFile] = field(default_factory=dict)


def _begin(
    begun: _Begun,
    *,
    unit: Unit,
    by: Member,
    key: UUID | None = None,
    verb: str = "form.begun",
    facts: Mapping[str, Any] | None = None,
) -> Form:
    access.can_make(by).or_refuse()
    access.can_make_in(by, unit).or_refuse()
    if key and (made := Form.objects.filter(pk=key, office=by.office, made_by=by.user).first()):
        return made  # sent twice
    tables = cleaned(begun.tables)
    form = Form(
        pk=key or new_id(), office=by.office, name=form_id_of(tables), title=title_of(tables), unit=unit,
        kind=begun.kind, template=begun.template, for_schools=begun.kind in _FOR_SCHOOLS,
        lineage=begun.lineage or new_id(), landing=landing_of(begun.template), made_by=by.user, made_at=now(),
    )  # fmt: skip
    try:
        with transaction.atomic():
            form.save(force_insert=True)
            _draft(form, tables, begun.files, begun_from=None, by=by)
            record(verb, by=by, on=form, **(facts or {}))
            search.index_form(form)
    except IntegrityError as error:
        if key and (made := Form.objects.filter(pk=key, office=by.office, made_by=by.user).first()):
            return made  # sent twice at one moment
        raise FormNameTakenError(name=form.name) from error
    return form


def _draft(
    form: Form, tables: Tables, files: Mapping[str, StoredFile], *, begun_from: FormVersion | None, by: Member
) -> FormDraft:
    draft = FormDraft.objects.create(
        office=by.office,
        form=form,
        tables=to_json(tables),
        begun_from=begun_from,
        changed_by=by.user,
        changed_at=now(),
    )
    DraftFile.objects.bulk_create(
        [DraftFile(office=by.office, draft=draft, name=name, file=file) for name, file in files.items()]
    )
    return draft


# What a form says now


def current_version(form: Form) -> FormVersion | None:
    """The edition that is filled from now on; its tables are read where they are asked for."""
    light = FormVersion.objects.filter(form=form).defer("tables", "xform", "html", "model")
    return light.order_by("-number").first()


def current_tables(form: Form, *, with_draft: bool = True) -> Tables:
    """Of the draft, or else of the current edition."""
    source = _current(form, with_draft)
    return from_json(source.tables) if source else Tables()


def current_files(form: Form, *, with_draft: bool = True) -> dict[str, StoredFile]:
    source = _current(form, with_draft)
    return {one.name: one.file for one in source.files.select_related("file")} if source else {}


def _current(form: Form, with_draft: bool) -> FormDraft | FormVersion | None:
    draft = FormDraft.objects.filter(form=form).first() if with_draft else None
    return draft or current_version(form)


def digest_with(tables: Tables, files: Mapping[str, StoredFile], landing: str) -> str:
    """What makes an edition: its tables, and where there are any the files beside it and the register that it lands in."""
    plain = digest(tables)
    lines = [
        plain,
        *([landing] if landing else ()),
        *(f"{name} {file.sha256}" for name, file in sorted(files.items())),
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest() if len(lines) > 1 else plain


def form_id_of(tables: Tables) -> str:
    return tables.facts.get(head_of(tables, "settings").column("form_id"), "").strip()


def title_of(tables: Tables) -> str:
    return tables.facts.get(head_of(tables, "settings").column("form_title"), "").strip()


def with_settings(tables: Tables, **facts: str) -> Tables:
    """The tables with these settings, in the columns that they have for them."""
    head = head_of(tables, "settings")
    told = {head.column(name): text for name, text in facts.items()}
    row = Row(2, {**tables.facts, **told})
    columns = tuple(dict.fromkeys((*tables.settings.columns, *told)))
    return replace(tables, settings=Sheet(columns, (row, *tables.settings.rows[1:])))


def _free_name(office_id: UUID, wished: str) -> str:
    """The wished form_id, or with the first number that is free in the office."""
    taken = set(Form.objects.filter(office=office_id, name__startswith=wished).values_list("name", flat=True))
    numbered = (f"{wished}_{number}" for number in count(2))
    return next(name for name in chain([wished], numbered) if name not in taken)
