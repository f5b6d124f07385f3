"""Needs and suggestions: taken out of a result, and followed to their end."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.forms.models import FormVersion, Round, RoundTarget
from nithet.forms.queries.results import RoundResults
from nithet.forms.tests.filling_kit import make_form, publish, tables_of
from nithet.forms.tests.rounds_kit import answer, make_round, open_round
from nithet.offices.models import Office, School, Unit
from nithet.offices.tests.factories import DAY, as_member, page_text
from nithet.registers.surveys import findings
from nithet.registers.surveys.models import Need, Suggestion
from nithet.registers.surveys.needs import NEEDS
from nithet.registers.surveys.suggestions import SUGGESTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
FORM = """# แบบสำรวจความต้องการ

## survey

| type | name | label | appearance |
|---|---|---|---|
| begin_group | media | ด้านสื่อ | |
| begin_group | enough | มีสื่อเพียงพอ | |
| select_one lk5 | actual | สภาพปัจจุบัน | likert |
| select_one lk5 | desired | สภาพที่คาดหวัง | likert |
| end_group | | | |
| begin_group | ready | ครูใช้สื่อได้คล่อง | |
| select_one lk5 | actual | สภาพปัจจุบัน | likert |
| select_one lk5 | desired | สภาพที่คาดหวัง | likert |
| end_group | | | |
| end_group | | | |
| text | wish | ข้อเสนอแนะ | |

## settings

| form_title | form_id |
|---|---|
| แบบสำรวจความต้องการ | need_form |
"""


def xml(enough: tuple[int, int], ready: tuple[int, int], wish: str = "") -> str:
    rated = "".join(
        f"<{name}><actual>{actual}</actual><desired>{desired}</desired></{name}>"
        for name, (actual, desired) in (("enough", enough), ("ready", ready))
    )
    return (
        f'<data xmlns:jr="http://openrosa.org/javarosa" id="need_form" version="1"><media>{rated}</media>'
        f"<wish>{wish}</wish><meta><instanceID>uuid:{new_id()}</instanceID></meta></data>"
    )


@pytest.fixture
def version(office: Office, supervision: Unit) -> FormVersion:
    form = make_form(office, name="need_form", unit=supervision, title="แบบสำรวจความต้องการ")
    return publish(form, tables_of(FORM))


@pytest.fixture
def targets(version: FormVersion, schools: list[School]) -> list[RoundTarget]:
    targets = open_round(make_round(version), schools)
    answer(targets[0].round, targets[0], xml=xml((2, 5), (4, 5), "ขอสื่อเพิ่ม"))
    answer(targets[0].round, targets[1], xml=xml((2, 4), (4, 4), "ขอสื่อเพิ่มอีก"))
    return targets


@pytest.fixture
def made(targets: list[RoundTarget]) -> Round:
    return targets[0].round


def at(office: Office, made: Round, view: str) -> str:
    return reverse(f"surveys:{view}", args=[office.code, made.pk])


def test_the_ranking_is_recorded_by_one_press_and_once(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    page = client.get(reverse("forms:round-results", args=[office.code, made.pk])).content.decode()
    address = at(office, made, "round-needs")
    assert address in page
    assert client.post(address).status_code == 422
    for _ in range(2):
        sent = client.post(address, {"need": ["media/enough", "media/ready"]}, follow=True)
    first, second = Need.objects.order_by("rank")
    assert (first.title, first.aspect, first.desired, first.actual) == (
        "มีสื่อเพียงพอ", "ด้านสื่อ", Decimal("4.50"), Decimal("2.00"),
    )  # fmt: skip
    assert (first.pni, first.rank, first.n, second.pni) == (Decimal("1.250"), 1, 2, Decimal("0.125"))
    assert "มีสื่อเพียงพอ" in page_text(sent)
    assert "PNI 1.250" in page_text(sent)
    # The most needed stands first, whatever was changed last.
    listed = page_text(client.get(NEEDS.address("list", office.code)))
    assert listed.index(first.title) < listed.index(second.title)


def test_what_nobody_has_changed_follows_the_figures(
    made: Round, targets: list[RoundTarget], supervisor: User, office: Office
) -> None:
    by = as_member(supervisor, office)
    findings.record_needs(RoundResults(made, on=DAY), ["media/enough", "media/ready"], by=by)
    Need.objects.filter(path="media/ready").update(revision=2)
    answer(made, targets[2], xml=xml((5, 5), (1, 5)))
    assert findings.record_needs(RoundResults(made, on=DAY), ["media/enough"], by=by) == 0
    assert Need.objects.get(path="media/enough").n == 3
    assert Need.objects.get(path="media/ready").n == 2


def test_a_need_is_met_by_something(
    client: Client, office: Office, made: Round, supervision: Unit, supervisor: User
) -> None:
    findings.record_needs(RoundResults(made, on=DAY), ["media/enough"], by=as_member(supervisor, office))
    need = Need.objects.get()
    client.force_login(supervisor)
    assert "มีแผนรองรับ" not in page_text(client.get(NEEDS.address("page", office.code, need.pk)))
    typed = {
        "title": need.title, "aspect": need.aspect, "for_whom": need.for_whom, "unit": str(supervision.pk), "fiscal_year_be": "2570",
        "progress": "planned", "revision": need.revision,
    }  # fmt: skip
    edit = NEEDS.address("edit", office.code, need.pk)
    assert client.post(edit, typed).status_code == 422
    client.post(edit, {**typed, "answer": "โครงการจัดหาสื่อ"})
    client.post(NEEDS.address("finish", office.code, need.pk), {"on": "20 พ.ย. 2569", "revision": 2})
    need.refresh_from_db()
    assert (need.progress, need.state, need.answer) == ("met", "done", "โครงการจัดหาสื่อ")


def chosen(client: Client, address: str) -> list[str]:
    return [key for _, key, _ in client.get(address).context["texts"]]


def suggestion(client: Client, address: str, **facts: Any) -> Any:
    data = {"title": "จัดหาสื่อเพิ่ม", "theme": "สื่อ", "due_on": "30 พ.ย. 2569", "key": str(new_id()), **facts}
    return client.post(address, data)


def test_answers_of_one_meaning_become_one_suggestion(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    address = at(office, made, "round-suggestions")
    keys, key = chosen(client, address), str(new_id())
    for _ in range(2):
        assert suggestion(client, address, text=keys, key=key).status_code == 302
    made_one = Suggestion.objects.get()
    assert sorted(made_one.quotes) == ["ขอสื่อเพิ่ม", "ขอสื่อเพิ่มอีก"]
    assert (made_one.round, made_one.due_on, made_one.progress) == (made, date(2026, 11, 30), "taken")
    assert "จัดหาสื่อเพิ่ม" in page_text(client.get(address))


def test_a_suggestion_is_made_of_answers(
    client: Client, office: Office, made: Round, supervisor: User
) -> None:
    client.force_login(supervisor)
    assert suggestion(client, at(office, made, "round-suggestions"), text=["แต่งขึ้น"]).status_code == 422
    assert not Suggestion.objects.exists()


def test_a_late_suggestion_is_told_until_it_is_ended_with_a_reason(
    client: Client, office: Office, made: Round, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    address = at(office, made, "round-suggestions")
    suggestion(client, address, text=chosen(client, address), due_on="19 พ.ย. 2569")
    one = Suggestion.objects.get()
    late = f"{SUGGESTIONS.address('list', office.code)}?progress=late"
    assert "เกินกำหนด" in page_text(client.get(late))
    finish = SUGGESTIONS.address("finish", office.code, one.pk)
    assert client.post(finish, {"on": "20 พ.ย. 2569"}).status_code == 422
    typed = {
        "title": one.title, "unit": str(supervision.pk), "fiscal_year_be": "2570", "progress": "declined", "due_on": "19 พ.ย. 2569",
        "revision": one.revision,
    }  # fmt: skip
    edit = SUGGESTIONS.address("edit", office.code, one.pk)
    assert client.post(edit, typed).status_code == 422
    client.post(edit, {**typed, "outcome": "ไม่มีงบประมาณในปีนี้"})
    client.post(finish, {"on": "20 พ.ย. 2569"})
    one.refresh_from_db()
    assert (one.state, one.progress) == ("done", "declined")
    assert one.title not in page_text(client.get(late)).split("ทะเบียนข้อเสนอแนะจากผู้ตอบ")[-1]


@pytest.mark.parametrize("view", ["round-needs", "round-suggestions"])
@pytest.mark.parametrize(
    ("who", "code"),
    [("clerk", 200), ("computer_officer", 404), ("cluster_chair", 404), ("teacher", 404), ("outsider", 404)],
)
def test_who_takes_them_out_of_a_result(
    client: Client,
    office: Office,
    made: Round,
    view: str,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    """The chair's cluster is not asked here."""
    client.force_login(request.getfixturevalue(who))
    assert client.get(at(office, made, view)).status_code == code


@pytest.mark.parametrize(("who", "is_shown"), [("head", True), ("planning", False)])
def test_the_words_of_answers_are_for_those_who_see_the_answers(
    client: Client,
    office: Office,
    made: Round,
    supervisor: User,
    who: str,
    is_shown: bool,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(supervisor)
    address = at(office, made, "round-suggestions")
    suggestion(client, address, text=chosen(client, address))
    client.force_login(request.getfixturevalue(who))
    response = client.get(SUGGESTIONS.address("page", office.code, Suggestion.objects.get().pk))
    assert response.status_code == 200
    assert ("ข้อความจากคำตอบ" in page_text(response)) is is_shown
