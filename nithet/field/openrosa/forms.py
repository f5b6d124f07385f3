"""Which forms a phone is given, and one of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, QuerySet, Value, When
from django.shortcuts import get_object_or_404

from nithet.field.openrosa.files import SCHOOLS_NAMED
from nithet.forms import access
from nithet.forms.models import FormFile, FormVersion
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Given:
    """`has_files`: something stands beside it."""

    version: FormVersion
    has_files: bool


def given_forms(member: Member, *, name: str = "") -> list[Given]:
    """The newest edition of each form that the member may fill, by title; `name`: of that form only."""
    newer = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("number"))
    versions = _versions(member).filter(~Exists(newer), form__retired_at=None)
    if name:
        versions = _named(versions, name)
    beside = Exists(FormFile.objects.filter(version=OuterRef("pk")))
    has_files = Case(When(xform__contains=SCHOOLS_NAMED, then=Value(True)), default=beside)
    versions = versions.annotate(has_files=has_files).defer("tables", "xform", "html", "model")
    return [Given(one, one.has_files) for one in versions if access.can_fill(member, one.form)]


def given_version(member: Member, name: str, number: int) -> FormVersion:
    """Of a form that the member may fill, also an edition that was the newest when the phone had its list.

    Raises Http404, and RefusedError where the form was retired meanwhile.
    """
    light = _versions(member).defer("tables", "html", "model")
    version = get_object_or_404(_named(light, name), number=number)
    access.can_fill(member, version.form).or_refuse()
    return version


def _versions(member: Member) -> QuerySet[FormVersion]:
    versions = FormVersion.objects.filter(
        office=member.office, form__in=access.visible_forms(member).order_by()
    )
    return versions.select_related("form").order_by("form__title", "form__pk")


def _named(versions: QuerySet[FormVersion], name: str) -> QuerySet[FormVersion]:
    """PostgreSQL breaks on a letter that no name has, instead of finding nothing."""
    return versions.none() if "\0" in name else versions.filter(form__name=name)
