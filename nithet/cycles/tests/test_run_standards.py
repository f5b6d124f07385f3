"""The standards of a run on its page: told from evidence, or judged by who may."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles.errors import JudgedAlreadyError, NotForPersonError, ReasonMissingError
from nithet.cycles.models import Evidence, Run, StandardJudgement, Task
from nithet.cycles.queries.standards import RunStandard, standards_of
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.judging import judge_standard, void_judgement
from nithet.cycles.services.working import skip
from nithet.cycles.standards.verdict import Outcome
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, School, SchoolChange, Unit
from nithet.offices.tests.factories import as_member, make_appointment, make_person, make_school, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

MET = StandardJudgement.Outcome.MET
STEPS: list[dict[str, Any]] = [
    {"title": "จัดทำแผน", "months": [11], "actions": ["plan"], "standard": "มีแผนการนิเทศ"},
    {
        "title": "นิเทศโรงเรียน", "cadence": "per_semester:1", "actions": ["visit"],
        "standard": "นิเทศสถานศึกษาในสังกัดอย่างน้อยภาคเรียนละ 2 ครั้ง", "measure": {"at_least": 2, "per": "semester"},
    },
    {"title": "จัดการความรู้", "months": [6], "actions": ["share"], "standard": "มีกระบวนการที่มีประสิทธิภาพ"},
    {"title": "ประชุม", "months": [7], "actions": ["network"]},
]  # fmt: skip


@pytest.fixture
def procedure(office: Office, supervision: Unit) -> Procedure:
    made = make_procedure(supervision, STEPS)
    open_year(office)
    return made


def standard_of(procedure: Procedure, number: str) -> RunStandard:
    run = Run.objects.get(procedure=procedure)
    return next(s for s in standards_of(run, on=date(2026, 11, 20)) if s.step.number == number)


def visit(task: Task, school: School, day: date) -> Evidence:
    return Evidence.objects.create(
        office=task.office, task=task, kind="visit", object_id=new_id(), action="visit", subject=school.pk,
        on=day, title="บันทึกการนิเทศ", added_at=now(),
    )  # fmt: skip


def page_of(client: Client, procedure: Procedure, tab: str = "standards") -> str:
    run = procedure.runs.get()
    response = client.get(reverse("cycles:run-page", args=[run.office.code, run.pk]), {"tab": tab})
    assert response.status_code == 200
    return page_text(response)


def judge(client: Client, procedure: Procedure, number: str = "3", **data: str) -> Any:
    step = procedure.steps.get(number=number)
    run = procedure.runs.get()
    return client.post(reverse("cycles:standard-judge", args=[run.office.code, run.pk, step.pk]), data)


# What evidence tells


def test_steps_with_a_standard_are_told_in_order(client: Client, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    text = page_of(client, procedure)
    places = [text.index(f"<h2>ขั้นที่ {n}</h2>") for n in (1, 2, 3)]
    assert places == sorted(places)
    assert "<h2>ขั้นที่ 4</h2>" not in text


def test_a_file_shows_the_plan(procedure: Procedure, doer: Member) -> None:
    assert standard_of(procedure, "1").outcome == Outcome.NOT_YET
    attach_file(task_of(procedure, "1"), a_pdf(), by=doer)
    assert standard_of(procedure, "1").outcome == Outcome.MET


def test_visits_of_both_tasks_cover_the_schools_of_their_semester(
    procedure: Procedure, school: School, small_school: School
) -> None:
    second, first = (task_of(procedure, "2", label) for label in ("2/2569", "1/2570"))
    for day in (5, 6):
        visit(second, school, date(2026, 11, day))
    visit(first, small_school, date(2027, 6, 1))
    found = standard_of(procedure, "2").verdict
    assert [str(part) for part in found.parts] == [
        "ภาคเรียนที่ 2/2569: ครบ 1 จาก 2 โรงเรียน",
        "ภาคเรียนที่ 1/2570: ครบ 0 จาก 2 โรงเรียน",
    ]
    assert len(found.counted) == 3


def test_a_closed_school_is_no_longer_asked_for(office: Office, procedure: Procedure, school: School) -> None:
    gone = make_school(office, "โรงเรียนบ้านเก่าสาธิต")
    SchoolChange.objects.create(office=office, school=gone, kind="closed", on=date(2027, 4, 1))
    words = [part.words for part in standard_of(procedure, "2").verdict.parts]
    assert words == ["ครบ 0 จาก 2 โรงเรียน", "ครบ 0 จาก 1 โรงเรียน"]


def test_people_are_counted_once_however_often_appointed(
    office: Office, supervision: Unit, school: School, small_school: School
) -> None:
    told = {**STEPS[1], "standard": "ครูได้รับการนิเทศอย่างทั่วถึงอย่างน้อยภาคเรียนละ 2 ครั้ง"}
    made = make_procedure(supervision, [told])
    open_year(office)
    teacher = make_person(office)
    for place in (school, small_school):
        make_appointment(teacher, Role.TEACHER, school=place)
    parts = standard_of(made, "1").verdict.parts
    assert [part.words for part in parts] == ["ครบ 0 จาก 1 คน"] * 2


def test_evidence_taken_back_no_longer_counts(procedure: Procedure, doer: Member) -> None:
    evidence = attach_file(task_of(procedure, "1"), a_pdf(), by=doer)
    Evidence.objects.filter(pk=evidence.pk).update(voided_at=now())
    assert standard_of(procedure, "1").outcome == Outcome.NOT_YET


def test_evidence_of_a_part_counts_for_its_step(
    office: Office, supervision: Unit, doer: Member, friday: date
) -> None:
    part = {"title": "ร่างแผน", "actions": ["plan"]}
    made = make_procedure(supervision, [{**STEPS[0], "parts": [part]}])
    open_year(office)
    attach_file(task_of(made, "1.1"), a_pdf(), by=doer)
    assert standard_of(made, "1").outcome == Outcome.MET


def test_a_skipped_step_is_not_asked_for(
    client: Client, procedure: Procedure, head: User, boss: Member
) -> None:
    skip(task_of(procedure, "3"), why="ไม่มีงบประมาณ", by=boss)
    assert not standard_of(procedure, "3").is_for_person
    client.force_login(head)
    text = page_of(client, procedure)
    assert "<span>งดดำเนินการ</span>" in text
    assert "บันทึกผลการพิจารณา" not in text


def test_who_sees_one_task_gets_the_verdict_of_all_without_their_titles(
    client: Client, procedure: Procedure, supervisor: User, doer: Member, supervisor2: User, office: Office
) -> None:
    """The file hangs on a task of somebody else."""
    other = as_member(supervisor2, office)
    attach_file(task_of(procedure, "1"), a_pdf("แผนลับ.pdf"), by=other)
    client.force_login(supervisor)
    text = page_of(client, procedure)
    assert "เป็นไปตามมาตรฐาน" in text
    assert "แผนลับ.pdf" not in text
    assert "นับหลักฐานของงานที่ท่านไม่มีสิทธิ์เปิดดูด้วย 1 รายการ" in text


def test_what_the_days_left_cannot_meet_is_told_on_the_first_tab(
    client: Client, office: Office, supervision: Unit, head: User, school: School
) -> None:
    """The only window is before the semester 1/2570."""
    made = make_procedure(supervision, [{**STEPS[1], "cadence": "", "months": [11, 12]}])
    open_year(office)
    client.force_login(head)
    text = page_of(client, made, tab="")
    assert "มาตรฐานขั้นที่ 1 อาจไม่ครบตามกำหนด" in text
    assert "ภาคเรียนที่ 1/2570 ยังขาด 2 ครั้ง" in text


def test_too_few_days_are_told_before_the_year_starts(
    client: Client, office: Office, supervision: Unit, head: User
) -> None:
    thirty = {"at_least": 30, "per": "semester"}
    make_procedure(
        supervision, [{**STEPS[1], "cadence": "", "months": [3, 5, 6, 7, 8, 9], "measure": thirty}]
    )
    client.force_login(head)
    text = page_text(client.get(reverse("cycles:cycle-start", args=[office.code])))
    assert "ภาคเรียนที่ 2/2569 ยังขาด 30 ครั้ง แต่เหลือวันทำการในช่วงเวลาดำเนินการเพียง 23 วัน" in text


@pytest.mark.parametrize("tab", ["", "standards"])
def test_the_page_costs_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, head: User, school: School, tab: str
) -> None:
    few = make_procedure(supervision, [STEPS[1]], title="น้อย")
    many = make_procedure(supervision, [STEPS[1]] * 4 + [STEPS[2]] * 4, title="มาก")
    open_year(office)
    for number in range(4):
        make_school(office, f"โรงเรียนบ้านสาธิต {number}")
    for task in Task.objects.filter(run__procedure=many):
        visit(task, school, date(2026, 11, 5))
    client.force_login(head)
    page_of(client, few, tab)
    costs = []
    for made in (few, many):
        with CaptureQueriesContext(connection) as caught:
            page_of(client, made, tab)
        costs.append(len(caught))
    assert costs[0] == costs[1]


def test_the_standards_come_out_as_a_file(client: Client, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    run = procedure.runs.get()
    address = reverse("cycles:run-page", args=[run.office.code, run.pk])
    response = client.get(address, {"tab": "standards", "format": "csv"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert "มีแผนการนิเทศ" in text
    assert "ยังไม่ครบ" in text


# What a person says


def test_the_head_judges_and_it_is_kept_with_its_history(
    client: Client, procedure: Procedure, head: User
) -> None:
    client.force_login(head)
    assert judge(client, procedure, outcome="met", words="ขั้นตอนชัดเจน ครูใช้จริง").status_code == 302
    assert standard_of(procedure, "3").outcome == Outcome.MET
    text = page_of(client, procedure)
    assert "ขั้นตอนชัดเจน ครูใช้จริง" in text
    entry = Entry.objects.get(verb="standard.judged")
    assert (entry.object_id, entry.why) == (procedure.runs.get().pk, "ขั้นตอนชัดเจน ครูใช้จริง")
    assert "ขั้นที่ 3 เป็นไปตามมาตรฐาน" in page_of(client, procedure, tab="history")


def test_a_refused_form_keeps_what_was_typed(client: Client, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    response = judge(client, procedure, words="ข้อความที่พิมพ์ไว้ยาว")
    text = response.content.decode()
    assert response.status_code == 422
    assert "ข้อความที่พิมพ์ไว้ยาว" in text
    assert "โปรดเลือกผลการพิจารณา" in text
    assert judge(client, procedure, outcome="met").status_code == 422
    assert not StandardJudgement.objects.exists()


def test_what_evidence_tells_is_not_judged(client: Client, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    assert judge(client, procedure, "1", outcome="met", words="ดี").status_code == 409
    assert judge(client, procedure, "4", outcome="met", words="ดี").status_code == 404
    assert not StandardJudgement.objects.exists()


def test_visits_kept_as_files_are_judged_until_visits_name_schools(
    procedure: Procedure, doer: Member, boss: Member, school: School
) -> None:
    task = task_of(procedure, "2", "2/2569")
    attach_file(task, a_pdf(), by=doer)
    assert standard_of(procedure, "2").outcome == Outcome.BY_PERSON
    judge_standard(task.run, standard_of(procedure, "2"), MET, "ครบทุกโรงเรียน", by=boss)
    assert standard_of(procedure, "2").outcome == Outcome.MET
    visit(task, school, date(2026, 11, 6))
    assert standard_of(procedure, "2").outcome == Outcome.NOT_YET


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 302), ("deputy", 302), ("head", 302), ("section_head", 403), ("supervisor", 403), ("clerk", 403),
        ("auditor", 403), ("ict_head", 404), ("teacher", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_may_judge(
    client: Client, procedure: Procedure, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert judge(client, procedure, outcome="not_met", words="ยังไม่ชัดเจน").status_code == code
    assert StandardJudgement.objects.exists() is (code == 302)


def test_nobody_judges_their_own_work(
    client: Client, procedure: Procedure, head: User, director: User
) -> None:
    Task.objects.filter(pk=task_of(procedure, "3").pk).update(assignee=head.person)
    client.force_login(head)
    assert "บันทึกผลการพิจารณา" not in page_of(client, procedure)
    assert judge(client, procedure, outcome="met", words="ดี").status_code == 403
    client.force_login(director)
    assert judge(client, procedure, outcome="met", words="ดี").status_code == 302


def test_said_twice_is_said_once_and_another_word_is_refused(
    procedure: Procedure, boss: Member, chief: Member
) -> None:
    run, standard = procedure.runs.get(), standard_of(procedure, "3")
    first = judge_standard(run, standard, MET, "ดี", by=boss)
    assert judge_standard(run, standard, MET, "ดี", by=boss) == first
    with pytest.raises(JudgedAlreadyError):
        judge_standard(run, standard, StandardJudgement.Outcome.NOT_MET, "ไม่ดี", by=chief)
    with pytest.raises(NotForPersonError):
        judge_standard(run, standard_of(procedure, "1"), MET, "ดี", by=boss)
    assert Entry.objects.filter(verb="standard.judged").count() == 1


def test_a_judgement_is_taken_back_with_a_reason_and_given_anew(
    client: Client, procedure: Procedure, head: User, boss: Member
) -> None:
    judged = judge_standard(procedure.runs.get(), standard_of(procedure, "3"), MET, "ดี", by=boss)
    client.force_login(head)
    address = reverse("cycles:judgement-void", args=["satit1", judged.pk])
    assert client.get(address).status_code == 405
    assert client.post(address).status_code == 422
    for _ in range(2):
        assert client.post(address, {"reason": "ดูหลักฐานผิดขั้น"}).status_code == 302
    assert Entry.objects.filter(verb="standard.unjudged").count() == 1
    assert standard_of(procedure, "3").outcome == Outcome.BY_PERSON
    assert judge(client, procedure, outcome="not_met", words="ยังไม่ครบ").status_code == 302
    assert standard_of(procedure, "3").outcome == Outcome.NOT_MET
    assert StandardJudgement.objects.count() == 2


def test_taking_back_asks_who_and_why(
    client: Client, procedure: Procedure, supervisor: User, boss: Member, outsider: User
) -> None:
    judged = judge_standard(procedure.runs.get(), standard_of(procedure, "3"), MET, "ดี", by=boss)
    with pytest.raises(ReasonMissingError):
        void_judgement(judged, standard_of(procedure, "3"), why="", by=boss)
    for who, code in ((supervisor, 403), (outsider, 404)):
        client.force_login(who)
        address = reverse("cycles:judgement-void", args=["satit1", judged.pk])
        assert client.post(address, {"reason": "ไม่เห็นด้วย"}).status_code == code
    judged.refresh_from_db()
    assert judged.voided_at is None


def test_judging_is_posted(client: Client, procedure: Procedure, head: User) -> None:
    client.force_login(head)
    run = procedure.runs.get()
    step = procedure.steps.get(number="3")
    assert client.get(reverse("cycles:standard-judge", args=["satit1", run.pk, step.pk])).status_code == 405
