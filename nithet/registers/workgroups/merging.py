"""Two records of one person become one: the groups in which they sit are found by the record that stays."""

from __future__ import annotations

from nithet.offices.models import Person
from nithet.offices.services.merging import MERGED, WORDS
from nithet.registers.generic.finding import find_again
from nithet.registers.workgroups.models import WorkingGroup
from nithet.registers.workgroups.register import Appoint


def find_groups_again(gone: Person, kept: Person) -> None:
    """Their entries say names; the seats are moved already."""
    find_again(Appoint.book, list(WorkingGroup.objects.filter(seats__person=kept).distinct()))


WORDS.update(workinggroup="คณะทำงานที่รับผิดชอบ", seat="ที่นั่งในคณะทำงาน")
MERGED.append(find_groups_again)
