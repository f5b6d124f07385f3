"""What the frame of every page shows: places, office, who is signed in, what day it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.cycles.access import folders, oversees, sees_year
from nithet.cycles.access.letters import asks_for_school, can_receive
from nithet.cycles.queries.folder import waiting_count
from nithet.field.access import can_carry
from nithet.forms.access import sees_forms
from nithet.manuals.access import sees_manuals
from nithet.notices.bell import bell_of
from nithet.offices.access import works_at_school
from nithet.offices.members import Member, member_of, office_of
from nithet.offices.queries import semesters_of
from nithet.thai.calendar import fiscal_year_be, semester_of
from nithet.thai.dates import format_date
from nithet.thai.people import split_title
from nithet.workspace.access import is_setting_up, opens_settings

OWN_ACCOUNT = ("accounts:", "account_", "mfa_", "socialaccount_")
# Besides the menu; who takes letters in has that act there in the place of one of them.
FOOT_PLACES = 4
LEADING_VOWELS = "เแโใไ"


@dataclass(frozen=True)
class Place:
    """One item of the main menu. `holds` are the beginnings of the names of the addresses that lie in it."""

    view: str
    label: str
    short_label: str
    icon: str
    holds: tuple[str, ...]
    # How many things wait there; asked only where the menu is drawn.
    count: Callable[[Member], int] | None = None

    def shown(self, member: Member, here: str) -> dict[str, Any]:
        return {
            "url": reverse(self.view, args=[member.office.code]),
            "label": self.label,
            "short_label": self.short_label,
            "icon": self.icon,
            "is_current": here.startswith(self.holds),
            "count": SimpleLazyObject(partial(self.count, member)) if self.count else 0,
        }


MY_WORK = Place(
    "workspace:my-work",
    "งานของฉัน",
    "งานของฉัน",
    "list-check",
    ("workspace:my-work", "workspace:calendar", "cycles:task", "cycles:letter", "cycles:ask"),
)
# In its stead, for who works at a school; what is given to them by name stands there too.
_OF_SCHOOL = replace(
    MY_WORK, view="workspace:asked", short_label="สิ่งที่ขอ", holds=("workspace:asked", *MY_WORK.holds)
)
OF_SCHOOL = replace(_OF_SCHOOL, label="สิ่งที่ขอจากโรงเรียน")
OF_TEACHER = replace(_OF_SCHOOL, label="สิ่งที่ขอจากฉัน")
YEAR = Place(
    "cycles:year-chart",
    "แผนภาพรายปี",
    "แผนภาพ",
    "calendar-stats",
    (
        "cycles:year",
        "cycles:run",
        "cycles:cycle",
        "cycles:dut",
        "cycles:order",
        "cycles:hand",
        "cycles:answer",
        "cycles:polic",
    ),
)
OVERVIEW = Place(
    "workspace:overview", "ภาพรวม", "ภาพรวม", "chart-bar", ("workspace:overview", "workspace:lacking")
)
FOLDER = Place("cycles:folder-page", "แฟ้มเสนอ", "แฟ้มเสนอ", "folder", ("cycles:folder",), waiting_count)
MANUALS = Place("manuals:manual-list", "คู่มือ", "คู่มือ", "book", ("manuals:",))
FORMS = Place("forms:form-list", "แบบฟอร์ม", "แบบฟอร์ม", "clipboard-text", ("forms:", "field:"))
REGISTERS = Place(
    "registers:home",
    "ทะเบียน",
    "ทะเบียน",
    "database",
    (
        "registers:",
        "offices:school",
        "offices:cluster",
        "offices:person",
        "offices:appointment",
        "offices:leave",
        *(f"{register.rpartition('.')[2]}:" for register in settings.REGISTERS),
    ),
)


def places(member: Member) -> list[Place]:
    """Only what the member may open."""
    offered = [
        (first_place(member), True),
        (YEAR, sees_year(member)),
        (FOLDER, bool(folders(member))),
        (OVERVIEW, oversees(member)),
        (MANUALS, sees_manuals(member)),
        (FORMS, sees_forms(member)),
        (REGISTERS, True),
    ]
    return [place for place, is_open in offered if is_open]


def first_place(member: Member) -> Place:
    if not works_at_school(member):
        return MY_WORK
    return OF_SCHOOL if asks_for_school(member) else OF_TEACHER


def shell(request: HttpRequest) -> dict[str, Any]:
    """Costs nothing where nobody is signed in; the semesters are asked for only where the day's line is drawn."""
    member: Member | None = getattr(request, "member", None) or _at_own_account(request)
    if member is None:
        return _without_office(request)
    here = request.resolver_match.view_name if request.resolver_match else ""
    person = member.person
    # Kept on the request: a page of many parts is many contexts.
    line = request.__dict__.setdefault("today_line", SimpleLazyObject(partial(today_line, member)))
    nav = [place.shown(member, here) for place in places(member)]
    receives = bool(can_receive(member))
    in_foot = FOOT_PLACES - receives
    return {
        "office": member.office,
        "nav": nav,
        # A phone's foot holds what is needed most; the rest stands in its menu.
        "foot_nav": nav[:in_foot],
        "menu_nav": nav[in_foot:],
        "receive_url": reverse("cycles:letter-receive", args=[member.office.code]) if receives else "",
        "me": {"name": person.plain_name, "position": member.position, "initial": initial(person.first_name)},
        # Drawn twice; it counts what waits for a choice.
        "me_links": request.__dict__.setdefault("me_links", SimpleLazyObject(partial(_me_links, member))),
        "today_line": line,
        "search_url": reverse("workspace:search", args=[member.office.code]),
        # Counted only where it is drawn.
        "bell": request.__dict__.setdefault("bell", bell_of(member)),
        # Asked only by the pages that lead back to setting up.
        "is_setting_up": SimpleLazyObject(partial(is_setting_up, member)),
    }


def _at_own_account(request: HttpRequest) -> Member | None:
    """One's own account belongs to no office; its pages keep the frame of the office where one serves."""
    view = request.resolver_match.view_name if request.resolver_match else ""
    user = getattr(request, "user", None)
    if not view.startswith(OWN_ACCOUNT) or not isinstance(user, User):
        return None
    # Kept on the request: a page of many parts is many contexts.
    known = request.__dict__
    if "own_member" not in known:
        office = office_of(user, on=today())
        known["own_member"] = member_of(user, office.code, on=today()) if office else None
    return cast("Member | None", known["own_member"])


def _without_office(request: HttpRequest) -> dict[str, Any]:
    """Signed in, but on no page of an office: the name and the way out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"me": {"name": user.name, "position": "", "initial": initial(split_title(user.name).first)}}


def _me_links(member: Member) -> list[dict[str, Any]]:
    code = member.office.code
    mine = reverse("offices:person-page", args=[code, member.person.pk])
    history = reverse("workspace:history", args=[code])
    rights = reverse("workspace:who-may", args=[code])
    settings = {"url": reverse("workspace:settings", args=[code]), "label": "การตั้งค่า", "icon": "settings"}
    return [
        {"url": mine, "label": "ข้อมูลของฉัน", "icon": "user"},
        {"url": reverse("accounts:mine"), "label": "บัญชีของฉัน", "icon": "lock"},
        {"url": reverse("workspace:calendar", args=[code]), "label": "ปฏิทินของฉัน", "icon": "calendar"},
        *_field_links(member),
        {"url": reverse("notices:choices", args=[code]), "label": "การแจ้งเตือนของฉัน", "icon": "bell-ringing"},
        *([settings] if opens_settings(member) else []),
        {"url": history, "label": "ประวัติการดำเนินการ", "icon": "history"},
        {"url": rights, "label": "ใครทำอะไรได้", "icon": "scale"},
        {
            "url": reverse("offices:privacy-policy", args=[code]),
            "label": "ข้อมูลส่วนบุคคล",
            "icon": "shield-lock",
        },
    ]


def _field_links(member: Member) -> list[dict[str, Any]]:
    """What is used away from the office."""
    if not can_carry(member):
        return []
    code = member.office.code
    return [
        {"url": reverse("field:prepare", args=[code]), "label": "ภาคสนาม", "icon": "wifi-off"},
        {"url": reverse("field:device-list", args=[code]), "label": "อุปกรณ์ของฉัน", "icon": "device-mobile"},
    ]


def today_line(member: Member) -> str:
    """“วันศุกร์ที่ 20 พฤศจิกายน 2569 · ปีงบประมาณ พ.ศ. 2570 · ภาคเรียนที่ 2/2569”."""
    parts = [format_date(member.on, "full"), f"ปีงบประมาณ พ.ศ. {fiscal_year_be(member.on)}"]
    if table := semesters_of(member.office):
        semester = semester_of(member.on, table)
        parts.append(f"ภาคเรียนที่ {semester.label}" if semester else "ปิดภาคเรียน")
    return " · ".join(parts)


def initial(name: str) -> str:
    """The letter in the circle: the first consonant, since a vowel that is written before it says little alone."""
    return next((letter for letter in name if letter not in LEADING_VOWELS), "")
