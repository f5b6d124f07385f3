"""On the pages of a person and of a school: how much there is, and what waits longest, however much is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.cycles import panels
from nithet.cycles.models import LetterAsk, Task
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.working import take_up
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.offices.members import Member
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member

pytestmark = pytest.mark.usefixtures("friday")


def test_a_schools_asks_are_counted_beyond_those_that_are_shown(
    office: Office,
    supervision: Unit,
    school: School,
    school_director: User,
    boss: Member,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(panels, "MOST", 2)
    open_year(office)
    for days in (9, 2, 20, 5):
        facts = LetterFacts(f"อีก {days} วัน", DAY + timedelta(days=days), DAY)
        receive(office, facts, Work(Doer(supervision), AskedOf(schools=[school])), by=boss)
    LetterAsk.objects.filter(letter__subject="อีก 20 วัน").update(answered_at=now())
    panel = panels.of_asks(as_member(school_director, office), school)
    assert panel is not None
    told = panel.facts
    assert (told["count"], told["missing"]) == (4, 3)
    assert [line.ask.letter.subject for line in told["lines"]] == ["อีก 2 วัน", "อีก 5 วัน"]


def test_a_persons_late_work_is_counted_beyond_what_is_shown(
    office: Office, supervision: Unit, doer: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "MOST", 1)
    for title in ("งานแรก", "งานที่สอง"):
        procedure = make_procedure(supervision, [{"title": title, "months": [11]}], title=title)
        open_year(office)
        take_up(task_of(procedure, "1"), by=doer)
    Task.objects.update(due_on=DAY - timedelta(days=3), starts_on=DAY - timedelta(days=9))
    panel = panels.of_tasks(doer, doer.person)
    assert panel is not None
    assert (panel.facts["late"], panel.facts["open"], len(panel.facts["rows"])) == (2, 2, 1)
