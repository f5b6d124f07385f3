"""Pages of the year through HTTP: what they say, what they cost, what they keep when refused."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.models import Answer, Cycle, Task, TaskRound
from nithet.cycles.services.deciding import send_back
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, current, make_procedure, open_year, task_of
from nithet.manuals.models import Procedure
from nithet.offices.models import Office, Unit
from nithet.offices.tests.factories import as_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def post(client: Client, name: str, office: Office, pk: object, **data: object) -> tuple[int, str]:
    response = client.post(reverse(f"cycles:{name}", args=[office.code, pk]), data)
    return response.status_code, response.content.decode()


def page(client: Client, name: str, office: Office, *args: object, **query: str) -> str:
    response = client.get(reverse(name, args=[office.code, *args]), query)
    assert response.status_code == 200
    return str(response.content.decode())


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.mark.parametrize("name", ["workspace:my-work", "cycles:year-chart", "cycles:cycle-start"])
def test_lists_cost_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, head: User, supervisor: User, name: str
) -> None:
    """The head is who may start the year; the supervisor has the work."""
    client.force_login(head if name == "cycles:cycle-start" else supervisor)
    make_procedure(supervision)
    if name != "cycles:cycle-start":
        open_year(office)
    address = reverse(name, args=[office.code])
    one = queries_of(client, address)
    for number in range(5):
        make_procedure(supervision, title=f"งานที่ {number}")
    if name != "cycles:cycle-start":
        open_year(office)
    assert queries_of(client, address) == one


def test_a_page_of_one_thing_costs_the_same_for_little_and_much(
    client: Client, office: Office, supervision: Unit, head: User, supervisor: User
) -> None:
    few = make_procedure(supervision)
    many = make_procedure(
        supervision, [{"title": f"ขั้น {n}", "months": [10]} for n in range(12)], title="งานยาว"
    )
    open_year(office)
    doer = as_member(supervisor, office)
    for number in range(4):
        attach_file(task_of(many, "1"), a_pdf(f"{number}.pdf", b"%PDF-1.4" + bytes([number])), by=doer)
    attach_file(task_of(few, "1"), a_pdf(), by=doer)
    client.force_login(supervisor)
    for name, of in (
        ("cycles:task-page", lambda p: task_of(p, "1")),
        ("cycles:run-page", lambda p: p.runs.get()),
    ):
        costs = {queries_of(client, reverse(name, args=[office.code, of(p).pk])) for p in (few, many)}
        assert len(costs) == 1


def test_my_work_in_order_of_pain(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User, director: User
) -> None:
    """Step 1 fell due in October; step 2 is sent back; step 3 waits behind it and has begun."""
    submit(task_of(procedure, "2"), "เสนอแผน", by=as_member(supervisor, office))
    decision = current(task_of(procedure, "2"))
    send_back(decision, "ขอแผนรายเดือน", by=as_member(head, office))
    client.force_login(supervisor)
    text = page(client, "workspace:my-work", office)
    places = [
        text.index(words) for words in ("<h2>เกินกำหนด</h2>", "<h2>ส่งคืนแก้ไข</h2>", "<h2>ยังไม่มีผู้รับเรื่อง</h2>")
    ]
    assert places == sorted(places)
    assert "เกินกำหนด 20 วัน" in text
    assert "รายเดือน" in text


def test_what_waits_for_the_head_is_found_first(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User
) -> None:
    submit(task_of(procedure, "1"), "เรียบร้อย", by=as_member(supervisor, office))
    client.force_login(head)
    assert "ขอรับรองผลการดำเนินงาน" in page(client, "workspace:my-work", office, tab="waiting")
    client.force_login(supervisor)
    assert "อยู่ระหว่างพิจารณาของ" in page(client, "workspace:my-work", office, tab="others")


def test_a_refused_submission_keeps_what_was_typed(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    """Nobody heads the division: the page comes again with the reason at the field."""
    client.force_login(supervisor)
    status, text = post(client, "task-submit", office, task_of(procedure, "1").pk, note="ข้อความที่พิมพ์ไว้ยาว")
    assert status == 409
    assert "ข้อความที่พิมพ์ไว้ยาว" in text
    assert "ยังไม่มีผู้ดำรงตำแหน่ง" in text


def test_a_wrong_date_says_what_to_type(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    client.force_login(supervisor)
    status, text = post(
        client, "task-note", office, task_of(procedure, "1").pk, text="ประชุม", on="20/11/2026"
    )
    assert status == 422
    assert "2569" in text
    assert "ประชุม" in text


def test_a_pressed_button_twice_submits_once(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    task = task_of(procedure, "1")
    codes = [post(client, "task-submit", office, task.pk, note="ครบถ้วน")[0] for _ in range(2)]
    assert codes == [302, 409]
    assert TaskRound.objects.count() == 1


def test_a_script_in_a_note_stays_words(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    client.force_login(supervisor)
    task = task_of(procedure, "1")
    post(client, "task-note", office, task.pk, text="<script>alert(1)</script>", on="20 พ.ย. 2569")
    assert "<script>alert" not in page(client, "cycles:task-page", office, task.pk)


def test_a_file_is_served_as_what_it_is(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    evidence = attach_file(task_of(procedure, "1"), a_pdf("รายงาน.pdf"), by=as_member(supervisor, office))
    client.force_login(supervisor)
    response = client.get(reverse("cycles:evidence-file", args=[office.code, evidence.pk]))
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert response["Content-Disposition"].startswith("inline; filename*=UTF-8''%E0")
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "name",
    ["task-take-up", "task-note", "task-attach", "task-submit", "task-withdraw", "task-skip", "task-assign"],
)
def test_acts_are_posted(
    client: Client, office: Office, procedure: Procedure, supervisor: User, name: str
) -> None:
    client.force_login(supervisor)
    assert (
        client.get(reverse(f"cycles:{name}", args=[office.code, task_of(procedure, "1").pk])).status_code
        == 405
    )


def test_a_task_of_another_office_does_not_exist(
    client: Client, office: Office, procedure: Procedure, outsider: User
) -> None:
    client.force_login(outsider)
    task = task_of(procedure, "1")
    for code in (office.code, "satit2"):
        assert client.get(reverse("cycles:task-page", args=[code, task.pk])).status_code == 404


def test_the_chart_shows_only_what_is_chosen(
    client: Client, office: Office, procedure: Procedure, supervisor: User, director: User
) -> None:
    client.force_login(director)
    assert (
        page(client, "cycles:year-chart", office, view="table", state="late").count('<th scope="row">') == 1
    )
    assert "ไม่พบงานตามเงื่อนไข" in page(client, "cycles:year-chart", office, mine="on")


def test_the_chart_is_empty_before_the_year(
    client: Client, office: Office, head: User, supervisor: User
) -> None:
    client.force_login(head)
    assert "เลือกคู่มือที่ใช้และเริ่มปีงบประมาณ" in page(client, "cycles:year-chart", office)
    client.force_login(supervisor)
    assert "เริ่มปีงบประมาณ</a>" not in page(client, "cycles:year-chart", office)


def test_starting_the_year_by_the_page(client: Client, office: Office, supervision: Unit, head: User) -> None:
    procedure = make_procedure(supervision, [{"title": "ดำเนินการ", "responsible": []}])
    client.force_login(head)
    address = reverse("cycles:cycle-start", args=[office.code])
    form = client.get(address).context["form"]
    data = {name: form[name].value() for name in form.fields}
    last = next(name for name in data if name.endswith("-last"))
    wrong = client.post(address, {**data, last.replace("-last", "-first"): "3", last: "11"})
    assert wrong.status_code == 422
    assert not Cycle.objects.exists()
    assert client.post(address, {**data, last: "3"}).status_code == 302
    task = Task.objects.get(run__procedure=procedure)
    assert (task.starts_on, task.due_on) == (date(2026, 11, 1), date(2027, 3, 31))
    assert Answer.objects.count() == 2
    assert client.get(address).context["plan"].runs == []


def test_the_pages_own_note_sent_twice_is_one_note(
    client: Client, office: Office, procedure: Procedure, supervisor: User
) -> None:
    """What the page rendered is what is posted, its key included."""
    client.force_login(supervisor)
    task = task_of(procedure, "1")
    text = page(client, "cycles:task-page", office, task.pk)
    (key,) = re.findall(r'name="key" value="([0-9a-f-]+)"', text)
    for _ in range(2):
        post(client, "task-note", office, task.pk, text="ประชุม", on="20 พ.ย. 2569", key=key)
    other = task_of(procedure, "2")
    post(client, "task-note", office, other.pk, text="ประชุมอีกงาน", on="20 พ.ย. 2569", key=key)
    assert [task_of(procedure, number).evidence.count() for number in ("1", "2")] == [1, 1]
