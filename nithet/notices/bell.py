"""The bell in the frame of every page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse

from nithet.notices.queries import MOST_COUNTED, unread_count
from nithet.offices.members import Member


@dataclass
class Bell:
    """One query, asked when it is drawn."""

    member: Member

    @property
    def url(self) -> str:
        return reverse("notices:notice-list", args=[self.member.office.code])

    @cached_property
    def count(self) -> int:
        return unread_count(self.member)

    @property
    def shown(self) -> str:
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


def bell_of(member: Member) -> Bell:
    return Bell(member)
