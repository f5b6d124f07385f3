"""People come in, stay the same, change, move, and are missed."""

from datetime import date

import pytest

from nithet.audit.models import Entry
from nithet.offices.imports import storing
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Appointment, Office, Person, Role, School, SchoolChange, Unit
from nithet.offices.tests.factories import make_appointment, make_person, make_school

HEADINGS = ("ชื่อ-สกุล", "ตำแหน่ง", "เลขที่ตำแหน่ง", "โรงเรียน", "โทรศัพท์")
MALI = ("นางสาวมะลิ ดอกสมมติ", "ครู", "1002", "บ้านทุ่งสาธิต", "0822222222")


def a_list(*people: tuple[object, ...], headings: tuple[str, ...] = HEADINGS) -> bytes:
    return layouts.xlsx([headings, *people])


@pytest.fixture
def mali(road: Road, school: School, small_school: School) -> Person:
    road.bring_in("people", "old.xlsx", a_list(MALI), on="1 ต.ค. 2568")
    return Person.objects.get(first_name="มะลิ")


def test_nothing_is_stored_before_a_person_says_so(road: Road, school: School) -> None:
    before = Person.objects.count(), Appointment.objects.count()
    page = road.to_preview("people", "people.xlsx", a_list(MALI))
    assert (Person.objects.count(), Appointment.objects.count()) == before
    assert "ยังไม่มีข้อมูลใดถูกบันทึก" in page.content.decode()
    road.store()
    assert (Person.objects.count(), Appointment.objects.count()) == (before[0] + 1, before[1] + 1)


def test_the_same_file_again_changes_nothing(road: Road, mali: Person) -> None:
    stored = list(Person.objects.values()), list(Appointment.objects.values())
    entries = Entry.objects.count()
    page = road.to_preview("people", "old.xlsx", a_list(MALI), on="1 ต.ค. 2568")
    assert page.context["source"].counts == {"rows": 1, "same": 1, "notes": {}}
    assert "เหมือนเดิมทั้งหมด" in page.content.decode()
    assert road.store().status_code == 409
    assert (list(Person.objects.values()), list(Appointment.objects.values())) == stored
    assert Entry.objects.count() == entries


def test_who_comes_in_has_history_that_names_the_file(road: Road, mali: Person) -> None:
    told = Entry.objects.get(object_id=mali.pk, verb="person.added")
    assert told.facts["source"] == "old.xlsx"
    assert Entry.objects.filter(verb="import.done").count() == 1


def test_a_change_is_shown_with_what_it_was(road: Road, mali: Person) -> None:
    changed = (*MALI[:4], "0899999999")
    page = road.to_preview("people", "new.xlsx", a_list(changed))
    text = page.content.decode()
    assert '<del><span class="nw">0822222222</span></del>' in text
    assert '<ins><span class="nw">0899999999</span></ins>' in text
    road.store()
    mali.refresh_from_db()
    assert mali.phone == "0899999999"
    told = Entry.objects.get(object_id=mali.pk, verb="person.edited")
    assert told.facts == {"changed": {}, "private": ["phone"]}


def test_an_empty_cell_takes_nothing_away(road: Road, mali: Person) -> None:
    page = road.to_preview("people", "new.xlsx", a_list((*MALI[:4], None)))
    assert page.context["source"].counts["same"] == 1


def test_a_move_ends_the_former_post_the_day_before(road: Road, mali: Person, small_school: School) -> None:
    moved = (MALI[0], "ครู", "1002", "บ้านดอยสาธิต", MALI[4])
    page = road.to_preview("people", "new.xlsx", a_list(moved), on="1 ต.ค. 2569")
    assert page.context["source"].counts["moved"] == 1
    assert "ครู โรงเรียนบ้านทุ่งสาธิต" in page.content.decode()
    road.store()
    former, present = Appointment.objects.filter(person=mali).order_by("from_on")
    assert (former.until_on, present.from_on) == (date(2026, 9, 30), date(2026, 10, 1))
    assert present.school == small_school
    verbs = Entry.objects.filter(within_id=mali.pk).values_list("verb", flat=True)
    assert set(verbs) == {"appointment.ended", "appointment.made"}


def test_a_new_position_at_the_same_school_is_a_move_too(road: Road, mali: Person) -> None:
    helper = (*MALI[:1], "ผู้อำนวยการโรงเรียน", *MALI[2:])
    road.to_preview("people", "new.xlsx", a_list(helper), on="1 ต.ค. 2569")
    road.store()
    assert [one.role for one in Appointment.objects.filter(person=mali).order_by("from_on")] == [
        Role.TEACHER,
        Role.SCHOOL_DIRECTOR,
    ]


def test_a_standing_written_with_the_position_is_no_new_position(road: Road, mali: Person) -> None:
    road.to_preview("people", "new.xlsx", a_list((MALI[0], "ครูชำนาญการ", *MALI[2:])))
    assert road.source.counts["changed"] == 1
    road.store()
    mali.refresh_from_db()
    assert mali.standing == "ชำนาญการ"
    assert Appointment.objects.filter(person=mali).count() == 1


def test_the_school_written_with_the_position_is_no_new_position(
    road: Road, school: School, office: Office
) -> None:
    person = make_person(office, "จำปา ใจสมมติ", position_number="7")
    make_appointment(person, Role.SCHOOL_DIRECTOR, school=school, position_title="ผู้อำนวยการโรงเรียนบ้านทุ่งสาธิต")
    road.to_preview("people", "new.xlsx", a_list(("จำปา ใจสมมติ", "ผู้อำนวยการโรงเรียน", "7", "บ้านทุ่งสาธิต", None)))
    assert road.source.counts["same"] == 1


def test_a_list_older_than_the_register_moves_nobody(road: Road, mali: Person) -> None:
    moved = (MALI[0], "ครู", "1002", "บ้านดอยสาธิต", MALI[4])
    road.to_preview("people", "older.xlsx", a_list(moved), on="1 ต.ค. 2567")
    assert road.source.counts["bad"] == 1
    assert "ซึ่งไม่ก่อนวันที่ในรายการ" in road.problems("bad")[0][1]


def test_whoever_serves_at_several_places_is_not_moved_by_a_guess(
    road: Road, mali: Person, office: Office
) -> None:
    third = make_school(office, "โรงเรียนบ้านสามสาธิต")
    make_appointment(mali, Role.TEACHER, school=make_school(office, "โรงเรียนบ้านสองสาธิต"))
    road.to_preview("people", "new.xlsx", a_list((MALI[0], "ครู", "1002", third.name, MALI[4])))
    assert "หลายแห่ง" in road.problems("bad")[0][1]


# Doubts


def test_two_spellings_wait_for_a_person(road: Road, mali: Person) -> None:
    like = ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", None)
    page = road.to_preview("people", "new.xlsx", a_list(like))
    text = page.content.decode()
    assert "ชื่อสะกดใกล้เคียง" in text
    assert mali.name in text
    assert page.context["importable"] == 0
    assert road.store().status_code == 409
    assert Person.objects.filter(last_name="ดอกสมมติ").count() == 1


@pytest.mark.parametrize(
    ("choice", "count", "name"), [("same", 1, "มะลี"), ("new", 2, "มะลิ"), ("skip", 1, "มะลิ")]
)
def test_a_person_decides_about_two_spellings(
    road: Road, mali: Person, choice: str, count: int, name: str
) -> None:
    rows = (
        ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", None),
        ("นายจำปา ใจสมมติ", "ครู", "1009", "บ้านทุ่งสาธิต", None),
    )
    road.to_preview("people", "new.xlsx", a_list(*rows))
    road.choose(2, choice)
    assert road.page().context["importable"] == (1 if choice == "skip" else 2)
    road.store()
    mali.refresh_from_db()
    assert (Person.objects.filter(last_name="ดอกสมมติ").count(), mali.first_name) == (count, name)
    assert Person.objects.filter(first_name="จำปา").exists()


def test_all_doubts_are_decided_at_once_but_those_decided_before(
    road: Road, mali: Person, office: Office
) -> None:
    make_person(office, "พิกุล ใจสมมติ")
    rows = [
        ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", None),
        ("นางสาวพิกูล ใจสมมติ", "ครู", None, "บ้านทุ่งสาธิต", None),
    ]
    road.to_preview("people", "new.xlsx", a_list(*rows))
    assert road.source.counts["doubt"] == 2
    road.choose(2, "skip")
    road.choose_for_all("new")
    road.store()
    assert Person.objects.filter(first_name="พิกูล").exists()
    assert not Person.objects.filter(first_name="มะลี").exists()


def test_a_namesake_elsewhere_is_asked_about_and_then_moved(
    road: Road, mali: Person, small_school: School
) -> None:
    road.to_preview("people", "new.xlsx", a_list((MALI[0], "ครู", None, "บ้านดอยสาธิต", None)), on="1 ต.ค. 2569")
    assert "อาจย้ายมา" in road.problems("doubt")[0][1]
    road.choose_for_all("same")
    road.store()
    assert Appointment.objects.active(on=date(2026, 10, 1)).get(person=mali).school == small_school


def test_the_post_of_somebody_with_another_name_is_asked_about(road: Road, mali: Person) -> None:
    road.to_preview("people", "new.xlsx", a_list(("นายจำปา ใจสมมติ", "ครู", "1002", "บ้านทุ่งสาธิต", None)))
    assert "เลขที่ตำแหน่งตรงกับผู้ที่มีชื่ออื่น" in road.problems("doubt")[0][1]


def test_a_row_twice_in_the_file_is_taken_once(road: Road, school: School) -> None:
    road.to_preview("people", "twice.xlsx", a_list(MALI, MALI))
    assert road.source.counts == {"rows": 2, "new": 1, "bad": 1, "notes": {}}
    assert "ซ้ำกับแถว 2" in road.problems("bad")[0][1]
    road.store()
    assert Person.objects.filter(first_name="มะลิ").count() == 1


def test_two_spellings_in_one_file_wait_too(road: Road, school: School) -> None:
    rows = ((*MALI[:2], None, *MALI[3:]), ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", None))
    road.to_preview("people", "new.xlsx", a_list(*rows))
    assert road.problems("doubt") == [(3, "ชื่อสะกดใกล้เคียงกับแถว 2 ในไฟล์เดียวกัน")]
    road.choose_for_all("same")
    road.store()
    assert Person.objects.filter(last_name="ดอกสมมติ").count() == 1


@pytest.mark.parametrize("size", [500, 1])
def test_of_two_spellings_of_one_person_the_first_holds(
    road: Road, mali: Person, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storing, "ROWS_A_BATCH", size)
    rows = [
        ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", "0811111111"),
        ("นางสาวมะลี่ ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", "0899999999"),
    ]
    road.to_preview("people", "new.xlsx", a_list(*rows))
    assert road.source.counts["doubt"] == 2
    road.choose_for_all("same")
    road.store()
    mali.refresh_from_db()
    assert (mali.first_name, mali.phone) == ("มะลี", "0811111111")
    assert [row for row, _ in road.problems("bad")] == [3]
    assert "บุคคลเดียวกับแถว 2 (มะลี ดอกสมมติ)" in road.problems("bad")[0][1]
    counts = road.source.counts
    assert (counts["doubt"], counts["bad"], counts["stored"]["changed"]) == (1, 1, 1)
    text = road.page().content.decode().replace("\u2060", "").replace("\u00a0", " ")
    assert "นำเข้าแล้ว 1 คน ไม่ได้นำเข้า 1 แถว" in text


def test_the_spelling_that_was_chosen_first_is_not_taken_back_by_a_later_row(
    road: Road, mali: Person
) -> None:
    rows = [
        ("นางสาวมะลี ดอกสมมติ", "ครู", None, "บ้านทุ่งสาธิต", "0811111111"),
        (*MALI[:2], None, MALI[3], "0899999999"),
    ]
    road.to_preview("people", "new.xlsx", a_list(*rows))
    assert (road.source.counts["doubt"], road.source.counts["changed"]) == (1, 1)
    road.choose(2, "same")
    road.store()
    mali.refresh_from_db()
    assert (mali.first_name, mali.phone) == ("มะลี", "0811111111")
    assert (road.source.counts["changed"], road.source.counts["bad"]) == (0, 1)


def test_two_of_one_name_at_one_school_are_asked_about_and_then_known(road: Road, mali: Person) -> None:
    two = a_list(MALI, (MALI[0], "ครู", "2002", "บ้านทุ่งสาธิต", None))
    road.to_preview("people", "two.xlsx", two)
    assert road.problems("doubt") == [(3, "ชื่อเดียวกับแถว 2 ในไฟล์เดียวกัน แต่เลขที่ตำแหน่งต่างกัน")]
    road.choose_for_all("new")
    road.store()
    mali.refresh_from_db()
    assert (mali.position_number, Person.objects.filter(first_name="มะลิ").count()) == ("1002", 2)
    road.to_preview("people", "two.xlsx", two)
    assert road.source.counts == {"rows": 2, "same": 2, "notes": {}}


def test_a_second_post_tells_nothing_else_of_the_person(
    road: Road, mali: Person, school: School, small_school: School
) -> None:
    rows = [
        ("นายบุญมี สมมติ", "ธุรการโรงเรียน", "77", "บ้านทุ่งสาธิต", "0811111111"),
        ("นายบุญมี สมมติ", "ธุรการโรงเรียน", "77", "บ้านดอยสาธิต", "0899999999"),
    ]
    road.to_preview("people", "clerks.xlsx", a_list(*rows))
    road.store()
    assert Person.objects.get(first_name="บุญมี").phone == "0811111111"
    text = road.page().content.decode().replace("\u2060", "").replace("\u00a0", " ")
    assert "นำเข้าแล้ว 1 คน" in text


def test_a_clerk_of_two_schools_is_one_person_with_two_posts(
    road: Road, school: School, small_school: School
) -> None:
    clerk = "นายบุญมี สมมติ"
    rows = [(clerk, "ธุรการโรงเรียน", "77", name, None) for name in ("บ้านทุ่งสาธิต", "บ้านดอยสาธิต")]
    for _ in range(2):
        road.to_preview("people", "clerks.xlsx", a_list(*rows))
        road.store()
        person = Person.objects.get(first_name="บุญมี")
        serving = Appointment.objects.filter(person=person, until_on=None, role=Role.SCHOOL_CLERK)
        assert {one.school for one in serving} == {school, small_school}
        assert serving.count() == 2
    assert road.source.counts["same"] == 2


# Missing


def test_who_is_not_in_the_file_is_listed_and_left_alone(road: Road, mali: Person, office: Office) -> None:
    elsewhere = make_person(office, "อยู่ ที่อื่น")
    make_appointment(elsewhere, Role.TEACHER, school=make_school(office, "โรงเรียนนอกรายการ"))
    page = road.to_preview(
        "people", "new.xlsx", a_list(("นายจำปา ใจสมมติ", "ครู", "1009", "บ้านทุ่งสาธิต", None)), on="1 ต.ค. 2569"
    )
    assert page.context["source"].counts["missing"] == 1
    assert mali.name in road.page(tab="missing").content.decode()
    road.store()
    assert Appointment.objects.get(person=mali).until_on is None


def test_who_is_not_in_the_file_ends_where_a_person_ticks_it(road: Road, mali: Person) -> None:
    road.to_preview(
        "people", "new.xlsx", a_list(("นายจำปา ใจสมมติ", "ครู", "1009", "บ้านทุ่งสาธิต", None)), on="1 ต.ค. 2569"
    )
    road.store(end_missing="on")
    assert Appointment.objects.get(person=mali).until_on == date(2026, 9, 30)
    told = Entry.objects.get(verb="appointment.ended", within_id=mali.pk)
    assert told.why == "ไม่พบในรายชื่อที่นำเข้า"


# Positions and places


@pytest.mark.parametrize(
    ("position", "place", "role"),
    [
        ("ผู้อำนวยการกลุ่มนิเทศฯ", None, Role.HEAD),
        ("ศึกษานิเทศก์ ชำนาญการพิเศษ", "กลุ่มนิเทศ ติดตาม และประเมินผลการจัดการศึกษา", Role.SUPERVISOR),
        ("นักวิชาการคอมพิวเตอร์ปฏิบัติการ", "กลุ่มนิเทศฯ", Role.COMPUTER_OFFICER),
        ("เจ้าพนักงานธุรการ", "กลุ่มนิเทศฯ", Role.CLERK),
        ("เจ้าพนักงานธุรการ", "บ้านทุ่งสาธิต", Role.SCHOOL_CLERK),
        ("รองผู้อำนวยการโรงเรียน", "ร.ร.บ้านทุ่งสาธิต", Role.TEACHER),
        ("นิติกร", "กลุ่มนิเทศฯ", None),
    ],
)
def test_a_role_follows_from_position_and_place(
    road: Road, school: School, supervision: Unit, position: str, place: str | None, role: str | None
) -> None:
    road.bring_in("people", "new.xlsx", a_list(("นายจำปา ใจสมมติ", position, None, place, None)))
    served = Appointment.objects.filter(person__first_name="จำปา")
    assert [one.role for one in served] == ([role] if role else [])


def test_positions_without_a_role_are_told(road: Road, supervision: Unit) -> None:
    page = road.to_preview("people", "new.xlsx", a_list(("นายจำปา ใจสมมติ", "นิติกร", None, "กลุ่มนิเทศฯ", None)))
    assert "“นิติกร”" in page.content.decode().replace("⁠", "")


def test_a_place_that_is_not_known_names_the_nearest(road: Road, school: School) -> None:
    road.to_preview("people", "new.xlsx", a_list((*MALI[:3], "บ้านทุงสาธิต", None)))
    assert road.problems("bad")[0][1].endswith("ใกล้เคียงกับ “โรงเรียนบ้านทุ่งสาธิต”")


def test_a_school_is_found_by_its_code(road: Road, school: School) -> None:
    road.bring_in("people", "new.xlsx", a_list((*MALI[:3], float(school.smis_code), None)))
    assert Appointment.objects.get(person__first_name="มะลิ").school == school


def test_a_name_of_another_office_is_nobody_here(road: Road, school: School, other_office: Office) -> None:
    make_person(other_office, "มะลิ ดอกสมมติ", position_number="1002")
    road.bring_in("people", "new.xlsx", a_list(MALI))
    assert Person.objects.filter(first_name="มะลิ").count() == 2


def test_directors_who_change_places_are_told_where_two_are_left(
    road: Road, school: School, small_school: School, office: Office
) -> None:
    for name, place in (("หนึ่ง สมมติ", school), ("สอง สมมติ", small_school)):
        make_appointment(make_person(office, name), Role.SCHOOL_DIRECTOR, school=place)
    rows = [("นายหนึ่ง สมมติ", "ผู้อำนวยการโรงเรียน", None, "บ้านดอยสาธิต", None)]
    road.to_preview("people", "moves.xlsx", a_list(*rows), on="1 ต.ค. 2569")
    road.choose_for_all("same")
    road.store()
    text = road.page().content.decode().replace("\u2060", "").replace("\u00a0", " ")
    assert "มีผู้ดำรงตำแหน่งพร้อมกันมากกว่าหนึ่งคน 1 แห่ง" in text
    assert "ผู้อำนวยการโรงเรียน โรงเรียนบ้านดอยสาธิต" in text


def test_nobody_serves_at_a_school_that_is_closed(road: Road, school: School) -> None:
    SchoolChange.objects.create(office=school.office, school=school, kind="closed", on=date(2026, 3, 31))
    road.to_preview("people", "new.xlsx", a_list(MALI))
    assert "เลิกหรือรวมแล้ว" in road.problems("bad")[0][1]
