"""The actions survey and evaluate: each opens the round that serves the task, and counts its answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.urls import reverse

from nithet.cycles.actions import Action, Shown, Tally
from nithet.cycles.models import Evidence, Task
from nithet.forms import access
from nithet.forms.models import Round
from nithet.forms.queries.round_texts import COUNTED
from nithet.offices.members import Member
from nithet.registers.surveys.models import RoundProgress, RoundTask
from nithet.registers.surveys.serving import KIND

Rounds = Mapping[UUID, Sequence[RoundProgress]]


class RoundAction(Action):
    """Met when each of its rounds has as many answers as were wanted."""

    unit_word = "คำตอบ"
    # Pieces of a round besides its answers: that its result is there.
    more = 0

    def open(self, tasks: Sequence[Task], member: Member) -> Mapping[UUID, str]:
        if not access.can_ask(member):
            return {}
        office = member.office.code
        return {task.pk: reverse("surveys:round-of-task", args=[office, task.pk]) for task in tasks}

    def target(self, tasks: Sequence[Task]) -> Mapping[UUID, int]:
        """The answers wanted of its rounds; and one for each round that the window asks for and that is not there."""
        rounds = rounds_of([task.pk for task in tasks], self.code)
        return {
            task.pk: sum(one.wanted + self.more for one in rounds[task.pk])
            + max(0, task.planned - len(rounds[task.pk]))
            for task in tasks
        }

    def measure(self, tasks: Sequence[Task], shown: Shown) -> Mapping[UUID, int]:
        """Too many answers of one round help no other."""
        rounds = rounds_of([task.pk for task in tasks], self.code)
        return {
            task.pk: sum(
                self._worth(one, _value(shown.get(task.pk, ()), one.round_id)) for one in rounds[task.pk]
            )
            for task in tasks
        }

    def _worth(self, one: RoundProgress, answers: int) -> int:
        return min(answers, one.wanted)

    def words(self, tallies: Mapping[UUID, Tally]) -> Mapping[UUID, str]:
        rounds = rounds_of(tallies, self.code)
        return {pk: " และ ".join(map(self.said, rounds[pk])) or self.none for pk in tallies}

    none = "ยังไม่มีรอบการเก็บข้อมูลที่เปิดรับ"

    def said(self, one: RoundProgress) -> str:
        """“ตอบแล้ว 96 จาก 96 โรงเรียนที่ต้องการ (ร้อยละ 80 ของ 120)”."""
        round_, counted = one.round, COUNTED[Round.Audience(one.round.audience)]
        of = f" (ร้อยละ {round_.wanted_percent} ของ {one.asked:,})" if one.asked else ""
        return f"ตอบแล้ว {one.counted:,} จาก {one.wanted:,} {counted}ที่ต้องการ{of}"


class Survey(RoundAction):
    code, asks = "survey", "คำตอบของการสำรวจ"


class Evaluate(RoundAction):
    """Met when the answers are enough and the round is closed, so that its result stands."""

    code, asks, more = "evaluate", "คำตอบของการประเมินและผลที่สรุปแล้ว", 1

    def _worth(self, one: RoundProgress, answers: int) -> int:
        return super()._worth(one, answers) + (one.is_over and answers > 0)

    def said(self, one: RoundProgress) -> str:
        end = "ปิดรับข้อมูลและมีผลแล้ว" if one.is_over else "ผลสมบูรณ์เมื่อปิดรับข้อมูล"
        return f"{super().said(one)} {end}"


def _value(shown: Sequence[Evidence], key: UUID) -> int:
    return sum(one.value for one in shown if one.kind == KIND and one.object_id == key)


def rounds_of(tasks: Collection[UUID], use: str) -> Rounds:
    """Of each task the rounds that a person chose for it; where nobody did, those that came by their day, the fullest
    first and as many as its window asks for. Four queries.
    """
    chosen: dict[UUID, set[UUID]] = {task: set() for task in tasks}
    came: dict[UUID, set[UUID]] = defaultdict(set)
    gone: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Evidence.objects.filter(task__in=tasks, kind=KIND)
    for task, key, is_matched, voided_at in rows.values_list("task", "object_id", "is_matched", "voided_at"):
        (gone if voided_at else came if is_matched else chosen)[task].add(key)
    for task, key in RoundTask.objects.filter(task__in=tasks).values_list("task", "round"):
        if key not in gone[task]:
            chosen[task].add(key)
    known = _progress({*_all(chosen), *_all(came)}, use)
    planned = dict(Task.objects.filter(pk__in=tasks).values_list("pk", "planned"))
    return {
        task: _known(keys, known) or sorted(_known(came[task], known), key=_fullness)[: planned.get(task, 1)]
        for task, keys in chosen.items()
    }


def _all(keys: Mapping[UUID, set[UUID]]) -> set[UUID]:
    return {key for some in keys.values() for key in some}


def _known(keys: set[UUID], known: Mapping[UUID, RoundProgress]) -> list[RoundProgress]:
    return [known[key] for key in sorted(keys) if key in known]


def _fullness(one: RoundProgress) -> float:
    return -min(1.0, one.counted / max(1, one.wanted)) - one.is_over


def _progress(keys: Collection[UUID], use: str) -> dict[UUID, RoundProgress]:
    found = (
        RoundProgress.objects.filter(round__in=keys, round__use=use) if keys else RoundProgress.objects.none()
    )
    return {one.round_id: one for one in found.select_related("round")}
