"""What the filling page needs of a form, a version and who fills it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import reverse

from nithet.forms.compiled import compiled
from nithet.forms.drawing import Drawn, draw
from nithet.forms.errors import FormWithoutEditionError
from nithet.forms.known import Known, known_to
from nithet.forms.lists import SCHOOLS, Line, file_list, read_stored, schools_seen
from nithet.forms.models import Form, FormDraft, FormVersion
from nithet.forms.publishing import Made
from nithet.offices.members import Member
from nithet.offices.models import School


@dataclass(frozen=True, slots=True)
class Page:
    """`facts` go to the page as JSON."""

    title: str
    html: str
    facts: dict[str, Any]


def newest_version(form: Form) -> FormVersion:
    """The edition that is filled now; raises FormWithoutEditionError."""
    light = form.versions.select_related("form").defer("tables", "xform")
    version = light.order_by("-number").first()
    if version is None:
        raise FormWithoutEditionError(form=form.title)
    return version


def version_page(
    version: FormVersion, member: Member, *, known: Known | None = None, school: School | None = None
) -> Page:
    """A published edition, with what is known about who fills it; `school` where it is filled again."""
    known = known or known_to(member, compiled(version).definition)
    drawn = draw(
        version.html,
        version.model,
        known=known.values,
        lists=lambda name: schools_seen(member, named=school) if name == SCHOOLS else lines_of(version, name),
        media=_media(version),
        noted=known.noted,
    )
    return Page(version.title, drawn.html, {"version": str(version.pk), **_facts(drawn, known, member)})


def lines_of(version: FormVersion, name: str) -> list[Line]:
    return list((file_list(version, name) or {}).values())


def _media(version: FormVersion) -> Mapping[str, str]:
    """Pictures and sounds of labels, by the names that the form says."""
    office = version.form.office.code
    names = version.files.values_list("name", flat=True)
    return {
        name: reverse("forms:form-media", args=[office, version.form.name, version.number, name])
        for name in names
    }


def draft_page(draft: FormDraft, made: Made, member: Member, known: Known) -> Page:
    """What is being made, as it would be filled."""
    files = {beside.name: beside.file for beside in draft.files.select_related("file")}

    def lists(name: str) -> list[Line]:
        if name == SCHOOLS:
            return list(schools_seen(member))
        return list(read_stored(files[name])) if name in files else []

    drawn = draw(made.html, made.model, known=known.values, lists=lists)
    return Page(draft.form.title, drawn.html, _facts(drawn, known, member))


def _facts(drawn: Drawn, known: Known, member: Member) -> dict[str, Any]:
    signed_in = {"sign_in": reverse("accounts:sign-in")}
    return {**facts_of(drawn, known, name=member.name, username=member.user.username), **signed_in}


def facts_of(drawn: Drawn, known: Known, *, name: str = "", username: str = "") -> dict[str, Any]:
    """What the page's script needs; `name`: of who fills it."""
    return {
        "model": drawn.model,
        "heading": {"words": known.line, "filled_by": name} if known.line else None,
        "semesters": [
            {key: str(value) for key, value in asdict(semester).items()} for semester in known.semesters
        ],
        # Preloads of phones: who and what fills it, as far as a browser may say.
        "session": {"username": username, "deviceid": "browser"},
    }
