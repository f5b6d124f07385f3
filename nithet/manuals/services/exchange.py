"""Taking in a manual that another system, or another office, sent as BPMN or YAML."""

from __future__ import annotations

from dataclasses import replace

from nithet.manuals import access
from nithet.manuals.exchange.files import read_file
from nithet.manuals.keys import keyed
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.reviewing import warnings_of
from nithet.manuals.services import drafting
from nithet.offices.members import Member
from nithet.offices.models import Unit


def draft_from_file(
    content: bytes, *, name: str, unit: Unit | None = None, manual: Manual | None = None, by: Member
) -> ManualVersion:
    """A draft of what the file says, to be reviewed as any other.

    Raises ExchangeError for what cannot be taken, SameTextError where the unit has the very same draft already; then
    nothing is stored.
    """
    access.can_upload(by).or_refuse()
    received = read_file(content, name=name)
    draft = keyed(replace(received.draft, source_name=name))
    draft = replace(draft, warnings=warnings_of(draft))
    return drafting.draft_received(draft, title=received.title, name=name, unit=unit, manual=manual, by=by)
