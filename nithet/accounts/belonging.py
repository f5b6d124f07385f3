"""What accounts are told by the layer above: whose history tells of an account, and whether it may be used today.

Accounts know no offices. `nithet.offices.accounts` says both when Django starts.
"""

from datetime import date
from typing import Protocol
from uuid import UUID

from nithet.accounts.models import User

SUSPENDED = "บัญชีนี้ถูกระงับการใช้งาน โปรดติดต่อผู้ดูแลระบบของสำนักงาน"


class Belonging(Protocol):
    def office_id(self, user: User) -> UUID | None:
        """The office in whose history the account's changes stand."""

    def why_closed(self, user: User, *, on: date) -> str:
        """A sentence for a person who may not sign in on that day; empty where they may."""


_told: list[Belonging] = []


def tell(belonging: Belonging) -> None:
    _told[:] = [belonging]


def office_id(user: User) -> UUID | None:
    return _told[0].office_id(user) if _told else None


def why_closed(user: User, *, on: date) -> str:
    """A sentence for a person who may not sign in on that day; empty where they may."""
    if not user.is_active:
        return SUSPENDED
    return _told[0].why_closed(user, on=on) if _told else ""
