"""The rounds whose answers a member's programs may read."""

from __future__ import annotations

from nithet.forms import access
from nithet.forms.models import Round
from nithet.offices.members import Member


def readable_rounds(member: Member, most: int) -> list[Round]:
    """Of the latest `most`, those that may be read. One query."""
    rows = access.visible_rounds(member).filter(is_anonymous=False)
    rows = rows.filter(state__in=(Round.State.OPEN, Round.State.CLOSED)).select_related("form__unit", "unit")
    latest = rows.order_by("-opens_on", "-pk")[:most]
    return [one for one in latest if access.can_read_answers(member, one)]
