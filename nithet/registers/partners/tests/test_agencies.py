"""The directory of agencies: one for the whole office, kept by who added it, brought in from a table."""

from __future__ import annotations

from decimal import Decimal
from threading import Event, Thread

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.cycles.models import Evidence
from nithet.offices.models import Import, Office, Unit
from nithet.offices.tests.factories import DAY, as_member
from nithet.registers.generic import services
from nithet.registers.generic.models import ItemVersion
from nithet.registers.partners.agencies import AGENCIES as BOOK
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.errors import AgencyKnownError
from nithet.registers.partners.models import Agency, Cooperation
from nithet.registers.partners.tests.factories import (
    address,
    finished,
    form_data,
    make_agency,
    make_cooperation,
    make_joint_work,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]


def test_added_with_whom_to_call_in_their_order(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    people = [{"name": "นายสอง", "ORDER": 2}, {"name": "นางหนึ่ง", "phone": "0800000001", "ORDER": 1}]
    data = form_data(supervision, {"people": people}, title="วัดสาธิต", side="outside", sector="temple")
    page = client.post(address(BOOK, office, "new"), data, follow=True)
    assert [one.name for one in Agency.objects.get().people.all()] == ["นางหนึ่ง", "นายสอง"]
    assert 'href="tel:0800000001"' in said(page)


def test_the_same_name_is_not_added_twice(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User, ict: Unit
) -> None:
    agency = make_agency(supervisor, supervision, "วัดสาธิต")
    client.force_login(computer_officer)
    data = form_data(ict, {"people": []}, title="วัด  สาธิต".replace("  ", ""), side="outside", sector="temple")
    page = client.post(address(BOOK, office, "new"), data)
    assert (page.status_code, "มีหน่วยงานนี้ในทะเบียนแล้ว" in said(page)) == (422, True)
    client.force_login(supervisor)
    own = form_data(supervision, {"people": []}, title="วัดสาธิต", side="outside", sector="temple", revision=1)
    assert client.post(address(BOOK, office, "edit", agency.pk), own).status_code == 302


def test_nor_by_other_spaces_nor_past_the_form_nor_by_a_copy(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision, "วัดสาธิต")
    client.force_login(supervisor)
    data = form_data(supervision, {"people": []}, title="วัด สาธิต", side="outside", sector="temple")
    assert "มีหน่วยงานนี้ในทะเบียนแล้ว" in said(client.post(address(BOOK, office, "new"), data))
    with pytest.raises(AgencyKnownError):
        make_agency(supervisor, supervision, "วัด สาธิต")
    copied = client.post(address(BOOK, office, "copy", agency.pk), {"year": 2571, "key": new_id()})
    bring_in(client, office, "agency", "หน่วยงาน,ภาคส่วน\nวัด สาธิต,วัด\n")
    assert (copied.status_code, Agency.objects.count()) == (409, 1)


def test_nor_by_a_list_that_has_it_for_two_years_or_in_other_letters(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = bring_in(
        client, office, "agency", "หน่วยงาน,ปีงบประมาณ\nมูลนิธิ ABC,2570\nมูลนิธิ ABC,2571\nมูลนิธิ abc,2570\n"
    )
    bring_in(client, office, "agency", "หน่วยงาน,ปีงบประมาณ\nมูลนิธิ Abc,2570\n")
    assert "ซ้ำกับแถว 2 ในไฟล์เดียวกัน" in told
    assert Agency.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nor_by_a_list_that_comes_in_while_somebody_presses(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    """Both have looked and found nothing; who is second looks again."""
    client.force_login(supervisor)
    page = checked(client, office, "agency", "หน่วยงาน,ภาคส่วน\nวัดสาธิต,วัด\n")
    added, stored, told = Event(), Event(), []

    def press() -> None:
        with transaction.atomic():
            make_agency(supervisor, supervision, "วัดสาธิต")
            added.set()
            # Until the import waits; where it does not, it has stored its own by then.
            stored.wait(1)
        connection.close()

    def bring() -> None:
        told.append(client.post(f"{page}store/").status_code)
        stored.set()
        connection.close()

    pressing, importing = Thread(target=press), Thread(target=bring)
    pressing.start()
    assert added.wait(10)
    importing.start()
    for one in (pressing, importing):
        one.join(30)
    assert (told, Agency.objects.count(), Import.objects.get().state) == ([302], 1, "done")


def test_voided_it_comes_back_where_no_other_has_its_name(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision, "วัดสาธิต")
    services.void_item(BOOK, agency, why="บันทึกซ้ำ", by=as_member(supervisor, office))
    other = make_agency(supervisor, supervision, "วัดสาธิต")
    client.force_login(supervisor)
    assert client.post(address(BOOK, office, "restore", agency.pk)).status_code == 409
    agency.refresh_from_db()
    assert agency.is_void
    services.void_item(BOOK, other, why="บันทึกซ้ำ", by=as_member(supervisor, office))
    assert client.post(address(BOOK, office, "restore", agency.pk)).status_code == 302


@pytest.mark.parametrize(
    ("who", "sees", "keeps"),
    [("head", 200, 200), ("director", 200, 403), ("computer_officer", 200, 403), ("teacher", 404, 404), ("secretary", 404, 404), ("outsider", 404, 404)],
)  # fmt: skip
def test_all_divisions_see_it_and_its_own_keeps_it(
    client: Client, office: Office, supervision: Unit, supervisor: User, who: str, sees: int, keeps: int,
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    agency = make_agency(supervisor, supervision)
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(BOOK, office, "page", agency.pk)).status_code == sees
    assert client.get(address(BOOK, office, "edit", agency.pk)).status_code == keeps


def test_it_lives_on_confirmed_again_and_changed_without_opening(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision)
    client.force_login(supervisor)
    for day in ("1 พ.ย. 2569", "20 พ.ย. 2569"):
        assert client.post(address(BOOK, office, "finish", agency.pk), {"on": day}).status_code == 302
    data = form_data(
        supervision, {"people": []}, title=agency.title, side="outside", sector="state", revision=3
    )
    assert client.post(address(BOOK, office, "edit", agency.pk), data).status_code == 302
    agency.refresh_from_db()
    assert (agency.state, agency.on, agency.sector) == ("done", DAY, "state")
    assert not ItemVersion.objects.exists()
    assert not Evidence.objects.exists()


def test_its_page_tells_of_work_with_it_that_one_may_see(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    agency = make_agency(supervisor, supervision)
    item = make_cooperation(supervisor, supervision, agency)
    for user, shown in ((supervisor, True), (computer_officer, False)):
        client.force_login(user)
        assert (item.title in said(client.get(address(BOOK, office, "page", agency.pk)))) is shown


def test_voided_it_is_not_offered_any_more_but_stays_where_it_was_chosen(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision)
    item = make_cooperation(supervisor, supervision, agency)
    client.force_login(supervisor)
    client.post(address(BOOK, office, "void", agency.pk), {"reason": "ยุบเลิก"})
    assert agency.title not in said(client.get(address(COOPERATIONS, office, "new")))
    assert agency.title in said(client.get(address(COOPERATIONS, office, "edit", item.pk)))


def test_the_list_costs_the_same_for_one_and_many(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    told = []
    for count in (1, 6):
        for number in range(count):
            agency = make_agency(supervisor, supervision, f"หน่วยงาน {count} {number}")
            make_cooperation(supervisor, supervision, agency)
        with CaptureQueriesContext(connection) as asked:
            client.get(address(BOOK, office, "list"))
            client.get(address(BOOK, office, "page", agency.pk))
        told.append(len(asked))
    assert told[0] == told[1]


# Tables


def bring_in(client: Client, office: Office, kind: str, text: str) -> str:
    """What the check of the file says; the good rows are stored."""
    page = checked(client, office, kind, text)
    told = said(client.get(page))
    client.post(f"{page}store/")
    return told


def checked(client: Client, office: Office, kind: str, text: str) -> str:
    """The page of an import that has been looked through and is not stored yet."""
    upload = SimpleUploadedFile("list.csv", text.encode(), content_type="text/csv")
    begun = client.post(reverse("offices:import-new", args=[office.code]), {"kind": kind, "file": upload})
    page = str(begun["Location"].removesuffix("columns/"))
    form = client.get(f"{page}columns/").context["form"]
    matched = client.post(f"{page}columns/", {bound.html_name: bound.value() or "" for bound in form})
    assert matched.status_code == 302, said(matched)
    return page


def test_two_layouts_come_in_and_next_year_they_are_the_same(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    client.force_login(supervisor)
    bring_in(client, office, "agency", "ชื่อหน่วยงาน,ประเภท,เบอร์โทร,ผู้ประสาน\nวัดสาธิต,วัด,053000001,พระครูสมมติ\n")
    bring_in(
        client,
        office,
        "agency",
        "หน่วยงาน,ภาคส่วน,ภารกิจ,ปีงบประมาณ\nวัดสาธิต,วัดและศาสนสถาน,อบรมศีลธรรม,2571\nบริษัทสาธิต,เอกชน,,2571\n",
    )
    found = Agency.objects.get(title="วัดสาธิต")
    assert (found.sector, found.mandate, found.fiscal_year_be) == ("temple", "อบรมศีลธรรม", 2570)
    assert [one.name for one in found.people.all()] == ["พระครูสมมติ"]
    assert Agency.objects.get(title="บริษัทสาธิต").sector == "private"


def test_another_division_brings_in_what_is_there_and_changes_nothing(
    client: Client, office: Office, supervision: Unit, supervisor: User, computer_officer: User
) -> None:
    make_agency(supervisor, supervision, "วัดสาธิต", sector="temple")
    client.force_login(computer_officer)
    bring_in(client, office, "agency", "หน่วยงาน,ภาคส่วน\nวัดสาธิต,เอกชน\n")
    assert Agency.objects.get().sector == "temple"


def test_cooperations_name_their_agency_and_an_unknown_one_is_told(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    make_agency(supervisor, supervision, "วัดสาธิต")
    client.force_login(supervisor)
    head = "เรื่อง,หน่วยงาน,รูปแบบ,MOU เลขที่,ตั้งแต่วันที่,หมดอายุ,มูลค่า,ผล\n"
    rows = (
        'ขอสถานที่,วัด สาธิต,"สถานที่, งบ",3/2569,1 ต.ค. 2569,ไม่มีกำหนด,"1,234.50 บาท",จัดค่ายได้\n'
        "ขอวิทยากร,มหาวิทยาลัยที่ไม่รู้จัก,วิทยากร,,,,,\nขอกลับด้าน,วัดสาธิต,,,1 ต.ค. 2569,1 ก.ย. 2569,,\n"
    )
    told = bring_in(client, office, "cooperation", head + rows)
    assert "ในทะเบียนหน่วยงาน โปรดเพิ่มหรือนำเข้าหน่วยงานก่อน" in told
    assert "วันสิ้นสุดอยู่ก่อนวันเริ่ม" in told
    item = Cooperation.objects.get()
    assert (item.has_mou, item.until_on, item.value, item.kinds) == (
        True,
        None,
        Decimal("1234.50"),
        " money place ",
    )
    bring_in(client, office, "cooperation", f"{head}ขอสถานที่,วัดสาธิต,สถานที่,3/2569,1 ต.ค. 2569,30 ก.ย. 2571,,\n")
    item.refresh_from_db()
    assert (Cooperation.objects.count(), str(item.until_on), item.kinds, item.result) == (
        1,
        "2028-09-30",
        " place ",
        "จัดค่ายได้",
    )


def test_an_end_in_a_list_is_ended_by_words_kept_by_a_blank_and_never_before_the_beginning(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision, "วัดสาธิต")
    item = make_cooperation(
        supervisor, supervision, agency, title="ขอสถานที่", has_mou=True, from_on=DAY, until_on=DAY
    )
    client.force_login(supervisor)
    head = "เรื่อง,หน่วยงาน,หมดอายุ,รายละเอียด,ปีงบประมาณ\n"
    for said_in_file, expected in (("-", DAY), ("", DAY), ("1 พ.ย. 2569", DAY), ("ไม่มีกำหนด", None)):
        rows = f"ขอสถานที่,วัดสาธิต,{said_in_file},เมื่อ {said_in_file},2570\n"
        told = bring_in(client, office, "cooperation", head + rows)
        assert ("วันสิ้นสุดอยู่ก่อนวันเริ่ม" in told) is (said_in_file == "1 พ.ย. 2569")
        item.refresh_from_db()
        assert item.until_on == expected
    bring_in(client, office, "cooperation", f"{head}ขอวิทยากร,วัดสาธิต,ตลอดไป,,2570\n")
    assert Cooperation.objects.get(title="ขอวิทยากร").until_on is None


def test_the_list_counts_work_of_each_sort_by_itself(
    office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision)
    for state in ("draft", "draft", "void"):
        make_cooperation(supervisor, supervision, agency, state=state)
        make_joint_work(supervisor, supervision, agency, state=state)
    make_joint_work(supervisor, supervision, agency)
    (found,) = BOOK.lines(as_member(supervisor, office), BOOK.items())
    assert (found.worked, found.joint) == (2, 3)


def test_a_finished_one_is_left_as_it_is(
    client: Client, office: Office, supervision: Unit, supervisor: User
) -> None:
    agency = make_agency(supervisor, supervision, "วัดสาธิต")
    finished(
        COOPERATIONS,
        make_cooperation(supervisor, supervision, agency, title="ขอสถานที่", detail="เดิม"),
        supervisor,
    )
    client.force_login(supervisor)
    bring_in(client, office, "cooperation", "เรื่อง,หน่วยงาน,รายละเอียด,ปีงบประมาณ\nขอสถานที่,วัดสาธิต,ใหม่,2570\n")
    assert Cooperation.objects.get().detail == "เดิม"
