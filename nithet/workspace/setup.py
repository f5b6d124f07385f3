"""Setting up an office in steps that can be left and taken up again, and the settings that stay afterwards.

Whether a step is done is read from what is there, never ticked by hand; only "later" is remembered.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from nithet.cycles.access import can_start_year, sees_year
from nithet.cycles.models import Cycle
from nithet.manuals.models import ManualVersion
from nithet.offices import access
from nithet.offices.imports.access import can_import_lists
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import Appointment, Holiday, Person, Role, School, Semester, Unit
from nithet.offices.settings.services.office import leave_for_later
from nithet.thai.calendar import fiscal_year_be, fiscal_year_span


@dataclass(frozen=True)
class Step:
    """`view` is where it is done, by those who `may`. `so_far` says what is there already; empty while it is not done."""

    key: str
    title: str
    why: str
    act: str
    view: str
    so_far: Callable[[Member], str]
    may: Callable[[Member], bool] = lambda member: True


def _office(member: Member) -> str:
    return member.office.short_name if member.office.address else ""


def _units(member: Member) -> str:
    count = Unit.objects.filter(office=member.office, closed_on=None, parent=None).count()
    return f"{count} กลุ่มและหน่วย" if count else ""


def _schools(member: Member) -> str:
    count = School.objects.filter(office=member.office).active(on=member.on).count()
    return f"{count} โรงเรียน" if count else ""


def _people(member: Member) -> str:
    """More than the one who sets up."""
    count = Person.objects.filter(office=member.office).exclude(pk=member.person.pk).count()
    return f"{count} คน" if count else ""


def _accounts(member: Member) -> str:
    """The director must be able to sign in: only they endorse a manual."""
    serving = Appointment.objects.active(on=member.on).filter(office=member.office, role=Role.DIRECTOR)
    if not serving.filter(person__user__isnull=False).exists():
        return ""
    count = Person.objects.filter(office=member.office, user__isnull=False).count()
    return f"{count} บัญชี"


def _calendar(member: Member) -> str:
    year_be = fiscal_year_be(member.on)
    first, last = fiscal_year_span(year_be)
    terms = Semester.objects.filter(office=member.office, starts_on__lte=last, ends_on__gte=first).count()
    days = Holiday.objects.filter(office=member.office, on__range=(first, last)).count()
    return f"ปีงบประมาณ พ.ศ. {year_be}: {terms} ภาคเรียน วันหยุด {days} วัน" if terms and days else ""


def _manual(member: Member) -> str:
    adopted = ManualVersion.State.ADOPTED
    count = ManualVersion.objects.filter(manual__office=member.office, state=adopted).count()
    return f"ประกาศใช้แล้ว {count} เล่ม" if count else ""


def _year(member: Member) -> str:
    year_be = fiscal_year_be(member.on)
    opened = Cycle.objects.filter(office=member.office, fiscal_year_be=year_be).exists()
    return f"เริ่มปีงบประมาณ พ.ศ. {year_be} แล้ว" if opened else ""


# fmt: off
STEPS = (
    Step("office", "ข้อมูลสำนักงาน", "ที่ตั้ง โทรศัพท์ และรหัสหนังสือ ใช้ที่หัวเอกสารทุกฉบับ",
         "กรอกข้อมูลสำนักงาน", "offices:settings-office", _office),
    Step("units", "กลุ่มและกลุ่มงาน", "โครงสร้าง 9 กลุ่ม 1 หน่วยตามประกาศกระทรวงเตรียมไว้ให้แล้ว เลือกและปรับชื่อได้",
         "เลือกกลุ่มและกลุ่มงาน", "offices:settings-units", _units),
    Step("schools", "โรงเรียนและกลุ่มโรงเรียน", "นำเข้าจากไฟล์ที่มีอยู่ เช่น รายชื่อจาก DMC ควรทำก่อนบุคลากร เพราะรายชื่อครูอ้างถึงโรงเรียน",
         "นำเข้าโรงเรียน", "offices:import-list", _schools),
    Step("people", "บุคลากรและตำแหน่ง", "นำเข้าจากทะเบียนบุคลากรที่มีอยู่ ตำแหน่งเป็นตัวกำหนดสิทธิ์ของแต่ละคน",
         "นำเข้าบุคลากร", "offices:import-list", _people),
    Step("accounts", "บัญชีผู้ใช้", "สร้างบัญชีและพิมพ์ใบแจ้งบัญชีให้แต่ละคน อย่างน้อยผู้อำนวยการสำนักงานต้องเข้าสู่ระบบได้เพื่อประกาศใช้คู่มือ",
         "สร้างบัญชี", "offices:account-list", _accounts),
    Step("calendar", "ภาคเรียนและวันหยุด", "ตารางของปีนี้เตรียมไว้ให้แล้วพร้อมที่มา ปรับตามประกาศของเขตพื้นที่ได้",
         "ตรวจภาคเรียนและวันหยุด", "offices:settings-calendar", _calendar),
    Step("manual", "คู่มือการปฏิบัติงาน", "นำเข้าไฟล์ วางข้อความ หรือเริ่มจากแม่แบบ แล้วเสนอผู้อำนวยการเห็นชอบ",
         "นำเข้าคู่มือ", "manuals:manual-upload", _manual),
    Step("year", "เริ่มปีงบประมาณ", "ผู้อำนวยการ รองผู้อำนวยการ ผู้อำนวยการกลุ่ม หรือเจ้าหน้าที่แผนเป็นผู้เริ่ม งานจะถึงผู้รับผิดชอบตามกำหนด",
         "ดูแผนภาพรายปี", "cycles:year-chart", _year, sees_year),
)
# fmt: on


@dataclass(frozen=True)
class Line:
    """A step as it stands; without an address when it is for others to do."""

    number: int
    step: Step
    title: str
    so_far: str
    is_left: bool
    url: str

    @property
    def is_done(self) -> bool:
        return bool(self.so_far)


def _url(step: Step, member: Member) -> str:
    return reverse(step.view, args=[member.office.code]) if step.may(member) else ""


def lines_of(member: Member) -> list[Line]:
    left = set(member.office.setup.get("left", ()))
    return [
        _line(number, step, member, is_left=step.key in left) for number, step in enumerate(STEPS, start=1)
    ]


def _line(number: int, step: Step, member: Member, *, is_left: bool) -> Line:
    title = member.office.say(step.title)
    return Line(number, step, title, step.so_far(member), is_left, _url(step, member))


@member_page
@require_safe
def setup_page(request: MemberRequest) -> HttpResponse:
    access.can_manage_office(request.member).or_refuse()
    lines = lines_of(request.member)
    facts: dict[str, Any] = {
        "lines": lines,
        "done": sum(line.is_done for line in lines),
        "next": next((line for line in lines if not line.is_done and not line.is_left), None),
    }
    return render(request, "workspace/setup.html", facts)


@member_page
@require_POST
def setup_later(request: MemberRequest, step: str) -> HttpResponse:
    """Put a step aside, or take it up again (`later=0`)."""
    if step not in {known.key for known in STEPS}:
        raise Http404
    is_left = request.POST.get("later", "1") == "1"
    leave_for_later(request.office, step, is_left=is_left, by=request.member)
    messages.success(request, "พักขั้นตอนนี้ไว้ก่อน กลับมาทำได้ทุกเมื่อ" if is_left else "นำขั้นตอนนี้กลับมาแล้ว")
    return redirect("workspace:setup", request.office.code)


@dataclass(frozen=True)
class Setting:
    """A page of settings as the overview offers it to those who `may` open it."""

    title: str
    what: str
    icon: str
    view: str
    may: Callable[[Member], Any]


_settings, _hands_out = access.can_manage_office, access.can_manage_accounts


def _starts_years(member: Member) -> bool:
    """Of those who look after the office; heads find what they need beside the chart of the year."""
    return bool(_settings(member)) and bool(can_start_year(member))


# fmt: off
SETTINGS: tuple[tuple[str, tuple[Setting, ...]], ...] = (
    ("สำนักงาน", (
        Setting("ตั้งค่าทีละขั้น", "สิ่งที่ตั้งแล้วและยังไม่ได้ตั้ง", "list-check", "workspace:setup", _settings),
        Setting("ข้อมูลสำนักงาน", "ชื่อ ที่ตั้ง รหัสหนังสือ ความปลอดภัย", "building", "offices:settings-office", _settings),
        Setting("กลุ่มและกลุ่มงาน", "โครงสร้างภายในสำนักงาน", "hierarchy", "offices:settings-units", _settings),
        Setting("ภาคเรียนและวันหยุด", "ปฏิทินของแต่ละปี", "calendar-stats", "offices:settings-calendar", _settings),
        Setting("เส้นทางการพิจารณา", "เรื่องแต่ละประเภทผ่านผู้ใดก่อนถึงผู้พิจารณา", "arrow-fork", "cycles:route-list", _settings),
        Setting("คำที่ใช้ในสำนักงาน", "เช่น กลุ่มโรงเรียน เครือข่ายโรงเรียน", "text-scan-2", "offices:settings-terms", _settings),
    )),
    ("บุคคลและโรงเรียน", (
        Setting("นำเข้ารายการ", "โรงเรียน บุคลากร ตำแหน่ง หน้าที่ จากไฟล์ Excel หรือ CSV", "upload", "offices:import-list", can_import_lists),
        Setting("คำสั่งมอบหมายหน้าที่", "ใครรับผิดชอบกระบวนงานใด ที่โรงเรียนใด", "clipboard-list", "cycles:duty-list", access.can_manage_duties),
        Setting("คำตอบที่จำไว้", "ช่วงเวลาและผู้รับผิดชอบที่คู่มือไม่ได้ระบุ", "calendar-time", "cycles:answer-list", _starts_years),
    )),
    ("บัญชีและความปลอดภัย", (
        Setting("บัญชีผู้ใช้", "สร้างบัญชี ใบแจ้งบัญชี ตั้งรหัสผ่านใหม่", "users", "offices:account-list", _hands_out),
        Setting("คำขอเกี่ยวกับข้อมูลส่วนบุคคล", "คำขอที่รอดำเนินการ และคำตอบ", "shield-lock", "offices:privacy-requests", access.can_answer_privacy),
        Setting("ใครทำอะไรได้", "สิทธิ์ของแต่ละหน้าที่", "scale", "workspace:who-may", _hands_out),
    )),
    ("ระบบ", (
        Setting("ดูแลระบบ", "สุขภาพระบบ งานเบื้องหลัง การสำรองข้อมูล", "database", "workspace:system", access.can_run_system),
    )),
)
# fmt: on


@member_page
@require_safe
def settings_page(request: MemberRequest) -> HttpResponse:
    """The way to every settings page that the member may open."""
    member, code = request.member, request.office.code
    groups = []
    for title, settings in SETTINGS:
        if pages := [(page, reverse(page.view, args=[code])) for page in settings if page.may(member)]:
            groups.append({"title": title, "pages": pages})
    if not groups:
        access.can_manage_office(member).or_refuse()
    return render(request, "workspace/settings.html", {"groups": groups})
