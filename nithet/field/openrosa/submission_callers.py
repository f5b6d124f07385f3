"""Who sends, and into which form: looked up once for some seconds, so that what is revoked stops soon."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic
from uuid import UUID

from nithet.core.clock import now
from nithet.field.errors import FormUnknownError
from nithet.field.services.devices import DeviceCaller, device_of
from nithet.forms import access
from nithet.forms.errors import FormWithoutEditionError
from nithet.forms.models import Form, FormVersion

FRESH_S = 4.0
"""Less than the five seconds in which a revoked device must have stopped."""
MOST = 2000


@dataclass(slots=True)
class Known:
    """A phone with the newest editions of the forms that it has sent."""

    caller: DeviceCaller
    until: float
    versions: dict[str, FormVersion] = field(default_factory=dict)

    def version(self, name: str) -> FormVersion:
        """The newest edition of a form into which its owner may send. Raises FormUnknownError and RefusedError."""
        found = self.versions.get(name)
        if found is None:
            found = self.versions[name] = _newest(_form(self.caller, name))
        return found


_known: dict[str, Known] = {}
_editions: dict[UUID, tuple[float, FormVersion]] = {}


def known_device(secret: str) -> Known:
    """Raises what `device_of` raises."""
    found = _known.get(secret)
    if found is not None and found.until > monotonic():
        return found
    if len(_known) >= MOST:
        _known.clear()
    # From before it was asked: it is no fresher than that.
    until = monotonic() + FRESH_S
    made = _known[secret] = Known(device_of(secret), until)
    return made


def _form(caller: DeviceCaller, name: str) -> Form:
    at = now()
    forms = access.sendable_forms(caller.member, at=at).select_related("unit")
    form = forms.filter(name=name).first()
    if form is None:
        raise FormUnknownError(form=name[:80])
    access.can_send(caller.member, form, filled_at=None, at=at).or_refuse()
    return form


def _newest(form: Form) -> FormVersion:
    """The same for all devices; its heavy columns are read when something is made of them once."""
    kept = _editions.get(form.pk)
    if kept is not None and kept[0] > monotonic():
        return kept[1]
    until = monotonic() + FRESH_S
    light = form.versions.select_related("form").defer("tables", "xform", "html", "model")
    version = light.order_by("-number").first()
    if version is None:
        raise FormWithoutEditionError(form=form.title)
    if len(_editions) >= MOST:
        _editions.clear()
    _editions[form.pk] = until, version
    return version
