"""A task from being taken up to being done, through the services that pages use."""

from datetime import date

import pytest

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.core.models import StoredFile
from nithet.cycles.access import decisions_for
from nithet.cycles.errors import (
    FileRefusedError,
    NoDeciderError,
    NoEvidenceError,
    NotOfDivisionError,
    ReasonMissingError,
    TaskStateError,
)
from nithet.cycles.models import Decision, Evidence, Task, TaskRound
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.evidence import attach_file, void_evidence, write_log
from nithet.cycles.services.working import assign, skip, submit, take_up, withdraw
from nithet.cycles.tests.factories import a_pdf, current, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_unit

pytestmark = pytest.mark.django_db


def state_of(task: Task) -> str:
    task.refresh_from_db()
    return task.state


def test_the_usual_road(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    take_up(task, by=doer)
    attach_file(task, a_pdf(), by=doer)
    task.refresh_from_db()
    assert (task.done, task.is_met, task.assignee) == (1, True, doer.person)
    submit(task, "", by=doer)
    assert state_of(task) == "submitted"
    give(current(task), "ครบถ้วน", by=boss)
    assert state_of(task) == "done"
    verbs = list(Entry.objects.filter(object_id=task.pk).order_by("at", "pk").values_list("verb", flat=True))
    assert verbs == ["task.opened", "task.taken_up", "task.file_attached", "task.submitted", "task.certified"]


def test_sent_back_and_submitted_again(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    submit(task, "ไม่มีเอกสาร เพราะใช้คำสั่งเดิม", by=doer)
    send_back(current(task), "ขอสำเนาคำสั่งเดิม", by=boss)
    task.refresh_from_db()
    assert (task.state, task.round, task.reason) == ("open", 2, "ขอสำเนาคำสั่งเดิม")
    attach_file(task, a_pdf(), by=doer)
    submit(task, "", by=doer)
    give(current(task), "", by=boss)
    assert state_of(task) == "done"
    outcomes = TaskRound.objects.filter(task=task).values_list("number", "outcome", "reason")
    assert list(outcomes) == [(1, "returned", "ขอสำเนาคำสั่งเดิม"), (2, "accepted", "")]


def test_what_asks_the_director_goes_up_the_ladder(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    for who, ask in ((boss, "pass_on"), (second, "pass_on"), (chief, "approve")):
        decision = current(task)
        assert decision.ask == ask
        give(decision, "เห็นควร", by=who)
    assert state_of(task) == "done"
    assert {t.state for t in Task.objects.filter(number__in=("3", "4"))} == {"open"}


def test_what_follows_a_gate_waits_until_it_is_given(
    procedure: Procedure, doer: Member, boss: Member, chief: Member
) -> None:
    """Evidence may be prepared, but not submitted."""
    later = task_of(procedure, "3", "2/2569")
    attach_file(later, a_pdf(), by=doer)
    with pytest.raises(TaskStateError):
        submit(later, "", by=doer)
    gate = task_of(procedure, "2")
    submit(gate, "เสนอแผน", by=doer)
    send_back(current(gate), "งบประมาณไม่ตรง", by=boss)
    assert state_of(later) == "waiting"


def test_a_gate_is_skipped_by_the_director_only(procedure: Procedure, boss: Member, chief: Member) -> None:
    with pytest.raises(RefusedError):
        skip(task_of(procedure, "2"), why="ใช้แผนเดิม", by=boss)
    skip(task_of(procedure, "2"), why="ใช้แผนเดิมตามมติที่ประชุม", by=chief)
    assert state_of(task_of(procedure, "4")) == "open"


def test_a_skip_needs_a_reason_and_a_head(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    with pytest.raises(ReasonMissingError):
        skip(task, why="", by=boss)
    with pytest.raises(RefusedError):
        skip(task, why="ไม่ว่าง", by=doer)
    assert state_of(task) == "open"


def test_nothing_to_show_needs_a_word(procedure: Procedure, doer: Member) -> None:
    with pytest.raises(NoEvidenceError):
        submit(task_of(procedure, "1"), "", by=doer)


def test_nobody_certifies_their_own_work(procedure: Procedure, boss: Member, second: Member) -> None:
    task = task_of(procedure, "1")
    assign(task, boss.person, by=boss)
    submit(task, "ดำเนินการเอง", by=boss)
    decision = current(task)
    with pytest.raises(RefusedError):
        give(decision, "", by=boss)
    give(decision, "", by=second)
    assert state_of(task) == "done"


def test_without_anybody_to_decide_nothing_is_submitted(
    office: Office, procedure: Procedure, supervisor: User
) -> None:
    task = task_of(procedure, "1")
    with pytest.raises(NoDeciderError):
        submit(task, "ไม่มีผู้อำนวยการกลุ่ม", by=as_member(supervisor, office))
    assert state_of(task) == "open"


def test_two_deciding_at_once_make_one_decision(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    submit(task, "x", by=doer)
    first, second = current(task), current(task)
    give(first, "", by=boss)
    with pytest.raises(TaskStateError):
        send_back(second, "ช้าไป", by=boss)
    assert state_of(task) == "done"


def test_submitting_twice_makes_one_round(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    again = Task.objects.get(pk=task.pk)
    submit(task, "x", by=doer)
    with pytest.raises(TaskStateError):
        submit(again, "x", by=doer)
    assert TaskRound.objects.count() == 1


def test_withdrawn_until_the_next_has_acted(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    withdraw(task, by=doer)
    assert state_of(task) == "open"
    assert not task.is_returned
    assert [r.outcome for r in TaskRound.objects.all()] == ["withdrawn"]
    submit(task, "เสนอแผนอีกครั้ง", by=doer)
    give(current(task), "", by=boss)
    with pytest.raises(TaskStateError):
        withdraw(task, by=doer)


def test_taken_up_by_one(procedure: Procedure, doer: Member, office: Office, supervisor2: User) -> None:
    task = task_of(procedure, "1")
    take_up(task, by=doer)
    take_up(task, by=doer)
    with pytest.raises(RefusedError):
        take_up(Task.objects.get(pk=task.pk), by=as_member(supervisor2, office))
    assert Entry.objects.filter(object_id=task.pk, verb="task.taken_up").count() == 1


def test_the_same_file_is_stored_once_an_office(procedure: Procedure, doer: Member) -> None:
    one, two = task_of(procedure, "1"), task_of(procedure, "2")
    attach_file(one, a_pdf("คำสั่ง.pdf"), by=doer)
    attach_file(one, a_pdf("คำสั่ง สำเนา.pdf"), by=doer)
    attach_file(two, a_pdf("อีกงาน.pdf"), by=doer)
    assert (StoredFile.objects.count(), Evidence.objects.count()) == (1, 2)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("ว่าง.pdf", b""),
        ("โปรแกรม.exe", b"MZ..."),
        ("แอบอ้าง.pdf", b"MZ..."),
        ("ฐานสอง.txt", b"a\0b"),
        ("ไม่มีนามสกุล", b"x"),
    ],
)
def test_files_are_checked_by_content_and_name(
    procedure: Procedure, doer: Member, name: str, content: bytes
) -> None:
    with pytest.raises(FileRefusedError):
        attach_file(task_of(procedure, "1"), a_pdf(name, content), by=doer)
    assert not StoredFile.objects.exists()


def test_voided_evidence_no_longer_counts(procedure: Procedure, doer: Member) -> None:
    task = task_of(procedure, "1")
    evidence = write_log(task, "ประชุมครั้งแรก", on=doer.on, by=doer)
    with pytest.raises(ReasonMissingError):
        void_evidence(evidence, why="", by=doer)
    void_evidence(evidence, why="บันทึกผิดงาน", by=doer)
    task.refresh_from_db()
    assert (task.done, task.is_met) == (0, False)


def test_a_done_task_takes_no_more_evidence(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    submit(task, "x", by=doer)
    give(current(task), "", by=boss)
    with pytest.raises(TaskStateError):
        write_log(task, "ช้าไป", on=doer.on, by=doer)


def test_a_step_is_done_when_its_parts_are(
    office: Office, supervision: Unit, doer: Member, boss: Member
) -> None:
    parts = [{"title": "ศึกษา", "actions": ["study"]}, {"title": "รายงาน", "actions": ["report"]}]
    procedure = make_procedure(
        supervision, [{"title": "งานร่วม", "months": [10], "parts": parts}], title="งานร่วม"
    )
    open_year(office)
    submit(task_of(procedure, "1.1"), "ศึกษาแล้ว", by=doer)
    give(current(task_of(procedure, "1.1")), "", by=boss)
    assert state_of(task_of(procedure, "1")) == "open"
    skip(task_of(procedure, "1.2"), why="ไม่มีผลงานให้รายงาน", by=boss)
    assert state_of(task_of(procedure, "1")) == "done"


def test_a_step_that_asks_for_a_decision_itself_is_submitted_after_its_parts(
    office: Office, supervision: Unit, doer: Member, boss: Member, chief: Member
) -> None:
    steps = [
        {
            "title": "แผนงาน",
            "months": [10],
            "ask": "approve",
            "parts": [{"title": "ร่าง", "actions": ["plan"]}],
        },
        {"title": "ลงมือ", "months": [11], "parts": [{"title": "เริ่ม", "actions": ["visit"]}]},
    ]
    procedure = make_procedure(supervision, steps, title="งานมีแผน")
    open_year(office)
    submit(task_of(procedure, "1.1"), "ร่างแล้ว", by=doer)
    give(current(task_of(procedure, "1.1")), "", by=boss)
    plan = task_of(procedure, "1")
    assert (plan.state, plan.is_container, task_of(procedure, "2.1").state) == ("open", False, "waiting")
    submit(plan, "เสนอแผน", by=doer)
    give(current(plan), "", by=boss)
    give(current(plan), "", by=chief)
    assert (state_of(plan), task_of(procedure, "2.1").state) == ("done", "open")


def test_a_superior_decides_where_the_post_is_vacant(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    give(current(task), "", by=boss)
    Appointment.objects.filter(person=second.person).update(until_on=date(2025, 1, 1))
    give(current(task), "พิจารณาแทน", by=chief)
    give(current(task), "", by=chief)
    assert state_of(task) == "done"


def test_only_people_of_the_division_are_given_its_work(
    procedure: Procedure, office: Office, boss: Member, computer_officer: User
) -> None:
    with pytest.raises(NotOfDivisionError):
        assign(task_of(procedure, "1"), computer_officer.person, by=boss)


def test_what_was_given_to_another_meanwhile_is_not_taken(
    procedure: Procedure, doer: Member, office: Office, boss: Member, supervisor2: User
) -> None:
    mine, again, theirs = (task_of(procedure, "1") for _ in range(3))
    assign(theirs, supervisor2.person, by=boss)
    with pytest.raises(TaskStateError):
        take_up(mine, by=doer)
    with pytest.raises(TaskStateError):
        submit(again, "x", by=doer)


def test_the_same_note_sent_twice_is_one_note(procedure: Procedure, doer: Member) -> None:
    task, key = task_of(procedure, "1"), new_id()
    for _ in range(2):
        write_log(task, "ประชุม", on=doer.on, key=key, by=doer)
    assert Evidence.objects.count() == 1


def test_a_refused_file_is_not_kept(procedure: Procedure, doer: Member, boss: Member) -> None:
    task = task_of(procedure, "1")
    submit(task, "x", by=doer)
    with pytest.raises(TaskStateError):
        attach_file(task, a_pdf(), by=doer)
    assert not StoredFile.objects.exists()


def test_a_matter_before_a_vacant_post_lies_before_the_next_one_up(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "1")
    submit(task, "แล้ว", by=doer)
    assert not decisions_for(second).exists()
    Appointment.objects.filter(person=boss.person).update(until_on=date(2025, 1, 1))
    assert decisions_for(second).get() == current(task)
    assert decisions_for(chief).get() == current(task)


def test_a_superior_signs_as_what_they_are_and_is_not_followed_by_those_below(
    procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member
) -> None:
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    give(current(task), "", by=chief)
    assert current(task).ask == "approve"
    first, middle, last = Decision.objects.filter(round__task=task).order_by("position")
    assert (first.decided_as, middle.state, last.state) == ("ผู้อำนวยการสำนักงานเขต", "dropped", "current")


def test_work_given_to_another_is_taken_up_anew(
    procedure: Procedure, doer: Member, boss: Member, supervisor2: User
) -> None:
    task = task_of(procedure, "1")
    take_up(task, by=doer)
    assign(task, supervisor2.person, by=boss)
    assert (task.assignee, task.taken_up_at) == (supervisor2.person, None)


def test_a_clerk_in_a_section_assigns_work_of_the_whole_division(
    procedure: Procedure, office: Office, supervision: Unit, media_section: Unit, ict: Unit, doer: Member,
    teacher: User,
) -> None:  # fmt: skip
    """No section has a clerk of its own."""
    own = make_unit(office, "office-work", "งานธุรการ", parent=supervision, position=2)
    make_appointment(teacher.person, Role.CLERK, unit=own)
    writer, task = as_member(teacher, office), task_of(procedure, "1")
    for unit in (supervision, media_section, own):
        Task.objects.filter(pk=task.pk).update(unit=unit, assignee=None)
        assert assign(Task.objects.get(pk=task.pk), doer.person, by=writer).assignee == doer.person
    Task.objects.filter(pk=task.pk).update(unit=ict)
    with pytest.raises(RefusedError):
        assign(Task.objects.get(pk=task.pk), doer.person, by=writer)
