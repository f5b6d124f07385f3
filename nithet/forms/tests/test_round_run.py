"""A round that is open and its end, as who runs it does it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core import jobs
from nithet.core.models import Job
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget, Submission
from nithet.forms.tests.filling_kit import AT
from nithet.forms.tests.round_pages import act, at, told, typed
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.notices.models import Notice
from nithet.offices.models import Office, Role, School, SchoolChange, Unit
from nithet.offices.tests.factories import make_member_user, make_school, page_text

State, Standing = Round.State, RoundAnswer.Standing
pytestmark = pytest.mark.usefixtures("friday")


# Who has answered


def test_the_page_says_how_many_have_answered_and_who_has_not(
    client: Client, running: Round, supervisor: User, school: School, small_school: School
) -> None:
    answer(running, RoundTarget.objects.get(school=school))
    client.force_login(supervisor)
    page = told(client.get(at(running.office, "round-page", running.pk)))
    assert "ตอบแล้ว 1 จาก 2 โรงเรียน ร้อยละ 50.0" in page
    assert "ยังไม่ส่งข้อมูล 1 โรงเรียน ไม่อยู่ในกลุ่มโรงเรียน: โรงเรียนบ้านดอยสาธิต" in page
    shown = told(client.get(f"{at(running.office, 'round-page', running.pk)}?show=answered"))
    assert f"{school.name}</th>" in shown
    assert f"{small_school.name}</th>" not in shown


def test_a_chair_sees_who_of_the_cluster_has_sent_and_no_other(
    client: Client, running: Round, cluster_chair: User, school: School, small_school: School
) -> None:
    client.force_login(cluster_chair)
    page = told(client.get(at(running.office, "round-page", running.pk)))
    assert school.name in page
    assert small_school.name not in page
    assert "ตอบแล้ว 0 จาก 1 โรงเรียน" in page
    assert client.get(at(running.office, "round-links", running.pk)).status_code == 403


def test_the_page_costs_the_same_for_two_schools_and_for_twenty(
    client: Client, running: Round, office: Office, supervisor: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    client.force_login(supervisor)
    pages = [
        at(office, "round-page", running.pk),
        at(office, "round-links", running.pk),
        at(office, "round-list"),
    ]
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(60) as before:
            client.get(page)
        more = [make_school(office, f"โรงเรียนบ้านที่ {number}") for number in range(9)]
        open_round(running, more)
        open_round(make_round(running.version), more[:2])
        with django_assert_max_num_queries(len(before)):
            client.get(page)


# Reminding


def test_reminding_tells_accounts_once_a_day(
    client: Client, running: Round, supervisor: User, school_director: User, school: School
) -> None:
    client.force_login(supervisor)
    for _ in range(2):
        act(client, running, "round-remind")
    notices = Notice.objects.filter(kind="round_asked", person=school_director.person)
    assert [one.detail for one in notices] == ["แจ้งติดตาม ส่งภายใน 30 พฤศจิกายน 2569"]
    assert set(RoundTarget.objects.values_list("reminders", flat=True)) == {1}
    with time_machine.travel(AT + timedelta(days=1)):
        act(client, running, "round-remind")
    assert notices.all().count() == 2
    assert set(RoundTarget.objects.values_list("reminders", flat=True)) == {2}


def test_who_has_answered_is_not_reminded(
    client: Client, running: Round, supervisor: User, school: School
) -> None:
    answer(running, RoundTarget.objects.get(school=school))
    client.force_login(supervisor)
    act(client, running, "round-remind")
    assert RoundTarget.objects.get(school=school).reminders == 0


def test_an_anonymous_round_keeps_no_trace_of_whom_it_reminded(
    client: Client, version: FormVersion, supervisor: User, school: School, small_school: School
) -> None:
    made = make_round(version, is_anonymous=True)
    first, _ = open_round(made, [school, small_school])
    answer(made, first)
    client.force_login(supervisor)
    act(client, made, "round-remind")
    kept = RoundTarget.objects.filter(round=made).values_list("reminders", "reminded_at").distinct()
    assert kept.count() == 1


# The end


def test_a_round_is_closed_early_only_with_a_reason(client: Client, running: Round, supervisor: User) -> None:
    client.force_login(supervisor)
    act(client, running, "round-close")
    running.refresh_from_db()
    assert running.state == State.OPEN
    for _ in range(2):
        act(client, running, "round-close", reason="ครบแล้ว")
    running.refresh_from_db()
    assert (running.state, running.reason) == (State.CLOSED, "ครบแล้ว")
    assert Entry.objects.filter(verb="round.closed").count() == 1


def test_after_its_last_day_a_round_is_closed_by_itself(
    client: Client, running: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    with time_machine.travel(AT + timedelta(days=11)):
        assert "ปิดรับข้อมูลแล้ว" in told(client.get(at(running.office, "round-page", running.pk)))
        _run_nightly()
    running.refresh_from_db()
    assert running.state == State.CLOSED
    assert Entry.objects.get(verb="round.closed").by_name == "ระบบ"


def _run_nightly() -> None:
    made = jobs.start("forms.rounds")
    jobs.perform.call(str(made.pk))
    made.refresh_from_db()
    assert made.state == Job.State.DONE, made.detail


def test_a_school_that_was_closed_since_is_not_asked_any_more(
    running: Round, school: School, small_school: School
) -> None:
    for one in (school, small_school):
        SchoolChange.objects.create(office=one.office, school=one, kind="closed", on=date(2026, 11, 19))
    answer(running, RoundTarget.objects.get(school=school))
    _run_nightly()
    assert RoundTarget.objects.get(school=school).standing == "asked"
    excused = RoundTarget.objects.get(school=small_school)
    assert (excused.standing, excused.reason) == ("excused", "โรงเรียนยุบ/เลิกเมื่อ 19 พฤศจิกายน 2569")


def test_a_window_is_extended_to_a_later_day_only(client: Client, running: Round, supervisor: User) -> None:
    client.force_login(supervisor)
    assert act(client, running, "round-extend", closes_on="25 พ.ย. 2569", revision=0).status_code == 422
    assert act(client, running, "round-extend", closes_on="10 ธ.ค. 2569", revision=5).status_code == 409
    act(client, running, "round-extend", closes_on="10 ธ.ค. 2569", revision=0)
    running.refresh_from_db()
    assert running.closes_on == date(2026, 12, 10)


def test_a_closed_round_is_opened_again_with_a_reason(
    client: Client, running: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    act(client, running, "round-close", reason="ครบแล้ว")
    assert act(client, running, "round-reopen", closes_on="10 ธ.ค. 2569").status_code == 422
    act(client, running, "round-reopen", closes_on="10 ธ.ค. 2569", reason="ขอเพิ่มเวลา")
    running.refresh_from_db()
    assert (running.state, running.closes_on, running.closed_at) == (State.OPEN, date(2026, 12, 10), None)


def test_an_anonymous_round_is_never_opened_again(
    client: Client, version: FormVersion, supervisor: User, school: School
) -> None:
    made = make_round(version, is_anonymous=True)
    open_round(made, [school])
    client.force_login(supervisor)
    act(client, made, "round-close", reason="ครบแล้ว")
    assert act(client, made, "round-reopen", closes_on="10 ธ.ค. 2569", reason="อยากได้เพิ่ม").status_code == 409


def test_a_voided_round_stays_with_its_reason(client: Client, running: Round, supervisor: User) -> None:
    client.force_login(supervisor)
    act(client, running, "round-void")
    running.refresh_from_db()
    assert running.state == State.OPEN
    for _ in range(2):
        act(client, running, "round-void", reason="ใช้แบบฟอร์มผิด")
    running.refresh_from_db()
    assert (running.state, running.reason) == (State.VOID, "ใช้แบบฟอร์มผิด")
    assert act(client, running, "round-close", reason="ปิด").status_code == 409
    assert "ใช้แบบฟอร์มผิด" in told(client.get(at(running.office, "round-page", running.pk)))


# Who is asked, and which answers count


def test_others_are_asked_besides_and_nobody_twice(
    client: Client, running: Round, office: Office, supervisor: User, school: School
) -> None:
    new = make_school(office, "โรงเรียนบ้านใหม่สาธิต")
    client.force_login(supervisor)
    for _ in range(2):
        act(client, running, "target-add", schools=[str(new.pk)])
    assert RoundTarget.objects.filter(round=running).count() == 3
    assert act(client, running, "target-add").status_code == 422


def test_a_school_that_was_asked_already_is_not_added_under_another_key(
    client: Client, running: Round, supervisor: User, school: School
) -> None:
    client.force_login(supervisor)
    assert act(client, running, "target-add", schools=[str(school.pk)]).status_code == 302
    assert RoundTarget.objects.filter(round=running).count() == 2


def test_who_is_excused_is_not_counted_and_can_be_asked_again(
    client: Client, running: Round, supervisor: User, small_school: School
) -> None:
    target = RoundTarget.objects.get(school=small_school)
    client.force_login(supervisor)
    act(client, running, "target-excuse", target.pk)
    target.refresh_from_db()
    assert target.standing == "asked"
    act(client, running, "target-excuse", target.pk, reason="ไม่เปิดสอนระดับนี้")
    assert "ตอบแล้ว 0 จาก 1 โรงเรียน" in told(client.get(at(running.office, "round-page", running.pk)))
    act(client, running, "target-ask", target.pk)
    target.refresh_from_db()
    assert (target.standing, target.reason) == ("asked", "")


def test_a_link_is_renewed_once_for_what_was_seen(client: Client, running: Round, supervisor: User) -> None:
    target = RoundTarget.objects.filter(round=running).first()
    assert target is not None
    client.force_login(supervisor)
    for _ in range(2):
        act(client, running, "target-link", target.pk, seen=0)
        act(client, running, "round-relink", seen=0)
    target.refresh_from_db()
    running.refresh_from_db()
    assert (target.link_number, running.link_number) == (1, 1)


def test_a_late_answer_counts_once_somebody_takes_it_in(
    client: Client, running: Round, supervisor: User, school: School
) -> None:
    target = RoundTarget.objects.get(school=school)
    late = answer(running, target, standing=Standing.LATE)
    client.force_login(supervisor)
    shown = told(client.get(f"{at(running.office, 'round-page', running.pk)}?show=late"))
    assert late.submission.reference in shown
    act(client, running, "round-answer-take", late.pk)
    late.refresh_from_db()
    assert late.standing == Standing.LATE
    for _ in range(2):
        act(client, running, "round-answer-take", late.pk, reason="ส่งช้าเพราะไฟดับ")
    late.refresh_from_db()
    target.refresh_from_db()
    assert (late.standing, late.change, target.has_answered) == (Standing.COUNTED, 2, True)


def test_of_two_answers_the_chosen_one_counts(
    client: Client, running: Round, supervisor: User, school: School
) -> None:
    target = RoundTarget.objects.get(school=school)
    first, second = answer(running, target), answer(running, target, standing=Standing.AGAIN)
    client.force_login(supervisor)
    for _ in range(2):
        act(client, running, "round-answer-choose", second.pk)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.standing, second.standing) == (Standing.AGAIN, Standing.COUNTED)
    late = answer(running, target, standing=Standing.LATE)
    assert act(client, running, "round-answer-take", late.pk, reason="ใหม่กว่า").status_code == 409


def test_answers_of_another_round_are_not_found(
    client: Client, version: FormVersion, running: Round, supervisor: User, school: School
) -> None:
    other = make_round(version)
    (target,) = open_round(other, [school])
    late = answer(other, target, standing=Standing.LATE)
    client.force_login(supervisor)
    assert act(client, running, "round-answer-take", late.pk, reason="x").status_code == 404
    assert act(client, running, "target-excuse", target.pk, reason="x").status_code == 404


# Where it is asked


def test_what_is_asked_stands_on_the_first_page_of_the_school_until_it_is_sent(
    client: Client, running: Round, school_director: User, school: School
) -> None:
    client.force_login(school_director)
    page = reverse("workspace:asked", args=[running.office.code])
    assert "ตอบแบบสอบถาม" in page_text(client.get(page, follow=True))
    made = answer(running, RoundTarget.objects.get(school=school))
    Submission.objects.filter(pk=made.submission_id).update(sent_by=school_director)
    response = client.get(page, follow=True)
    assert "ตอบแบบสอบถาม" not in page_text(response)
    assert len(response.context["sent"]) == 1


def test_a_notice_leads_to_ones_own_answer(
    client: Client, running: Round, school_director: User, teacher: User, supervisor: User, outsider: User
) -> None:
    page = at(running.office, "round-asked", running.pk)
    for user, status in ((school_director, 302), (teacher, 404), (supervisor, 302), (outsider, 404)):
        client.force_login(user)
        assert client.get(page).status_code == status
    client.force_login(school_director)
    assert "/a/" in client.get(page)["Location"]


def test_links_are_given_out_on_the_screen_and_as_a_table(
    client: Client, running: Round, supervisor: User, school: School
) -> None:
    client.force_login(supervisor)
    page = at(running.office, "round-links", running.pk)
    text = page_text(client.get(page))
    assert text.count('class="qr"') == 2
    assert f"{school.name}\nhttp://testserver/{running.office.code}/a/" in text
    file: Any = client.get(f"{page}?format=csv")
    table = b"".join(file.streaming_content).decode()
    assert table.count(f"http://testserver/{running.office.code}/a/") == 2


def test_a_round_is_found_by_its_name(
    client: Client, version: FormVersion, supervision: Unit, supervisor: User, teacher: User
) -> None:
    client.force_login(supervisor)
    begin = f"{at(supervision.office, 'round-begin')}?form={version.form.name}"
    client.post(begin, typed(supervision, title="สำรวจครุภัณฑ์ห้องสมุด"))
    search = f"{reverse('workspace:search', args=[supervision.office.code])}?q=ครุภัณฑ์ห้องสมุด"
    made = Round.objects.get()
    assert str(made.pk) in page_text(client.get(search))
    client.force_login(teacher)
    assert str(made.pk) not in page_text(client.get(search))


def test_a_draft_is_discarded_and_an_open_one_is_not(
    client: Client, version: FormVersion, running: Round, supervisor: User
) -> None:
    made = make_round(version)
    client.force_login(supervisor)
    act(client, made, "round-discard")
    assert not Round.objects.filter(pk=made.pk).exists()
    assert act(client, running, "round-discard").status_code == 409


def test_a_chair_has_no_drafts_to_look_at(
    client: Client, version: FormVersion, office: Office, cluster_chair: User, school: School
) -> None:
    made = make_round(version)
    client.force_login(cluster_chair)
    assert client.get(at(office, "round-page", made.pk)).status_code == 404


def test_a_head_of_another_division_sees_no_round_of_ours(
    client: Client, running: Round, ict_head: User, director: User
) -> None:
    page = at(running.office, "round-page", running.pk)
    client.force_login(ict_head)
    assert client.get(page).status_code == 404
    client.force_login(director)
    assert client.get(page).status_code == 200
    assert act(client, running, "round-close", reason="x").status_code == 403


def test_somebody_new_at_a_school_answers_for_it_too(
    client: Client, running: Round, office: Office, school: School
) -> None:
    newcomer = make_member_user(office, Role.SCHOOL_CLERK, school=school)
    client.force_login(newcomer)
    assert client.get(at(office, "round-asked", running.pk)).status_code == 302
