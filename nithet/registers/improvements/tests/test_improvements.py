"""An improvement from the task's page to evidence, and all that items of registers do alike."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.core.ids import new_id
from nithet.cycles.models import Evidence, Task
from nithet.cycles.tests.factories import a_pdf
from nithet.offices.models import Office, Unit
from nithet.offices.privacy.mentions import mentions_of
from nithet.offices.tests.factories import DAY, as_member, make_person
from nithet.registers.generic import services
from nithet.registers.generic.errors import ItemNotCompleteError, StaleItemError
from nithet.registers.generic.models import Item, ItemVersion
from nithet.registers.generic.services import Typed
from nithet.registers.improvements.models import Figure, Improvement
from nithet.registers.improvements.register import BOOKS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]
BOOK = BOOKS[0]
FACTS = {
    "title": "ลดเวลารอยืมสื่อ", "problem": "โรงเรียนรอคำตอบหลายวัน", "remedy": "รับคำขอทางระบบ", "result": "รอไม่เกินหนึ่งวัน",
    "progress": "used", "sort": "service", "fiscal_year_be": 2570,
}  # fmt: skip


def address(office: Office, name: str, *args: object) -> str:
    return BOOK.address(name, office.code, *args)


def form_data(unit: Unit, rows: int = 0, **facts: Any) -> dict[str, Any]:
    """What the page of the form sends, with so many rows of figures."""
    data = {**FACTS, "unit": unit.pk, "key": new_id(), "revision": 0, **facts}
    data |= {"figures-TOTAL_FORMS": rows, "figures-INITIAL_FORMS": 0}
    for row in range(rows):
        data |= {f"figures-{row}-name": f"เวลารอ {row + 1}", f"figures-{row}-unit": "minutes",
                 f"figures-{row}-before": "๑,๒๓๔.๕๐", f"figures-{row}-after": "30", f"figures-{row}-ORDER": rows - row}  # fmt: skip
    return data


def made(user: User, office: Office, unit: Unit, **facts: Any) -> Improvement:
    by = as_member(user, office)
    item = services.make_item(BOOK, Typed({**FACTS, "unit": unit, **facts}), by=by, key=new_id())
    assert isinstance(item, Improvement)
    return item


def test_from_the_task_to_its_evidence(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    client.force_login(supervisor)
    page = client.get(reverse("cycles:task-page", args=[office.code, task.pk])).content.decode()
    opened = address(office, "of-task", task.pk)
    assert opened in page
    form = client.get(opened, follow=True)
    assert "ปรับปรุงจากงาน" in form.content.decode()
    sent = client.post(
        f"{address(office, 'new')}?task={task.pk}", form_data(supervision, rows=2), follow=True
    )
    item = Improvement.objects.get()
    assert sent.redirect_chain == [(address(office, "page", item.pk), 302)]
    assert (item.task, item.owner, item.state) == (task, None, Item.State.DRAFT)
    assert [(one.name, one.before, one.percent) for one in item.figures.all()] == [
        ("เวลารอ 2", Decimal("1234.50"), Decimal("-97.6")), ("เวลารอ 1", Decimal("1234.50"), Decimal("-97.6")),
    ]  # fmt: skip
    client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"})
    evidence = Evidence.objects.get(task=task)
    task.refresh_from_db()
    assert (evidence.kind, evidence.object_id, evidence.action, task.is_met) == (
        "improvement",
        item.pk,
        "improve",
        True,
    )
    assert "เป็นหลักฐานของ" in client.get(address(office, "page", item.pk)).content.decode()


def test_opened_again_it_is_no_evidence_and_its_version_stays(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task
) -> None:
    item = made(supervisor, office, supervision)
    client.force_login(supervisor)
    for _ in range(2):
        client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"})
    assert ItemVersion.objects.get().snapshot["problem"] == FACTS["problem"]
    client.post(address(office, "reopen", item.pk), {"reason": "ตัวเลขผิด"})
    task.refresh_from_db()
    assert (task.done, task.is_met) == (0, False)
    shown = client.get(address(office, "version", item.pk, 1)).content.decode()
    assert "โรงเรียนรอคำตอบหลายวัน" in shown
    assert Entry.objects.filter(verb__startswith="item.", object_id=item.pk).count() == 3


def test_what_is_lacking_is_said(office: Office, supervision: Unit, supervisor: User) -> None:
    item = made(supervisor, office, supervision, remedy="", progress="planned")
    with pytest.raises(ItemNotCompleteError, match="วิธีแก้ไขปรับปรุง"):
        services.finish_item(BOOK, item, on=DAY, by=as_member(supervisor, office))


def test_sent_twice_it_is_one(client: Client, office: Office, supervision: Unit, supervisor: User) -> None:
    client.force_login(supervisor)
    data = form_data(supervision)
    for _ in range(2):
        assert client.post(address(office, "new"), data).status_code == 302
    assert Improvement.objects.count() == 1


def test_a_stale_form_shows_both_and_keeps_what_was_typed(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User
) -> None:
    item = made(supervisor, office, supervision)
    other = {**FACTS, "unit": supervision, "problem": "ของผู้อื่น"}
    services.change_item(BOOK, item, Typed(other), revision=1, by=as_member(head, office))
    client.force_login(supervisor)
    data = form_data(supervision, problem="ของฉัน", revision=1)
    page = client.post(address(office, "edit", item.pk), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in text
    assert "ของผู้อื่น" in text
    assert "ของฉัน" in text
    again = client.post(address(office, "edit", item.pk), data | {"revision": 2})
    item.refresh_from_db()
    assert (again.status_code, item.problem, item.revision) == (302, "ของฉัน", 3)


def test_two_saving_at_once_one_wins(office: Office, supervision: Unit, supervisor: User) -> None:
    item, by = made(supervisor, office, supervision), as_member(supervisor, office)
    typed = Typed({**FACTS, "unit": supervision, "problem": "หนึ่ง"})
    services.change_item(BOOK, item, typed, revision=1, by=by)
    with pytest.raises(StaleItemError):
        services.change_item(BOOK, item, typed, revision=1, by=by)


def test_rows_are_changed_ordered_and_taken_away(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    client.post(address(office, "new"), form_data(supervision, rows=3))
    item = Improvement.objects.get()
    first, second, third = item.figures.all()
    rows: dict[str, Any] = {"figures-TOTAL_FORMS": 3, "figures-INITIAL_FORMS": 3}
    for row, (figure, order) in enumerate(((first, 3), (second, 2), (third, 1))):
        rows |= {f"figures-{row}-id": figure.pk, f"figures-{row}-name": figure.name, f"figures-{row}-unit": "minutes",
                 f"figures-{row}-before": "10", f"figures-{row}-ORDER": order}  # fmt: skip
    data = form_data(supervision, revision=1) | rows | {"figures-1-DELETE": "on"}
    assert client.post(address(office, "edit", item.pk), data).status_code == 302
    assert list(Figure.objects.values_list("pk", "before")) == [
        (third.pk, Decimal(10)),
        (first.pk, Decimal(10)),
    ]


def test_a_bad_amount_is_told_at_its_row(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    data = form_data(supervision, rows=1) | {"figures-0-before": "ประมาณ 20"}
    page = client.post(address(office, "new"), data)
    assert page.status_code == 422
    assert "ไม่ใช่จำนวนที่บันทึกได้" in page.content.decode()
    assert not Improvement.objects.exists()


def test_files_are_kept_served_and_taken_off(
    client: Client, office: Office, supervision: Unit, supervisor: User, teacher: User
) -> None:
    client.force_login(supervisor)
    client.post(address(office, "new"), form_data(supervision, attached=a_pdf()))
    item = Improvement.objects.get()
    where = address(office, "file", item.pk, item.files[0]["file"])
    assert client.get(where)["Content-Type"] == "application/pdf"
    client.force_login(teacher)
    assert client.get(where).status_code == 404
    client.force_login(supervisor)
    client.post(address(office, "file-drop", item.pk, item.files[0]["file"]))
    item.refresh_from_db()
    assert item.files == []
    assert client.get(where).status_code == 404


def test_voided_it_is_found_only_where_it_is_asked_for_and_comes_back(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    item = made(supervisor, office, supervision)
    client.force_login(supervisor)
    client.post(address(office, "void", item.pk), {"reason": "บันทึกซ้ำ"})
    assert item.title not in client.get(address(office, "list")).content.decode()
    assert item.title in client.get(address(office, "list"), {"state": "void"}).content.decode()
    client.post(address(office, "restore", item.pk))
    item.refresh_from_db()
    assert (item.state, item.void_reason) == (Item.State.DRAFT, "")


def test_copied_for_another_year(client: Client, office: Office, supervision: Unit, supervisor: User) -> None:
    client.force_login(supervisor)
    client.post(address(office, "new"), form_data(supervision, rows=2))
    item, key = Improvement.objects.get(), new_id()
    for _ in range(2):
        client.post(address(office, "copy", item.pk), {"year": 2571, "key": key})
    copy = Improvement.objects.get(fiscal_year_be=2571)
    assert (copy.title, copy.state, copy.result) == (item.title, Item.State.DRAFT, "")
    assert [one.name for one in copy.figures.all()] == [one.name for one in item.figures.all()]


def test_the_list_costs_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 6):
        for _ in range(count):
            made(supervisor, office, supervision)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(office, "list")).status_code == 200
        told.append(len(queries))
    assert told[0] == told[1]


def test_the_list_is_narrowed_and_goes_out_as_a_file(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    made(supervisor, office, supervision)
    made(supervisor, office, supervision, title="ระบบจองห้อง", sort="ict")
    client.force_login(supervisor)
    text = client.get(address(office, "list"), {"sort": "ict", "year": "2570"}).content.decode()
    assert ("ระบบจองห้อง" in text, "ลดเวลารอยืมสื่อ" in text) == (True, False)
    file = client.get(address(office, "list"), {"format": "csv", "q": "รอยืม"})
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert ("ลดเวลารอยืมสื่อ" in content, "ระบบจองห้อง" in content) == (True, False)


@pytest.mark.parametrize(
    ("who", "code"),
    [
        ("director", 200),
        ("head", 200),
        ("planning", 200),
        ("computer_officer", 404),
        ("teacher", 404),
        ("outsider", 404),
    ],
)
def test_who_sees_it(
    client: Client,
    office: Office,
    supervision: Unit,
    supervisor: User,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    item = made(supervisor, office, supervision)
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(office, "page", item.pk)).status_code == code


def test_who_may_not_keep_it_is_refused(
    client: Client, office: Office, supervision: Unit, supervisor: User, director: User
) -> None:
    item = made(supervisor, office, supervision)
    client.force_login(director)
    assert client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569"}).status_code == 403
    assert client.get(address(office, "edit", item.pk)).status_code == 403
    assert client.get(address(office, "finish", item.pk)).status_code == 405


def test_a_table_comes_in_and_again_changes_what_differs(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    head = "ชื่อเรื่อง,ปัญหา,แนวทางแก้ไข,ปีงบประมาณ\n"
    for remedy in ("ใช้ระบบ", "ใช้ระบบใหม่"):
        bring_in(
            client,
            supervisor,
            office,
            f"{head}ลดขั้นตอน,ขั้นตอนมาก,{remedy},2570\nลดเอกสาร,เอกสารมาก,ยกเลิกแบบ,๒๕๗๐\n",
        )
    assert list(Improvement.objects.order_by("title").values_list("title", "remedy", "revision")) == [
        ("ลดขั้นตอน", "ใช้ระบบใหม่", 2), ("ลดเอกสาร", "ยกเลิกแบบ", 1),
    ]  # fmt: skip


def bring_in(client: Client, user: User, office: Office, text: str) -> None:
    client.force_login(user)
    upload = SimpleUploadedFile("improvements.csv", text.encode(), content_type="text/csv")
    begun = client.post(
        reverse("offices:import-new", args=[office.code]), {"kind": "improvement", "file": upload}
    )
    page = begun["Location"].removesuffix("columns/")
    matched = client.get(f"{page}columns/").context["form"]
    data = {bound.html_name: bound.value() or "" for bound in matched}
    checked = client.post(f"{page}columns/", data)
    assert checked.status_code == 302, checked.content.decode()
    stored = client.post(f"{page}store/")
    assert stored.status_code == 302, stored.content.decode()


def test_a_version_is_among_the_texts_that_may_name_somebody(
    office: Office, supervision: Unit, supervisor: User, director: User
) -> None:
    made_item = made(supervisor, office, supervision, problem="ตามที่นายสมมติ ค้นหา แจ้ง")
    services.finish_item(BOOK, made_item, on=DAY, by=as_member(supervisor, office))
    person = make_person(office, "สมมติ ค้นหา")
    found = {one.title: one.count for one in mentions_of(person, as_member(director, office))}
    assert (found[BOOK.name], found[f"{BOOK.name}: ฉบับที่เสร็จสิ้น"]) == (1, 1)


def test_the_list_is_narrowed_by_a_division(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    made(supervisor, office, supervision)
    client.force_login(supervisor)
    page = client.get(address(office, "list"), {"unit": str(supervision.pk)})
    assert page.status_code == 200
    assert supervision.short_name in page.context["narrowing"]


def rows_of(item: Improvement, revision: int, typed: str) -> dict[str, Any]:
    """The form as it was opened with the first row of an item."""
    first = item.figures.first()
    assert first
    return {
        **form_data(item.unit, revision=revision), "figures-TOTAL_FORMS": 1, "figures-INITIAL_FORMS": 1, "figures-0-id": first.pk,
        "figures-0-name": typed, "figures-0-unit": "minutes", "figures-0-before": "10", "figures-0-ORDER": 1,
    }  # fmt: skip


def test_rows_that_somebody_added_meanwhile_are_shown_before_they_go(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User
) -> None:
    client.force_login(supervisor)
    client.post(address(office, "new"), form_data(supervision, rows=1))
    item = Improvement.objects.get()
    figure = {"unit": "minutes", "before": Decimal(1), "after": None}
    parts = {
        "figures": [{"id": item.figures.get().pk, "name": "เวลา", **figure}, {"name": "ของผู้อื่น", **figure}]
    }
    typed = Typed({**FACTS, "unit": supervision}, parts)
    services.change_item(BOOK, item, typed, revision=1, by=as_member(head, office))
    page = client.post(address(office, "edit", item.pk), rows_of(item, 1, "ของฉัน"))
    assert page.status_code == 422
    text = page.content.decode()
    assert "มีผู้แก้ไขก่อนหน้าท่าน" in text
    assert "ของผู้อื่น" in text
    assert item.figures.count() == 2
    assert client.post(address(office, "edit", item.pk), rows_of(item, 2, "ของฉัน")).status_code == 302
    assert item.figures.get().name == "ของฉัน"


def test_who_is_responsible_keeps_it_in_its_division(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    item = made(supervisor, office, supervision, owner=computer_officer.person)
    client.force_login(computer_officer)
    page = client.get(address(office, "edit", item.pk))
    assert page.context["form"]["unit"].value() == supervision.pk
    sent = client.post(address(office, "edit", item.pk), form_data(supervision, revision=1, problem="แก้แล้ว"))
    item.refresh_from_db()
    assert (sent.status_code, item.unit, item.problem) == (302, supervision, "แก้แล้ว")


def test_what_changed_after_the_page_was_read_is_not_finished_unseen(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    item = made(supervisor, office, supervision)
    typed = Typed({**FACTS, "unit": supervision, "problem": "เปลี่ยนแล้ว"})
    services.change_item(BOOK, item, typed, revision=1, by=as_member(supervisor, office))
    client.force_login(supervisor)
    page = client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569", "revision": 1})
    assert page.status_code == 422
    assert "มีผู้แก้ไขรายการนี้ก่อนหน้าท่าน" in page.content.decode().replace("\u2060", "")
    sent = client.post(address(office, "finish", item.pk), {"on": "20 พ.ย. 2569", "revision": 2})
    item.refresh_from_db()
    assert (sent.status_code, item.state) == (302, Item.State.DONE)


def test_a_finished_item_keeps_its_file(office: Office, supervision: Unit, supervisor: User) -> None:
    by = as_member(supervisor, office)
    item = made(supervisor, office, supervision)
    Improvement.objects.filter(pk=item.pk).update(files=[{"file": str(item.pk), "name": "คำสั่ง.pdf"}])
    services.finish_item(BOOK, item, on=DAY, by=by)
    with pytest.raises(RefusedError):
        services.drop_file(BOOK, item, item.pk, by=by)
