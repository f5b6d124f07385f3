"""Proposing a draft, and what the director does with it."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.manuals import access
from nithet.manuals.comparing.kin import with_families
from nithet.manuals.document import from_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.errors import ChangedSinceError, SeenOtherwiseError, UnitMissingError, VersionStateError
from nithet.manuals.models import Manual, ManualVersion
from nithet.manuals.queries.left import left_in
from nithet.manuals.queries.readings import reading_of
from nithet.manuals.search import forget_procedures
from nithet.manuals.services.adopting import make_procedures
from nithet.offices.members import Member

State = ManualVersion.State


@transaction.atomic
def propose(version: ManualVersion, *, revision: int | None = None, by: Member) -> None:
    """Lay a draft before the director; history keeps what stood open in it.

    `revision` is that of the page on which it was read; another one is not proposed unseen.
    """
    access.can_propose(by, version).or_refuse()
    if version.manual.unit_id is None:
        raise UnitMissingError(manual=version.manual.title)
    seen = version.revision
    left = left_in(reading_of(version).draft)
    _move(
        version, State.DRAFT, State.PROPOSED, act="เสนอขอความเห็นชอบ",
        proposed_by=by.user, proposed_at=now(), return_reason="",
    )  # fmt: skip
    if not seen == version.revision == (seen if revision is None else revision):
        raise ChangedSinceError(manual=version.manual.title)
    record("manual.proposed", by=by, on=version, within=version.manual_id, **left.facts)


@transaction.atomic
def withdraw(version: ManualVersion, *, by: Member) -> None:
    """Take back what the director has not decided yet."""
    access.can_withdraw(by, version).or_refuse()
    _move(version, State.PROPOSED, State.DRAFT, act="ถอนเรื่องคืน")
    record("manual.withdrawn", by=by, on=version, within=version.manual_id)


@transaction.atomic
def send_back(version: ManualVersion, *, why: str, by: Member) -> None:
    """ส่งคืนแก้ไข: a draft again, with the director's reason."""
    access.can_decide(by, version).or_refuse()
    _move(version, State.PROPOSED, State.DRAFT, act="ส่งคืนแก้ไข", return_reason=why)
    record("manual.returned", by=by, on=version, within=version.manual_id, why=why)


def adopt(version: ManualVersion, *, revision: int | None = None, by: Member) -> None:
    """Endorse: the version gets the next number, its procedures and steps become rows, the one before is replaced.

    `revision` is that of the page on which it was read; another one is not endorsed unseen.
    """
    access.can_decide(by, version).or_refuse()
    if revision not in (None, version.revision):
        raise SeenOtherwiseError(manual=version.manual.title)
    # Finding kin takes longer than others may wait.
    _adopt(version, with_families(from_json(version.reading)), by=by)


@transaction.atomic
def _adopt(version: ManualVersion, draft: ManualDraft, *, by: Member) -> None:
    seen = version.revision
    Manual.objects.select_for_update().get(pk=version.manual_id)
    versions = ManualVersion.objects.filter(manual=version.manual_id)
    last: int = versions.aggregate(last=Max("number"))["last"] or 0
    # First, since the database allows one adopted version a manual. A refusal below undoes it.
    replaced = list(versions.filter(state=State.ADOPTED))
    versions.filter(state=State.ADOPTED).update(state=State.REPLACED)
    _move(
        version, State.PROPOSED, State.ADOPTED, act="เห็นชอบและประกาศใช้",
        number=last + 1, adopted_by=by.user, adopted_at=now(), return_reason="",
    )  # fmt: skip
    if version.revision != seen:  # withdrawn, changed and proposed again meanwhile
        raise SeenOtherwiseError(manual=version.manual.title)
    make_procedures(version, draft, versions.filter(number=last).first() if last else None)
    forget_procedures(replaced)
    for old in replaced:
        record("manual.replaced", by=by, on=old, within=version.manual_id)
    record(
        "manual.adopted", by=by, on=version, within=version.manual_id, number=last + 1, as_=by.position,
        **left_in(draft).facts,
    )  # fmt: skip


def _move(version: ManualVersion, before: State, after: State, *, act: str, **facts: Any) -> None:
    # One statement, so that of two people pressing at once one wins, on SQLite too.
    changed = ManualVersion.objects.filter(pk=version.pk, state=before).update(state=after, **facts)
    version.refresh_from_db()
    if not changed:
        raise VersionStateError(manual=version.manual.title, state=version.get_state_display(), act=act)
