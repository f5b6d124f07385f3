"""What field work keeps about a person: their devices with what these hold, and what they sent that was kept apart."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.field import access
from nithet.field.models import Apart, Device, Waiting
from nithet.forms.compiled import compiled
from nithet.forms.personal import FILLED_BY, OF_OTHERS, answers_in_words, replace_name
from nithet.forms.services.files import drop_stored, signatures_named
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.own import moment
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.offices.privacy.traces import users_of


def _devices(person: Person) -> list[Row]:
    return [
        (one.name, one.get_kind_display(), moment(one.made_at), moment(one.seen_at), moment(one.revoked_at), one.lost_how)
        for one in Device.objects.filter(person=person)
    ]  # fmt: skip


def _waiting(person: Person) -> list[Row]:
    found = Waiting.objects.filter(device__person=person).select_related("form", "device")
    return [(one.device.name, one.form.title, one.title, moment(one.filled_at)) for one in found]


def _forget_devices(person: Person, alias: str) -> None:
    """No record of work: all of it goes, and none of them sends any more."""
    Device.objects.filter(person=person).delete()


def _kept_apart(person: Person) -> QuerySet[Apart]:
    """What they sent; of the same subject two submissions stand themselves."""
    of_person = Q(person=person) | Q(sent_by__in=users_of(person))
    return Apart.objects.filter(of_person, office=person.office_id, kind=Apart.Kind.CONTENT)


def _apart(person: Person) -> list[Row]:
    found = _kept_apart(person).defer("xml").select_related("submission__form", "version")
    return [
        (one.submission.form.title, str(one), moment(one.came_at), one.get_choice_display(), _words(one))
        for one in found
    ]


def _words(apart: Apart) -> str:
    return answers_in_words(apart.version, apart.answers) if apart.version else ""


def _forget_apart(person: Person, alias: str) -> None:
    """As their submissions: answers stay, without the name of who filled them and without their signature."""
    for pk in list(_kept_apart(person).values_list("pk", flat=True)):
        with transaction.atomic():
            apart = Apart.objects.select_for_update().get(pk=pk)
            _drop_signatures(apart)
            name = apart.answers.get(FILLED_BY)
            if isinstance(name, str) and name.strip():
                replace_name(apart, ("answers", "xml"), name.strip(), alias)
                apart.save(update_fields=["answers", "xml"])


def _drop_signatures(apart: Apart) -> None:
    if apart.version is None:
        return
    names = signatures_named(apart.answers, compiled(apart.version).definition, but=OF_OTHERS)
    for beside in apart.files.filter(name__in=names).select_related("file"):
        beside.delete()
        drop_stored(beside.file)


# Texts that may name somebody


def _apart_pages(member: Member, rows: Rows) -> Sequence[Place]:
    seen = access.visible_apart(member).filter(pk__in=rows.values("pk")).select_related("submission__form")
    office = member.office.code
    return [
        Place(f"{one.submission.form.title} {one}", reverse("field:apart-page", args=[office, one.pk]))
        for one in seen.defer("xml", "submission__xml")[:MOST_SHOWN]
    ]


def _device_pages(member: Member, rows: Rows) -> Sequence[Place]:
    return _pages_of(member, rows.values("pk"))


def _waiting_pages(member: Member, rows: Rows) -> Sequence[Place]:
    return _pages_of(member, rows.values("device"))


def _pages_of(member: Member, keys: Rows) -> Sequence[Place]:
    seen = access.visible_devices(member).filter(pk__in=keys)[:MOST_SHOWN]
    office = member.office.code
    return [Place(one.name, reverse("field:device-page", args=[office, one.pk])) for one in seen]


def declare_own() -> None:
    columns = ("อุปกรณ์", "ชนิด", "เพิ่มเมื่อ", "ติดต่อล่าสุด", "ยกเลิกเมื่อ", "เหตุที่หาย")
    declare(
        Source("account", "อุปกรณ์ภาคสนาม", columns, _devices, _forget_devices),
        Source("work", "ข้อมูลที่ค้างอยู่ในอุปกรณ์", ("อุปกรณ์", "แบบฟอร์ม", "เรื่อง", "กรอกเมื่อ"), _waiting),
        Source(
            "work", "ข้อมูลจากแบบฟอร์มที่ไม่ตรงกัน", ("แบบฟอร์ม", "เลขอ้างอิง", "ได้รับเมื่อ", "ผลการเลือก", "คำตอบ"),
            _apart, _forget_apart,
        ),
    )  # fmt: skip
    declare_texts(
        Texts("คำตอบในข้อมูลที่ไม่ตรงกัน", Apart, ("answers",), _apart_pages, own="person"),
        Texts("ชื่ออุปกรณ์และเหตุที่หาย", Device, ("name", "lost_how"), _device_pages, own="person"),
        Texts(
            "เรื่องของข้อมูลที่ค้างอยู่ในอุปกรณ์", Waiting, ("title", "refusal"), _waiting_pages, own="device__person"
        ),
    )
