"""Lists in the layouts of three other systems come in as they are."""

from datetime import date

import pytest

from nithet.audit.models import Entry
from nithet.core.models import StoredFile
from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Appointment, Office, Person, PupilCount, Role, School


@pytest.fixture
def with_schools(road: Road) -> Road:
    road.bring_in("schools", "dmc.xlsx", layouts.dmc_schools(), on="10 พ.ย. 2569", source="DMC")
    return road


def test_pupils_by_school_with_two_heading_rows(road: Road, office: Office) -> None:
    road.bring_in("schools", "dmc.xlsx", layouts.dmc_schools(), on="10 พ.ย. 2569", source="DMC")
    assert School.objects.filter(office=office).count() == 3
    school = School.objects.get(office=office, smis_code="57990001")
    assert (school.name, school.subdistrict, school.district) == ("โรงเรียนบ้านนาสมมติ", "นาสมมติ", "เมืองสมมติ")
    assert (school.pupils, school.levels) == (50, "อนุบาล 2 – ประถมศึกษาปีที่ 6")
    count = PupilCount.objects.get(school=school)
    told = (count.on, count.total, count.by_level, count.source)
    assert told == (date(2026, 11, 10), 50, {"k2": 11, "p1": 22, "p6": 17}, "DMC")


def test_a_register_in_the_thai_code_page_with_whole_names(with_schools: Road, office: Office) -> None:
    with_schools.bring_in("people", "hrms.csv", layouts.hrms_people())
    found = Person.objects.filter(office=office, user=None).order_by("position_number")
    assert [person.name for person in found] == [
        "นายสมปอง นาสมมติ", "นางสาวมะลิ ดอกสมมติ", "ว่าที่ร้อยตรีหญิงพิกุล ใจสมมติ", "บุญเลิศ เลิศสมมติ",
    ]  # fmt: skip
    assert [person.standing for person in found] == ["ชำนาญการพิเศษ", "ชำนาญการ", "", "ชำนาญการพิเศษ"]
    assert found[3].degree == "ดร."
    serving = Appointment.objects.filter(person__in=found).order_by("person__position_number")
    assert [one.role for one in serving] == [Role.SCHOOL_DIRECTOR, Role.TEACHER, Role.TEACHER, Role.TEACHER]
    assert {one.from_on for one in serving} == {date(2023, 10, 1)}
    assert serving[0].school == School.objects.get(smis_code="57990001")


def test_national_ids_are_recognised_and_never_kept(with_schools: Road, office: Office) -> None:
    with_schools.send("people", "hrms.csv", layouts.hrms_people())
    page = with_schools.columns()
    assert "ระบบไม่จัดเก็บเลขประจำตัวประชาชน" in page.content.decode()
    assert "1100000000001" not in page.content.decode()
    with_schools.match(on="20 พ.ย. 2569")
    file = with_schools.source.file
    assert file is not None
    with_schools.store()
    assert with_schools.source.file is None
    assert not StoredFile.objects.filter(pk=file.pk).exists()
    kept = [str(with_schools.source.layout), *map(str, Entry.objects.values_list("facts", flat=True))]
    assert not any("1100000000001" in text for text in kept)


def test_a_list_with_columns_that_nobody_knows(with_schools: Road, office: Office) -> None:
    with_schools.bring_in("people", "amss.xlsx", layouts.amss_people())
    assert "person_id" in with_schools.source.headings
    person = Person.objects.get(office=office, first_name="มะลิ")
    assert (person.title, person.last_name, person.phone) == ("นางสาว", "ดอกสมมติ", "0822222222")
    assert Appointment.objects.get(person=person).school == School.objects.get(smis_code="57990001")


def test_two_systems_tell_of_the_same_people(with_schools: Road, office: Office) -> None:
    with_schools.bring_in("people", "hrms.csv", layouts.hrms_people())
    page = with_schools.to_preview("people", "amss.xlsx", layouts.amss_people())
    counts = page.context["source"].counts
    assert counts.get("new", 0) == 0
    assert counts["same"] + counts["changed"] == 4
