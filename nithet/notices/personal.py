"""What notices keep about a person: what they were told, where they want it, the LINE account that they linked."""

from __future__ import annotations

from nithet.notices.kinds import name_of
from nithet.notices.models import CalendarFeed, Delivery, LineAccount, LineCode, Notice, Preference
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import Place, Rows, Texts, declare_texts
from nithet.offices.privacy.own import moment
from nithet.offices.privacy.sources import Row, Source, declare


def _notices(person: Person) -> list[Row]:
    return [
        (moment(one.made_at), name_of(one.kind), one.title, moment(one.read_at))
        for one in Notice.objects.filter(person=person).order_by("-made_at")
    ]


def _ways(person: Person) -> list[Row]:
    line = LineAccount.objects.filter(person=person).first()
    chosen = Preference.objects.filter(person=person).first()
    rows = [("บัญชี LINE ที่เชื่อม", f"{line.line_id} เมื่อ {moment(line.linked_at)}")] if line else []
    if chosen:
        quiet = f"{chosen.quiet_from:%H.%M}–{chosen.quiet_until:%H.%M} น."
        rows += [("เวลาส่งสรุป", f"{chosen.digest_hour:02}.00 น."), ("ช่วงงดส่ง", quiet)]
    return list(rows)


def _sent(person: Person) -> list[Row]:
    found = Delivery.objects.filter(person=person).order_by("-made_at")
    return [
        (moment(one.made_at), one.get_channel_display(), one.subject, one.get_state_display())
        for one in found
    ]


def _feed(person: Person) -> list[Row]:
    return [
        (moment(one.made_at), moment(one.last_read_at), moment(one.revoked_at))
        for one in CalendarFeed.objects.filter(person=person)
    ]


def _forget(person: Person, alias: str) -> None:
    """Nothing of it is a record of work: all of it goes."""
    for model in (Notice, Delivery, LineAccount, LineCode, Preference, CalendarFeed):
        model._default_manager.filter(person=person).delete()  # noqa: SLF001  of all of them


def _no_pages(member: Member, rows: Rows) -> list[Place]:
    """Others' notices are seen by themselves only, and go by themselves."""
    return []


def declare_own() -> None:
    declare(
        Source("notices", "การแจ้งเตือน", ("เวลา", "เรื่อง", "รายการ", "อ่านเมื่อ"), _notices, _forget),
        Source("notices", "ช่องทางรับการแจ้งเตือน", ("รายการ", "ข้อมูล"), _ways),
        Source("notices", "ที่อยู่ปฏิทินส่วนตัว", ("สร้างเมื่อ", "อ่านล่าสุด", "ยกเลิกเมื่อ"), _feed),
        Source("notices", "ข้อความที่ส่งถึงท่าน", ("เวลา", "ช่องทาง", "หัวเรื่อง", "ผล"), _sent),
    )
    declare_texts(Texts("ชื่อเรื่องในการแจ้งเตือนของผู้อื่น", Notice, ("title", "detail"), _no_pages, own="person"))
