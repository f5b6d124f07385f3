"""The order of duties by hand: recorded, given, ended, voided, copied; seen by person and by procedure."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.audit.models import Entry
from nithet.core.errors import RefusedError
from nithet.cycles.errors import DutyVoidedError, ReasonMissingError
from nithet.cycles.models import Duty, DutyOrder
from nithet.cycles.services import duties
from nithet.cycles.services.duties import copy_last_year, end_duties, void_duties
from nithet.cycles.tests.duty_factories import FIRST, LAST, make_duty, make_order
from nithet.cycles.tests.factories import a_pdf, make_procedure
from nithet.manuals.models import Procedure
from nithet.offices.models import Appointment, Cluster, Office, School, SchoolChange, Unit
from nithet.offices.tests.factories import (
    as_member,
    make_appointment,
    make_person,
    make_school,
    page_text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("friday")]

ORDER = {
    "number": "12/2570", "on": "25 ก.ย. 2569", "title": "มอบหมายหน้าที่", "from_on": "1 ต.ค. 2569",
    "until_on": "30 ก.ย. 2570",
}  # fmt: skip


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision)


@pytest.fixture
def order(office: Office) -> DutyOrder:
    return make_order(office)


def url(office: Office, name: str, *args: object) -> str:
    return reverse(f"cycles:{name}", args=[office.code, *args])


def given(order: DutyOrder, procedure: Procedure, user: User, **facts: Any) -> dict[str, Any]:
    return {
        "order": order.pk, "person": user.person.pk, "part": "main", "procedures": [procedure.lineage], **facts
    }  # fmt: skip


# Beside the other lists


def test_who_sees_none_of_the_year_finds_the_tabs_of_the_registers(
    client: Client, office: Office, administrator: User, head: User
) -> None:
    client.force_login(administrator)
    page = client.get(url(office, "duty-list")).content.decode()
    here = f'<a href="{url(office, "duty-list")}" aria-current="page">หน้าที่ตามคำสั่ง</a>'
    assert page.count(here) == 1
    assert reverse("offices:school-list", args=[office.code]) in page.partition('aria-label="ทะเบียน"')[2]
    client.force_login(head)
    page = client.get(url(office, "duty-list")).content.decode()
    assert 'aria-label="งานประจำปี"' in page
    assert 'aria-label="ทะเบียน"' not in page


def test_the_table_as_a_file_says_the_offices_own_word(
    client: Client, office: Office, head: User, order: DutyOrder, procedure: Procedure
) -> None:
    make_duty(order, head.person, procedure)
    Office.objects.update(words={"cluster": "สหวิทยาเขต"})
    client.force_login(head)
    told = b"".join(client.get(url(office, "duty-list"), {"format": "csv"})).decode()
    assert "โรงเรียนหรือสหวิทยาเขต" in told


# Orders


def test_an_order_is_recorded_once_with_its_signed_copy(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    for _ in range(2):
        response = client.post(url(office, "order-add"), {**ORDER, "file": a_pdf("คำสั่ง.pdf")})
        assert response.status_code == 302
    order = DutyOrder.objects.get()
    assert (order.number, order.fiscal_year_be, order.on) == ("12/2570", 2570, date(2026, 9, 25))
    assert Entry.objects.filter(verb="duty_order.recorded").count() == 1
    copy = client.get(url(office, "order-file", order.pk))
    assert b"".join(copy).startswith(b"%PDF")


def test_another_order_under_the_same_number_is_refused(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    client.post(url(office, "order-add"), ORDER)
    response = client.post(url(office, "order-add"), {**ORDER, "title": "เรื่องอื่น"})
    assert response.status_code == 422
    assert "บันทึกไว้แล้วด้วยข้อมูลอื่น" in response.content.decode()
    assert DutyOrder.objects.count() == 1


def test_an_order_ends_within_its_fiscal_year(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    response = client.post(url(office, "order-add"), {**ORDER, "until_on": "1 ต.ค. 2570"})
    assert response.status_code == 422
    assert "30 กันยายน 2570" in response.content.decode()


def test_what_was_typed_wrong_is_mended_by_who_recorded_it(
    client: Client, office: Office, head: User, ict_head: User
) -> None:
    client.force_login(head)
    client.post(url(office, "order-add"), ORDER)
    order = DutyOrder.objects.get()
    mended = {**ORDER, "number": "13/2570"}
    client.force_login(ict_head)
    assert client.post(url(office, "order-edit", order.pk), mended).status_code == 403
    client.force_login(head)
    assert client.post(url(office, "order-edit", order.pk), mended).status_code == 302
    order.refresh_from_db()
    assert order.number == "13/2570"
    assert Entry.objects.filter(verb="duty_order.corrected").count() == 1


# Duties by hand


def test_a_duty_is_given_for_each_procedure_and_place_once(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    small_school: School,
    supervisor: User,
    head: User,
) -> None:
    client.force_login(head)
    facts = given(order, procedure, supervisor, clusters=[cluster.pk], schools=[small_school.pk])
    for _ in range(2):
        assert client.post(url(office, "duty-add"), facts).status_code == 302
    duties = Duty.objects.order_by("cluster")
    assert {(d.school, d.cluster) for d in duties} == {(small_school, None), (None, cluster)}
    assert {(d.from_on, d.until_on, d.unit) for d in duties} == {(FIRST, LAST, procedure.version.manual.unit)}
    assert Entry.objects.filter(verb="duty.given").count() == 2


def test_another_part_changes_the_duty_and_is_told(
    client: Client, office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, head: User
) -> None:
    client.force_login(head)
    for part in ("main", "joint"):
        client.post(url(office, "duty-add"), given(order, procedure, supervisor, part=part))
    assert Duty.objects.get().part == "joint"
    assert Entry.objects.filter(verb="duty.changed").count() == 1


def test_a_head_gives_duties_of_the_own_division_only(
    client: Client, office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, ict_head: User
) -> None:
    client.force_login(ict_head)
    response = client.post(url(office, "duty-add"), given(order, procedure, supervisor))
    assert response.status_code == 422
    assert not Duty.objects.exists()


@pytest.mark.parametrize(
    ("who", "code"),
    [("head", 302), ("clerk", 302), ("ict_head", 403), ("supervisor", 403), ("outsider", 404)],
)
def test_who_ends_and_who_voids_a_duty(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    supervisor2: User,
    who: str,
    code: int,
    request: pytest.FixtureRequest,
) -> None:
    client.force_login(request.getfixturevalue(who))
    ended, voided = (make_duty(order, supervisor2.person, procedure, part, from_on=day) for part, day in (
        ("main", FIRST), ("joint", date(2026, 11, 1)),
    ))  # fmt: skip
    end = {"on": "20 พ.ย. 2569", "reason": "ย้าย"}
    assert client.post(url(office, "duty-end", ended.pk), end).status_code == code
    assert client.post(url(office, "duty-void", voided.pk), {"reason": "บันทึกผิดคน"}).status_code == code
    ended.refresh_from_db()
    voided.refresh_from_db()
    assert (ended.until_on == date(2026, 11, 20)) is (code == 302)
    assert (voided.voided_at is not None) is (code == 302)


@pytest.mark.parametrize("name", ["duty-end", "duty-void", "order-copy", "answer-forget", "hand-over-accept"])
def test_an_act_is_not_opened_as_a_page(
    client: Client, office: Office, head: User, order: DutyOrder, name: str
) -> None:
    client.force_login(head)
    assert client.get(url(office, name, order.pk)).status_code == 405


def test_one_place_of_several_ends(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    small_school: School,
    supervisor: User,
    head: User,
) -> None:
    stays = make_duty(order, supervisor.person, procedure, cluster=cluster)
    ends = make_duty(order, supervisor.person, procedure, school=small_school)
    client.force_login(head)
    facts = {"on": "20 พ.ย. 2569", "reason": "โรงเรียนเลิก", "duty": [ends.pk]}
    assert client.post(url(office, "duty-end", stays.pk), facts).status_code == 302
    stays.refresh_from_db()
    ends.refresh_from_db()
    assert (stays.until_on, ends.until_on) == (LAST, date(2026, 11, 20))


def test_a_day_outside_of_the_duty_and_no_reason_are_refused(
    client: Client, office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, head: User
) -> None:
    duty = make_duty(order, supervisor.person, procedure)
    client.force_login(head)
    early = client.post(url(office, "duty-end", duty.pk), {"on": "30 ก.ย. 2569", "reason": "ย้าย"})
    assert early.status_code == 422
    assert "1 ตุลาคม 2569" in early.content.decode()
    assert client.post(url(office, "duty-void", duty.pk), {"reason": ""}).status_code == 422
    with pytest.raises(ReasonMissingError):
        void_duties([duty], why="", by=as_member(head, office))
    duty.refresh_from_db()
    assert (duty.until_on, duty.voided_at) == (LAST, None)


def test_what_was_voided_does_not_end_and_is_voided_once(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, head: User
) -> None:
    duty, by = make_duty(order, supervisor.person, procedure), as_member(head, office)
    assert [void_duties([duty], why="ผิดคน", by=by) for _ in range(2)] == [1, 0]
    with pytest.raises(DutyVoidedError):
        end_duties([duty], on=date(2026, 11, 20), why="ย้าย", by=by)
    assert Entry.objects.filter(verb="duty.voided").count() == 1


# Last year's order


def test_last_years_order_is_a_start(
    client: Client,
    office: Office,
    supervision: Unit,
    procedure: Procedure,
    supervisor: User,
    supervisor2: User,
    head: User,
) -> None:
    """What ended in the year, who serves no more, and procedures out of use stay behind."""
    last = make_order(office, "9/2569", year_be=2569)
    gone, old = (
        make_person(office),
        make_procedure(supervision, title="งานเลิกใช้"),
    )
    kept = make_duty(last, supervisor.person, procedure)
    make_duty(last, supervisor2.person, procedure, until_on=date(2026, 3, 1))
    make_duty(last, gone, procedure)
    make_duty(last, supervisor.person, old)
    old.version.state = "replaced"
    old.version.save()
    order = make_order(office)
    client.force_login(head)
    for _ in range(2):
        response = client.post(url(office, "order-copy", order.pk), follow=True)
    assert [(d.person, d.lineage, d.from_on) for d in order.duties.all()] == [
        (kept.person, kept.lineage, FIRST)
    ]
    told = page_text(response)
    assert "ไม่ได้คัดลอก 2 รายการ เพราะผู้รับผิดชอบไม่ได้ปฏิบัติหน้าที่แล้ว 1 รายการ" in told
    assert "กระบวนงานเลิกใช้หรือเป็นของกลุ่มอื่น 1 รายการ" in told


def test_closed_schools_and_clusters_are_left_out_and_told(
    client: Client,
    office: Office,
    procedure: Procedure,
    supervisor: User,
    head: User,
    school: School,
    small_school: School,
    cluster: Cluster,
) -> None:
    last = make_order(office, "9/2569", year_be=2569)
    for place in ({"school": school}, {"school": small_school}, {"cluster": cluster}):
        make_duty(last, supervisor.person, procedure, **place)
    SchoolChange.objects.create(office=office, school=small_school, kind="closed", on=FIRST)
    Cluster.objects.filter(pk=cluster.pk).update(closed_on=FIRST)
    order = make_order(office)
    client.force_login(head)
    told = page_text(client.post(url(office, "order-copy", order.pk), follow=True))
    assert [duty.school for duty in order.duties.all()] == [school]
    assert "ไม่ได้คัดลอก 2 รายการ เพราะโรงเรียนเลิกหรือรวมแล้ว 1 รายการ" in told
    assert "ยุบเลิกแล้ว 1 รายการ" in told


def test_a_school_that_closes_later_is_copied_still(
    client: Client, office: Office, procedure: Procedure, supervisor: User, head: User, school: School
) -> None:
    make_duty(make_order(office, "9/2569", year_be=2569), supervisor.person, procedure, school=school)
    SchoolChange.objects.create(office=office, school=school, kind="closed", on=LAST)
    client.force_login(head)
    told = page_text(client.post(url(office, "order-copy", make_order(office).pk), follow=True))
    assert "คัดลอกจากปีงบประมาณก่อน 1 หน้าที่แล้ว" in told
    assert "ไม่ได้คัดลอก" not in told


def test_many_duties_are_copied_in_batches(
    office: Office, procedure: Procedure, supervisor: User, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken off after a batch that one stays, and copying again adds the rest; of two parts the greater counts."""
    last = make_order(office, "9/2569", year_be=2569)
    for number in range(5):
        place = make_school(office, f"โรงเรียนที่ {number}")
        make_duty(last, supervisor.person, procedure, Duty.Part.JOINT, school=place)
    make_duty(last, supervisor.person, procedure, from_on=date(2026, 3, 1), school=place)
    order, by, stored = make_order(office), as_member(head, office), duties.put_duties
    monkeypatch.setattr(duties, "COPIED_A_BATCH", 2)

    def broken(*given: Any, **facts: Any) -> Any:
        if order.duties.count() >= 4:
            raise KeyboardInterrupt
        return stored(*given, **facts)

    monkeypatch.setattr(duties, "put_duties", broken)
    with pytest.raises(KeyboardInterrupt):
        copy_last_year(order, by=by)
    monkeypatch.setattr(duties, "put_duties", stored)
    assert order.duties.count() == 4
    assert copy_last_year(order, by=by) == Counter(new=1, same=4)
    assert copy_last_year(order, by=by) == Counter(same=5)
    assert order.duties.get(school=place).part == Duty.Part.MAIN


def test_nothing_to_copy_says_so(client: Client, office: Office, order: DutyOrder, head: User) -> None:
    client.force_login(head)
    response = client.post(url(office, "order-copy", order.pk))
    assert response.status_code == 409
    assert "2569" in response.content.decode()


def test_an_order_of_another_office_is_not_there(
    client: Client, other_office: Office, office: Office, head: User
) -> None:
    theirs = make_order(other_office)
    client.force_login(head)
    for name in ("order-edit", "order-file"):
        assert client.get(url(office, name, theirs.pk)).status_code == 404
    assert client.post(url(office, "order-copy", theirs.pk)).status_code == 404


# The list


def page(client: Client, office: Office, **query: str) -> str:
    response = client.get(url(office, "duty-list"), query)
    assert response.status_code == 200
    return str(response.content.decode())


def test_both_views_show_who_has_what(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    cluster: Cluster,
    supervisor: User,
    supervisor2: User,
    director: User,
) -> None:
    make_duty(order, supervisor.person, procedure)
    make_duty(order, supervisor2.person, procedure, "joint", cluster=cluster)
    client.force_login(director)
    for query in ({}, {"by": "procedure"}):
        text = page(client, office, **query)
        for words in (
            supervisor.person.name,
            supervisor2.person.name,
            procedure.title,
            cluster.name,
            "ผู้ร่วมรับผิดชอบ",
        ):
            assert words in text
    assert supervisor2.person.name not in page(client, office, q=supervisor.person.first_name)


def test_a_teacher_sees_no_duties(client: Client, office: Office, order: DutyOrder, teacher: User) -> None:
    client.force_login(teacher)
    assert client.get(url(office, "duty-list")).status_code == 404


def test_the_list_comes_out_as_a_file_and_on_paper(
    client: Client, office: Office, order: DutyOrder, procedure: Procedure, supervisor: User, director: User
) -> None:
    make_duty(order, supervisor.person, procedure)
    client.force_login(director)
    text = b"".join(client.get(url(office, "duty-list"), {"format": "csv"})).decode("utf-8-sig")
    assert text.splitlines()[1].startswith(f"{supervisor.person.name},{procedure.title}")
    assert "แนบท้ายคำสั่งที่ 12/2570" in page(client, office, format="print")


@pytest.mark.parametrize("name", ["duty-list", "duty-differences", "hand-over-list", "answer-list"])
def test_pages_cost_the_same_for_one_and_many(
    client: Client,
    office: Office,
    order: DutyOrder,
    procedure: Procedure,
    supervision: Unit,
    supervisor: User,
    head: User,
    name: str,
) -> None:
    make_duty(order, supervisor.person, procedure)
    client.force_login(head)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as caught:
            assert client.get(url(office, name)).status_code == 200
        costs.append(len(caught))
        for number in range(5):
            person = make_person(office)
            make_appointment(person, Appointment.objects.get(person=supervisor.person).role, unit=supervision)
            make_duty(order, person, make_procedure(supervision, title=f"งานที่ {number}"))
    assert costs[0] == costs[1]


def test_the_system_administrator_types_an_order(
    office: Office, procedure: Procedure, supervisor: User, client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    client.post(url(office, "order-add"), ORDER)
    facts = given(DutyOrder.objects.get(), procedure, supervisor)
    assert client.post(url(office, "duty-add"), facts).status_code == 302
    assert Duty.objects.count() == 1


def test_a_supervisor_gives_no_duties(
    office: Office, order: DutyOrder, procedure: Procedure, supervisor: User
) -> None:
    duty = make_duty(order, supervisor.person, procedure)
    with pytest.raises(RefusedError):
        end_duties([duty], on=date(2026, 11, 20), why="ไม่ว่าง", by=as_member(supervisor, office))


def test_an_order_is_not_mended_by_who_gives_no_duties_any_more(
    client: Client, office: Office, head: User, supervision: Unit
) -> None:
    client.force_login(head)
    client.post(url(office, "order-add"), ORDER)
    order = DutyOrder.objects.get()
    Appointment.objects.filter(person=head.person).update(role="supervisor")
    assert client.post(url(office, "order-edit", order.pk), {**ORDER, "number": "13/2570"}).status_code == 403


@pytest.mark.parametrize("name", ["duty-list", "order-add", "duty-add"])
def test_a_year_that_is_none_is_this_year(client: Client, office: Office, head: User, name: str) -> None:
    client.force_login(head)
    assert client.get(url(office, name), {"year": "0001"}, follow=True).status_code == 200
