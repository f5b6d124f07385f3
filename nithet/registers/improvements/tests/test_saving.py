"""Saving that is refused loses nothing, and says in words what differs; lists come into the division that is chosen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from nithet.accounts.models import User
from nithet.cycles.models import Evidence, Task
from nithet.cycles.tests.factories import a_pdf
from nithet.offices.models import Office, Role, Unit
from nithet.offices.tests.factories import as_member, make_appointment, page_text
from nithet.registers.generic import services
from nithet.registers.generic.services import Typed
from nithet.registers.improvements.models import Figure, Improvement
from nithet.registers.improvements.tests.test_improvements import BOOK, FACTS, address, form_data, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def kept(page: Any) -> str:
    """What the page holds of the files that need not be chosen again."""
    found = re.search(r'name="kept" value="([^"]*)"', page.content.decode())
    return found[1] if found else ""


def names(item: Improvement) -> list[str]:
    item.refresh_from_db()
    return [one["name"] for one in item.files]


# Files


def test_files_of_a_stale_form_need_not_be_chosen_again(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User
) -> None:
    item = made(supervisor, office, supervision)
    other = Typed({**FACTS, "unit": supervision, "problem": "ของผู้อื่น"})
    services.change_item(BOOK, item, other, revision=1, by=as_member(head, office))
    client.force_login(supervisor)
    data = form_data(supervision, revision=1)
    page = client.post(address(office, "edit", item.pk), data | {"attached": a_pdf("ผลสำรวจ.pdf")})
    assert (page.status_code, names(item)) == (422, [])
    assert "ไฟล์ที่เลือกแล้ว: ผลสำรวจ.pdf" in page_text(page)
    again = client.post(address(office, "edit", item.pk), data | {"revision": 2, "kept": kept(page)})
    assert (again.status_code, names(item)) == (302, ["ผลสำรวจ.pdf"])


def test_files_of_a_form_with_a_mistake_are_kept_through_several_presses(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    data = form_data(supervision)
    first = client.post(address(office, "new"), data | {"problem": "", "attached": a_pdf("หนึ่ง.pdf")})
    more = {"problem": "", "kept": kept(first), "attached": a_pdf("สอง.pdf", b"%PDF-1.7 other")}
    second = client.post(address(office, "new"), data | more)
    assert "หนึ่ง.pdf, สอง.pdf" in page_text(second)
    client.post(address(office, "new"), data | {"kept": kept(second)})
    assert names(Improvement.objects.get()) == ["หนึ่ง.pdf", "สอง.pdf"]


def test_an_unfit_file_is_told_at_its_field_and_the_others_are_kept(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    item = made(supervisor, office, supervision)
    client.force_login(supervisor)
    files = [a_pdf("ดี.pdf"), SimpleUploadedFile("โปรแกรม.exe", b"MZ")]
    data = form_data(supervision, revision=1, problem="พิมพ์ใหม่") | {"attached": files}
    page = client.post(address(office, "edit", item.pk), data)
    assert (page.status_code, names(item)) == (422, [])
    assert ("พิมพ์ใหม่" in page_text(page), "ไฟล์ที่เลือกแล้ว: ดี.pdf" in page_text(page)) == (True, True)


@pytest.mark.parametrize("seal", ["x", "WyJhIl0:1:x"])
def test_nobody_attaches_what_they_did_not_bring(
    client: Client, office: Office, supervision: Unit, supervisor: User, head: User, seal: str
) -> None:
    client.force_login(supervisor)
    page = client.post(address(office, "new"), form_data(supervision, problem="", attached=a_pdf()))
    client.force_login(head)
    for given in (kept(page), seal):
        client.post(address(office, "new"), form_data(supervision, kept=given))
    assert [one.files for one in Improvement.objects.all()] == [[], []]


# What differs


def test_the_table_of_differences_says_words_and_no_codes(
    client: Client, office: Office, supervision: Unit, ict: Unit, supervisor: User, head: User
) -> None:
    item = made(supervisor, office, supervision, owner=supervisor.person)
    other = Typed({**FACTS, "unit": supervision, "sort": "ict", "progress": "stopped", "owner": head.person})
    services.change_item(BOOK, item, other, revision=1, by=as_member(head, office))
    client.force_login(supervisor)
    page = client.post(address(office, "edit", item.pk), form_data(supervision, revision=1))
    told = page.context["differs"]
    assert ("ประเภท", "พัฒนาและประยุกต์ใช้ ICT", "ปรับปรุงการให้บริการ") in told
    assert ("ความก้าวหน้า", "ยุติการปรับปรุง", "นำไปใช้แล้ว") in told
    assert ("ผู้รับผิดชอบ", head.person.name, "") in told


# Figures


def test_figures_are_numbers_of_their_unit(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    client.post(address(office, "new"), form_data(supervision, rows=1))
    item, figure = Improvement.objects.get(), Figure.objects.get()
    assert str(figure) == "เวลารอ 1: 1,234.5 → 30 นาที"
    assert (
        BOOK.snapshot(item)["figures"][0] | {"before": "1,234.5", "after": "30"}
        == BOOK.snapshot(item)["figures"][0]
    )
    page = client.get(address(office, "edit", item.pk)).content.decode()
    assert ('value="30"' in page, 'value="1,234.5"' in page, "30.00" in page) == (True, True, False)


# What it is evidence of


def test_titles_of_tasks_are_shown_to_whom_they_are_open(
    client: Client, office: Office, supervision: Unit, supervisor: User, task: Task, computer_officer: User
) -> None:
    item = made(supervisor, office, supervision, owner=computer_officer.person)
    services.finish_item(BOOK, item, on=as_member(supervisor, office).on, by=as_member(supervisor, office))
    assert Evidence.objects.get().task == task
    client.force_login(supervisor)
    assert task.title in page_text(client.get(address(office, "page", item.pk)))
    client.force_login(computer_officer)
    text = page_text(client.get(address(office, "page", item.pk)))
    assert (task.title in text, task.run.title in text) == (False, False)
    assert "งาน 1 เรื่องที่ท่านไม่มีสิทธิ์เปิดดู" in text


# Lists that come in


def imported(client: Client, office: Office, unit: Unit | None = None) -> Any:
    """Through all pages of an import; returns the page that asks what the columns are."""
    upload = SimpleUploadedFile("list.csv", "เรื่อง,ปัญหา\nลดเวลารอ,รอนาน\n".encode(), content_type="text/csv")
    begun = client.post(
        reverse("offices:import-new", args=[office.code]), {"kind": BOOK.code, "file": upload}
    )
    page = begun["Location"].removesuffix("columns/")
    asked = client.get(f"{page}columns/")
    given = {bound.html_name: bound.value() or "" for bound in asked.context["form"]}
    client.post(f"{page}columns/", given | ({"unit": str(unit.pk)} if unit else {}))
    client.post(f"{page}store/")
    return asked


def test_who_serves_in_two_divisions_says_whose_the_list_is(
    client: Client, office: Office, supervision: Unit, ict: Unit, supervisor: User
) -> None:
    make_appointment(supervisor.person, Role.HEAD, unit=ict)
    client.force_login(supervisor)
    for unit in (supervision, ict):
        assert "กลุ่มเจ้าของเรื่อง" in page_text(imported(client, office, unit))
    assert set(Improvement.objects.values_list("unit", flat=True)) == {supervision.pk, ict.pk}


def test_who_serves_in_one_division_is_not_asked(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    assert "กลุ่มเจ้าของเรื่อง" not in page_text(imported(client, office))
    assert Improvement.objects.get().unit == supervision


def test_a_division_of_others_is_not_to_be_chosen(
    client: Client, office: Office, supervision: Unit, ict: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    imported(client, office, ict)
    assert list(Improvement.objects.values_list("unit", flat=True)) == [supervision.pk]
