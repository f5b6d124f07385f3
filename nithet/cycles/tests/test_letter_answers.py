"""What a letter asks: schools, units and people answer, others never see it, and the answers go up summed up."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.ids import new_id
from nithet.core.models import StoredFile
from nithet.cycles.errors import AnswerChangedError, LetterClosedError
from nithet.cycles.models import Cycle, Decision, Evidence, Letter, LetterAsk, Task, TaskRound
from nithet.cycles.services.asking import Typed, answer, ask_more, record_answer, remind, void_ask
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.letters import AskedOf
from nithet.cycles.services.offering import rebuild
from nithet.cycles.services.working import submit, withdraw
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year
from nithet.cycles.tests.test_letters import a_letter, status_of
from nithet.offices.members import Member
from nithet.offices.models import Office, Role, School, Unit
from nithet.offices.tests.factories import as_member, make_member_user, make_school

pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def year(office: Office, supervision: Unit) -> Cycle:
    make_procedure(supervision)
    return open_year(office)


@pytest.fixture
def other_school(office: Office) -> School:
    return make_school(office, "โรงเรียนบ้านนาสาธิต")


@pytest.fixture
def letter(
    boss: Member, doer: Member, supervision: Unit, school: School, other_school: School, year: Cycle
) -> Letter:
    """Given to the supervisor, asking two schools."""
    return a_letter(boss, supervision, person=doer.person, asked=AskedOf(schools=[school, other_school]))


@pytest.fixture
def task(letter: Letter) -> Task:
    return letter.run.tasks.get()


@pytest.fixture
def ask(letter: Letter, school: School) -> LetterAsk:
    return letter.asks.get(school=school)


@pytest.fixture
def other_director(office: Office, other_school: School) -> User:
    return make_member_user(office, Role.SCHOOL_DIRECTOR, school=other_school, username="other-director")


def page_of(ask: LetterAsk) -> str:
    return reverse("cycles:ask-page", args=[ask.office.code, ask.pk])


def act(name: str, thing: Letter | LetterAsk) -> str:
    return reverse(f"cycles:{name}", args=[thing.office.code, thing.pk])


# Answering


@pytest.mark.parametrize("who", ["school_director", "school_clerk"])
def test_a_school_answers(
    client: Client, ask: LetterAsk, task: Task, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page_of(ask)).status_code == 200
    response = client.post(page_of(ask), {"answer": "ใช้งานได้ 6 ห้อง", "attached": a_pdf("ภาพ.pdf")})
    assert response.status_code == 302
    ask.refresh_from_db()
    task.refresh_from_db()
    assert (ask.answer, ask.files[0]["name"]) == ("ใช้งานได้ 6 ห้อง", "ภาพ.pdf")
    assert (task.done, task.target, task.is_met) == (1, 2, False)
    assert Entry.objects.filter(verb="letter.answered", object_id=task.pk).count() == 1
    file = reverse("cycles:ask-file", args=[ask.office.code, ask.pk, ask.files[0]["file"]])
    assert status_of(client, file) == 200


@pytest.mark.parametrize(
    "who", ["teacher", "other_director", "supervisor2", "ict_head", "cluster_chair", "outsider", "director"]
)
def test_nobody_else_answers_for_it(
    client: Client, ask: LetterAsk, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(page_of(ask)).status_code == 404
    assert client.post(page_of(ask), {"answer": "ไม่ใช่"}).status_code == 404
    ask.refresh_from_db()
    assert ask.answered_at is None


def test_a_school_sees_neither_the_answers_nor_the_files_of_another(
    client: Client,
    letter: Letter,
    ask: LetterAsk,
    school_director: User,
    other_director: User,
    office: Office,
) -> None:
    answer(ask, Typed("คำตอบของเรา", uploads=(a_pdf(),)), by=as_member(school_director, office))
    client.force_login(other_director)
    file = reverse("cycles:ask-file", args=[office.code, ask.pk, ask.files[0]["file"]])
    assert client.get(file).status_code == 404
    theirs = client.get(page_of(letter.asks.exclude(pk=ask.pk).get())).content.decode()
    assert "คำตอบของเรา" not in theirs
    assert ask.name not in theirs


def test_it_lies_on_the_desk_of_the_school_until_it_is_answered(
    client: Client, office: Office, ask: LetterAsk, school_director: User
) -> None:
    client.force_login(school_director)
    desk = reverse("workspace:my-work", args=[office.code])
    page = client.get(desk)
    assert [one.pk for one in page.context["asked"]] == [ask.pk]
    assert "เรื่องที่ขอจากโรงเรียน" in page.content.decode()
    client.post(page_of(ask), {"answer": "ครบ"})
    assert client.get(desk).context["asked"] == []
    assert [one.pk for one in client.get(f"{desk}?tab=adhoc").context["asked"]] == [ask.pk]


def test_units_and_people_answer_too(
    client: Client, boss: Member, supervision: Unit, ict: Unit, ict_head: User, teacher: User, year: Cycle
) -> None:
    letter = a_letter(boss, supervision, asked=AskedOf(units=[ict], people=[teacher.person]))
    for who, found in (
        (ict_head, letter.asks.get(unit=ict)),
        (teacher, letter.asks.get(person=teacher.person)),
    ):
        client.force_login(who)
        assert client.post(page_of(found), {"answer": "เรียบร้อย"}).status_code == 302
    assert letter.run.tasks.get().is_met


def test_an_empty_answer_is_none(client: Client, ask: LetterAsk, school_director: User) -> None:
    client.force_login(school_director)
    response = client.post(page_of(ask), {"answer": " "})
    assert response.status_code == 422
    assert "โปรดพิมพ์คำตอบหรือแนบไฟล์" in response.content.decode()


def test_a_file_that_is_not_what_it_says_is_refused_and_the_answer_stays(
    client: Client, ask: LetterAsk, school_director: User
) -> None:
    client.force_login(school_director)
    response = client.post(page_of(ask), {"answer": "พิมพ์ไว้แล้ว", "attached": a_pdf("ภาพ.pdf", b"MZ")})
    assert response.status_code == 422
    assert "พิมพ์ไว้แล้ว" in response.content.decode()
    assert not StoredFile.objects.exists()


def test_the_same_answer_twice_is_one(
    client: Client, ask: LetterAsk, task: Task, school_director: User
) -> None:
    client.force_login(school_director)
    for _ in range(2):
        assert client.post(page_of(ask), {"answer": "ครบ"}).status_code == 302
    assert Evidence.objects.filter(task=task).count() == 1
    assert Entry.objects.filter(verb__startswith="letter.answer").count() == 1


def test_an_answer_is_changed_until_the_letter_is_closed(
    client: Client, ask: LetterAsk, task: Task, school_director: User, doer: Member
) -> None:
    client.force_login(school_director)
    client.post(page_of(ask), {"answer": "ห้า", "attached": a_pdf()})
    ask.refresh_from_db()
    seen, file = ask.answered_at.isoformat() if ask.answered_at else "", ask.files[0]["file"]
    client.post(page_of(ask), {"answer": "หก", "seen": seen, "dropped": [file]})
    ask.refresh_from_db()
    assert (ask.answer, ask.files) == ("หก", [])
    assert Evidence.objects.get(task=task).title.endswith("หก")
    submit(task, "ได้เท่านี้", by=doer)
    assert client.post(page_of(ask), {"answer": "เจ็ด", "seen": seen}).status_code == 409
    assert "ปิดรับคำตอบแล้ว" in client.get(page_of(ask)).content.decode()
    withdraw(task, by=doer)
    assert "ปิดรับคำตอบแล้ว" not in client.get(page_of(ask)).content.decode()


def test_a_stale_form_is_told_what_stands_there_and_what_was_typed(
    client: Client, ask: LetterAsk, school_director: User, school_clerk: User, office: Office
) -> None:
    answer(ask, Typed("ของธุรการ"), by=as_member(school_clerk, office))
    client.force_login(school_director)
    response = client.post(page_of(ask), {"answer": "ของผู้อำนวยการ", "seen": ""})
    page = response.content.decode()
    assert response.status_code == 409
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in page
    assert "ของธุรการ" in page
    assert "ของผู้อำนวยการ" in page
    ask.refresh_from_db()
    assert ask.answer == "ของธุรการ"
    again = response.context["form"].initial
    assert client.post(page_of(ask), {"answer": "ของผู้อำนวยการ", "seen": again["seen"]}).status_code == 302


def test_a_page_changed_by_hand_does_no_harm(client: Client, ask: LetterAsk, school_director: User) -> None:
    client.force_login(school_director)
    assert client.post(page_of(ask), {"answer": "ครบ", "seen": "2026-99-99T00:00"}).status_code == 302
    assert client.post(page_of(ask), {"answer": "ใหม่", "seen": "\0", "dropped": ["x"]}).status_code in (
        409,
        422,
    )


# The one who collects


def test_the_doer_sees_who_has_answered_and_who_not(
    client: Client, letter: Letter, ask: LetterAsk, supervisor: User, school_director: User, office: Office
) -> None:
    answer(ask, Typed("ครบ"), by=as_member(school_director, office))
    client.force_login(supervisor)
    page = client.get(act("letter-page", letter))
    assert (page.context["answered_count"], page.context["missing_count"]) == (1, 1)
    text = page.context["line"].text
    assert "รายงานการใช้ห้องเรียน" in text
    assert "openExternalBrowser=1" in text
    assert "โรงเรียนบ้านนาสาธิต" in text
    assert ask.name not in text


def test_the_link_of_the_chat_leads_everyone_to_their_own_page(
    client: Client, letter: Letter, ask: LetterAsk, school_director: User, supervisor: User, teacher: User
) -> None:
    for who, there in ((school_director, page_of(ask)), (supervisor, act("letter-page", letter))):
        client.force_login(who)
        assert client.get(act("letter-mine", letter))["Location"] == there
    client.force_login(teacher)
    assert client.get(act("letter-mine", letter)).status_code == 404


def test_what_was_told_by_telephone_is_written_down(
    client: Client, letter: Letter, ask: LetterAsk, task: Task, supervisor: User
) -> None:
    client.force_login(supervisor)
    assert client.post(act("ask-record", ask), {"answer": "6 ห้อง", "told_by": ""}).status_code == 422
    response = client.post(act("ask-record", ask), {"answer": "6 ห้อง", "told_by": "ครูสาธิต ทางโทรศัพท์"})
    assert response["Location"] == act("letter-page", letter)
    ask.refresh_from_db()
    task.refresh_from_db()
    assert (ask.told_by, task.done) == ("ครูสาธิต ทางโทรศัพท์", 1)
    assert Entry.objects.get(verb="letter.answer_recorded").facts["to"] == ask.name


ACTS = ("letter-remind", "letter-ask", "letter-summary")


@pytest.mark.parametrize(
    ("who", "code"), [("section_head", 403), ("teacher", 404), ("school_director", 404), ("outsider", 404)]
)
def test_others_do_not_collect(
    client: Client, letter: Letter, ask: LetterAsk, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    before = Entry.objects.count()
    for name in ACTS:
        assert client.post(act(name, letter), {"summary": "x"}).status_code == code
    for name in ("ask-record", "ask-void"):
        assert client.post(act(name, ask), {"reason": "x", "told_by": "x", "answer": "x"}).status_code == code
    assert Entry.objects.count() == before


@pytest.mark.parametrize("name", ["letter-remind", "letter-ask", "letter-summary"])
def test_acts_are_sent_not_opened(client: Client, letter: Letter, supervisor: User, name: str) -> None:
    client.force_login(supervisor)
    assert client.get(act(name, letter)).status_code == 405


def test_a_reminder_is_seen_by_who_has_not_answered(
    client: Client, letter: Letter, ask: LetterAsk, supervisor: User, school_director: User
) -> None:
    client.force_login(supervisor)
    for _ in range(2):
        assert client.post(act("letter-remind", letter)).status_code == 302
    assert Entry.objects.filter(verb="letter.reminded").count() == 1
    client.force_login(school_director)
    assert "แจ้งติดตาม" in client.get(page_of(ask)).content.decode()


def test_more_are_asked_and_an_ask_is_voided(
    client: Client,
    office: Office,
    letter: Letter,
    ask: LetterAsk,
    task: Task,
    supervisor: User,
    school_director: User,
) -> None:
    answer(ask, Typed("ครบ"), by=as_member(school_director, office))
    client.force_login(supervisor)
    third = make_school(office, "โรงเรียนใหม่สาธิต")
    for _ in range(2):
        client.post(act("letter-ask", letter), {"schools_by": "list", "schools": [third.pk, ask.school_id]})
    task.refresh_from_db()
    assert (task.done, task.target) == (1, 3)
    assert client.post(act("ask-void", ask), {"reason": ""}).status_code == 422
    for _ in range(2):
        client.post(act("ask-void", ask), {"reason": "โรงเรียนยุบรวม"})
    task.refresh_from_db()
    assert (task.done, task.target) == (0, 2)
    client.force_login(school_director)
    assert client.get(page_of(ask)).status_code == 404
    assert rebuild(Task.objects.all()) == 0


def test_an_ask_that_was_voided_is_asked_again_with_its_answer(
    doer: Member, letter: Letter, ask: LetterAsk, task: Task, school_director: User, office: Office
) -> None:
    answer(ask, Typed("ครบ"), by=as_member(school_director, office))
    void_ask(ask, why="ผิดโรงเรียน", by=doer)
    assert ask.school
    assert ask_more(letter, AskedOf(schools=[ask.school]), by=doer) == 1
    task.refresh_from_db()
    assert (task.done, task.target) == (1, 2)
    assert rebuild(Task.objects.all()) == 0


def test_answers_leave_as_a_list(
    client: Client, letter: Letter, ask: LetterAsk, supervisor: User, doer: Member
) -> None:
    record_answer(ask, Typed("6 ห้อง", told_by="ครูสาธิต"), by=doer)
    client.force_login(supervisor)
    response: Any = client.get(act("letter-page", letter) + "?format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert "6 ห้อง" in text
    assert "ยังไม่ส่งข้อมูล" in text


# Up


def answered_by_all(letter: Letter, doer: Member) -> None:
    for place, one in enumerate(letter.asks.all()):
        record_answer(one, Typed(f"{place} ห้อง", told_by="ครูสาธิต"), by=doer)


def test_the_answers_go_up_summed_up_and_the_letter_is_ended(
    letter: Letter, task: Task, doer: Member, boss: Member
) -> None:
    answered_by_all(letter, doer)
    task.refresh_from_db()
    assert task.is_met
    submit(task, "", by=doer)
    memo = TaskRound.objects.get(task=task).memo_text
    assert "ได้ขอข้อมูลจำนวน 2 ราย ได้รับคำตอบแล้ว 2 ราย" in memo
    assert "โรงเรียนบ้านนาสาธิต: " in memo
    give(Decision.objects.get(round__task=task, state="current"), "", by=boss)
    task.refresh_from_db()
    assert task.state == "done"
    assert rebuild(Task.objects.all()) == 0


def test_who_is_missing_goes_up_by_name(letter: Letter, ask: LetterAsk, task: Task, doer: Member) -> None:
    record_answer(ask, Typed("6 ห้อง", told_by="ครูสาธิต"), by=doer)
    submit(task, "โรงเรียนน้ำท่วม", by=doer)
    made = TaskRound.objects.get(task=task)
    assert made.lacking == ["ได้รับคำตอบแล้ว 1 จาก 2 ราย"]
    assert "ยังไม่ได้รับคำตอบ 1 ราย ได้แก่ โรงเรียนบ้านนาสาธิต" in made.memo_text


def test_the_summary_can_be_written_otherwise(
    client: Client, letter: Letter, ask: LetterAsk, task: Task, supervisor: User, doer: Member
) -> None:
    answered_by_all(letter, doer)
    client.force_login(supervisor)
    seen = client.get(act("letter-page", letter)).context["summary_form"].initial["seen"]
    assert (
        client.post(act("letter-summary", letter), {"summary": "สรุปว่าครบ", "seen": seen}).status_code == 302
    )
    stale = client.post(act("letter-summary", letter), {"summary": "อีกข้อความ", "seen": seen})
    assert stale.status_code == 409
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in stale.content.decode()
    submit(task, "", by=doer)
    memo = TaskRound.objects.get(task=task).memo_text
    assert memo == "สรุปว่าครบ\n\nจึงเรียนมาเพื่อโปรดพิจารณารับรองผลการดำเนินงาน"


def test_what_was_sent_back_takes_answers_again(
    letter: Letter,
    ask: LetterAsk,
    task: Task,
    doer: Member,
    boss: Member,
    school_director: User,
    office: Office,
) -> None:
    submit(task, "ยังไม่ครบ", by=doer)
    send_back(Decision.objects.get(round__task=task, state="current"), "ตามให้ครบ", by=boss)
    answer(ask, Typed("ครบ"), by=as_member(school_director, office))
    task.refresh_from_db()
    assert (task.done, task.round) == (1, 2)


def test_a_closed_letter_takes_nothing_more(
    letter: Letter, ask: LetterAsk, task: Task, doer: Member, school_director: User, office: Office
) -> None:
    submit(task, "ยังไม่ครบ", by=doer)
    acts = (
        lambda: answer(ask, Typed("ช้า"), by=as_member(school_director, office)),
        lambda: record_answer(ask, Typed("ช้า", told_by="ครู"), by=doer),
        lambda: remind(letter, by=doer),
        lambda: void_ask(ask, why="ผิด", by=doer),
    )
    for one in acts:
        with pytest.raises(LetterClosedError):
            one()


def test_two_of_a_school_who_answer_at_once_are_told(
    ask: LetterAsk, school_director: User, school_clerk: User, office: Office
) -> None:
    answer(LetterAsk.objects.get(pk=ask.pk), Typed("หนึ่ง"), by=as_member(school_director, office))
    with pytest.raises(AnswerChangedError):
        answer(ask, Typed("สอง"), by=as_member(school_clerk, office))


# Many


def test_a_desk_with_many_asks_costs_as_much_as_with_one(
    client: Client, boss: Member, supervision: Unit, school: School, school_director: User, year: Cycle,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    client.force_login(school_director)
    counts = []
    for times in (1, 5):
        for _ in range(times):
            a_letter(boss, supervision, asked=AskedOf(schools=[school]), key=new_id())
        with django_assert_max_num_queries(40) as asked:
            client.get(reverse("workspace:my-work", args=[boss.office.code]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
