"""What this register offers: its books, the action that is done with them, and its figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from nithet.cycles.models import Run, Task
from nithet.cycles.register import Measure
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.actions import BookAction
from nithet.registers.partners.agencies import AGENCIES
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.hours import hours_between
from nithet.registers.partners.joint_works import JOINT_WORKS

# Of the catalogue: งานร่วมและงานที่ได้รับมอบหมาย.
JOINT_FAMILY = "N"


class Coordinate(BookAction):
    """Procedures of joint work open joint work; all others cooperation."""

    code, asks, unit_word = "coordinate", "การประสานงานที่บันทึกไว้", "ครั้ง"
    book = COOPERATIONS

    def open(self, tasks: Sequence[Task], member: Member) -> Mapping[UUID, str]:
        joint = joint_runs({task.run_id for task in tasks})
        office = member.office.code
        return {
            task.pk: (JOINT_WORKS if task.run_id in joint else self.book).address("of-task", office, task.pk)
            for task in tasks
            if access.can_record_in(member, task.unit)
        }


def joint_runs(runs: set[UUID]) -> set[UUID]:
    found = Run.objects.filter(pk__in=runs, procedure__family=JOINT_FAMILY)
    return set(found.values_list("pk", flat=True))


BOOKS = (AGENCIES, COOPERATIONS, JOINT_WORKS)
ACTIONS = (Coordinate(),)
MEASURES = (Measure("joint_hours", "ชั่วโมงงานร่วมกับหน่วยงานอื่น", hours_between),)
