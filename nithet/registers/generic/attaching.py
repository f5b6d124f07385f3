"""Files that come with a form. What was stored once need not be chosen again when the form is refused."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core import signing
from django.http import QueryDict

from nithet.core.errors import DomainError, RefusedError
from nithet.cycles.services.letters import store_files
from nithet.offices.members import MemberRequest

_SALT = "registers.kept-files"
File = dict[str, str]


class KeptFilesField(forms.Field):
    """Files that an earlier press stored, under our seal, with who pressed. Value: what was sealed; nothing for another's seal."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> dict[str, Any]:
        try:
            sealed: dict[str, Any] = signing.loads(value or "", salt=_SALT)
        except signing.BadSignature:
            return {}
        return sealed


class FormWithFiles(forms.Form):
    """A form that may have files as `attached`."""

    kept = KeptFilesField(required=False)
    # What of them need not be chosen again.
    kept_names: Sequence[str] = ()

    @property
    def brings_files(self) -> bool:
        """Whether some were chosen, now or before."""
        return bool(self.cleaned_data.get("attached") or self.cleaned_data.get("kept"))


def chosen_files(request: MemberRequest, form: FormWithFiles) -> list[File]:
    """Those that were chosen now, which are stored whatever else is wrong with the form, and those of earlier presses."""
    form.is_valid()
    files = _kept(request, form)
    for upload in form.cleaned_data.get("attached") or ():
        try:
            files += store_files(request.office, [upload])
        except RefusedError:
            raise
        except DomainError as unfit:
            form.add_error("attached", unfit.text)
    _keep(request, form, files)
    return files


def _kept(request: MemberRequest, form: FormWithFiles) -> list[File]:
    sealed = form.cleaned_data.get("kept") or {}
    return list(sealed["files"]) if sealed.get("by") == _who(request) else []


def _keep(request: MemberRequest, form: FormWithFiles, files: Sequence[File]) -> None:
    form.kept_names = [one["name"] for one in files]
    form.data = cast("QueryDict", form.data).copy()
    sealed = signing.dumps({"by": _who(request), "files": files}, salt=_SALT) if files else ""
    form.data[form.add_prefix("kept")] = sealed


def _who(request: MemberRequest) -> list[str]:
    return [str(request.office.pk), str(request.member.user.pk)]
