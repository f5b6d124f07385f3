"""What offices, accounts and history keep about a person."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.db.models import Q
from django.urls import reverse

from nithet.accounts.models import SignIn, User
from nithet.accounts.services.sessions import forget_sessions
from nithet.audit.models import Entry
from nithet.audit.words import verb_words
from nithet.core.clock import now
from nithet.core.models import Job
from nithet.offices import access, queries
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Import, Leave, Person, PrivacyRequest, School, SchoolChange
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.offices.privacy.traces import users_of
from nithet.offices.search import index_people
from nithet.thai.dates import BANGKOK, format_date, format_time

MOST_OF_HISTORY = 2000


def moment(at: object) -> str:
    """“20 พ.ย. 2569 09.30 น.”; empty for none."""
    if not hasattr(at, "astimezone"):
        return ""
    local = at.astimezone(BANGKOK)
    return f"{format_date(local.date(), 'short')} {format_time(local)}"


def _identity(person: Person) -> list[Row]:
    facts = (
        ("คำนำหน้า", person.title),
        ("คำนำหน้าทางวิชาการ", person.degree),
        ("ชื่อ", person.first_name),
        ("นามสกุล", person.last_name),
        ("ประเภท", person.get_kind_display()),
        ("วิทยฐานะหรือระดับ", person.standing),
        ("เลขที่ตำแหน่ง", person.position_number),
    )
    return [fact for fact in facts if fact[1]]


def _contact(person: Person) -> list[Row]:
    return [fact for fact in (("โทรศัพท์", person.phone), ("อีเมล", person.email)) if fact[1]]


def _forget_identity(person: Person, alias: str) -> None:
    person.title, person.degree, person.first_name, person.last_name = "", "", alias, ""
    person.position_number = person.phone = person.email = ""
    person.pseudonymised_at = person.pseudonymised_at or now()
    person.save()
    index_people([person])


def _services(person: Person) -> list[Row]:
    found = queries.services_of(person, on=now().astimezone(BANGKOK).date())
    return [(service.position, service.place, service.span, service.order_number) for service in found]


def _leaves(person: Person) -> list[Row]:
    return [
        (leave.get_kind_display(), format_date(leave.from_on, "short"), format_date(leave.until_on, "short"), leave.note)
        for leave in person.leaves.all()
    ]  # fmt: skip


def _forget_services(person: Person, alias: str) -> None:
    """Reasons are free text and may tell of the person."""
    person.appointments.update(void_reason="")


def _forget_leaves(person: Person, alias: str) -> None:
    person.leaves.update(note="", void_reason="")


def _account(person: Person) -> list[Row]:
    user = person.user
    if user is None:
        return []
    factors = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    linked = SocialAccount.objects.filter(user=user).count()
    return [
        ("ชื่อผู้ใช้", user.username),
        ("อีเมลของบัญชี", user.email),
        ("สร้างเมื่อ", moment(user.created_at)),
        ("ยืนยันตัวตนสองชั้น", "เปิดใช้" if factors else "ไม่ได้เปิดใช้"),
        ("บัญชีหน่วยงานที่ผูกไว้", str(linked)),
    ]


def _forget_account(person: Person, alias: str) -> None:
    """Users stay as keys of what was done; nothing by which somebody signs in stays."""
    for user in users_of(person):
        _forget_user(user, alias)
        Import.objects.filter(made_by_id=user.pk).update(made_by_name=alias)
        _forget_starter(user, alias)


def _forget_starter(user: User, alias: str) -> None:
    """Jobs that act in the name of who started them hold it."""
    started = list(Job.objects.filter(made_by_id=user.pk, payload__has_key="by_name"))
    for job in started:
        job.payload["by_name"] = alias
    Job.objects.bulk_update(started, ["payload"])


def _forget_user(user: User, alias: str) -> None:
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession):
        model.objects.filter(user=user).delete()
    SignIn.objects.filter(Q(user=user) | Q(name=user.username)).update(name="", address=None, agent="")
    forget_sessions([user.pk])
    user.refresh_from_db()
    user.username, user.name, user.email, user.is_active = f"removed-{user.pk.hex}", alias, "", False
    user.set_unusable_password()
    user.save()


def _sign_ins(person: Person) -> list[Row]:
    found = SignIn.objects.filter(user=person.user) if person.user else SignIn.objects.none()
    return [
        (moment(one.at), one.get_outcome_display(), one.get_way_display(), one.address or "", one.agent)
        for one in found
    ]


def _history(person: Person) -> list[Row]:
    """What the person did, newest first."""
    if person.user_id is None:
        return []
    found = Entry.objects.filter(office_id=person.office_id, by_id=person.user_id)[:MOST_OF_HISTORY]
    return [(moment(one.at), person.office.say(verb_words(one.verb)), one.title) for one in found]


def _privacy(person: Person) -> list[Row]:
    consents = [
        ("ความยินยอม", one.purpose, moment(one.given_at), moment(one.withdrawn_at))
        for one in person.consents.all()
    ]
    asked = [
        (one.get_kind_display(), one.text, moment(one.made_at), one.get_state_display())
        for one in person.privacy_requests.all()
    ]
    return [*consents, *asked]


def _forget_privacy(person: Person, alias: str) -> None:
    person.privacy_requests.update(text="")


# Texts in which others may name somebody


def _person_pages(member: Member, rows: Rows) -> list[Place]:
    people = access.visible_people(member).filter(pk__in=rows.values("person"))[:MOST_SHOWN]
    return [
        Place(one.name, reverse("offices:person-page", args=[member.office.code, one.pk])) for one in people
    ]


def _school_pages(member: Member, rows: Rows) -> list[Place]:
    schools = School.objects.filter(pk__in=access.visible_schools(member), changes__in=rows).distinct()
    return [
        Place(one.name, reverse("offices:school-page", args=[member.office.code, one.pk]))
        for one in schools[:MOST_SHOWN]
    ]


def _request_pages(member: Member, rows: Rows) -> list[Place]:
    return [
        Place(one.get_kind_display(), reverse("offices:privacy-request", args=[member.office.code, one.pk]))
        for one in rows[:MOST_SHOWN]
    ]


_FACT = ("รายการ", "ข้อมูล")


def declare_own() -> None:
    declare(
        Source("identity", "ข้อมูลบุคคล", _FACT, _identity, _forget_identity),
        Source("contact", "ช่องทางติดต่อ", _FACT, _contact),
        Source("service", "การปฏิบัติหน้าที่", ("ตำแหน่ง", "หน่วยงาน", "ช่วงเวลา", "คำสั่ง"), _services, _forget_services),
        Source("leave", "วันลาและวันไปราชการ", ("ประเภท", "ตั้งแต่", "ถึง", "หมายเหตุ"), _leaves, _forget_leaves),
        Source("account", "บัญชีผู้ใช้", _FACT, _account, _forget_account),
        Source("account", "การเข้าสู่ระบบ 90 วันที่ผ่านมา", ("เวลา", "ผล", "วิธี", "หมายเลขเครือข่าย", "อุปกรณ์"), _sign_ins),
        Source("history", "สิ่งที่ท่านดำเนินการ", ("เวลา", "การดำเนินการ", "เรื่อง"), _history),
        Source("privacy", "ความยินยอมและคำขอ", ("เรื่อง", "รายละเอียด", "วันที่", "สถานะหรือวันที่ถอน"), _privacy, _forget_privacy),
    )  # fmt: skip
    declare_texts(
        Texts(
            "ขอบเขตและเหตุผลของการแต่งตั้งผู้อื่น", Appointment, ("scope", "void_reason"), _person_pages, own="person"
        ),
        Texts("หมายเหตุการลาของผู้อื่น", Leave, ("note", "void_reason"), _person_pages, own="person"),
        Texts("การเปลี่ยนแปลงของโรงเรียน", SchoolChange, ("note", "void_reason"), _school_pages),
        Texts("คำขอของผู้อื่น", PrivacyRequest, ("text", "answer"), _request_pages, own="person"),
    )
