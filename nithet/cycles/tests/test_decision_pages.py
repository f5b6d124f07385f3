"""The deciders' part of a task's page, and the page of routes, through HTTP."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.cycles.errors import RouteError
from nithet.cycles.models import Route, Task
from nithet.cycles.routes import Stop, usual
from nithet.cycles.services.deciding import give, send_back
from nithet.cycles.services.routing import set_route, stops_of
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import current, task_of
from nithet.manuals.models import Procedure
from nithet.offices.members import Member
from nithet.offices.models import Office, Role
from nithet.offices.tests.factories import as_member, make_appointment, page_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def page(client: Client, office: Office, task: Task) -> str:
    return page_text(client.get(reverse("cycles:task-page", args=[office.code, task.pk])))


def press(client: Client, office: Office, name: str, pk: object, **data: str) -> tuple[int, str]:
    response = client.post(reverse(f"cycles:{name}", args=[office.code, pk]), data)
    return response.status_code, page_text(response)


def state_of(task: Task) -> str:
    return Task.objects.get(pk=task.pk).state


ACTS: dict[str, dict[str, str]] = {
    "decision-give": {"opinion": "ตามเสนอ", "conditions": "รายงานทุกเดือน"},
    "decision-return": {"reason": "แก้วงเงิน", "mark-memo_text": "ระบุวันที่"},
    "decision-refuse": {"reason": "ไม่มีงบ"},
}
STATES = {"decision-give": "done", "decision-return": "open", "decision-refuse": "void"}


@pytest.mark.parametrize("name", ACTS)
def test_the_director_decides_once(
    client: Client, office: Office, plan: Task, director: User, name: str
) -> None:
    """The second press is told what stands already."""
    client.force_login(director)
    decision = current(plan)
    assert press(client, office, name, decision.pk, **ACTS[name])[0] == 302
    assert state_of(plan) == STATES[name]
    code, text = press(client, office, name, decision.pk, **ACTS[name])
    assert (code, "เมื่อ 20 พฤศจิกายน 2569 09.30 น." in text) == (409, True)


def test_who_decides_in_anothers_place_is_told_so(
    client: Client,
    office: Office,
    procedure: Procedure,
    doer: Member,
    boss: Member,
    director: User,
    head: User,
) -> None:
    """The matter lies before the head: the director may, and should know over whom."""
    task = task_of(procedure, "2")
    submit(task, "เสนอแผน", by=doer)
    client.force_login(director)
    shown = page(client, office, task)
    assert "เรื่องที่ท่านพิจารณาแทนผอ.กลุ่มนิเทศ" in shown
    assert "เรื่องนี้อยู่ระหว่างพิจารณาของผอ.กลุ่มนิเทศ" in shown
    client.force_login(head)
    assert "พิจารณาแทน" not in page(client, office, task)


@pytest.mark.parametrize("name", [*ACTS, "decision-direct", "decision-recall"])
def test_for_others_it_is_forbidden_or_not_there(
    client: Client, office: Office, plan: Task, supervisor: User, head: User, secretary: User, outsider: User,
    teacher: User, name: str,
) -> None:  # fmt: skip
    decision = current(plan)
    for user, code in ((supervisor, 403), (head, 403), (secretary, 403), (outsider, 404), (teacher, 404)):
        client.force_login(user)
        assert press(client, office, name, decision.pk, **ACTS.get(name, {}))[0] == code
    assert client.get(reverse(f"cycles:{name}", args=[office.code, decision.pk])).status_code in (404, 405)
    assert state_of(plan) == "submitted"


@pytest.mark.parametrize("name", ["decision-return", "decision-refuse"])
def test_without_a_reason_the_page_asks_for_it(
    client: Client, office: Office, plan: Task, director: User, name: str
) -> None:
    client.force_login(director)
    code, text = press(client, office, name, current(plan).pk, **{"mark-memo_text": "ระบุวันที่"})
    assert (code, "โปรดระบุเหตุผล" in text, state_of(plan)) == (422, True, "submitted")


@pytest.mark.parametrize(("who", "refuses"), [("head", False), ("director", True)])
def test_the_buttons_fit_what_is_asked(
    client: Client, office: Office, procedure: Procedure, doer: Member, boss: Member, chief: Member,
    request: pytest.FixtureRequest, who: str, refuses: bool,
) -> None:  # fmt: skip
    task = task_of(procedure, "2")
    submit(task, "เสนอ", by=doer)
    if who == "director":
        give(current(task), "", by=boss)
    client.force_login(request.getfixturevalue(who))
    text = page(client, office, task)
    assert ("ไม่อนุมัติ" in text, "โดยให้…" in text) == (refuses, refuses)
    assert ("ผ่านเรื่อง</button>" in text, "ส่งคืนแก้ไข" in text) == (not refuses, True)


def test_the_doer_sees_what_is_to_be_mended(
    client: Client, office: Office, plan: Task, chief: Member, supervisor: User
) -> None:
    mark = {"field": "memo_text", "title": "ข้อความในบันทึก", "words": "ระบุวันที่เริ่มโครงการ"}
    send_back(current(plan), "ยังไม่ครบ", marked=[mark], by=chief)
    client.force_login(supervisor)
    text = page(client, office, plan)
    assert "<b>ข้อความในบันทึก</b> ระบุวันที่เริ่มโครงการ" in text


def test_a_refusal_is_shown_and_the_matter_proposed_anew(
    client: Client, office: Office, plan: Task, procedure: Procedure, director: User, supervisor: User
) -> None:
    client.force_login(director)
    press(client, office, "decision-refuse", current(plan).pk, reason="ไม่มีงบปีนี้")
    client.force_login(supervisor)
    text = page(client, office, plan)
    assert ("“ไม่มีงบปีนี้”" in text, "เสนอเรื่องใหม่" in text) == (True, True)
    assert "ขั้นตอนก่อนหน้าไม่ได้รับอนุมัติ" in page(client, office, task_of(procedure, "4"))
    assert press(client, office, "task-propose-anew", plan.pk)[0] == 302
    assert state_of(plan) == "open"
    assert press(client, office, "task-propose-anew", plan.pk)[0] == 409


def test_the_decider_takes_it_back_from_the_page(
    client: Client, office: Office, plan: Task, director: User, head: User
) -> None:
    client.force_login(director)
    decision = current(plan)
    press(client, office, "decision-give", decision.pk)
    assert "เรียกคืนผลการพิจารณา" in page(client, office, plan)
    client.force_login(head)
    assert "เรียกคืนผลการพิจารณา</button>" not in page(client, office, plan)
    client.force_login(director)
    for _ in range(2):
        assert press(client, office, "decision-recall", decision.pk)[0] == 302
    assert state_of(plan) == "submitted"


def test_a_direction_is_given_from_the_page(
    client: Client, office: Office, plan: Task, director: User, head: User
) -> None:
    client.force_login(director)
    typed = {"person": str(head.person.pk), "order": "ตรวจวงเงินอีกครั้ง", "due_on": "27 พ.ย. 2569"}
    decision = current(plan)
    assert (
        press(client, office, "decision-direct", decision.pk, **(typed | {"due_on": "1 พ.ย. 2569"}))[0] == 422
    )
    assert press(client, office, "decision-direct", decision.pk, **typed)[0] == 302
    assert Task.objects.filter(assignee=head.person, run__procedure=None).count() == 1


def test_the_route_says_who_when_and_as_what(
    client: Client, office: Office, plan: Task, second: Member, director: User, supervisor: User
) -> None:
    make_appointment(second.person, Role.DIRECTOR, capacity="acting_for")
    give(current(plan), "ตามเสนอ", by=as_member(second.user, office))
    client.force_login(supervisor)
    text = page(client, office, plan)
    assert f"{second.name} · รองผู้อำนวยการสำนักงานเขต" in text
    assert "รักษาราชการแทน" in text


def test_who_acts_by_order_sees_what_it_covers(
    client: Client, office: Office, plan: Task, deputy: User
) -> None:
    make_appointment(deputy.person, Role.DIRECTOR, capacity="on_behalf", scope="การอนุมัติไปราชการ")
    client.force_login(deputy)
    assert "การอนุมัติไปราชการ" in page(client, office, plan)


def test_a_page_with_many_stations_costs_what_one_costs(
    client: Client, office: Office, procedure: Procedure, doer: Member, boss: Member, second: Member, chief: Member,
    head: User,
) -> None:  # fmt: skip
    client.force_login(head)
    costs = []
    for number in ("1", "2"):
        task = task_of(procedure, number)
        submit(task, "เสนอ", by=doer)
        with CaptureQueriesContext(connection) as caught:
            page(client, office, task)
        costs.append(len(caught))
    assert costs[1] <= costs[0]


# The office's routes


def form_of(client: Client, office: Office, matter: str) -> dict[str, str]:
    form = client.get(reverse("cycles:route-edit", args=[office.code, matter])).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_an_office_lays_its_own_route_and_goes_back(client: Client, office: Office, director: User) -> None:
    client.force_login(director)
    typed = form_of(client, office, "approve") | {"section_head-passes": "all", "section_head-place": "1", "head-place": "2",
             "deputy-passes": "none", "planning-passes": "all"}  # fmt: skip
    assert press(client, office, "route-edit", "approve", **typed)[0] == 302
    laid = stops_of(office, "approve")
    assert [(s.role.value, s.if_money) for s in laid] == [
        ("section_head", False), ("head", False), ("planning", False), ("finance", True), ("director", False)
    ]  # fmt: skip
    assert "กำหนดเอง" in page_text(client.get(reverse("cycles:route-list", args=[office.code])))
    for _ in range(2):
        assert press(client, office, "route-reset", "approve")[0] == 302
    assert stops_of(office, "approve") == usual("approve")
    verbs = (
        Entry.objects.filter(verb__startswith="office.route").order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["office.route_set", "office.route_reset"]


def test_two_stations_cannot_stand_in_the_same_place(client: Client, office: Office, director: User) -> None:
    client.force_login(director)
    typed = form_of(client, office, "approve") | {"head-place": "2"}
    status, shown = press(client, office, "route-edit", "approve", **typed)
    assert (status, "ลำดับซ้ำกับผู้อำนวยการกลุ่ม โปรดเลือกลำดับอื่น" in shown) == (422, True)
    assert stops_of(office, "approve") == usual("approve")
    # A station that is passed by takes no place.
    assert press(client, office, "route-edit", "approve", **typed | {"head-passes": "none"})[0] == 302


def test_what_is_submitted_goes_the_offices_way(
    procedure: Procedure, office: Office, doer: Member, boss: Member, chief: Member
) -> None:
    set_route(office, "approve", [Stop(Role.DIRECTOR, "approve")], by=chief)
    task = task_of(procedure, "2")
    submit(task, "เสนอ", by=doer)
    assert current(task).role == "director"


@pytest.mark.parametrize(
    "stops",
    [
        [],
        [Stop(Role.HEAD, "approve")],
        [Stop(Role.DIRECTOR, "endorse")],
        [Stop(Role.DIRECTOR, "approve", if_money=True)],
        [Stop(Role.HEAD, "approve"), Stop(Role.DIRECTOR, "approve")],
        [Stop(Role.HEAD, "pass_on"), Stop(Role.HEAD, "pass_on"), Stop(Role.DIRECTOR, "approve")],
        [Stop(Role.TEACHER, "pass_on"), Stop(Role.DIRECTOR, "approve")],
    ],
)
def test_a_gate_ends_with_the_director_and_has_each_station_once(
    office: Office, chief: Member, stops: list[Stop]
) -> None:
    with pytest.raises(RouteError):
        set_route(office, "approve", stops, by=chief)
    assert not Route.objects.exists()


def test_another_saved_the_route_meanwhile(
    client: Client, office: Office, director: User, chief: Member
) -> None:
    """What stands now is shown beside what was chosen; saved again it counts."""
    client.force_login(director)
    typed = form_of(client, office, "endorse") | {"deputy-passes": "none"}
    set_route(office, "endorse", [Stop(Role.DIRECTOR, "endorse")], by=chief)
    response = client.post(reverse("cycles:route-edit", args=[office.code, "endorse"]), typed)
    assert response.status_code == 422
    assert "หลังจากท่านเปิดหน้านี้" in page_text(response)
    assert response.context["line"].stops == (Stop(Role.DIRECTOR, "endorse"),)
    again = typed | {"seen": response.context["seen"]}
    assert press(client, office, "route-edit", "endorse", **again)[0] == 302
    assert [s.role.value for s in stops_of(office, "endorse")] == ["head", "planning", "finance", "director"]


def test_a_matter_that_is_none_does_not_exist(client: Client, office: Office, director: User) -> None:
    client.force_login(director)
    assert client.get(reverse("cycles:route-edit", args=[office.code, "nothing"])).status_code == 404


def test_only_who_sets_up_the_office_lays_routes(
    client: Client, office: Office, head: User, outsider: User
) -> None:
    for user, code in ((head, 403), (outsider, 404)):
        client.force_login(user)
        for name, args in (("route-list", []), ("route-edit", ["approve"])):
            assert client.get(reverse(f"cycles:{name}", args=[office.code, *args])).status_code == code
        assert press(client, office, "route-reset", "approve")[0] == code
