"""What of a form is carried to where there is no network, and what can be carried."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Sum
from django.db.models.functions import Coalesce, Length
from django.urls import reverse

from nithet.core.encoding import ReadableEncoder
from nithet.forms import access
from nithet.forms.models import Form, FormFile, FormVersion
from nithet.forms.queries.filling import newest_version, version_page
from nithet.offices.members import Member


@dataclass(frozen=True, slots=True)
class Carriable:
    """`size`: bytes, about."""

    form: Form
    version: FormVersion
    size: int


def carriable(member: Member) -> list[Carriable]:
    """The forms that the member may fill, each in its newest edition."""
    newer = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("number"))
    forms = access.visible_forms(member).filter(retired_at=None)
    versions = (
        FormVersion.objects.filter(~Exists(newer), office=member.office, form__in=forms.order_by())
        .select_related("form__unit")
        .defer("tables", "xform", "html", "model")
        .annotate(size=Length("html") + Length("model"), beside=Coalesce(Sum(F("files__file__size")), 0))
        .order_by("form__title", "pk")
    )
    # Thai letters are three bytes each; half of a form is markup.
    return [
        Carriable(version.form, version, version.size * 2 + version.beside)
        for version in versions
        if access.can_fill(member, version.form)
    ]


def package(form: Form, member: Member) -> dict[str, Any]:
    """All that the browser needs to have the form filled; pictures of labels by address, content and size."""
    version = newest_version(form)
    page = version_page(version, member)
    told: dict[str, Any] = {
        "name": form.name,
        "form": str(form.pk),
        "title": form.title,
        "version": str(version.pk),
        "number": version.number,
        "html": page.html,
        "facts": page.facts,
        "media": _media(version),
    }
    body = json.dumps(told, cls=ReadableEncoder, sort_keys=True).encode()
    size = len(body) + sum(beside["size"] for beside in told["media"])
    return {**told, "digest": hashlib.sha256(body).hexdigest(), "size": size}


def _media(version: FormVersion) -> list[dict[str, Any]]:
    files = FormFile.objects.filter(version=version).exclude(name__endswith=".csv").select_related("file")
    place = [version.form.office.code, version.form.name, version.number]
    return [
        {
            "address": reverse("forms:form-media", args=[*place, beside.name]),
            "sha256": beside.file.sha256,
            "size": beside.file.size,
        }
        for beside in files.order_by("name")
    ]


def editions(member: Member, names: list[str]) -> dict[str, str]:
    """Name of a form → the edition that is filled now, of those that the member may still fill."""
    newer = FormVersion.objects.filter(form=OuterRef("form"), number__gt=OuterRef("number"))
    forms = access.visible_forms(member).filter(name__in=names, retired_at=None).order_by()
    found = FormVersion.objects.filter(~Exists(newer), office=member.office, form__in=forms)
    return {name: str(pk) for name, pk in found.order_by().values_list("form__name", "pk")}
