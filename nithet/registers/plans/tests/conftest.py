"""Plans that are made and approved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services as items
from nithet.registers.generic.services import Typed
from nithet.registers.plans.models import Plan
from nithet.registers.plans.tests.factories import BOOK, FACTS

Maker = Callable[..., Plan]


@pytest.fixture
def make(office: Office, supervision: Unit, supervisor: User) -> Maker:
    """`make(lines=rows("100"), approved=True, by=user, **facts)`."""

    def made(*, lines: Any = (), approved: bool = False, by: User = supervisor, **facts: Any) -> Plan:
        member = as_member(by, office)
        owner = facts.pop("doer", None)
        parts = {"activities": [{"name": "อบรมครู", "months": [10], "owner": owner}], "lines": list(lines)}
        known = {**FACTS, "unit": supervision, "approved_by": "ผู้อำนวยการ", **facts}
        item = items.make_item(BOOK, Typed(known, parts), by=member, key=new_id())
        if approved:
            item = items.finish_item(BOOK, item, on=DAY, by=member)
        assert isinstance(item, Plan)
        return item

    return made
