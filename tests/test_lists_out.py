"""Every list comes out as a file and on paper with the office's heading, to those who see its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from nithet.accounts.models import SignIn, User
from nithet.core import jobs
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.cycles.models import Answer, Duty, Evidence, HandOver, PolicyFocus, Task
from nithet.cycles.services.duties import Charge, Given, OrderFacts, give_duties, record_order
from nithet.cycles.services.evidence import attach_file
from nithet.cycles.services.handing_over import hand_over_all
from nithet.cycles.services.working import submit
from nithet.cycles.tests.factories import a_pdf, make_procedure, open_year, task_of
from nithet.manuals.models import Step
from nithet.manuals.services.drafting import draft_from_catalogue
from nithet.offices.models import (
    Holiday,
    Import,
    ImportProblem,
    Leave,
    Office,
    Person,
    PrivacyRequest,
    Role,
    School,
    Semester,
    Unit,
)
from nithet.offices.tests.factories import (
    DAY,
    as_member,
    make_member_user,
    make_school,
    make_unit,
    page_text,
)
from nithet.thai.calendar import fiscal_year_span

World = dict[str, Any]
FIRST, LAST = fiscal_year_span(2570)


@dataclass(frozen=True)
class Out:
    """A list, to whom it is shown, and what must stand in it. `paper` is its title there, where it is another."""

    name: str
    who: str
    title: str
    headings: str
    cell: object
    at: str = ""
    filters: str = ""
    paper: str = ""

    def __str__(self) -> str:
        return f"{self.name}?{self.filters}"

    def address(self, world: World, way: str) -> str:
        things = [world[self.at].pk] if self.at else []
        return f"{reverse(self.name, args=['satit1', *things])}?{self.filters}&format={way}"


MINE = "รายการ | เรื่อง | ที่มา | เริ่มวันที่ | ถึงวันที่ | สถานะ | ผู้เกี่ยวข้อง | เหตุผลที่ส่งคืน"
TASKS = "ขั้นที่ | ขั้นตอน | ครั้งที่ | กลุ่ม | ผู้รับผิดชอบ | เริ่มวันที่ | ถึงวันที่ | สถานะ | เสร็จสิ้นเมื่อ"
EVIDENCE = "ขั้นที่ | ขั้นตอน | ประเภท | หลักฐาน | รายละเอียด | ลงวันที่ | ผู้บันทึก | บันทึกเมื่อ"
STEPS = (
    "กระบวนงานที่ | กระบวนงาน | ขั้นที่ | ขั้นตอน | รายละเอียด | ช่วงเวลา | ผู้รับผิดชอบ | มาตรฐาน | เกณฑ์ที่นับได้ | เครื่องมือ | การเสนอ"
    " | แบบฟอร์มของขั้นตอน | แบบฟอร์มที่ใช้ | กฎหมายและเอกสารอ้างอิง | วัตถุประสงค์ | ขอบเขต | คำจำกัดความ"
)
PEOPLE = "เลขที่ตำแหน่ง | คำนำหน้า | คำนำหน้าทางวิชาการ | ชื่อ | นามสกุล | ประเภท | วิทยฐานะหรือระดับ | ตำแหน่ง | กลุ่มหรือโรงเรียน | ลำดับอาวุโส"
LISTS = (
    Out("workspace:my-work", "supervisor", "งานของ{me}", MINE, "จัดตั้งคณะทำงาน"),
    Out("workspace:my-work", "supervisor", "งานของ{me} · รอผู้อื่น", MINE, "ผอ.{unit}", filters="tab=others"),
    Out("workspace:my-work", "head", "งานของ{me} · รอฉันพิจารณา", MINE, "{doer}", filters="tab=waiting"),
    Out(
        "workspace:history", "director", "ประวัติการดำเนินการ",
        "วันที่และเวลา | ผู้ดำเนินการ | การดำเนินการ | เรื่อง | รายละเอียด | เหตุผลหรือความเห็น | ลำดับที่ผนึก | รหัสผนึก", "{doer}",
    ),
    Out(
        "workspace:system", "administrator", "งานเบื้องหลัง", "งาน | สถานะ | ผล | สั่งเมื่อ | เริ่มเมื่อ | สิ้นสุดเมื่อ", "รอเริ่ม",
        filters="list=jobs", paper="ดูแลระบบ",
    ),
    Out(
        "workspace:system", "administrator", "การเข้าสู่ระบบ", "ผล | 24 ชั่วโมง (ครั้ง) | 7 วัน (ครั้ง)", 1, filters="list=sign-ins",
        paper="ดูแลระบบ",
    ),
    Out("cycles:year-chart", "head", "การดำเนินงานปีงบประมาณ พ.ศ. 2570", f"กระบวนงาน | {TASKS}", date(2026, 11, 30)),
    Out(
        "cycles:year-chart", "head", "การดำเนินงานปีงบประมาณ พ.ศ. 2570 · สถานะ: เสนอแล้ว รอพิจารณา", f"กระบวนงาน | {TASKS}",
        "เสนอแผนต่อผู้อำนวยการ", filters="state=sub",
    ),
    Out("cycles:run-page", "head", "{run} · ขั้นตอน · ปีงบประมาณ พ.ศ. 2570", TASKS, "{doer}", "run", "tab=steps"),
    Out("cycles:run-page", "head", "{run} · หลักฐาน · ปีงบประมาณ พ.ศ. 2570", EVIDENCE, "เอกสารแนบ", "run", "tab=evidence"),
    Out(
        "cycles:run-page", "head", "{run} · ประวัติการดำเนินการ · ปีงบประมาณ พ.ศ. 2570",
        "วันที่และเวลา | ผู้ดำเนินการ | การดำเนินการ | เรื่อง | เหตุผลหรือความเห็น", "เสนอแผน", "run", "tab=history",
    ),
    Out(
        "cycles:duty-list", "head", "หน้าที่ตามคำสั่ง ปีงบประมาณ พ.ศ. 2570",
        "ผู้รับผิดชอบ | กระบวนงาน | กลุ่ม | หน้าที่ | โรงเรียนหรือกลุ่มโรงเรียน | ตั้งแต่วันที่ | ถึงวันที่ | คำสั่งที่", "12/2570",
    ),
    Out(
        "cycles:duty-differences", "head", "งานที่ผู้รับผิดชอบต่างจากคำสั่ง",
        "กระบวนงาน | ขั้นที่ | ขั้นตอน | ผู้รับผิดชอบขณะนี้ | ผู้รับผิดชอบตามคำสั่ง | ถึงวันที่", "{doer}",
    ),
    Out(
        "cycles:hand-over-list", "head", "การส่งมอบงาน",
        "วันที่ส่งมอบ | ผู้ส่งมอบ | ผู้รับมอบ | เหตุผล | สถานะ | บันทึกโดย | บันทึกเมื่อ", "ย้าย",
    ),
    Out(
        "cycles:policy-list", "head", "นโยบายและจุดเน้น ปีงบประมาณ พ.ศ. 2570", "เจ้าของนโยบาย | ข้อที่ | นโยบายหรือจุดเน้น | รายละเอียด | ปีงบประมาณ",
        "เรียนดี มีความสุข",
    ),
    Out(
        "cycles:answer-list", "head", "คำตอบที่จำไว้สำหรับปีงบประมาณต่อไป",
        "เรื่อง | ข้อความในคู่มือ | คำตอบ | คู่มือ | ขั้นตอน | ข้อสังเกต | ตอบโดย | ตอบเมื่อ", "ผู้รับผิดชอบ",
    ),
    Out(
        "manuals:manual-list", "head", "คู่มือการปฏิบัติงาน",
        "คู่มือ | กลุ่ม | สถานะ | ฉบับปรับปรุงครั้งที่ | กระบวนงาน | ขั้นตอน | ผู้นำเข้า | นำเข้าเมื่อ | ผู้เสนอ | เสนอเมื่อ | ผู้เห็นชอบ | ประกาศใช้เมื่อ",
        "ประกาศใช้",
    ),
    Out("manuals:version-page", "head", "คู่มือ {run} · ฉบับปรับปรุงครั้งที่ 1", STEPS, "ต.ค.–พ.ย.", "version"),
    Out("manuals:version-page", "head", "{draft} · ฉบับร่าง", STEPS, "งานศูนย์สื่อและบริการให้ยืมของสำนักงานเขตพื้นที่การศึกษา", "draft"),
    Out("manuals:procedure-page", "head", "{run} · ฉบับปรับปรุงครั้งที่ 1", STEPS, "ขออนุมัติ", "procedure"),
    Out(
        "manuals:catalogue", "head", "คลังแม่แบบกระบวนงาน", "กลุ่ม | งานประเภทเดียวกัน | กระบวนงาน | ขั้นตอน",
        "งานศูนย์สื่อและบริการให้ยืมของสำนักงานเขตพื้นที่การศึกษา",
    ),
    Out(
        "offices:school-list", "head", "ทะเบียนโรงเรียน · ค้นหาโรงเรียน: ทุ่ง",
        "รหัส SMIS | รหัสกระทรวง | ชื่อโรงเรียน | ตำบล | อำเภอ | กลุ่มโรงเรียน | ระดับชั้นต่ำสุด | ระดับชั้นสูงสุด | จำนวนนักเรียน | ข้อมูล ณ วันที่"
        " | ขนาดเล็ก | พื้นที่สูง | โทรศัพท์ | อีเมล | ละติจูด | ลองจิจูด | ความสูง (เมตร)",
        "โรงเรียนบ้านทุ่งสาธิต", filters="q=ทุ่ง", paper="ทะเบียนโรงเรียน",
    ),
    Out(
        "offices:cluster-list", "head", "โรงเรียนในกลุ่มโรงเรียน",
        "กลุ่มโรงเรียน | ประธานกลุ่มโรงเรียน | รหัส SMIS | โรงเรียน | จำนวนนักเรียน", "โรงเรียนบ้านทุ่งสาธิต", paper="กลุ่มโรงเรียน",
    ),
    Out("offices:person-list", "head", "รายชื่อบุคลากร · หน้าที่: ศึกษานิเทศก์", PEOPLE, "ศึกษานิเทศก์", filters="role=supervisor",
        paper="รายชื่อบุคลากร"),
    Out("offices:person-seniority", "head", "ลำดับอาวุโส บุคลากรสำนักงานเขต", PEOPLE, "ศึกษานิเทศก์"),
    Out(
        "offices:appointment-list", "head", "การดำรงตำแหน่งและการปฏิบัติหน้าที่",
        "เลขที่ตำแหน่ง | ชื่อ | ตำแหน่ง | หน้าที่ | ลักษณะ | กลุ่มหรือโรงเรียน | คำสั่งที่ | ขอบเขต | ตั้งแต่วันที่ | ถึงวันที่", "{doer}",
    ),
    Out("offices:leave-list", "head", "บุคลากรที่ไม่อยู่", "ชื่อ | ตั้งแต่วันที่ | ถึงวันที่ | ประเภท", DAY),
    Out("offices:settings-units", "administrator", "กลุ่มและกลุ่มงาน", "ที่ | กลุ่มหรือหน่วย | กลุ่มงาน | ชื่อย่อ", "{unit}"),
    Out(
        "offices:settings-calendar", "administrator", "ภาคเรียนและวันหยุด ปีงบประมาณ พ.ศ. 2570",
        "ประเภท | รายการ | ตั้งแต่วันที่ | ถึงวันที่ | ที่มา", "วันหยุดพิเศษ",
    ),
    Out(
        "offices:privacy-requests", "administrator", "คำขอเกี่ยวกับข้อมูลส่วนบุคคล",
        "ผู้ขอ | เรื่อง | รายละเอียด | ขอเมื่อ | สถานะ | ตอบเมื่อ | คำตอบ", "ขอแก้ไขข้อมูล",
    ),
    Out(
        "offices:privacy-policy", "head", "การคุ้มครองข้อมูลส่วนบุคคล",
        "ข้อมูล | เก็บอะไร | เพื่ออะไร | ฐานทางกฎหมาย | เก็บนานเท่าใด | ใครเห็นได้", "ช่องทางติดต่อ",
    ),
    Out(
        "offices:account-list", "administrator", "บัญชีผู้ใช้ · เข้าใช้แล้ว · หน้าที่: ศึกษานิเทศก์",
        "ชื่อ | ตำแหน่ง | กลุ่มหรือโรงเรียน | ชื่อผู้ใช้ | สถานะบัญชี | เข้าใช้ล่าสุด", "supervisor", filters="state=used&role=supervisor",
    ),
    Out(
        "offices:import-list", "administrator", "รายการที่นำเข้าจากระบบอื่น", "ไฟล์ | รายการ | จำนวนแถว | ผู้นำเข้า | เมื่อ | สถานะ",
        "บุคลากร.xlsx",
    ),
    Out(
        "offices:import-page", "administrator", "ผลการตรวจบุคลากรและตำแหน่งปัจจุบัน · บุคลากร.xlsx · นำเข้าไม่ได้",
        "แถวในไฟล์ | รายการ | คอลัมน์ | ค่าในไฟล์ | เหตุผล | เดิม → ใหม่ | รายการในทะเบียน | การเลือก", "วันที่ไม่ถูกต้อง", "import",
    ),
)  # fmt: skip


@pytest.fixture
def world(
    friday: date, office: Office, supervision: Unit, school: School, head: User, supervisor: User, supervisor2: User,
    administrator: User, director: User, teacher: User,
) -> World:  # fmt: skip
    """A running year of the supervision division, and something of every other thing that is listed."""
    procedure = make_procedure(supervision)
    open_year(office)
    doer, boss = as_member(supervisor, office), as_member(head, office)
    task, given = task_of(procedure, "1"), task_of(procedure, "2")
    attach_file(task, a_pdf(), by=doer)
    submit(given, "เสนอแผน", by=doer)
    found: World = {
        "office": office, "unit": supervision, "procedure": procedure, "version": procedure.version, "run": task.run,
        "task": task, "school": school, "doer": supervisor, "boss": head, "successor": supervisor2,
        "draft": draft_from_catalogue(["media-centre"], unit=supervision, by=boss),
        "import": import_of(office),
    }  # fmt: skip
    duties_of(found)
    settings_of(found)
    return found


def duties_of(world: World) -> None:
    """By the order another supervisor does what this one has in hand."""
    office, procedure = world["office"], world["procedure"]
    doer, boss = as_member(world["doer"], office), as_member(world["boss"], office)
    order = record_order(
        office, OrderFacts("12/2570", FIRST, "มอบหมายหน้าที่", FIRST, LAST), upload=None, by=boss
    )
    give_duties(order, [Given(world["successor"].person, Charge.of(procedure), "main", FIRST, LAST)], by=boss)
    hand_over_all(boss.person, doer.person, on=DAY + timedelta(days=30), reason="ย้าย", by=boss)
    value = {"unit": str(world["unit"].pk), "role": "", "person": ""}
    PolicyFocus.objects.create(
        office=office, fiscal_year_be=2570, source="obec", number="1", title="เรียนดี มีความสุข"
    )
    Answer.objects.create(
        office=office, question="responsible", wording="เจ้าหน้าที่", value=value, answered_at=now()
    )


def settings_of(world: World) -> None:
    office, person = world["office"], world["doer"].person
    Semester.objects.create(
        office=office, academic_year_be=2569, number=2, starts_on=date(2026, 11, 2), ends_on=date(2027, 3, 31)
    )
    Holiday.objects.create(office=office, on=date(2026, 11, 2), name="วันหยุดพิเศษ")
    Leave.objects.create(office=office, person=person, kind="sick", from_on=DAY, until_on=DAY)
    PrivacyRequest.objects.create(office=office, person=person, kind="correction", made_at=now())
    SignIn.objects.create(user=world["doer"], office_id=office.pk, name="doer", at=now(), outcome="done")
    jobs.start("backup.now", office_id=office.pk)


def import_of(office: Office) -> Import:
    source = Import.objects.create(
        office=office,
        kind="people",
        name="บุคลากร.xlsx",
        state="checked",
        counts={"rows": 2, "bad": 1},
        made_at=now(),
    )
    problem_of(source, 7)
    return source


def problem_of(source: Import, row: int) -> None:
    ImportProblem.objects.create(
        office=source.office, source=source, row=row, weight="bad", why="วันที่ไม่ถูกต้อง", title="นางสาวสาธิต ทดลอง"
    )


@pytest.fixture(params=LISTS, ids=str)
def out(request: pytest.FixtureRequest) -> Out:
    one: Out = request.param
    return one


def said(text: object, world: World, user: User) -> object:
    if not isinstance(text, str):
        return text
    names = {
        "me": user.name,
        "unit": world["unit"].name,
        "doer": world["doer"].name,
        "run": world["run"].title,
    }
    return text.format(**names, draft=world["draft"].manual.title)


def sheet_of(response: Any) -> list[list[object]]:
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_list_is_a_file_under_the_offices_heading(
    out: Out, client: Client, world: World, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(out.who)
    client.force_login(user)
    response = client.get(out.address(world, "xlsx"))
    assert response.status_code == 200
    rows = sheet_of(response)
    title = said(out.title, world, user)
    assert [row[0] for row in rows[:3]] == [world["office"].name, title, "ข้อมูล ณ วันที่ 20 พฤศจิกายน 2569"]
    assert rows[3] == out.headings.split(" | ")
    cells = [cell.date() if hasattr(cell, "date") else cell for row in rows[4:] for cell in row]
    assert said(out.cell, world, user) in cells


def test_a_list_stands_on_paper_under_the_offices_heading(
    out: Out, client: Client, world: World, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(out.who)
    client.force_login(user)
    told = page_text(client.get(out.address(world, "print")))
    assert f'<p class="print-office">{world["office"].name}</p>' in told
    assert f'<p class="print-title">{said(out.paper or out.title, world, user)}</p>' in told
    assert "data-print-now" in told


def test_a_file_is_refused_to_whom_the_page_is_and_to_who_takes_out_no_lists(
    out: Out, client: Client, world: World, teacher: User, outsider: User
) -> None:
    client.force_login(outsider)
    assert client.get(out.address(world, "xlsx")).status_code == 404
    client.force_login(teacher)
    page = client.get(out.address(world, "")).status_code
    assert client.get(out.address(world, "xlsx")).status_code == (403 if page == 200 else page)


def test_who_takes_out_no_lists_is_offered_no_file(client: Client, world: World, teacher: User) -> None:
    client.force_login(teacher)
    told = page_text(client.get(reverse("workspace:my-work", args=["satit1"])))
    assert "format=print" in told
    assert "format=xlsx" not in told


# What is sealed when it is taken out costs by what was not sealed yet; a draft, the catalogue and the policy are no
# rows; that policies of a year cost the same is proven beside them.
CONSTANT = ("workspace:history", "manuals:catalogue", "offices:privacy-policy", "cycles:policy-list")
GROWING = [
    one for one in LISTS if one.name not in CONSTANT and one.at != "draft" and "sign-ins" not in one.filters
]


@pytest.mark.parametrize("growing", GROWING, ids=str)
def test_a_file_costs_the_same_for_few_and_many_rows(
    growing: Out, client: Client, world: World, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(growing.who))
    add_of_everything(world, 1)
    few, before = cost(client, growing.address(world, "xlsx"))
    for number in (2, 3, 4):
        add_of_everything(world, number)
    many, after = cost(client, growing.address(world, "xlsx"))
    assert many >= few + 3
    assert after == before


def cost(client: Client, address: str) -> tuple[int, int]:
    """How many rows an address gives, and how many queries it takes."""
    with CaptureQueriesContext(connection) as captured:
        rows = sheet_of(client.get(address))
    return len(rows), len(captured)


def add_of_everything(world: World, number: int) -> None:
    office, unit, procedure = world["office"], world["unit"], world["procedure"]
    user = make_member_user(office, Role.SUPERVISOR, unit, username=f"supervisor-{number}")
    person = user.person
    add_work(world, number)
    duty = Duty.objects.filter(office=office).order_by("pk")[0]
    Duty.objects.create(
        office=office, order=duty.order, person=person, lineage=new_id(), title="งานอื่น", unit=unit, from_on=FIRST,
        until_on=LAST, made_at=now(),
    )  # fmt: skip
    HandOver.objects.create(
        office=office, giver=world["boss"].person, receiver=person, on=LAST, reason="ย้าย", made_at=now()
    )
    PolicyFocus.objects.create(office=office, fiscal_year_be=2570, source="obec", title=f"นโยบาย {number}")
    Answer.objects.create(
        office=office, question="window", wording=f"ขั้นที่ {number}", value={}, answered_at=now()
    )
    Step.objects.create(
        office=office, procedure=procedure, position=90 + number, number=f"{90 + number}", title="ขั้นที่เพิ่ม"
    )
    make_procedure(unit, title=f"งานที่ {number}")
    make_school(office, f"โรงเรียนทุ่งที่ {number}", cluster=world["school"].cluster)
    Leave.objects.create(office=office, person=person, kind="sick", from_on=DAY, until_on=DAY)
    PrivacyRequest.objects.create(office=office, person=person, kind="correction", made_at=now())
    make_unit(office, f"unit-{number}", f"กลุ่มที่ {number}")
    Holiday.objects.create(office=office, on=FIRST + timedelta(days=number), name="วันหยุด")
    jobs.start("backup.now", office_id=office.pk)
    import_of(office)
    problem_of(world["import"], 7 + number)


def add_work(world: World, number: int) -> None:
    """One more task in hand with evidence, and one more submitted."""
    doer = as_member(world["doer"], world["office"])
    in_hand = again(world["task"], number, doer.person)
    Evidence.objects.create(
        office=world["office"],
        task=in_hand,
        kind="file",
        object_id=new_id(),
        on=DAY,
        title="หลักฐาน",
        added_at=now(),
    )
    submit(again(task_of(world["procedure"], "3", "2/2569"), number, doer.person), "เสนอ", by=doer)


def again(task: Task, number: int, doer: Person) -> Task:
    """The same step on another day, in the hands of a person."""
    names = ("office", "run", "step", "position", "number", "title", "ask", "unit", "role", "due_on")
    facts = {name: getattr(task, name) for name in names}
    return Task.objects.create(**facts, assignee=doer, starts_on=task.starts_on + timedelta(days=number))
