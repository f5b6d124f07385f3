"""From adopted procedures to a running year."""

from datetime import date
from typing import Any

import pytest

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import YearUnansweredError
from nithet.cycles.models import Answer, Cycle, Run, Task
from nithet.cycles.plan import Question
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.services.opening import remember, start_year
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year, task_of
from nithet.offices.models import Office, Role, Semester, Unit
from nithet.offices.tests.factories import DAY, as_member, make_unit

pytestmark = pytest.mark.django_db


def test_a_year_has_a_task_for_each_window(office: Office, supervision: Unit) -> None:
    procedure = make_procedure(supervision)
    cycle = open_year(office)
    assert (cycle.starts_on, cycle.ends_on) == (date(2026, 10, 1), date(2027, 9, 30))
    numbers = [
        t.number for t in Task.objects.filter(run__procedure=procedure).order_by("position", "starts_on")
    ]
    assert numbers == ["1", "2", "3", "3", "4"]
    assert {t.role for t in Task.objects.all()} == {Role.SUPERVISOR}


def test_only_what_follows_a_gate_waits(office: Office, supervision: Unit) -> None:
    procedure = make_procedure(supervision)
    open_year(office)
    states = {t.number: t.state for t in Task.objects.filter(run__procedure=procedure)}
    assert states == {"1": "open", "2": "open", "3": "waiting", "4": "waiting"}


def test_a_track_waits_for_its_own_gate_only(office: Office, supervision: Unit) -> None:
    """Sub-steps with work become tasks; their step holds them and is no work itself."""
    track = [
        {"title": "ศึกษา", "actions": ["study"]},
        {"title": "เสนอ", "actions": ["propose"], "ask": "approve"},
        {"title": "ลงมือ", "actions": ["operate"]},
    ]
    steps: list[dict[str, Any]] = [
        {"title": "งานภายใน", "months": [10, 11], "parts": track},
        {"title": "งานภายนอก", "cadence": "all_year", "parts": track},
    ]
    procedure = make_procedure(supervision, steps)
    open_year(office)
    tasks = {t.number: t for t in Task.objects.filter(run__procedure=procedure)}
    assert [n for n, t in tasks.items() if t.is_container] == ["1", "2"]
    assert {n: t.state for n, t in tasks.items() if not t.is_container} == {
        "1.1": "open", "1.2": "open", "1.3": "waiting", "2.1": "open", "2.2": "open", "2.3": "waiting",
    }  # fmt: skip
    assert tasks["1.3"].parent == tasks["1"]
    assert tasks["2.1"].due_on == date(2027, 9, 30)


def test_substeps_that_only_explain_make_no_tasks(office: Office, supervision: Unit) -> None:
    parts = [{"title": "เครือข่ายบุคคล"}, {"title": "เครือข่ายชุมชน"}]
    make_procedure(supervision, [{"title": "สร้างเครือข่าย", "cadence": "all_year", "parts": parts}])
    open_year(office)
    assert [(t.number, t.is_container) for t in Task.objects.all()] == [("1", False)]


def test_starting_twice_makes_one_year(office: Office, supervision: Unit, director: User) -> None:
    make_procedure(supervision)
    by = as_member(director, office)
    for _ in range(2):
        start_year(office, YEAR_BE, procedures_to_start(office), by=by)
    assert (Cycle.objects.count(), Run.objects.count(), Task.objects.count()) == (1, 1, 5)
    assert Entry.objects.filter(verb="task.opened").count() == 5


def test_a_manual_adopted_later_joins_the_running_year(office: Office, supervision: Unit, ict: Unit) -> None:
    make_procedure(supervision)
    open_year(office)
    make_procedure(ict, title="งานเพิ่มกลางปี")
    open_year(office)
    assert (Cycle.objects.count(), Run.objects.count()) == (1, 2)


def test_the_year_pins_the_versions_it_follows(office: Office, supervision: Unit) -> None:
    procedure = make_procedure(supervision)
    assert list(open_year(office).versions.all()) == [procedure.version]


def test_what_is_unsaid_is_asked_once_for_each_wording(office: Office, supervision: Unit) -> None:
    silent = [{"title": "ดำเนินการ", "responsible": []}, {"title": "สรุปผล", "responsible": []}]
    make_procedure(supervision, silent)
    make_procedure(supervision, silent, title="งานอีกเรื่อง")
    plan = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY)
    assert {(q.kind, q.key, q.count) for q in plan.questions} == {
        ("window", "ดำเนินการ", 2), ("window", "สรุปผล", 2), ("responsible", "@supervision", 4),
    }  # fmt: skip


def test_what_is_suggested_lies_in_what_is_left_of_the_year(office: Office, supervision: Unit) -> None:
    make_procedure(supervision, [{"title": f"ขั้น {n}"} for n in range(2)])
    for day, first in ((DAY, 11), (date(2026, 9, 1), 10)):
        plan = plan_year(office, procedures_to_start(office), YEAR_BE, on=day)
        assert [q.suggestion["months"][0] for q in plan.questions] == [first, 4]  # type: ignore[index]


def test_answers_are_remembered(office: Office, supervision: Unit, head: User) -> None:
    procedure = make_procedure(supervision, [{"title": "ดำเนินการ", "responsible": []}])
    by = as_member(head, office)
    with pytest.raises(YearUnansweredError):
        start_year(office, YEAR_BE, procedures_to_start(office), by=by)
    assert Run.objects.count() == 0
    asked = {q.kind: q for q in plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions}
    value: dict[str, Any] = {"unit": str(supervision.pk), "role": Role.SUPERVISOR, "person": ""}
    given: list[tuple[Question, dict[str, Any]]] = [
        (asked[Answer.Question.WINDOW], {"months": [11, 12]}),
        (asked[Answer.Question.RESPONSIBLE], value),
    ]
    for _ in range(2):
        remember(office, given, by=by)
    assert Answer.objects.count() == 2
    start_year(office, YEAR_BE, procedures_to_start(office), by=by)
    task = task_of(procedure, "1")
    assert (task.starts_on, task.due_on, task.role) == (
        date(2026, 11, 1),
        date(2026, 12, 31),
        Role.SUPERVISOR,
    )
    assert plan_year(office, procedures_to_start(office), YEAR_BE + 1, on=DAY).questions == []


def test_a_named_unit_and_person_are_found(
    office: Office, supervision: Unit, media_section: Unit, supervisor: User
) -> None:
    person = supervisor.person
    named = [{"title": "สำรวจ", "months": [10], "responsible": [media_section.name[:-4] + "ฯ", person.name]}]
    procedure = make_procedure(supervision, named)
    open_year(office)
    task = task_of(procedure, "1")
    assert (task.unit, task.assignee) == (media_section, person)


def test_conflicts_are_told_before_the_start(office: Office, supervision: Unit) -> None:
    measure = {"at_least": 2, "per": "semester"}
    make_procedure(
        supervision, [{"title": "ออกนิเทศ", "months": [5, 6], "measure": measure, "actions": ["visit"]}]
    )
    texts = [c.text for c in plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts]
    assert texts == ["มาตรฐานกำหนดให้ดำเนินการทุกภาคเรียน แต่ไม่มีช่วงเวลาในภาคเรียนที่ 2/2569"]


def test_a_supervisor_starts_no_year(office: Office, supervision: Unit, supervisor: User) -> None:
    make_procedure(supervision)
    with pytest.raises(RefusedError):
        start_year(office, YEAR_BE, procedures_to_start(office), by=as_member(supervisor, office))
    assert not Cycle.objects.exists()


def test_an_answer_whose_unit_is_gone_is_asked_again(
    office: Office, supervision: Unit, director: User
) -> None:
    make_procedure(supervision, [{"title": "ดำเนินการ", "months": [11], "responsible": ["ทีมพิเศษ"]}])
    (question,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    gone = {"unit": "01a1fc81-0000-7000-8000-000000000000", "role": "", "person": ""}
    remember(office, [(question, gone)], by=as_member(director, office))
    assert plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions == [question]


def test_a_head_starts_what_belongs_to_the_own_division(
    office: Office, supervision: Unit, ict: Unit, ict_head: User
) -> None:
    make_procedure(supervision)
    own = make_procedure(ict, title="งานของกลุ่มอื่น")
    start_year(office, YEAR_BE, procedures_to_start(office), by=as_member(ict_head, office))
    assert [r.procedure for r in Run.objects.all()] == [own]


def test_a_semester_missing_in_the_table_loses_no_work(office: Office, supervision: Unit) -> None:
    Semester.objects.create(
        office=office, academic_year_be=2569, number=2, starts_on=date(2026, 11, 2), ends_on=date(2027, 3, 30)
    )
    procedure = make_procedure(supervision)
    open_year(office)
    visits = Task.objects.filter(run__procedure=procedure, number="3").order_by("starts_on")
    assert [(t.starts_on, t.occurrence) for t in visits] == [
        (date(2026, 11, 2), "ภาคเรียนที่ 2/2569"), (date(2027, 5, 16), "ภาคเรียนที่ 1/2570"),
    ]  # fmt: skip


def test_a_gate_holds_the_parts_of_a_later_step(office: Office, supervision: Unit) -> None:
    steps: list[dict[str, Any]] = [
        {"title": "เสนอแผน", "months": [10], "actions": ["propose"], "ask": "approve"},
        {"title": "ลงมือ", "months": [11], "parts": [{"title": "ก", "actions": ["visit"]}]},
    ]
    procedure = make_procedure(supervision, steps)
    open_year(office)
    assert task_of(procedure, "2.1").state == "waiting"


def test_a_beginning_that_fits_two_units_is_asked(office: Office, supervision: Unit) -> None:
    make_unit(office, "a", "กลุ่มส่งเสริมการจัดการศึกษา")
    make_unit(office, "b", "กลุ่มส่งเสริมการศึกษาทางไกล")
    make_procedure(supervision, [{"title": "สำรวจ", "months": [10], "responsible": ["กลุ่มส่งเสริมการ"]}])
    questions = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert [q.wording for q in questions] == ["กลุ่มส่งเสริมการ"]


def test_windows_that_are_over_are_told(office: Office, supervision: Unit) -> None:
    make_procedure(supervision, [{"title": "สำรวจ", "months": [10]}])
    texts = [c.text for c in plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts]
    assert texts == ["ช่วงเวลาผ่านไปแล้ว งานจะแสดงว่าเกินกำหนดทันทีที่เริ่ม"]


def test_an_answer_holds_for_its_own_division(
    office: Office, supervision: Unit, ict: Unit, director: User
) -> None:
    same = [{"title": "สำรวจ", "months": [11], "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"]}]
    make_procedure(supervision, same)
    make_procedure(ict, same, title="งานของอีกกลุ่ม")
    asked = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert len(asked) == 2
    own = [q for q in asked if q.key.endswith("@supervision")]
    value: dict[str, Any] = {"unit": str(supervision.pk), "role": "", "person": ""}
    remember(office, [(own[0], value)], by=as_member(director, office))
    left = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert left == [q for q in asked if q not in own]


def test_a_late_starts_share_of_the_year_is_not_remembered_for_the_next(
    office: Office, supervision: Unit, director: User
) -> None:
    make_procedure(supervision, [{"title": "ดำเนินการ"}])
    (question,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    late: dict[str, Any] = {"months": [9], "only_year": YEAR_BE}
    remember(office, [(question, late)], by=as_member(director, office))
    assert not plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert plan_year(office, procedures_to_start(office), YEAR_BE + 1, on=DAY).questions
