"""How what a member fills on the page is taken in. A layer above may have a say in it, like looking for the same record from a phone."""

from __future__ import annotations

from collections.abc import Callable

from nithet.forms.services.receiving import receive
from nithet.forms.services.storing import Received

Take = Callable[..., Received]
_TAKE: list[Take] = [receive]


def take_by(take: Take) -> None:
    """Asked as `receive` is: version, xml, files, by, at."""
    _TAKE[:] = [take]


def taken() -> Take:
    return _TAKE[0]
