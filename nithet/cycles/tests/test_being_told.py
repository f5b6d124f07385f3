"""What people are told of the year: by services at once, and of each day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.access.telling import deciders_of
from nithet.cycles.models import Decision, Task
from nithet.cycles.services import asking, directing, timing
from nithet.cycles.services.comments import say
from nithet.cycles.services.deciding import send_back
from nithet.cycles.services.evidence import write_log
from nithet.cycles.services.handing_over import Wanted, hand_over_all
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.services.working import assign, submit, take_up
from nithet.cycles.telling import collecting
from nithet.cycles.tests.factories import make_procedure, open_year, task_of
from nithet.notices import kinds
from nithet.notices.models import Notice
from nithet.notices.services.collecting import collect
from nithet.notices.services.settling import settle
from nithet.offices.members import Member
from nithet.offices.models import Holiday, Office, Person, Role, School, Unit
from nithet.offices.tests.factories import DAY, as_member

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def task(supervision: Unit, doer: Member) -> Task:
    """Taken up by the supervisor, due in three days."""
    procedure = make_procedure(supervision)
    open_year(supervision.office)
    task = task_of(procedure, "1")
    take_up(task, by=doer)
    Task.objects.filter(pk=task.pk).update(due_on=DAY + timedelta(days=3), starts_on=date(2026, 10, 1))
    task.refresh_from_db()
    return task


def told(kind: str) -> list[tuple[str, str, str]]:
    """Who, what, where."""
    rows = Notice.objects.filter(kind=kind).select_related("person__user").order_by("person__user__username")
    return [(one.person.user.username, one.title, one.address) for one in rows if one.person.user]


def page_of(task: Task) -> str:
    return reverse("cycles:task-page", args=["satit1", task.pk])


def submitted(task: Task, doer: Member) -> Decision:
    write_log(task, "ดำเนินการแล้ว", on=DAY, by=doer)
    submit(task, "เสนอ", by=doer)
    return Decision.objects.select_related("round__task", "unit").get(round__task=task, state="current")


# At once


def test_a_mention_is_told_to_whom_it_is_for(task: Task, doer: Member, boss: Member) -> None:
    comment = say(task, "โปรดดู", to=[boss.person.pk], by=doer)
    assert told("mentioned") == [("head", task.title, f"{page_of(task)}#comment-{comment.pk}")]
    assert "โปรดดู" not in str(Notice.objects.values())


def test_a_return_is_told_each_time(task: Task, doer: Member, boss: Member) -> None:
    for _ in range(2):
        task.refresh_from_db()
        send_back(submitted(task, doer), "แก้ไขวันที่", by=boss)
    assert told("task_returned") == [("supervisor", task.title, page_of(task))] * 2
    assert "แก้ไขวันที่" not in str(list(Notice.objects.values()))


def test_who_is_given_work_is_told_and_who_gives_it_to_themselves_is_not(
    task: Task, boss: Member, supervisor2: User
) -> None:
    assign(task, supervisor2.person, by=boss)
    assert told("task_given") == [("supervisor2", task.title, page_of(task))]
    assign(task, boss.person, by=boss)
    assert len(told("task_given")) == 1


def test_who_is_given_work_back_on_the_same_day_is_told_again(
    task: Task, boss: Member, supervisor: User, supervisor2: User
) -> None:
    for minutes, user in enumerate((supervisor2, supervisor, supervisor2)):
        with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
            assign(task, user.person, by=boss)
            assign(task, user.person, by=boss)
    assert [who for who, _, _ in told("task_given")] == ["supervisor", "supervisor2", "supervisor2"]


def test_a_direction_is_told(task: Task, doer: Member, boss: Member, supervisor2: User) -> None:
    directing.direct(submitted(task, doer), supervisor2.person, "จัดทำสรุป", DAY + timedelta(days=5), by=boss)
    [(who, what, _)] = told("task_directed")
    assert (who, what) == ("supervisor2", "จัดทำสรุป")
    assert told("letter_new") == []


def test_who_is_asked_is_told_and_reminded(
    school: School, supervision: Unit, doer: Member, boss: Member, school_director: User, school_clerk: User,
    teacher: User, small_school: School, task: Task,
) -> None:  # fmt: skip
    facts = LetterFacts("รายงานข้อมูลนักเรียน", boss.on + timedelta(days=9), boss.on)
    work = Work(Doer(supervision, doer.person), AskedOf(schools=[school, small_school], units=[supervision]))
    letter = receive(boss.office, facts, work, by=boss)
    asked = letter.asks.get(school=school)
    address = reverse("cycles:ask-page", args=["satit1", asked.pk])
    people = {who for who, _, _ in told("letter_asked")}
    assert people == {"school-director", "school-clerk", "head"}
    assert ("school-director", letter.subject, address) in told("letter_asked")
    assert told("letter_new") == [("supervisor", letter.subject, page_of(letter.run.tasks.get()))]
    asking.remind(letter, by=doer)
    asking.remind(letter, by=doer)
    assert len(told("letter_asked")) == 6


def test_a_letter_to_a_unit_is_told_to_its_head(
    supervision: Unit, head: User, chief: Member, task: Task
) -> None:
    facts = LetterFacts("ขอเชิญประชุม", chief.on, chief.on)
    letter = receive(chief.office, facts, Work(Doer(supervision)), by=chief)
    assert [(who, what) for who, what, _ in told("letter_new")] == [("head", letter.subject)]


def test_a_moved_window_is_told(task: Task, boss: Member) -> None:
    timing.move_window(task, task.starts_on, DAY + timedelta(days=30), why="รอข้อมูล", by=boss)
    assert told("task_moved") == [("supervisor", task.title, page_of(task))]


def test_a_hand_over_is_told_once(task: Task, doer: Member, boss: Member, supervisor2: User) -> None:
    hand_over_all(doer.person, supervisor2.person, on=DAY, reason="ย้าย", by=boss, wanted=Wanted(duties=False))
    [(who, what, _)] = told("handed_over")
    assert who == "supervisor2"
    assert "งาน 1 เรื่อง" in what


def test_what_fails_tells_nothing(task: Task, boss: Member, teacher: User) -> None:
    with pytest.raises(Exception, match="กลุ่ม"):
        assign(task, teacher.person, by=boss)
    assert not Notice.objects.exists()


# Of a day


def keys(kind: str, day: date = DAY) -> list[tuple[str, Any]]:
    asked = kinds.KINDS[kind].collect
    found = asked(None, day) if asked else ()
    users = dict(Person.objects.values_list("pk", "user__username"))
    return sorted((users[one.person_id], one.object_id) for one in found)


def test_a_task_is_due_soon_until_its_day_and_then_late(task: Task) -> None:
    due = task.due_on
    for day, kind in (
        (due - timedelta(days=4), ""), (due - timedelta(days=3), "task_due"), (due, "task_due"),
        (due + timedelta(days=1), "task_late"), (due + timedelta(days=8), ""),
    ):  # fmt: skip
        found = [name for name in ("task_due", "task_late") if ("supervisor", task.pk) in keys(name, day)]
        assert found == ([kind] if kind else []), day


def test_what_is_submitted_is_neither_due_nor_late(task: Task, doer: Member, boss: Member) -> None:
    submitted(task, doer)
    assert ("supervisor", task.pk) not in keys("task_due")
    assert ("supervisor", task.pk) not in keys("task_late", task.due_on + timedelta(days=1))


def test_a_week_is_told_at_its_beginning(task: Task) -> None:
    monday = DAY + timedelta(days=3)
    assert ("supervisor", task.pk) in keys("task_week", monday)
    assert keys("task_week", monday + timedelta(days=1)) == []


def test_a_week_whose_first_days_are_off_is_told_on_the_first_that_is_not(
    task: Task, office: Office, other_office: Office
) -> None:
    """All days off of an office count; those of others do not."""
    monday = DAY + timedelta(days=3)
    Task.objects.filter(pk=task.pk).update(due_on=monday + timedelta(days=4))
    off = [monday, monday + timedelta(days=1), monday + timedelta(days=2)]
    Holiday.objects.bulk_create(Holiday(office=office, on=one, name="สงกรานต์") for one in off[1:])
    Holiday.objects.create(office=other_office, on=monday, name="สงกรานต์")
    assert keys("task_week", off[-1]) == []
    assert keys("task_week", monday + timedelta(days=3)) == []
    Holiday.objects.create(office=office, on=monday, name="สงกรานต์")
    for number in (1, 2, 3):
        assert ("supervisor", task.pk) in keys("task_week", monday + timedelta(days=number)), number
    assert keys("task_week", monday + timedelta(days=4)) == []


@pytest.mark.parametrize("role", ["", Role.SUPERVISOR, Role.CLERK])
@pytest.mark.parametrize("of_section", [False, True])
def test_work_of_nobody_is_told_to_those_whose_work_it_is_to_take_up(
    task: Task, media_section: Unit, doer: Member, role: str, of_section: bool, request: pytest.FixtureRequest
) -> None:
    named = ("head", "ict_head", "section_head", "supervisor", "supervisor2", "clerk", "computer_officer")
    people = [request.getfixturevalue(name) for name in named]
    unit = media_section if of_section else task.unit
    Task.objects.filter(pk=task.pk).update(assignee=None, taken_up_at=None, role=role, unit=unit)
    may = {
        user.username
        for user in people
        if access.own_work(as_member(user, doer.office)).filter(pk=task.pk).exists()
    }
    assert may
    late = task.due_on + timedelta(days=1)
    for kind, day in (("task_due", DAY), ("task_late", late), ("task_week", DAY + timedelta(days=3))):
        assert {who for who, pk in keys(kind, day) if pk == task.pk} == may, kind


def test_what_somebody_took_up_is_read_for_the_others(task: Task, doer: Member, supervisor2: User) -> None:
    Task.objects.filter(pk=task.pk).update(assignee=None, taken_up_at=None, role=Role.SUPERVISOR)
    collect(None, on=DAY)
    settle([doer.office])
    assert [who for who, _, _ in told("task_due")] == ["supervisor", "supervisor2"]
    assert not Notice.objects.filter(kind="task_due").exclude(read_at=None).exists()
    task.refresh_from_db()
    take_up(task, by=doer)
    settle([doer.office])
    unread = Notice.objects.filter(kind="task_due", read_at=None)
    assert [one.person for one in unread] == [doer.person]


def test_who_has_no_open_account_is_not_told(task: Task, supervisor: User) -> None:
    User.objects.filter(pk=supervisor.pk).update(is_active=False)
    assert keys("task_due") == []


def test_what_is_returned_is_true_until_it_is_submitted_again(task: Task, doer: Member, boss: Member) -> None:
    send_back(submitted(task, doer), "แก้ไข", by=boss)
    assert ("supervisor", task.pk) in keys("task_returned")
    task.refresh_from_db()
    submitted(task, doer)
    assert keys("task_returned") == []


def test_a_mention_is_true_until_it_is_seen(
    client: Client, task: Task, doer: Member, boss: Member, head: User
) -> None:
    say(task, "โปรดดู", to=[boss.person.pk], by=doer)
    assert ("head", task.pk) in keys("mentioned")
    client.force_login(head)
    assert client.get(page_of(task)).status_code == 200
    assert keys("mentioned") == []
    assert Notice.objects.get(kind="mentioned").read_at


def test_what_is_asked_is_true_until_it_is_answered(
    school: School, supervision: Unit, doer: Member, boss: Member, school_director: User, task: Task
) -> None:
    facts = LetterFacts("รายงาน", boss.on + timedelta(days=3), boss.on)
    letter = receive(
        boss.office, facts, Work(Doer(supervision, doer.person), AskedOf(schools=[school])), by=boss
    )
    ask = letter.asks.get()
    assert keys("letter_asked") == [("school-director", ask.pk)] * 2  # asked, and due soon
    more = letter.run.tasks.get()
    more.pk, more.number = new_id(), "9"
    more.save(force_insert=True)
    assert keys("letter_asked") == [("school-director", ask.pk)] * 2  # however many tasks it goes by
    more.delete()
    asking.answer(ask, asking.Typed("ครบ"), by=as_member(school_director, boss.office))
    assert keys("letter_asked") == []


def waiting(people: Iterable[User], office: Office) -> set[tuple[str, Any]]:
    """As each sees it in their folder."""
    return {
        (user.username, one.round.task_id)
        for user in people
        for one in access.decisions_for(as_member(user, office)).select_related("round")
    }


@pytest.mark.parametrize(
    "gone", [(), ("head",), ("head", "deputy"), ("head", "deputy", "director"), ("director",)]
)
def test_decisions_are_told_to_those_in_whose_folders_they_lie(
    request: pytest.FixtureRequest, office: Office, task: Task, doer: Member, gone: tuple[str, ...]
) -> None:
    named = (
        "head",
        "deputy",
        "director",
        "ict_head",
        "section_head",
        "supervisor",
        "clerk",
        "secretary",
        "finance",
    )
    people = [request.getfixturevalue(name) for name in named]
    submitted(task, doer)
    given = Task.objects.get(run=task.run_id, number="2")
    submit(given, "เสนอแผน", by=doer)
    for name in gone:
        request.getfixturevalue(name).person.appointments.update(until_on=DAY - timedelta(days=1))
    left = [user for user, name in zip(people, named, strict=True) if name not in gone]
    assert set(keys("decision_waits")) == waiting(left, office)


def test_who_does_the_work_is_not_told_to_decide_on_it(
    office: Office, task: Task, doer: Member, head: User, deputy: User
) -> None:
    decision = submitted(task, doer)
    Task.objects.filter(pk=task.pk).update(assignee=head.person)
    decision.refresh_from_db()
    found = Decision.objects.select_related("unit", "round__task").filter(pk=decision.pk)
    assert {one.person_id for one in deciders_of(list(found), on=DAY)} == {deputy.person.pk}
    assert waiting([head, deputy], office) == {("deputy", task.pk)}


def test_everything_is_told_once_however_often_it_is_collected(
    task: Task, doer: Member, boss: Member
) -> None:
    collect(None, on=DAY)
    before = Notice.objects.count()
    assert before
    collect([doer.office.pk], on=DAY)
    collect(None, on=DAY)
    assert Notice.objects.count() == before


def test_only_of_the_offices_that_are_asked_for(task: Task, other_office: Office) -> None:
    assert list(collecting.due_tasks([other_office.pk], DAY)) == []


def test_a_kind_costs_the_same_for_one_and_many(
    task: Task, supervision: Unit, doer: Member, boss: Member
) -> None:
    say(task, "โปรดดู", to=[boss.person.pk], by=doer)
    submitted(task, doer)
    one = asked_of_all()
    for number in range(5):
        other = make_procedure(supervision, title=f"งานที่ {number}")
        open_year(supervision.office)
        more = task_of(other, "1")
        take_up(more, by=doer)
        say(more, "โปรดดู", to=[boss.person.pk], by=doer)
        submitted(more, doer)
    Task.objects.filter(assignee=doer.person, state="open").update(due_on=DAY, starts_on=date(2026, 10, 1))
    assert asked_of_all() == one


def asked_of_all() -> dict[str, int]:
    """Questions of each kind to the database; what there is nothing of asks no second one."""
    found = {}
    for kind in kinds.KINDS.values():
        if kind.collect:
            with CaptureQueriesContext(connection) as asked:
                list(kind.collect(None, DAY))
            found[kind.code] = len(asked)
    assert all(count <= 2 for count in found.values())
    return found


# May it be opened?


def test_a_task_that_was_handed_to_another_division_leads_nowhere(
    client: Client, task: Task, ict: Unit, supervisor: User
) -> None:
    collect(None, on=DAY)
    notice = Notice.objects.get(kind="task_due", person=supervisor.person)
    Task.objects.filter(pk=task.pk).update(assignee=None, unit=ict)
    client.force_login(supervisor)
    assert client.post(reverse("notices:notice-open", args=["satit1", notice.pk])).status_code == 403
