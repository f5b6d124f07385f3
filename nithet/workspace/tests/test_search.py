"""One box for all: who finds what, how it is shown, and that what services write is what reindexing makes."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from nithet.accounts.models import User
from nithet.core import search
from nithet.core.models import Recent, SearchEntry
from nithet.core.search.kinds import kinds
from nithet.core.search.rebuilding import rebuild
from nithet.cycles.models import Run, Task
from nithet.cycles.register import Kind, Register, declare, undeclare
from nithet.cycles.services import asking
from nithet.cycles.services.evidence import attach_file, attach_link, void_evidence, write_log
from nithet.cycles.services.letters import AskedOf, Doer, LetterFacts, Work, receive
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.cycles.tests.registers import Visit, a_visit, resolve
from nithet.manuals.models import ManualVersion, Procedure
from nithet.manuals.services import deciding, drafting, revising
from nithet.manuals.tests.factories import TEXT
from nithet.offices.models import Office, Person, Role, School, SchoolChange, Unit
from nithet.offices.privacy.own import _forget_identity
from nithet.offices.search import index_schools
from nithet.offices.services.merging import merge_people
from nithet.offices.services.people import add_person, edit_person
from nithet.offices.services.school_changes import Told, change_school
from nithet.offices.services.schools import add_school, edit_school
from nithet.offices.tests.factories import DAY, as_member, make_member_user, make_person, page_text

pytestmark = pytest.mark.usefixtures("friday")
Rows = list[tuple[Any, ...]]
VISITS = Register("visits", "การนิเทศ", actions=(Visit(),), kinds=(Kind("visit", "บันทึกการนิเทศ", resolve),))


@pytest.fixture
def procedure(supervision: Unit) -> Procedure:
    return make_procedure(supervision)


@pytest.fixture
def _year(office: Office, procedure: Procedure, school: School) -> None:
    """A running year; the people and the manual, which the fixtures made, are found too."""
    open_year(office)
    rebuild(office.pk)


def ask(client: Client, user: User, office: Office, typed: str, **more: str) -> str:
    client.force_login(user)
    response = client.get(reverse("workspace:search", args=[office.code]), {"q": typed, **more})
    assert response.status_code == 200
    return page_text(response).replace("<mark>", "").replace("</mark>", "")


def rows_of(office: Office) -> Rows:
    found = SearchEntry.objects.filter(office_id=office.pk).order_by("kind", "object_id")
    facts = ("kind", "object_id", "year_be", "title", "text", "title_letters", "text_letters", "tokens")
    return list(found.values_list(*facts))


# Who finds what


@pytest.mark.usefixtures("_year")
def test_a_head_finds_the_work_of_the_division_by_a_word_of_it(
    client: Client, office: Office, head: User
) -> None:
    page = ask(client, head, office, "คณะทำงาน")
    assert "จัดตั้งคณะทำงาน" in page
    assert "ปีงบประมาณ 2570" in page
    page = ask(client, head, office, "ห้องเรียนปลายทาง")
    for kind in ("งาน", "การดำเนินงานประจำปี", "กระบวนงาน", "คู่มือ"):
        assert f"<h2>{kind}</h2>" in page, kind


@pytest.mark.usefixtures("_year")
@pytest.mark.parametrize("who", ["teacher", "school_director", "school_clerk", "cluster_chair", "ministry"])
def test_who_sees_none_of_the_offices_work_finds_none(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    page = ask(client, request.getfixturevalue(who), office, "คณะทำงาน")
    assert "ไม่พบรายการที่มีคำว่า" in page
    assert "จัดตั้ง" not in page


@pytest.mark.usefixtures("_year")
def test_what_is_given_to_somebody_is_found_at_once_and_gone_when_it_is_taken_away(
    client: Client, office: Office, procedure: Procedure, planning: User
) -> None:
    """Rights are asked when somebody searches, not when the entry was written."""
    task = task_of(procedure, "1")
    assert "จัดตั้งคณะทำงาน" not in ask(client, planning, office, "คณะทำงาน", kind="task")
    Task.objects.filter(pk=task.pk).update(assignee=planning.person)
    assert "จัดตั้งคณะทำงาน" in ask(client, planning, office, "คณะทำงาน", kind="task")
    Task.objects.filter(pk=task.pk).update(assignee=None)
    assert "จัดตั้งคณะทำงาน" not in ask(client, planning, office, "คณะทำงาน", kind="task")


@pytest.mark.usefixtures("_year")
def test_another_office_finds_nothing_and_has_no_page_here(
    client: Client, office: Office, other_office: Office, outsider: User
) -> None:
    assert "ไม่พบรายการที่มีคำว่า" in ask(client, outsider, other_office, "คณะทำงาน")
    for view in ("workspace:search", "workspace:search-suggest"):
        assert client.get(reverse(view, args=[office.code]), {"q": "คณะทำงาน"}).status_code == 404


@pytest.mark.usefixtures("_year")
def test_people_are_found_as_the_register_shows_them(
    client: Client, office: Office, school_director: User, teacher: User, head: User
) -> None:
    stranger = make_person(office, "มานี แสงทอง", phone="0812345678")
    own = teacher.person
    edit_person(own, {"first_name": "มานะ", "last_name": "แสงทอง"}, by=administrator_of(office))
    search.index(office.pk, [search.Entry("person", stranger.pk, stranger.name)])
    page = ask(client, school_director, office, "แสงทอง")
    assert "มานะ แสงทอง" in page
    assert "มานี" not in page
    assert "มานี แสงทอง" in ask(client, head, office, "แสงทอง")
    assert "ไม่พบ" in ask(client, head, office, "0812345678")


def administrator_of(office: Office) -> Any:

    return as_member(make_member_user(office, Role.ADMINISTRATOR), office)


@pytest.mark.usefixtures("_year")
def test_a_slip_is_told_as_near(client: Client, office: Office, head: User, school: School) -> None:
    page = ask(client, head, office, "โรงเรียนบ้านทุงสาธิด")
    assert "รายการที่สะกดใกล้เคียง" in page
    assert school.name in page


def test_who_was_removed_is_not_found_by_the_old_name(office: Office, administrator: User) -> None:
    by = as_member(administrator, office)
    person = add_person({"first_name": "ปิติ", "last_name": "มีสุข", "kind": Person.Kind.TEACHER}, by=by)
    assert SearchEntry.objects.filter(title__contains="ปิติ").exists()
    _forget_identity(person, "บุคลากรนามแฝง 123456")
    assert not SearchEntry.objects.filter(title__contains="ปิติ").exists()


# The page


@pytest.mark.usefixtures("_year")
@pytest.mark.parametrize(
    "typed",
    ['"', "*", "OR", "NEAR(a b)", ":", "-", "%", "_", "่", "ก" * 10_000, "   ", "<script>x</script>", "\x00a"],
)
def test_nothing_that_is_typed_breaks_a_page(client: Client, office: Office, head: User, typed: str) -> None:
    page = ask(client, head, office, typed)
    assert "<script>x" not in page
    response = client.get(reverse("workspace:search-suggest", args=[office.code]), {"q": typed})
    assert response.status_code == 200


@pytest.mark.usefixtures("_year")
@pytest.mark.parametrize("typed", ["่", "ก", "%", "“”"])
def test_less_than_two_letters_is_said(client: Client, office: Office, head: User, typed: str) -> None:
    assert "โปรดพิมพ์อย่างน้อย 2 ตัวอักษร" in ask(client, head, office, typed)


def test_nothing_found_says_what_else_to_try(client: Client, office: Office, head: User) -> None:
    page = ask(client, head, office, "ไม่มีคำนี้แน่นอน")
    assert "ตรวจตัวสะกด หรือพิมพ์เพียงบางส่วนของชื่อ" in page


def test_a_group_shows_five_and_leads_to_all_of_them_page_by_page(
    client: Client, office: Office, head: User, administrator: User
) -> None:
    many_schools(office, 60)
    page = ask(client, head, office, "บ้านหนองสาธิต")
    assert page.count("โรงเรียนบ้านหนองสาธิต") == 5
    assert "แสดงทั้งหมด มากกว่า 50 รายการ" in page
    assert "พบมากกว่า <b" in page
    first = ask(client, head, office, "บ้านหนองสาธิต", kind="school")
    assert first.count("โรงเรียนบ้านหนองสาธิต") == 50
    assert "หน้า 1 จาก 2" in first
    assert '<b class="nw">60 รายการ</b>' in first
    assert ask(client, head, office, "บ้านหนองสาธิต", kind="school", page="2").count("โรงเรียนบ้านหนองสาธิต") == 10


def many_schools(office: Office, count: int) -> list[School]:

    schools = [
        School(office=office, name=f"โรงเรียนบ้านหนองสาธิต {n:03}", smis_code=f"{58_000_000 + n}")
        for n in range(count)
    ]
    for school in schools:
        school.set_keys()
    School.objects.bulk_create(schools)
    index_schools(schools)
    return schools


@pytest.mark.usefixtures("_year")
@pytest.mark.parametrize("view", ["workspace:search", "workspace:search-suggest"])
def test_one_and_thirty_results_cost_the_same(client: Client, office: Office, head: User, view: str) -> None:
    client.force_login(head)
    address = reverse(view, args=[office.code])
    many_schools(office, 30)
    counts = []
    for typed in ("บ้านหนองสาธิต 007", "บ้านหนองสาธิต"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(address, {"q": typed}).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    "who", ["director", "head", "auditor", "teacher", "school_director", "administrator"]
)
def test_of_every_kind_only_what_is_there_and_may_be_seen_is_found(
    client: Client, office: Office, who: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    search.index(office.pk, [search.Entry(kind.code, uuid4(), "ไม่มีสิ่งนี้อยู่จริง") for kind in kinds()])
    assert "ไม่พบรายการ" in ask(client, user, office, "สิ่งนี้อยู่จริง")
    assert "ไม่พบรายการ" in ask(client, user, office, "สิ่งนี้อยูจริง")


def test_words_that_were_asked_for_are_marked(
    client: Client, office: Office, head: User, administrator: User
) -> None:
    by = as_member(administrator, office)
    add_school({"name": "โรงเรียนบ้านทุ่งงาม", "smis_code": "57000001", "district": "แม่สาธิต"}, by=by)
    client.force_login(head)
    address = reverse("workspace:search", args=[office.code])
    assert "โรงเรียน<mark>บ้านทุ่ง</mark>งาม" in client.get(address, {"q": "บ้านทุ่ง"}).content.decode()
    assert "อำเภอ<mark>แม่สาธิต</mark>" in client.get(address, {"q": "แม่สาธิต"}).content.decode()


# Opening


@pytest.mark.usefixtures("_year")
def test_what_was_opened_is_recent(client: Client, office: Office, head: User, school: School) -> None:
    client.force_login(head)
    opened = client.get(reverse("workspace:search-open", args=[office.code, school.pk]))
    assert opened.headers["Location"] == reverse("offices:school-page", args=[office.code, school.pk])
    page = ask(client, head, office, "")
    assert "เปิดล่าสุด" in page
    assert school.name in page
    suggestions = client.get(reverse("workspace:search-suggest", args=[office.code]))
    assert school.name in page_text(suggestions)


@pytest.mark.usefixtures("_year")
def test_opening_the_same_again_writes_nothing(
    client: Client, office: Office, head: User, school: School
) -> None:
    client.force_login(head)
    address = reverse("workspace:search-open", args=[office.code, school.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert not [one["sql"] for one in asked if "recent" in one["sql"] and not one["sql"].startswith("SELECT")]
    assert Recent.objects.count() == 1


def test_twenty_are_kept_and_no_more(client: Client, office: Office, head: User) -> None:
    client.force_login(head)
    for school in many_schools(office, 23):
        assert client.get(reverse("workspace:search-open", args=[office.code, school.pk])).status_code == 302
    assert Recent.objects.filter(user_id=head.pk).count() == 20


@pytest.mark.usefixtures("_year")
def test_what_one_may_not_see_is_not_opened_nor_recent(
    client: Client, office: Office, head: User, planning: User, procedure: Procedure
) -> None:
    task = task_of(procedure, "1")
    address = reverse("workspace:search-open", args=[office.code, task.pk])
    client.force_login(planning)
    assert client.get(address).status_code == 404
    assert client.get(reverse("workspace:search-open", args=[office.code, uuid4()])).status_code == 404
    client.force_login(head)
    assert client.get(address).status_code == 302
    Recent.objects.update(user_id=planning.pk)
    assert "จัดตั้งคณะทำงาน" not in ask(client, planning, office, "")


@pytest.mark.parametrize("view", ["workspace:search", "workspace:search-suggest"])
def test_searching_is_only_reading(client: Client, office: Office, head: User, view: str) -> None:
    client.force_login(head)
    assert client.post(reverse(view, args=[office.code]), {"q": "งาน"}).status_code == 405


# What services write is what reindexing makes


def test_what_services_wrote_is_what_reindexing_makes(
    office: Office,
    supervision: Unit,
    school: School,
    director: User,
    head: User,
    supervisor: User,
    administrator: User,
) -> None:
    made = make_procedure(supervision, title="งานสำรวจสื่อ")
    rebuild(office.pk)
    live_a_while(office, supervision, school, made, as_member(head, office), as_member(supervisor, office),
                 as_member(administrator, office), as_member(director, office))  # fmt: skip
    written = rows_of(office)
    kinds = {row[0] for row in written}
    assert {"task", "run", "letter", "evidence", "procedure", "manual", "school", "person"} <= kinds
    rebuild(office.pk)
    assert rows_of(office) == written
    SearchEntry.objects.all().delete()
    rebuild(office.pk)
    assert rows_of(office) == written


def live_a_while(
    office: Office, unit: Unit, school: School, made: Procedure, head: Any, doer: Any, admin: Any, boss: Any
) -> None:
    """Every service that writes what can be found, once at least."""
    open_year(office)
    one = add_person({"first_name": "มานี", "last_name": "แสงทอง", "kind": Person.Kind.TEACHER}, by=admin)
    two = add_person({"first_name": "มานี", "last_name": "แสงทองคำ", "kind": Person.Kind.TEACHER}, by=admin)
    edit_person(one, {"degree": "ดร."}, by=admin)
    merge_people(two, one, why="ซ้ำ", by=admin)
    new = add_school({"name": "โรงเรียนบ้านใหม่", "smis_code": "57009999", "district": "เมือง"}, by=admin)
    edit_school(new, {"district": "แม่สาธิต"}, by=admin)
    change_school(
        new, SchoolChange.Kind.RENAMED, Told(DAY, "1/2569", ""), facts={"name": "โรงเรียนใหม่วิทยา"}, by=admin
    )
    task = task_of(made, "1")
    attach_file(task, a_pdf("คำสั่งแต่งตั้ง.pdf"), by=doer)
    link = attach_link(task, "https://example.go.th/plan", "แผนในเว็บ", on=DAY, by=doer)
    note = write_log(task, "ประชุมครั้งที่ 1", on=DAY, by=doer)
    void_evidence(note, why="ซ้ำ", by=doer)
    assert link.pk
    declare(VISITS)
    a_visit(office, DAY)
    undeclare(VISITS.code)
    facts = LetterFacts("รายงานการใช้ห้องเรียน", date(2026, 11, 30), DAY, from_whom="สพฐ.", text="ขอให้รายงาน")
    letter = receive(office, facts, Work(Doer(unit), AskedOf(schools=[school, new])), by=head)
    first, second = letter.asks.order_by("pk")
    asking.record_answer(first, asking.Typed("มี 3 ห้อง", told_by="ครูเวร"), by=head)
    asking.record_answer(second, asking.Typed("มี 1 ห้อง", told_by="ครูเวร"), by=head)
    asking.void_ask(second, why="ไม่ต้องตอบ", by=head)
    draft = drafting.draft_from_text(TEXT, unit=unit, by=head)
    drafting.describe(draft, title="คู่มือสื่อ", unit=unit, by=head)
    deciding.propose(draft, by=head)
    deciding.adopt(draft, by=boss)
    again = revising.revise(ManualVersion.objects.get(pk=draft.pk), by=head)
    deciding.propose(again, by=head)
    deciding.adopt(again, by=boss)
    other = drafting.draft_from_catalogue(["media-centre"], unit=unit, by=head)
    drafting.discard(other, why="ไม่ใช้", by=head)


@pytest.mark.usefixtures("_year")
def test_reindexing_mends_what_went_wrong(office: Office) -> None:
    before = rows_of(office)
    assert Run.objects.exists()
    SearchEntry.objects.filter(kind="task").update(title="ผิด", tokens="ผิด")
    SearchEntry.objects.filter(kind="school").delete()
    search.index(
        office.pk, [search.Entry("gone", uuid4(), "ทะเบียนที่ไม่มีแล้ว"), search.Entry("run", uuid4(), "ไม่มีแล้ว")]
    )
    call_command("reindex", office.code)
    assert rows_of(office) == before


def test_reindexing_an_office_that_is_not_there_says_so(office: Office) -> None:
    with pytest.raises(CommandError, match="ไม่พบสำนักงาน"):
        call_command("reindex", "nowhere")
