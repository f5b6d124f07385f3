"""แฟ้มเสนอ as a decider uses it: what lies there, in what order, and each button."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Cycle, Decision, Letter, Task, TaskRound
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, current
from nithet.cycles.tests.folder_factories import lay, up_to_director
from nithet.manuals.services.deciding import propose
from nithet.manuals.services.drafting import draft_from_catalogue
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_member_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
HTMX = {"HX-Request": "true"}


def url(name: str, office: Office, *args: object) -> str:
    return reverse(f"cycles:folder-{name}", args=[office.code, *args])


def page(client: Client, office: Office, **query: str) -> str:
    response = client.get(url("page", office), query)
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, act: str, decision: Decision, *, htmx: bool = False, **typed: object) -> Any:
    return client.post(url(act, decision.office, decision.pk), typed, headers=HTMX if htmx else {})


@pytest.fixture
def up(boss: Member, second: Member) -> dict[str, Member]:
    return up_to_director(boss, second)


@pytest.fixture
def at_director(client: Client, director: User) -> Client:
    client.force_login(director)
    return client


# What lies there


def test_a_card_says_all_that_a_decision_needs(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(
        supervision, doer, "approve", before=up, money=Decimal(96400), money_source="งบประจำ",
        memo_subject="ขออนุมัติจัดอบรม", memo_text="ด้วยกลุ่มจะจัดอบรมครู 60 คน",
    )  # fmt: skip
    shown = page(at_director, office)
    assert "มีเรื่องรอพิจารณา" in shown
    for words in (
        "ขออนุมัติ", "ขออนุมัติจัดอบรม", "96,400 บาท · งบประจำ", "30 พ.ย. 2569", "ด้วยกลุ่มจะจัดอบรมครู 60 คน",
        "เห็นควร เสนอความเห็น", "หลักฐานยังไม่ครบ", "ไม่มีเอกสารแนบ เพราะใช้ของเดิม", "อนุมัติ โดยให้…", "ส่งคืนแก้ไข",
        "ไม่อนุมัติ", "มอบหมาย", "พิจารณาในฐานะ",
    ):  # fmt: skip
        assert words in shown, words
    assert decision.round.submitted_by.name in shown


def test_evidence_is_one_tap_away(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    send_back(decision, "ขอเอกสาร", by=as_member(User.objects.get(username="director"), office))
    task = decision.round.task
    evidence = attach_file(task, a_pdf("โครงการ.pdf"), by=doer)
    task.refresh_from_db()
    submit(task, "", by=doer)
    for who in up.values():
        give(current(task), "", by=who)
    shown = page(at_director, office)
    assert "โครงการ.pdf" in shown
    assert reverse("cycles:evidence-file", args=[office.code, evidence.pk]) in shown
    assert "รอบที่ 2" in shown


@pytest.mark.parametrize(
    ("ask", "give_words", "refuse_words"),
    [
        ("approve", "อนุมัติ", "ไม่อนุมัติ"), ("permit", "อนุญาต", "ไม่อนุญาต"), ("endorse", "เห็นชอบ", "ไม่เห็นชอบ"),
        ("sign", "ลงนาม", "ไม่ลงนาม"), ("acknowledge", "ทราบ", ""),
    ],
)  # fmt: skip
def test_the_buttons_fit_what_is_asked(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member],
    ask: str, give_words: str, refuse_words: str,
) -> None:  # fmt: skip
    lay(supervision, doer, ask, before=up)
    context = at_director.get(url("page", office)).context
    card = [*context["cards"], *context["notices"]][0]
    assert (card.give, card.refuse) == (give_words, refuse_words)
    assert card.can_condition is (ask in ("approve", "permit", "endorse"))


def test_a_head_certifies_and_passes_on(
    client: Client, supervision: Unit, doer: Member, head: User, director: User
) -> None:
    certified, passed = lay(supervision, doer, "certify", "approve")
    client.force_login(head)
    assert press(client, "give", certified).status_code == 302
    assert press(client, "give", passed, opinion="เห็นควรอนุมัติ").status_code == 302
    certified.round.task.refresh_from_db()
    passed.refresh_from_db()
    assert certified.round.task.state == Task.State.DONE
    assert (passed.state, passed.opinion) == ("given", "เห็นควรอนุมัติ")


def test_urgent_ones_first_then_the_laid_order_then_what_is_due(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    first, second, third, notice = lay(
        supervision, doer, "approve", "approve", "approve", "acknowledge", before=up
    )
    Task.objects.filter(pk=third.round.task_id).update(due_on=third.round.task.due_on - timedelta(days=5))
    TaskRound.objects.filter(pk=second.round_id).update(folder_place=1)
    TaskRound.objects.filter(pk__in=(first.round_id, notice.round_id)).update(is_urgent=True)
    context = at_director.get(url("page", office)).context
    assert [c.decision.pk for c in context["cards"]] == [first.pk, second.pk, third.pk]
    assert [c.decision.pk for c in context["notices"]] == [notice.pk]
    assert (context["total"], context["tally"].urgent) == (4, 2)


def test_it_is_narrowed_by_what_is_asked_and_by_unit(
    at_director: Client, office: Office, supervision: Unit, ict: Unit, doer: Member, up: dict[str, Member],
    ict_head: User,
) -> None:  # fmt: skip
    lay(supervision, doer, "approve", "sign", before=up)
    officer = as_member(make_member_user(office, Role.SUPERVISOR, ict, username="ict-supervisor"), office)
    lay(ict, officer, "approve", before={Role.HEAD: as_member(ict_head, office)})
    at = url("page", office)
    assert [
        len(at_director.get(at, q).context["cards"]) for q in ({}, {"ask": "approve"}, {"unit": str(ict.pk)})
    ] == [3, 2, 1]
    assert "ไม่มีเรื่องตามที่เลือก" in page(at_director, office, ask="permit")
    assert len(at_director.get(at, {"unit": "nonsense"}).context["cards"]) == 3


def test_a_proposed_manual_lies_there_too(
    at_director: Client, office: Office, supervision: Unit, head: User
) -> None:
    by = as_member(head, office)
    version = draft_from_catalogue(["media-centre"], unit=supervision, by=by)
    propose(version, by=by)
    shown = page(at_director, office)
    assert "พิจารณาคู่มือ" in shown
    assert at_director.get(url("page", office)).context["total"] == 1


def test_an_empty_folder_has_a_way_on(at_director: Client, office: Office) -> None:
    shown = page(at_director, office)
    assert "ไม่มีเรื่องรอพิจารณา" in shown
    assert "ไปที่งานของฉัน" in shown


def test_the_page_costs_the_same_for_1_and_30(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page(at_director, office)
        return len(asked)

    lay(supervision, doer, "approve", before=up)
    page(at_director, office)
    one = cost()
    lay(supervision, doer, *(["approve"] * 20), *(["acknowledge"] * 9), before=up)
    assert cost() == one


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 200), ("deputy", 200), ("head", 200), ("section_head", 200), ("planning", 200), ("finance", 200),
        ("secretary", 200), ("clerk", 200), ("supervisor", 404), ("teacher", 404), ("school_director", 404),
        ("administrator", 404), ("outsider", 404),
    ],
)  # fmt: skip
def test_who_has_a_folder(
    client: Client, office: Office, who: str, code: int, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert client.get(url("page", office)).status_code == code


def test_nobody_opens_the_directors_folder_but_the_secretary(
    client: Client, office: Office, head: User
) -> None:
    client.force_login(head)
    assert client.get(url("page", office), {"of": "director"}).status_code == 404


# What is pressed


def test_decided_without_leaving_the_folder(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    decided, other = lay(supervision, doer, "approve", "approve", before=up)
    response = press(at_director, "give", decided, htmx=True, opinion="ดำเนินการได้")
    shown = response.content.decode()
    assert response.status_code == 200
    assert "บันทึกแล้ว 09.30 น." in shown
    assert "เรียกคืน" in shown
    assert f'id="card-{decided.pk}"' in shown
    assert f'id="card-{other.pk}"' not in shown
    assert 'id="folder-standing" data-quiet hx-swap-oob="true"' in shown
    assert "1 เรื่อง" in shown


def test_without_javascript_one_comes_back_to_the_folder(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    response = press(at_director, "give", decision, back="ask=approve&page=1&evil=//x")
    assert response.status_code == 302
    assert response["Location"] == f"{url('page', office)}?of=own&ask=approve"
    shown = at_director.get(response["Location"]).content.decode()
    assert "บันทึกแล้ว 09.30 น." in shown
    assert "เรียกคืน" in shown


def test_approved_with_conditions(
    at_director: Client, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    empty = press(at_director, "condition", decision, htmx=True, conditions=" ")
    assert empty.status_code == 422
    assert "โปรดระบุเงื่อนไข" in empty.content.decode()
    press(at_director, "condition", decision, conditions="ปรับลดวันอบรมเหลือ 1 วัน")
    decision.refresh_from_db()
    assert (decision.state, decision.conditions) == ("given", "ปรับลดวันอบรมเหลือ 1 วัน")


def test_sent_back_with_a_reason_and_what_to_mend(
    at_director: Client, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    empty = press(at_director, "return", decision, marked=["money"])
    assert empty.status_code == 422
    assert "โปรดระบุเหตุผลที่ส่งคืน" in empty.content.decode()
    press(at_director, "return", decision, reason="วงเงินเกินแผน", marked=["money", "memo_text"])
    decision.refresh_from_db()
    assert (decision.state, decision.opinion) == ("returned", "วงเงินเกินแผน")
    assert [m["field"] for m in decision.marked] == ["money", "memo_text"]


def test_refused_with_a_reason(
    at_director: Client, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    assert press(at_director, "refuse", decision, reason="").status_code == 422
    press(at_director, "refuse", decision, reason="ซ้ำกับโครงการเดิม")
    task = Task.objects.get(pk=decision.round.task_id)
    assert (task.is_refused, task.reason) == (True, "ซ้ำกับโครงการเดิม")


def test_directed_to_somebody_it_is_acknowledged_too(
    at_director: Client,
    office: Office,
    supervision: Unit,
    doer: Member,
    up: dict[str, Member],
    supervisor2: User,
) -> None:
    [decision] = lay(supervision, doer, "acknowledge", before=up)
    at = url("direct", office, decision.pk)
    assert "มอบหมาย" in at_director.get(at).content.decode()
    assert at_director.post(at, {"order": "", "person": "", "due_on": ""}).status_code == 422
    typed = {"key": new_id(), "person": supervisor2.person.pk, "order": "ติดตามผล", "due_on": "30 พ.ย. 2569"}
    assert at_director.post(at, typed).status_code == 302
    assert at_director.post(at, typed).status_code == 302
    decision.refresh_from_db()
    assert decision.state == "given"
    assert Letter.objects.count() == 1


def test_recalled_it_lies_there_again(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    press(at_director, "give", decision)
    again = press(at_director, "recall", decision, htmx=True)
    assert f'id="give-{decision.pk}"' in again.content.decode()
    decision.refresh_from_db()
    assert decision.state == "current"
    press(at_director, "give", decision)
    assert press(at_director, "recall", decision).status_code == 302
    assert "กลับมารอพิจารณา" in page(at_director, office)


def test_what_was_decided_by_another_is_told_on_the_card(
    client: Client, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member, office: Office
) -> None:
    """The acting director was quicker."""
    acting = make_member_user(office, Role.DIRECTOR, username="acting")
    Appointment.objects.filter(person=acting.person).update(capacity=Appointment.Capacity.ACTING_FOR)
    by_htmx, by_page = lay(supervision, doer, "approve", "approve", before=up)
    for one in (by_htmx, by_page):
        give(one, "", by=chief)
    client.force_login(acting)
    late = press(client, "refuse", by_htmx, htmx=True, reason="ไม่เห็นด้วย")
    shown = late.content.decode()
    assert late.status_code == 409
    assert chief.name in shown
    assert "09.30" in shown
    assert "ไม่เห็นด้วย" in shown
    assert "give-" not in shown
    whole = press(client, "give", by_page)
    assert whole.status_code == 409
    assert chief.name in whole.content.decode()
    by_htmx.refresh_from_db()
    assert by_htmx.state == "given"


@pytest.mark.parametrize("act", ["give", "condition", "return", "refuse", "direct", "recall"])
@pytest.mark.parametrize(
    ("who", "code"), [("secretary", 403), ("clerk", 403), ("head", 403), ("teacher", 404), ("outsider", 404)]
)
def test_only_who_is_asked_decides(
    client: Client, supervision: Unit, doer: Member, up: dict[str, Member], act: str, who: str, code: int,
    request: pytest.FixtureRequest, director: User,
) -> None:  # fmt: skip
    [decision] = lay(supervision, doer, "approve", before=up)
    client.force_login(request.getfixturevalue(who))
    assert press(client, act, decision, reason="ก", conditions="ก").status_code == code
    decision.refresh_from_db()
    assert decision.state == "current"


@pytest.mark.parametrize("act", ["give", "condition", "return", "refuse", "recall", "urgent", "move"])
def test_an_act_is_posted(
    at_director: Client, supervision: Unit, doer: Member, up: dict[str, Member], act: str
) -> None:
    [decision] = lay(supervision, doer, "approve", before=up)
    assert at_director.get(url(act, decision.office, decision.pk)).status_code == 405


# Many at once


def test_all_chosen_are_acknowledged_and_what_could_not_be_is_told(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member], chief: Member
) -> None:
    one, two, gone = lay(supervision, doer, "acknowledge", "acknowledge", "acknowledge", before=up)
    give(gone, "", by=chief)
    response = at_director.post(
        url("acknowledge", office), {"decision": [one.pk, two.pk, gone.pk]}, follow=True
    )
    shown = response.content.decode()
    assert "ทราบแล้ว 2 เรื่อง" in shown
    assert f"“{gone.round.task.title}”" in shown
    assert set(Decision.objects.filter(ask="acknowledge").values_list("state", flat=True)) == {"given"}


def test_only_acknowledgements_go_together(
    at_director: Client, office: Office, supervision: Unit, doer: Member, up: dict[str, Member]
) -> None:
    notice, gate = lay(supervision, doer, "acknowledge", "approve", before=up)
    response = at_director.post(url("acknowledge", office), {"decision": [notice.pk, gate.pk]}, follow=True)
    assert "โปรดพิจารณาทีละเรื่อง" in response.content.decode()
    gate.refresh_from_db()
    assert gate.state == "current"


def test_nothing_chosen_is_said(at_director: Client, office: Office) -> None:
    response = at_director.post(url("acknowledge", office), {"decision": ["nonsense"]}, follow=True)
    assert "ยังไม่ได้เลือกเรื่อง" in response.content.decode()


def test_a_direction_that_is_refused_keeps_what_was_typed(
    at_director: Client,
    office: Office,
    supervision: Unit,
    doer: Member,
    up: dict[str, Member],
    supervisor2: User,
) -> None:
    [decision] = lay(supervision, doer, "acknowledge", before=up)
    at = url("direct", office, decision.pk)
    assert at_director.put(at).status_code == 405
    Cycle.objects.update(state=Cycle.State.CLOSED)
    typed = {"key": new_id(), "person": supervisor2.person.pk, "order": "ติดตามผล", "due_on": "30 พ.ย. 2569"}
    refused = at_director.post(at, typed)
    assert refused.status_code == 422
    assert "ติดตามผล" in refused.content.decode()
    assert "ปีงบประมาณ" in refused.context["form"].non_field_errors()[0]
    decision.refresh_from_db()
    assert decision.state == "current"
