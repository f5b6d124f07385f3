"""The steps of an import say what the office calls a cluster."""

import pytest

from nithet.offices.imports.tests import layouts
from nithet.offices.imports.tests.steps import Road
from nithet.offices.models import Office, School
from nithet.offices.tests.factories import make_person, page_text

OWN = "สหวิทยาเขต"
HEADINGS = ("ชื่อ-สกุล", "หน้าที่", "โรงเรียน", "ตั้งแต่วันที่")


@pytest.fixture(autouse=True)
def _own_word(office: Office, school: School) -> None:
    Office.objects.update(words={"cluster": OWN})


def test_columns_to_choose_from(road: Road) -> None:
    road.send("schools", "schools.xlsx", layouts.xlsx([("รหัสโรงเรียน", "ชื่อโรงเรียน"), ("99010001", "บ้านทุ่ง")]))
    offered = dict(road.columns().context["form"].fields["column-0"].choices)
    assert offered["cluster"] == OWN


def test_what_changes_in_the_register(road: Road, school: School) -> None:
    table = [("รหัสโรงเรียน", "ชื่อโรงเรียน", "กลุ่มโรงเรียน"), (school.smis_code, school.name, "ท่าทดลอง")]
    page = road.to_preview("schools", "schools.xlsx", layouts.xlsx(table))
    changes = [change for line in page.context["lines"] for change in line.changes]
    assert [OWN, "ท่าทดลอง"] in [[label, new] for label, _, new in changes]


def test_why_a_place_does_not_fit(road: Road, office: Office, school: School) -> None:
    make_person(office, "มะลิ ดอกสมมติ")
    row = ("มะลิ ดอกสมมติ", "ประธานกลุ่มโรงเรียน", school.name, "1 ต.ค. 2569")
    page = road.to_preview("appointments", "chairs.xlsx", layouts.xlsx([HEADINGS, row]))
    assert f"“ประธาน{OWN}” ปฏิบัติหน้าที่ที่นี่ไม่ได้ โปรดระบุโรงเรียน กลุ่ม หรือ{OWN}ให้ถูกต้อง" in page_text(page)
