"""History of accounts. It stands in the history of the office that the account belongs to."""

from typing import Any
from uuid import UUID

from nithet.accounts import belonging
from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.audit.services import Actor, entry, record_many


def told(
    verb: str,
    *,
    by: Actor | None,
    on: User,
    office_id: UUID | None = None,
    why: str = "",
    **facts: Any,
) -> Entry:
    """An unsaved row; callers with many accounts of one office name it, so that it is not asked for each."""
    made = entry(verb, by=by, on=on, why=why, **facts)
    made.office_id = office_id or belonging.office_id(on)
    return made


def tell(verb: str, *, by: Actor | None, on: User, why: str = "", **facts: Any) -> None:
    record_many([told(verb, by=by, on=on, why=why, **facts)])
