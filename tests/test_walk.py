"""`make walk`: procedures reach their end, and a register that nobody walks with is told."""

from __future__ import annotations

import pytest

from nithet.cycles.register import declare, undeclare
from tests.toy_register import REGISTER
from walk.walking import walk
from walk.year import open_year

# One with an approval among its steps and one with decisions inside them.
CODES = ("satellite-learning", "joint-work")

pytestmark = pytest.mark.django_db


def test_procedures_run_to_their_end() -> None:
    told = list(walk(open_year(CODES)))
    assert len(told) == len(CODES)
    for one in told:
        assert one.faults == []
        assert one.done == one.tasks > 0
        assert sum(one.evidence.values()) >= one.tasks
        assert one.stood_in


def test_a_stand_in_where_a_register_has_the_action_is_a_fault() -> None:
    declare(REGISTER)
    try:
        (told,) = walk(open_year(CODES[:1]))
    finally:
        undeclare(REGISTER.code)
    assert [fault for fault in told.faults if "NobodyDoesError('serve')" in fault]
