"""Who sees which devices and what came twice, and who may do what with them (`offices/rights.py`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from nithet.core.decisions import YES, Answer, no, yes_if
from nithet.field.models import Apart, Device
from nithet.forms import access as of_forms
from nithet.forms.models import Submission
from nithet.offices import rights
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person, Role
from nithet.offices.rights import Level, Matter

_ASK_DIVISION = "โปรดแจ้งกลุ่มเจ้าของแบบฟอร์ม"
UNDECIDED = (Submission.State.RECEIVED, Submission.State.ATTENTION, Submission.State.RETURNED)


# Devices


def can_carry(member: Member) -> Answer:
    """Take forms along to where there is no network, by a browser or a phone."""
    return yes_if(
        of_forms.sees_forms(member),
        "ตำแหน่งของท่านไม่มีแบบฟอร์มที่ต้องกรอก จึงไม่มีสิ่งที่ต้องเตรียมไปภาคสนาม หากต้องใช้งาน โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
    )


def can_manage_devices(member: Member) -> Answer:
    """See the devices of the whole office and stop them, as accounts are stopped."""
    return yes_if(
        rights.holds(member, Matter.ACCOUNTS, Level.ALL),
        "เฉพาะผู้ดูแลบัญชีผู้ใช้ของสำนักงานเท่านั้นที่ดูอุปกรณ์ของทั้งสำนักงานได้ โปรดติดต่อผู้ดูแลระบบของสำนักงาน",
    )


def visible_devices(member: Member) -> QuerySet[Device]:
    """One's own, or all of the office for who looks after accounts."""
    devices = Device.objects.filter(office=member.office)
    return devices if can_manage_devices(member) else devices.filter(person=member.person)


def phone_owners(member: Member) -> QuerySet[Person]:
    """For whom who looks after accounts can make a phone: those who sign in, serve and fill forms."""
    if not can_manage_devices(member):
        return Person.objects.none()
    roles = [role for role in Role if rights.level_of(role, Matter.FORMS) >= Level.NAMED]
    serving = Appointment.objects.active(on=member.on).filter(office=member.office, role__in=roles)
    return Person.objects.filter(office=member.office, user__is_active=True, pk__in=serving.values("person"))


def can_make_phone(member: Member, owner: Member) -> Answer:
    """For oneself; for others who looks after accounts, and only where they may carry."""
    if owner.person == member.person:
        return can_carry(member)
    if not (may := can_manage_devices(member)):
        return may
    return yes_if(of_forms.sees_forms(owner), f"ตำแหน่งของ{owner.name}ไม่มีแบบฟอร์มที่ต้องกรอก จึงไม่ต้องมีอุปกรณ์ภาคสนาม")


def can_bring_back(member: Member, device: Device, owner: Member) -> Answer:
    """Let a device go on that was found again or stopped by mistake: who may stop it, as long as its owner may carry."""
    if not (may := can_revoke(member, device)):
        return may
    return can_make_phone(member, owner)


def can_revoke(member: Member, device: Device) -> Answer:
    """Stop a device, and report it lost: whose it is, and who looks after accounts."""
    if device.person_id == member.person.pk:
        return YES
    return yes_if(
        can_manage_devices(member),
        "เฉพาะเจ้าของอุปกรณ์หรือผู้ดูแลระบบของสำนักงานเท่านั้นที่ยกเลิกอุปกรณ์นี้ได้",
    )


# What came twice


def visible_apart(member: Member) -> QuerySet[Apart]:
    """Into the forms whose submissions are one's matter; besides those, where one has sent both oneself."""
    aparts = Apart.objects.filter(
        office=member.office, submission__in=of_forms.visible_submissions(member).order_by()
    )
    if rights.holds(member, Matter.SUBMISSIONS, Level.ALL):
        return aparts
    held = rights.units_held(member, Matter.SUBMISSIONS)
    of_division = Q(submission__form__unit__in=held) | Q(submission__form__unit__parent__in=held)
    return aparts.filter(of_division | _of_oneself(member))


def _of_oneself(member: Member) -> Q:
    standing = Q(submission__sent_by=member.user) | Q(submission__person=member.person)
    content = Q(sent_by=member.user) | Q(person=member.person)
    later = Q(other__sent_by=member.user) | Q(other__person=member.person)
    return standing & (Q(kind=Apart.Kind.CONTENT) & content | Q(kind=Apart.Kind.SUBJECT) & later)


def can_choose(member: Member, apart: Apart) -> Answer:
    """Say which of two holds: the division of the form; who sent both, until somebody has decided on them."""
    sides = [apart.submission, *([apart.other] if apart.other else [])]
    if of_forms.can_review_form(member, apart.submission.form):
        # Nobody accepts what is their own, so nobody undoes that somebody else has accepted it.
        own = [one for one in sides if of_forms.sent_it(member, one)]
        return yes_if(
            all(one.state != Submission.State.APPROVED for one in own),
            "ข้อมูลที่ท่านส่งมีผู้ตรวจรับแล้ว ท่านจึงเลือกเองไม่ได้ โปรดให้ผู้อื่นในกลุ่มเป็นผู้เลือก",
        )
    if not has_sent_both(member, apart):
        return no(f"เฉพาะบุคลากรของกลุ่มเจ้าของแบบฟอร์ม หรือผู้ที่ส่งข้อมูลทั้งสองชุด เท่านั้นที่เลือกได้ {_ASK_DIVISION}")
    return yes_if(
        all(one.state in UNDECIDED for one in sides),
        f"กลุ่มเจ้าของแบบฟอร์มตรวจข้อมูลชุดนี้แล้ว ผู้ส่งจึงเลือกเองไม่ได้ {_ASK_DIVISION}",
    )


def has_sent_both(member: Member, apart: Apart) -> bool:
    if not of_forms.sent_it(member, apart.submission):
        return False
    return sent_other(member, apart)


def sent_other(member: Member, apart: Apart) -> bool:
    """What came later is one's own."""
    if apart.other is not None:
        return of_forms.sent_it(member, apart.other)
    is_own = apart.person_id is not None and apart.person_id == member.person.pk
    return is_own or apart.sent_by_id == member.user.pk


# Whom notices tell


def reviewing_heads(offices: Collection[UUID], *, on: date) -> dict[UUID, list[UUID]]:
    """The heads by division, and by office those whose matter all submissions are."""
    above = rights.roles_with(Matter.SUBMISSIONS, Level.ALL)
    serving = Appointment.objects.active(on=on).filter(office__in=offices, person__user__is_active=True)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    rows = serving.filter(role__in=(Role.HEAD, *above))
    for office, role, unit, parent, person in rows.values_list(
        "office", "role", "unit", "unit__parent", "person"
    ):
        if role == Role.HEAD and unit:
            found[parent or unit].append(person)
        elif role in above:
            found[office].append(person)
    return found


def account_keepers(offices: Collection[UUID], *, on: date) -> dict[UUID, dict[UUID, UUID]]:
    """Office → person → user, of those who look after accounts."""
    roles = rights.roles_with(Matter.ACCOUNTS, Level.ALL)
    serving = Appointment.objects.active(on=on).filter(office__in=offices, role__in=roles)
    found: dict[UUID, dict[UUID, UUID]] = defaultdict(dict)
    rows = serving.filter(person__user__is_active=True).values_list("office", "person", "person__user")
    for office, person, user in rows:
        found[office][person] = user
    return found
