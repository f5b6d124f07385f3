"""What was answered once: seen, changed for the years to come, forgotten, asked again where a person has left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.models import Answer, Task
from nithet.cycles.planning import plan_year
from nithet.cycles.queries import procedures_to_start
from nithet.cycles.services.opening import remember
from nithet.cycles.tests.factories import YEAR_BE, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Leave, Office, Role, Unit
from nithet.offices.tests.factories import DAY, as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
STEPS = [
    {"title": "รวบรวมข้อมูล", "months": [12], "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"]},
    {"title": "สรุปผล", "months": [12], "responsible": ["เจ้าหน้าที่ผู้รับผิดชอบ"]},
]
TWELVE = {"months": [12], "title": "สำรวจ"}


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision, STEPS)


def answered(procedure: Procedure, by: User, **facts: Any) -> Answer:
    """The responsible of the manual's only wording."""
    office, unit = procedure.office, procedure.version.manual.unit
    assert unit
    plan = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY)
    value = {"unit": str(unit.pk), "role": "", "person": "", **facts}
    asked = next(q for q in plan.questions if q.kind == Answer.Question.RESPONSIBLE)
    remember(office, [(asked, value)], by=as_member(by, office))
    return Answer.objects.get(question="responsible")


def page(client: Client, name: str, office: Office, *args: object) -> str:
    response = client.get(reverse(f"cycles:{name}", args=[office.code, *args]))
    assert response.status_code == 200
    return str(response.content.decode())


def post(client: Client, name: str, answer: Answer, **data: object) -> int:
    return client.post(reverse(f"cycles:{name}", args=[answer.office.code, answer.pk]), data).status_code


# The page


def test_the_list_says_what_by_whom_and_where_it_is_used(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    answered(procedure, head, person=str(supervisor.person.pk))
    client.force_login(head)
    text = page(client, "answer-list", office)
    for words in ("เจ้าหน้าที่ผู้รับผิดชอบ", "2 ขั้นตอน", supervisor.person.name, head.name):
        assert words in text
    assert "คู่มือ" in text


def test_an_answer_whose_person_left_is_marked(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    answered(procedure, head, person=str(supervisor.person.pk))
    supervisor.person.appointments.update(until_on=date(2026, 11, 19))
    client.force_login(head)
    text = page(client, "answer-list", office)
    assert "ต้องตอบใหม่ 1 ข้อ" in text
    assert "ไม่ได้ปฏิบัติหน้าที่แล้ว" in text


def test_a_change_is_for_the_next_year(
    client: Client, office: Office, supervision: Unit, procedure: Procedure, head: User, supervisor: User
) -> None:
    answer = answered(procedure, head)
    open_year(office)
    client.force_login(head)
    facts = {"unit": supervision.pk, "role": Role.SUPERVISOR, "person": supervisor.person.pk}
    assert [post(client, "answer-edit", answer, **facts) for _ in range(2)] == [302, 302]
    answer.refresh_from_db()
    assert answer.value["person"] == str(supervisor.person.pk)
    assert not Task.objects.exclude(role="", assignee=None).exists()
    assert Entry.objects.filter(verb="answer.changed").count() == 1
    plan = plan_year(office, procedures_to_start(office), YEAR_BE + 1, on=DAY)
    assert {t.responsible.person_id for t in plan.runs[0].tasks} == {supervisor.person.pk}


def test_on_request_it_reaches_open_work_that_nobody_has(
    client: Client,
    office: Office,
    supervision: Unit,
    procedure: Procedure,
    head: User,
    supervisor: User,
    supervisor2: User,
) -> None:
    answer = answered(procedure, head)
    other = make_procedure(supervision, [TWELVE | {"responsible": [supervision.name]}], title="งานอื่น")
    open_year(office)
    Task.objects.filter(number="2").update(assignee=supervisor2.person)
    client.force_login(head)
    facts = {"unit": supervision.pk, "role": "", "person": supervisor.person.pk, "applies": "on"}
    post(client, "answer-edit", answer, **facts)
    assert task_of(procedure, "1").assignee == supervisor.person
    assert task_of(procedure, "2").assignee == supervisor2.person
    assert task_of(other, "1").assignee is None
    assert Entry.objects.filter(verb="task.assigned").count() == 1


def test_a_window_is_changed_from_first_to_last(
    client: Client, office: Office, supervision: Unit, head: User
) -> None:
    make_procedure(supervision, [{"title": "ดำเนินการ"}])
    (asked,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    remember(office, [(asked, {"months": [11, 12]})], by=as_member(head, office))
    answer = Answer.objects.get()
    client.force_login(head)
    assert post(client, "answer-edit", answer, first="1", last="10") == 422
    assert post(client, "answer-edit", answer, first="1", last="3") == 302
    answer.refresh_from_db()
    assert answer.value == {"months": [1, 2, 3]}


def test_what_is_forgotten_is_asked_again(
    client: Client, office: Office, procedure: Procedure, head: User
) -> None:
    answer = answered(procedure, head)
    client.force_login(head)
    assert post(client, "answer-forget", answer) == 302
    assert plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert Entry.objects.get(verb="answer.forgotten").facts["value"] == answer.value
    assert post(client, "answer-forget", answer) == 404


@pytest.mark.parametrize(
    ("who", "code"),
    [("director", 302), ("planning", 302), ("ict_head", 403), ("supervisor", 403), ("outsider", 404)],
)
def test_who_changes_and_forgets(
    client: Client,
    procedure: Procedure,
    supervision: Unit,
    head: User,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    answer = answered(procedure, head)
    client.force_login(request.getfixturevalue(who))
    assert post(client, "answer-edit", answer, unit=supervision.pk, role="", person="") == code
    assert post(client, "answer-forget", answer) == code


def test_a_wrong_choice_is_refused(client: Client, procedure: Procedure, ict: Unit, head: User) -> None:
    answer = answered(procedure, head)
    client.force_login(head)
    assert post(client, "answer-edit", answer, unit=ict.pk, role="", person="") == 422


def test_an_answer_that_no_manual_asks_any_more_is_still_shown(
    client: Client, office: Office, procedure: Procedure, head: User
) -> None:
    answered(procedure, head)
    procedure.version.state = "replaced"
    procedure.version.save()
    client.force_login(head)
    assert "ไม่มีคู่มือที่ประกาศใช้ข้อความนี้แล้ว" in page(client, "answer-list", office)


# At the start of the year


def test_a_person_answers_at_the_start_and_is_remembered(
    client: Client, office: Office, supervision: Unit, procedure: Procedure, head: User, supervisor: User
) -> None:
    client.force_login(head)
    address = reverse("cycles:cycle-start", args=[office.code])
    form = client.get(address).context["form"]
    names = {name.rsplit("-", 1)[1]: name for name in form.fields if name != "procedures"}
    given = {names["unit"]: supervision.pk, names["role"]: "", names["person"]: supervisor.person.pk}
    assert client.post(address, {"procedures": [procedure.pk], **given}).status_code == 302
    assert set(Task.objects.values_list("assignee", flat=True)) == {supervisor.person.pk}
    make_procedure(supervision, STEPS, title="งานปีถัดไป")
    assert "ใช้คำตอบที่จำไว้จากครั้งก่อน 1 ข้อ" in page(client, "cycle-start", office)


def test_it_is_asked_again_where_the_person_has_left_and_says_why(
    client: Client, office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    answered(procedure, head, role=Role.SUPERVISOR, person=str(supervisor.person.pk))
    supervisor.person.appointments.update(until_on=date(2026, 11, 19))
    (asked,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert asked.suggestion["role"] == Role.SUPERVISOR
    assert asked.suggestion["person"] == ""
    client.force_login(head)
    assert f"คำตอบเดิมคือ {supervisor.person.name} ซึ่งไม่ได้ปฏิบัติหน้าที่" in page(client, "cycle-start", office)


def test_who_leaves_before_the_years_first_day_is_not_counted_on(
    office: Office, procedure: Procedure, head: User, supervisor: User
) -> None:
    """Retirement is on 30 September: a year planned in that month knows."""
    answered(procedure, head, person=str(supervisor.person.pk))
    supervisor.person.appointments.update(until_on=date(2026, 9, 30))
    september = date(2026, 9, 20)
    assert plan_year(office, procedures_to_start(office), YEAR_BE, on=september).questions
    assert not plan_year(office, procedures_to_start(office), YEAR_BE - 1, on=september).questions


def test_a_manual_that_names_who_has_left_warns(office: Office, supervision: Unit, supervisor: User) -> None:
    gone = "นางสาวสมหญิง ใจสาธิต"
    steps = [{"title": f"ขั้น {n}", "months": [12], "responsible": [supervision.name, gone]} for n in (1, 2)]
    make_procedure(supervision, steps)
    (told,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts
    assert told.step == "ขั้นที่ 1, 2"
    assert gone in told.text
    assert "ไม่ได้ปฏิบัติหน้าที่" in told.text


def test_a_manual_that_names_only_who_has_left_asks_and_says_why(office: Office, supervision: Unit) -> None:
    gone = "นายสมชาย ใจสาธิต"
    make_procedure(supervision, [TWELVE | {"responsible": [gone]}])
    (asked,) = plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).questions
    assert asked.note.startswith(f"คู่มือระบุ {gone} ซึ่งไม่ได้ปฏิบัติหน้าที่")


def test_words_that_begin_like_a_title_are_no_persons(office: Office, supervision: Unit) -> None:
    for words in ("ศึกษานิเทศก์", "นายทะเบียน", "ศ.น. กลุ่มนิเทศ", "พนักงานราชการ"):
        make_procedure(supervision, [TWELVE | {"responsible": [supervision.name, words]}], title=words)
    assert plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts == []


@pytest.mark.parametrize(("days", "is_told"), [(60, True), (10, False)])
def test_a_long_leave_of_who_is_responsible_warns(
    office: Office, supervision: Unit, supervisor: User, days: int, is_told: bool
) -> None:
    person = supervisor.person
    make_procedure(supervision, [TWELVE | {"responsible": [person.name]}])
    begin = date(2026, 12, 1)
    Leave.objects.create(
        office=office, person=person, kind="maternity", from_on=begin, until_on=begin + timedelta(days=days)
    )
    texts = [c.text for c in plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts]
    assert any(f"{person.name} ผู้รับผิดชอบ ลาตั้งแต่ 1 ธ.ค. 2569" in text for text in texts) is is_told


def test_a_leave_outside_of_the_work_is_not_told(office: Office, supervision: Unit, supervisor: User) -> None:
    person = supervisor.person
    make_procedure(supervision, [TWELVE | {"responsible": [person.name]}])
    first, last = date(2027, 3, 1), date(2027, 6, 1)
    Leave.objects.create(office=office, person=person, kind="study", from_on=first, until_on=last)
    assert plan_year(office, procedures_to_start(office), YEAR_BE, on=DAY).conflicts == []
