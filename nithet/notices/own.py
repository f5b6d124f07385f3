"""The kind of notice that tells of the notices themselves."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from nithet.notices.kinds import NoticeKind, When, declare
from nithet.notices.services.linking import LINKED
from nithet.offices.members import Member


def _own(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return {member.person.pk} & set(ids)


def declare_own() -> None:
    about = "มีผู้เชื่อมบัญชี LINE กับบัญชีของท่าน"
    declare(NoticeKind(LINKED, "เชื่อมบัญชี LINE", about, _own, mail=When.ONCE))
