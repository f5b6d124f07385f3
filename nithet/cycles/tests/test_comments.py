"""Comments on tasks: who says what to whom, what is seen, what is taken back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import now
from nithet.core.errors import DomainError
from nithet.core.ids import new_id
from nithet.cycles import access
from nithet.cycles.models import Comment, Mention, Task
from nithet.cycles.services.comments import say, void_comment
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.privacy.sources import all_sources
from nithet.offices.tests.factories import as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


@pytest.fixture
def task(procedure: Procedure, doer: Member) -> Task:
    found = task_of(procedure, "1")
    Task.objects.filter(pk=found.pk).update(assignee=doer.person)
    found.refresh_from_db()
    return found


def add(client: Client, office: Office, task: Task, **data: Any) -> HttpResponse:
    return client.post(reverse("cycles:comment-add", args=[office.code, task.pk]), data)  # type: ignore[return-value]


def page_of(client: Client, office: Office, task: Task) -> str:
    response = client.get(reverse("cycles:task-page", args=[office.code, task.pk]))
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_comment_reaches_whom_it_mentions(
    client: Client, office: Office, task: Task, head: User, doer: Member
) -> None:
    client.force_login(head)
    response = add(client, office, task, text="ขอภาพกิจกรรมเพิ่ม", to=[doer.person.pk])
    assert response.status_code == 302
    client.force_login(doer.user)
    mine = reverse("workspace:my-work", args=[office.code])
    assert "มีผู้กล่าวถึงท่าน 1 รายการ" in client.get(mine).content.decode()
    text = page_of(client, office, task)
    assert "ขอภาพกิจกรรมเพิ่ม" in text
    assert f"@{doer.person.name}" in text
    assert "มีผู้กล่าวถึงท่าน" not in client.get(mine).content.decode()
    client.force_login(head)
    assert "อ่านแล้ว" in page_of(client, office, task)


def test_opening_another_task_sees_nothing(
    client: Client, office: Office, procedure: Procedure, task: Task, boss: Member, doer: Member
) -> None:
    say(task, "โปรดดู", to=[doer.person.pk], by=boss)
    client.force_login(doer.user)
    page_of(client, office, task_of(procedure, "2"))
    assert Mention.objects.filter(seen_at=None).count() == 1


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 302), ("deputy", 302), ("head", 302), ("supervisor", 302), ("clerk", 302), ("auditor", 403),
        ("supervisor2", 404), ("ict_head", 404), ("teacher", 404), ("school_director", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_sees_the_task_may_say_something(
    client: Client, office: Office, task: Task, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert add(client, office, task, text="รับทราบ").status_code == code
    assert Comment.objects.exists() is (code == 302)


def test_the_auditor_is_offered_no_form(office: Office, task: Task, auditor: User) -> None:
    answer = access.can_comment(as_member(auditor, office), task)
    assert not answer


EVERYBODY = (
    "director", "deputy", "head", "ict_head", "section_head", "supervisor", "supervisor2", "computer_officer", "clerk",
    "secretary", "registry", "planning", "finance", "school_director", "school_clerk", "teacher", "cluster_chair",
    "committee", "ministry", "administrator",
)  # fmt: skip


@pytest.mark.parametrize("given", ["to one", "to nobody", "to a role", "submitted", "to the section"])
def test_those_may_be_mentioned_who_see_the_task(
    office: Office, task: Task, doer: Member, media_section: Unit, request: pytest.FixtureRequest, given: str
) -> None:
    users = {who: request.getfixturevalue(who) for who in EVERYBODY}
    changes: dict[str, dict[str, Any]] = {
        "to one": {},
        "to nobody": {"assignee": None, "role": ""},
        "to a role": {"assignee": None, "role": "supervisor"},
        "to the section": {"assignee": None, "role": "", "unit": media_section},
        "submitted": {},
    }
    Task.objects.filter(pk=task.pk).update(**changes[given] or {"role": ""})
    if given == "submitted":
        attach_file(task, a_pdf(), by=doer)
        task.refresh_from_db()
        submit(task, "", by=doer)
    task = Task.objects.select_related("unit", "run").get(pk=task.pk)
    asker = as_member(users["director"], office)
    offered = set(access.mentionable(asker, task).values_list("pk", flat=True))
    sees = {
        user.person.pk
        for who, user in users.items()
        if who != "director" and access.visible_tasks(as_member(user, office)).filter(pk=task.pk).exists()
    }
    assert offered == sees


def test_nobody_else_can_be_mentioned(
    client: Client, office: Office, task: Task, head: User, teacher: User
) -> None:
    client.force_login(head)
    response = add(client, office, task, text="โปรดดู", to=[teacher.person.pk])
    assert response.status_code == 422
    assert "โปรดดู" in response.content.decode()
    with pytest.raises(DomainError):
        say(task, "โปรดดู", to=[teacher.person.pk], by=as_member(head, office))
    assert not Comment.objects.exists()


def test_only_a_page_that_somebody_reads_marks_what_was_said_as_seen(
    client: Client, office: Office, task: Task, boss: Member, doer: Member
) -> None:
    say(task, "ถึงผู้ทำ", to=[doer.person.pk], by=boss)
    client.force_login(doer.user)
    address = reverse("cycles:task-page", args=[office.code, task.pk])
    unseen = Mention.objects.filter(seen_at=None)
    client.head(address)
    for name in ("Sec-Purpose", "Purpose"):
        client.get(address, headers={name: "prefetch"})
    assert unseen.count() == 1
    client.get(address)
    assert unseen.count() == 0
    with CaptureQueriesContext(connection) as caught:
        client.get(address)
    # What is sent prepared tells no text on PostgreSQL; none of it writes mentions.
    assert not [query for query in caught if 'UPDATE "cycles_mention"' in (query["sql"] or "")]


def test_an_empty_comment_is_to_be_mended(client: Client, office: Office, task: Task, head: User) -> None:
    client.force_login(head)
    response = add(client, office, task, text="  ")
    assert response.status_code == 422
    assert "โปรดเขียนข้อความ" in response.content.decode()


def test_sent_twice_it_is_said_once(
    client: Client, office: Office, task: Task, head: User, doer: Member
) -> None:
    client.force_login(head)
    key = new_id()
    for _ in range(2):
        assert (
            add(client, office, task, text="ครั้งเดียว", comment_key=key, to=[doer.person.pk]).status_code == 302
        )
    assert (Comment.objects.count(), Mention.objects.count()) == (1, 1)
    assert Entry.objects.filter(verb="task.commented").count() == 1


def test_the_key_of_another_persons_comment_takes_nothing_over(
    office: Office, task: Task, boss: Member, doer: Member
) -> None:
    key = new_id()
    say(task, "ของหัวหน้า", by=boss, key=key)
    say(task, "ของผู้ทำ", by=doer, key=key)
    assert sorted(Comment.objects.values_list("text", flat=True)) == ["ของผู้ทำ", "ของหัวหน้า"]


def test_history_tells_that_something_was_said_not_what(
    office: Office, task: Task, boss: Member, doer: Member
) -> None:
    say(task, "ความลับของสองคน", to=[doer.person.pk], by=boss)
    entry = Entry.objects.get(verb="task.commented")
    assert entry.facts == {"mentioned": 1}
    assert "ความลับ" not in f"{entry.title}{entry.why}{entry.facts}"


def test_one_takes_back_ones_own_on_the_same_day(
    client: Client, office: Office, task: Task, head: User, doer: Member
) -> None:
    made = say(task, "พิมพ์ผิด", to=[doer.person.pk], by=as_member(head, office))
    client.force_login(head)
    assert "ลบข้อความ" in page_of(client, office, task)
    address = reverse("cycles:comment-void", args=[office.code, made.pk])
    assert client.post(address).status_code == 302
    text = page_of(client, office, task)
    assert "ลบข้อความแล้ว" in text
    assert "พิมพ์ผิด" not in text
    assert client.post(address).status_code == 409
    client.force_login(doer.user)
    assert "มีผู้กล่าวถึงท่าน" not in client.get(reverse("workspace:my-work", args=[office.code])).content.decode()
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(("who", "code"), [("director", 403), ("teacher", 404), ("outsider", 404)])
def test_nobody_takes_back_anothers(
    client: Client,
    office: Office,
    task: Task,
    boss: Member,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    made = say(task, "คงอยู่", by=boss)
    client.force_login(request.getfixturevalue(who))
    assert client.post(reverse("cycles:comment-void", args=[office.code, made.pk])).status_code == code
    made.refresh_from_db()
    assert made.text == "คงอยู่"


def test_what_was_said_on_an_earlier_day_stays(office: Office, task: Task, boss: Member) -> None:
    made = say(task, "เมื่อวาน", by=boss)
    Comment.objects.filter(pk=made.pk).update(at=now() - timedelta(days=1))
    made.refresh_from_db()
    with pytest.raises(DomainError):
        void_comment(made, by=boss)


def test_a_reminder_comes_filled_in(
    client: Client, office: Office, task: Task, head: User, doer: Member
) -> None:
    client.force_login(head)
    address = reverse("cycles:task-page", args=[office.code, task.pk])
    text = client.get(address, {"to": str(doer.person.pk), "say": "โปรดดำเนินการ"}).content.decode()
    assert ">\nโปรดดำเนินการ</textarea>" in text
    assert text.count("checked") == 1


def test_a_person_gets_a_copy_of_what_they_said_and_were_told(
    office: Office, task: Task, boss: Member, doer: Member
) -> None:
    say(task, "ถึงผู้ทำ", to=[doer.person.pk], by=boss)
    say(task, "ถึงใครก็ได้", by=boss)
    (source,) = [one for one in all_sources() if one.title == "ข้อความในงาน"]
    assert [row[-1] for row in source.rows(doer.person)] == ["ถึงผู้ทำ"]
    assert [row[-1] for row in source.rows(boss.person)] == ["ถึงผู้ทำ", "ถึงใครก็ได้"]


def test_a_page_costs_the_same_for_one_comment_and_fifty(
    client: Client, office: Office, task: Task, head: User, boss: Member, doer: Member
) -> None:
    client.force_login(head)
    address = reverse("cycles:task-page", args=[office.code, task.pk])
    costs = []
    for count in (1, 49):
        for _ in range(count):
            say(task, "ข้อความ", to=[doer.person.pk], by=boss)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        costs.append(len(caught))
    assert costs[0] == costs[1]
    client.force_login(doer.user)
    mine = reverse("workspace:my-work", args=[office.code])
    with CaptureQueriesContext(connection) as fifty:
        client.get(mine)
    Mention.objects.filter(pk__in=list(Mention.objects.values_list("pk", flat=True)[1:])).update(
        seen_at=now()
    )
    with CaptureQueriesContext(connection) as one:
        client.get(mine)
    assert len(fifty) == len(one)
