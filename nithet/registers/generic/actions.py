"""The actions that registers do: each opens its book, ready for the task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import UUID

from nithet.cycles.actions import Action
from nithet.cycles.models import Task
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.book import Book


class BookAction(Action):
    """Done with the items of a book: a new one is begun from the task's page by whoever keeps the division's."""

    book: ClassVar[Book[Any]]

    def open(self, tasks: Sequence[Task], member: Member) -> Mapping[UUID, str]:
        office = member.office.code
        return {
            task.pk: self.book.address("of-task", office, task.pk)
            for task in tasks
            if access.can_record_in(member, task.unit)
        }
