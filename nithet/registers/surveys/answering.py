"""Needs as what items of other registers answer (`generic/answerables.py`)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, QuerySet

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.offices.members import Member
from nithet.offices.services.changing import take_over
from nithet.registers.generic.access import visible_items
from nithet.registers.generic.answerables import Answerable
from nithet.registers.generic.finding import find_again
from nithet.registers.generic.models import Item
from nithet.registers.surveys.models import Need
from nithet.registers.surveys.needs import NEEDS

MOST_OFFERED = 300
Progress = Need.Progress


class AnswerableNeeds:
    def offered(self, member: Member, kind: str, key: UUID) -> Sequence[Answerable]:
        return [_answerable(one, _page(member, one)) for one in _offered(member, kind, key)[:MOST_OFFERED]]

    def answered(self, member: Member, kind: str, key: UUID) -> Sequence[Answerable]:
        rows = _standing(member).filter(answer_kind=kind, answer_id=key).order_by(*NEEDS.order)
        seen = set(visible_items(member, NEEDS).filter(pk__in=rows.values("pk")).values_list("pk", flat=True))
        return [_answerable(one, _page(member, one) if one.pk in seen else "") for one in rows]

    @transaction.atomic
    def answer(self, kind: str, item: Item, chosen: Collection[UUID], *, by: Member) -> None:
        """Sent again it changes nothing."""
        offered = _offered(by, kind, item.pk)
        keys = [*offered.values_list("pk", flat=True)]
        for need in Need.objects.select_for_update().filter(pk__in=keys).order_by("pk"):
            is_answered = (need.answer_kind, need.answer_id) == (kind, item.pk)
            if need.pk in chosen and not is_answered and not need.answer_kind:
                _change(
                    need,
                    by,
                    answer=item.title[:500],
                    answer_kind=kind,
                    answer_id=item.pk,
                    progress=_planned(need),
                )
            elif need.pk not in chosen and is_answered:
                _change(need, by, answer="", answer_kind="", answer_id=None, progress=Progress.WAITING)


def _standing(member: Member) -> QuerySet[Need]:
    return Need.objects.filter(office=member.office).exclude(state=Item.State.VOID)


def _offered(member: Member, kind: str, key: UUID) -> QuerySet[Need]:
    """What is not met yet and nothing of a register answers, and what this one does."""
    of_item = Q(answer_kind=kind, answer_id=key)
    waiting = Q(answer_kind="", state=Item.State.DRAFT) & ~Q(progress=Progress.MET)
    seen: QuerySet[Need] = visible_items(member, NEEDS).exclude(state=Item.State.VOID)
    return seen.filter(of_item | waiting).select_related("round").order_by(*NEEDS.order)


def _planned(need: Need) -> str:
    return Progress.PLANNED if need.progress == Progress.WAITING else need.progress


def _change(need: Need, by: Member, **facts: Any) -> None:
    changed = take_over(need, facts)
    need.save(update_fields=[*changed])
    Need.objects.filter(pk=need.pk).update(revision=F("revision") + 1, changed_at=now())
    told = {name: words for name, words in changed.items() if name in ("answer", "progress")}
    record("item.changed", by=by, on=need, register=NEEDS.name, changed=told)
    find_again(NEEDS, [need])


def _answerable(need: Need, address: str) -> Answerable:
    return Answerable(need.pk, need.title, _about(need), address)


def _page(member: Member, need: Need) -> str:
    return NEEDS.address("page", member.office.code, need.pk)


def _about(need: Need) -> str:
    told = (
        need.aspect,
        f"ลำดับที่ {need.rank}" if need.rank else "",
        f"PNI {need.pni}" if need.pni is not None else "",
    )
    return " · ".join(part for part in (*told, f"ปีงบประมาณ พ.ศ. {need.fiscal_year_be}") if part)
