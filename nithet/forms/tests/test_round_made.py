"""A round before it takes answers: made, counted, opened; and the same question asked of nobody twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.clock import today
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.services.rounds.reminding import tell_begun
from nithet.forms.services.rounds.targets import make_targets
from nithet.forms.tests.filling_kit import make_form, publish
from nithet.forms.tests.round_pages import act, at, told, typed
from nithet.forms.tests.rounds_kit import CLOSES, make_round
from nithet.notices.models import Notice
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import make_school, page_text

State, Standing = Round.State, RoundAnswer.Standing
pytestmark = pytest.mark.usefixtures("friday")


@pytest.fixture
def begin(office: Office, version: FormVersion) -> str:
    return f"{at(office, 'round-begin')}?form={version.form.name}"


# Made


def test_a_round_is_made_once_however_often_it_is_sent(
    client: Client, office: Office, begin: str, supervision: Unit, supervisor: User, school: School
) -> None:
    client.force_login(supervisor)
    facts = typed(supervision)
    responses = [client.post(begin, facts) for _ in range(2)]
    made = Round.objects.get()
    assert [response["Location"] for response in responses] == [at(office, "round-page", made.pk)] * 2
    assert (made.state, made.closes_on) == (State.DRAFT, date(2026, 12, 4))
    assert Entry.objects.filter(verb="round.made").count() == 1
    assert "จะขอจาก 1 ราย" in told(client.get(at(office, "round-page", made.pk)))


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"closes_on": "19 พ.ย. 2569"}, "วันปิดรับต้องไม่มาก่อนวันเปิดรับ"),
        ({"audience": "named"}, "โปรดใส่รายชื่ออย่างน้อย 1 คน"),
        ({"audience": "named", "names": "ดาว, dao@"}, "อีเมลในบรรทัด"),
        ({"audience": "people"}, "โปรดเลือกตำแหน่งหรือกลุ่ม"),
        ({"audience": "public"}, "โปรดระบุจำนวนคำตอบที่ต้องการ"),
        ({"cutoff": "top"}, "โปรดระบุจำนวนลำดับ"),
        ({"wanted_percent": "101"}, "โปรดระบุร้อยละ 1–100"),
        ({"clusters": "x"}, "โปรดเลือก"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_made(
    client: Client, begin: str, supervision: Unit, supervisor: User, facts: dict[str, str], words: str
) -> None:
    client.force_login(supervisor)
    response = client.post(begin, typed(supervision, **facts))
    assert response.status_code == 422
    assert words in page_text(response)
    assert not Round.objects.exists()


def test_those_who_would_be_asked_are_counted_before_anything_is_kept(
    client: Client, begin: str, supervision: Unit, supervisor: User, school: School, small_school: School
) -> None:
    client.force_login(supervisor)
    response = client.post(begin, typed(supervision, sizes=["small"], count="1"))
    assert "จะขอข้อมูลจาก 1 ราย" in told(response)
    assert not Round.objects.exists()


def test_a_form_of_another_division_is_not_ours_to_ask_with(
    client: Client, office: Office, ict: Unit, supervisor: User
) -> None:
    publish(make_form(office, name="other", unit=ict))
    client.force_login(supervisor)
    assert client.get(f"{at(office, 'round-begin')}?form=other").status_code == 403


def test_an_earlier_state_of_a_draft_is_not_saved_over_a_later_one(
    client: Client, office: Office, version: FormVersion, supervision: Unit, supervisor: User
) -> None:
    made = make_round(version, revision=3)
    client.force_login(supervisor)
    response = client.post(at(office, "round-edit", made.pk), typed(supervision, revision="2", title="อื่น"))
    assert response.status_code == 422
    assert "เปลี่ยนไปหลังจากที่ท่านเปิดหน้านี้" in page_text(response)
    response = client.post(at(office, "round-edit", made.pk), typed(supervision, revision="3", title="อื่น"))
    made.refresh_from_db()
    assert (response.status_code, made.title, made.revision) == (302, "อื่น", 4)


def test_once_open_the_promise_to_those_who_answer_stays(
    client: Client, running: Round, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    page = at(running.office, "round-edit", running.pk)
    client.post(
        page, typed(supervision, revision="0", title="ชื่อใหม่", is_anonymous="on", closes_on="1 ม.ค. 2570")
    )
    running.refresh_from_db()
    assert (running.title, running.is_anonymous, running.closes_on) == ("ชื่อใหม่", False, CLOSES)


# Opened


def test_opening_asks_those_who_were_chosen(
    client: Client,
    office: Office,
    version: FormVersion,
    supervisor: User,
    school: School,
    small_school: School,
) -> None:
    made = make_round(version, chosen={"sizes": ["small"]})
    client.force_login(supervisor)
    for _ in range(2):
        act(client, made, "round-open", revision=0)
    made.refresh_from_db()
    assert made.state == State.OPEN
    target = RoundTarget.objects.get()
    assert target.school == small_school
    assert target.properties == {"cluster": "", "size": "small", "highland": "yes", "district": "แม่สาธิต"}
    assert Entry.objects.filter(verb="round.opened").count() == 1


def test_an_opening_that_broke_off_goes_on_without_asking_twice(
    client: Client, version: FormVersion, supervisor: User, school: School, small_school: School
) -> None:
    """Its targets were made; then somebody narrowed the choice."""
    made = make_round(version)
    make_targets(made, revision=0, on=today())
    Round.objects.filter(pk=made.pk).update(chosen={"sizes": ["small"]}, revision=1)
    client.force_login(supervisor)
    act(client, made, "round-open", revision=1)
    assert [one.school for one in RoundTarget.objects.all()] == [small_school]


def test_people_are_asked_once_by_their_role(
    client: Client,
    version: FormVersion,
    supervision: Unit,
    supervisor: User,
    supervisor2: User,
    teacher: User,
) -> None:
    made = make_round(
        version, audience="people", chosen={"roles": ["supervisor"], "units": [str(supervision.pk)]}
    )
    client.force_login(supervisor)
    act(client, made, "round-open", revision=0)
    targets = RoundTarget.objects.filter(round=made)
    assert {one.person for one in targets} == {supervisor.person, supervisor2.person}
    assert {one.properties["role"] for one in targets} == {"supervisor"}


def test_names_move_from_the_choice_to_those_who_are_asked(
    client: Client, begin: str, supervision: Unit, supervisor: User
) -> None:
    names = (
        "นางสาวดาว สาธิต, dao@example.com\nนายเดือน สาธิต\tduean@example.com\nนางสาวดาว สาธิต, dao@example.com"
    )
    client.force_login(supervisor)
    client.post(begin, typed(supervision, audience="named", names=names))
    made = Round.objects.get()
    act(client, made, "round-open", revision=0)
    made.refresh_from_db()
    assert "names" not in made.chosen
    found = RoundTarget.objects.order_by("name").values_list("name", "email")
    assert list(found) == [("นางสาวดาว สาธิต", "dao@example.com"), ("นายเดือน สาธิต", "duean@example.com")]


def test_nobody_to_ask_is_told(client: Client, version: FormVersion, supervisor: User) -> None:
    made = make_round(version, chosen={"districts": ["ไม่มี"]})
    client.force_login(supervisor)
    assert act(client, made, "round-open", revision=0).status_code == 422
    made.refresh_from_db()
    assert made.state == State.DRAFT


def test_a_round_whose_last_day_has_passed_is_not_opened(
    client: Client, version: FormVersion, supervisor: User, school: School
) -> None:
    made = make_round(version, opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 19))
    client.force_login(supervisor)
    assert act(client, made, "round-open", revision=0).status_code == 422


# The same question


def test_the_same_is_not_asked_again_without_a_word(
    client: Client, version: FormVersion, running: Round, supervisor: User
) -> None:
    again = make_round(version, title="ถามอีกครั้ง")
    client.force_login(supervisor)
    page = told(client.get(at(again.office, "round-page", again.pk)))
    assert "ขอไปแล้ว 2 ราย" in page
    assert act(client, again, "round-open", revision=0).status_code == 409
    act(client, again, "round-kin", revision=0, kin="again", again="แบบเดิมตกข้อสำคัญ")
    assert act(client, again, "round-open", revision=1).status_code == 302
    assert RoundTarget.objects.filter(round=again).count() == 2


def test_only_those_are_asked_who_were_not_asked_yet(
    client: Client, version: FormVersion, running: Round, office: Office, supervisor: User
) -> None:
    new = make_school(office, "โรงเรียนบ้านใหม่สาธิต")
    again = make_round(version)
    client.force_login(supervisor)
    act(client, again, "round-kin", revision=0, kin="rest")
    act(client, again, "round-open", revision=1)
    assert [one.school for one in RoundTarget.objects.filter(round=again)] == [new]


# Told


def test_accounts_are_told_on_the_first_day_and_not_before(
    client: Client, version: FormVersion, supervisor: User, school_director: User, school: School
) -> None:
    made = make_round(version, opens_on=date(2026, 11, 23))
    client.force_login(supervisor)
    act(client, made, "round-open", revision=0)
    told_of = Notice.objects.filter(kind="round_asked", person=school_director.person)
    assert not told_of.exists()
    assert "เปิดแล้ว รอวันเปิดรับ" in told(client.get(at(made.office, "round-page", made.pk)))
    for _ in range(2):
        tell_begun(on=date(2026, 11, 23))
    assert told_of.count() == 1
