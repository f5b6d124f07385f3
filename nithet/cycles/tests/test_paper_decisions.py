"""Signed on paper, written down by the clerk of the division, in the name of who signed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.core.models import StoredFile
from nithet.cycles import words
from nithet.cycles.errors import DecidedAlreadyError, FileRefusedError, PaperError, ReasonMissingError
from nithet.cycles.models import Decision, Task
from nithet.cycles.services.deciding import give
from nithet.cycles.services.papers import record_paper
from nithet.cycles.services.recalling import recall
from nithet.cycles.tests.factories import a_pdf, current
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.offices.tests.factories import DAY, as_member, make_appointment, make_unit
from nithet.thai.dates import bangkok_day

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def writer(office: Office, clerk: User) -> Member:
    return as_member(clerk, office)


def signed(decision: Decision, by: Member, signer: Member, outcome: str = "given", **facts: object) -> Task:
    said: dict[str, object] = {"decided_on": DAY, "scan": a_pdf("หนังสือ.pdf"), **facts}
    return record_paper(decision, outcome, decider=signer.person, by=by, **said)  # type: ignore[arg-type]


def kept_files() -> list[str]:
    """Where any lie in the storage, known or not."""
    assert not StoredFile.objects.exists()
    folders, found = default_storage.listdir("")
    return [*folders, *found]


@pytest.mark.parametrize(
    ("outcome", "said", "state", "verb"),
    [
        ("given", {"opinion": "เห็นชอบ", "conditions": "รายงานทุกเดือน"}, "done", "task.approved"),
        ("returned", {"reason": "แก้วงเงิน"}, "open", "task.returned"),
        ("refused", {"reason": "ไม่มีงบ"}, "void", "task.refused"),
    ],
)
def test_it_is_the_signers_decision_written_down_by_the_clerk(
    plan: Task, writer: Member, chief: Member, outcome: str, said: dict[str, str], state: str, verb: str
) -> None:
    decision = current(plan)
    assert signed(decision, writer, chief, outcome, **said).state == state
    decision.refresh_from_db()
    assert (decision.decided_by, decision.recorded_by) == (chief.user, writer.user)
    assert decision.decided_as == "ผู้อำนวยการสำนักงานเขต"
    assert decision.scan == StoredFile.objects.get()
    told = Entry.objects.get(verb="task.paper_recorded")
    assert (told.by_id, told.facts["what"]) == (writer.user.pk, verb)
    line = words.history([told])[0].words
    assert line.startswith("บันทึกผลการพิจารณาตามหนังสือที่ลงนามแล้ว · ")
    assert chief.name in line


def test_the_capacity_is_that_of_the_day_of_signing(
    plan: Task, writer: Member, chief: Member, second: Member, office: Office
) -> None:
    """Today the deputy acts for the director; whoever signed must have held the post on the day."""
    make_appointment(second.person, Role.DIRECTOR, capacity="acting_for", from_on=DAY, until_on=DAY)
    decision = current(plan)
    signed(decision, writer, second)
    decision.refresh_from_db()
    assert "รักษาราชการแทน" in decision.decided_as


@pytest.mark.parametrize("days", [-1, 1])
def test_the_day_lies_between_the_submission_and_today(
    plan: Task, writer: Member, chief: Member, days: int
) -> None:
    with pytest.raises(PaperError, match="วันที่ลงนาม"):
        signed(current(plan), writer, chief, decided_on=DAY + timedelta(days=days))


def test_an_earlier_day_is_kept_as_the_day_of_the_decision(plan: Task, writer: Member, chief: Member) -> None:
    decision = current(plan)
    type(decision.round).objects.update(submitted_at="2026-11-16T02:00:00Z")
    decision.round.refresh_from_db()
    signed(decision, writer, chief, decided_on=date(2026, 11, 18))
    decision.refresh_from_db()
    assert decision.decided_at
    assert bangkok_day(decision.decided_at) == date(2026, 11, 18)


def test_nobody_signs_who_did_not_hold_the_post(
    plan: Task, writer: Member, boss: Member, doer: Member, chief: Member
) -> None:
    for signer in (boss, doer):
        with pytest.raises(PaperError, match="ไม่ได้ดำรงตำแหน่ง"):
            signed(current(plan), writer, signer)
    Appointment.objects.filter(person=chief.person).update(until_on=date(2025, 1, 1))
    with pytest.raises(PaperError):
        signed(current(plan), writer, chief)


def test_the_clerk_of_the_division_only(
    plan: Task, chief: Member, doer: Member, secretary: User, ict: Unit, office: Office, ict_head: User
) -> None:
    make_appointment(ict_head.person, Role.CLERK, unit=ict)
    for user in (chief.user, doer.user, secretary, ict_head):
        with pytest.raises(RefusedError):
            signed(current(plan), as_member(user, office), chief)
    assert not StoredFile.objects.exists()


def test_a_clerk_in_a_section_serves_the_whole_division(
    plan: Task, chief: Member, section_head: User, supervision: Unit, media_section: Unit, office: Office
) -> None:
    """Also matters of the other sections: none has a clerk of its own."""
    office_work = make_unit(office, "office-work", "งานธุรการ", parent=supervision, position=2)
    Task.objects.filter(pk=plan.pk).update(unit=media_section)
    make_appointment(section_head.person, Role.CLERK, unit=office_work)
    signed(current(plan), as_member(section_head, office), chief)
    assert Decision.objects.get(round__task=plan, role=Role.DIRECTOR).state == "given"


def test_a_scan_is_a_picture_or_a_pdf(plan: Task, writer: Member, chief: Member) -> None:
    for name, content in (("หนังสือ.txt", b"x"), ("หนังสือ.pdf", b""), ("หนังสือ.pdf", b"MZ")):
        with pytest.raises(FileRefusedError):
            signed(current(plan), writer, chief, scan=a_pdf(name, content))
    assert (current(plan).state, kept_files()) == ("current", [])


def test_a_return_on_paper_needs_its_reason(plan: Task, writer: Member, chief: Member) -> None:
    with pytest.raises(ReasonMissingError):
        signed(current(plan), writer, chief, "returned")
    assert kept_files() == []


def test_what_the_director_decided_on_the_screen_is_not_written_down_again(
    plan: Task, writer: Member, chief: Member
) -> None:
    decision = current(plan)
    give(current(plan), "", by=chief)
    with pytest.raises(DecidedAlreadyError):
        signed(decision, writer, chief, "refused", reason="ไม่มีงบ")
    assert (Task.objects.get(pk=plan.pk).state, kept_files()) == ("done", [])


def test_what_was_written_down_wrongly_is_taken_back_by_who_wrote_it(
    plan: Task, writer: Member, chief: Member
) -> None:
    decision = current(plan)
    signed(decision, writer, chief, "refused", reason="ไม่มีงบ")
    decision.refresh_from_db()
    with pytest.raises(RefusedError):
        recall(decision, by=chief)
    recall(decision, by=writer)
    decision.refresh_from_db()
    assert (decision.state, decision.scan, decision.recorded_by) == ("current", None, None)
