"""The book of working groups, and the action that is done with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet

from nithet.core.clock import today
from nithet.core.tables.fields import Field
from nithet.core.tables.values import as_text
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.offices.models import Appointment, Person
from nithet.offices.services.changing import plain
from nithet.registers.generic import access
from nithet.registers.generic.actions import BookAction
from nithet.registers.generic.book import Book, ItemDay, PartKind, Shows
from nithet.registers.generic.snapshots import heading_of
from nithet.registers.workgroups.errors import OrderNumberTakenError
from nithet.registers.workgroups.forms import SeatForm, SignForm, WorkingGroupForm
from nithet.registers.workgroups.models import Seat, WorkingGroup
from nithet.registers.workgroups.seating import settle
from nithet.thai.calendar import Span
from nithet.thai.dates import format_date, format_span, to_be

_CURRENT, _ENDED = "current", "ended"
_GROUND = "มาตรา 37 แห่งพระราชบัญญัติระเบียบบริหารราชการกระทรวงศึกษาธิการ พ.ศ. 2546 และที่แก้ไขเพิ่มเติม"


class WorkgroupBook(Book[WorkingGroup]):
    code, space = "workgroup", "workgroups"
    name, item_word, unit_word, icon = "ทะเบียนคณะทำงาน", "คณะทำงาน", "คณะ", "users"
    hint = "ผู้ได้รับแต่งตั้ง หน้าที่ และคำสั่งแต่งตั้ง"
    position = 10
    model, form, finish_form = WorkingGroup, WorkingGroupForm, SignForm
    parts = (
        PartKind("seats", Seat, SeatForm, "รายชื่อคณะทำงาน", "รายชื่อ",
                 "เรียงตามลำดับในคำสั่ง คนเดียวกันอยู่ได้หลายชุด ชุดละหนึ่งหน้าที่", least=1, settle=settle, joins=("person",)),
    )  # fmt: skip
    finish_words, on_label = "บันทึกว่าลงนามคำสั่งแล้ว", "สั่ง ณ วันที่"
    state_words = {"draft": "ร่างคำสั่ง", "done": "ลงนามคำสั่งแล้ว"}
    found_by = ("seats__person",)
    locks_office = True
    template = "workgroups/page.html"
    wanted = {
        "reason": "เหตุผลที่แต่งตั้ง",
        "legal_ground": "อ้างอำนาจ",
        "duties": "หน้าที่ของคณะทำงาน",
        "seats": "รายชื่อ",
    }
    columns = (
        Column("คำสั่งที่", 14), Column("ประธาน", 28), Column("จำนวนคน", 12, "number"), Column("ตั้งแต่วันที่", 14, "date"), Column("ถึงวันที่", 14, "date"),
        Column("เหตุผล", 50), Column("หน้าที่", 50),
    )  # fmt: skip
    snapshot_labels = {
        "order": "คำสั่งที่", "title": "เรื่อง", "reason": "เหตุผล", "legal_ground": "อ้างอำนาจ", "duties": "หน้าที่ของคณะทำงาน", "term": "ระยะเวลา",
        "ordered_on": "สั่ง ณ วันที่", "signed_elsewhere": "ลงนามในระบบอื่น", "unit": "กลุ่ม", "seats": "รายชื่อ", "sub_group": "ชุด", "name": "ชื่อ",
        "post": "ตำแหน่ง", "agency": "หน่วยงาน", "duty": "หน้าที่ในคณะ", "duty_note": "หน้าที่เฉพาะ",
    }  # fmt: skip
    import_fields = (
        Field("reason", "เหตุผลที่แต่งตั้ง", ("เหตุผล", "ด้วย")),
        Field("legal_ground", "อ้างอำนาจ", ("อำนาจตาม", "ฐานอำนาจ")),
        Field("duties", "หน้าที่ของคณะทำงาน", ("หน้าที่", "อำนาจหน้าที่", "ภารกิจ")),
    )
    import_readers = dict.fromkeys(("reason", "legal_ground", "duties"), as_text)
    import_examples = (("แต่งตั้งคณะทำงานศูนย์สื่อ", "ด้วยเขตจะจัดบริการสื่อแก่โรงเรียน", _GROUND, "จัดระบบและให้บริการสื่อ"),)

    # What it shows and says

    def lacking(self, item: WorkingGroup) -> list[str]:
        duties = set(Seat.objects.filter(item=item).values_list("duty", flat=True))
        if not duties:
            return ["ยังไม่มีรายชื่อคณะทำงาน"]
        lacks = [] if Seat.Duty.CHAIR in duties else ["ยังไม่มีประธาน"]
        return lacks if item.duties else [*lacks, "ยังไม่ระบุหน้าที่ของคณะทำงาน"]

    def lacking_at_finish(self, item: WorkingGroup) -> list[str]:
        return [] if item.files or item.signed_elsewhere else ["ยังไม่แนบคำสั่งที่ลงนามแล้ว หรือระบุว่าลงนามในระบบใด"]

    def at_finish(self, item: WorkingGroup, on: date) -> Mapping[str, Any]:
        """Under the office's lock, so that one number is given once."""
        year = to_be(on.year)
        if item.order_number:
            same = self.items().filter(office=item.office, state="done", order_year_be=year)
            if taken := same.filter(order_number=item.order_number).exclude(pk=item.pk).first():
                raise OrderNumberTakenError(number=item.order_number, year=year, group=taken.title)
        return {"order_year_be": year}

    def shows(self, item: WorkingGroup) -> Iterable[Shows]:
        return (Shows("appoint"),)

    def text(self, item: WorkingGroup) -> str:
        names = [seat.name for seat in item.seats.all()]
        return " ".join(filter(None, (item.order_words, item.reason, item.duties, *names)))

    def snapshot(self, item: WorkingGroup) -> dict[str, Any]:
        """The data of an order (คำสั่ง), the names part by part as they stand."""
        seats = [
            {"sub_group": seat.sub_group, "name": seat.name, "post": seat.post, "agency": seat.agency,
             "duty": seat.duty_words, "duty_note": "" if seat.duty == Seat.Duty.OTHER else seat.duty_note}
            for _, part in by_part(list(self.parts[0].rows(item))) for seat in part
        ]  # fmt: skip
        texts = {
            name: getattr(item, name) for name in ("reason", "legal_ground", "duties", "signed_elsewhere")
        }
        days = {"from_on": plain(item.from_on), "until_on": plain(item.until_on), "term": term_words(item)}
        ordered_on = format_date(item.on, "long") if item.on else ""
        return {
            "order": item.order_words,
            **heading_of(item),
            **texts,
            **days,
            "ordered_on": ordered_on,
            "seats": seats,
        }

    # Its days

    def days(self, items: QuerySet[Any], span: Span) -> Iterable[ItemDay]:
        """The end of each term, of groups whose order is signed."""
        on = today()
        for item in items.filter(state="done", until_on__range=span):
            over = Standing("done", "สิ้นสุดวาระแล้ว") if item.until_on < on else None
            yield ItemDay(item, item.until_on, "สิ้นสุดวาระคณะทำงาน", standing=over)

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        chairs = Seat.objects.filter(duty=Seat.Duty.CHAIR).select_related("person")
        counted: QuerySet[Any] = items.annotate(
            people=Count("seats__person", distinct=True),
            others=Count("seats", filter=Q(seats__person=None), distinct=True),
        )
        return counted.prefetch_related(Prefetch("seats", chairs, to_attr="chairs"))

    def facts(self, item: WorkingGroup) -> Sequence[tuple[str, str]]:
        given: Any = item
        return (
            ("คำสั่งที่", item.order_words), ("ประธาน", given.chairs[0].name if given.chairs else ""),
            ("", f"{given.people + given.others} คน"), ("", term_words(item)),
        )  # fmt: skip

    def cells(self, item: WorkingGroup) -> Sequence[Value]:
        given: Any = item
        chair = given.chairs[0].name if given.chairs else ""
        return (
            item.order_words,
            chair,
            given.people + given.others,
            item.from_on,
            item.until_on,
            item.reason,
            item.duties,
        )

    def filters(self, member: Member) -> dict[str, forms.Field]:
        terms = [("", "ทุกวาระ"), (_CURRENT, "ยังไม่สิ้นสุดวาระ"), (_ENDED, "สิ้นสุดวาระแล้ว")]
        return {"term": forms.ChoiceField(label="วาระ", required=False, choices=terms)}

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        ended = Q(until_on__lt=today())
        match given.get("term"):
            case "current":
                return items.exclude(ended)
            case "ended":
                return items.filter(ended)
        return items

    # Whom it concerns

    def named(self, member: Member) -> Q:
        return Q(pk__in=Seat.objects.filter(person=member.person).values("item"))

    def of_person(self, person: Person) -> Q | None:
        return Q(owner=person) | Q(pk__in=Seat.objects.filter(person=person).values("item"))

    # Its page and its form

    def page_facts(self, item: WorkingGroup, member: Member) -> dict[str, Any]:
        seats = list(self.parts[0].rows(item))
        people = {seat.person_id for seat in seats if seat.person_id}
        serving = Appointment.objects.active(on=member.on).filter(person__in=people)
        return {
            "by_part": by_part(seats),
            "seat_count": len(people) + sum(seat.person_id is None for seat in seats),
            "left": people - set(serving.values_list("person", flat=True)) if item.is_draft else set(),
            "term": term_words(item),
            "is_over": bool(item.until_on and item.until_on < member.on),
            "can_order": access.can_change(member, self, item) and len(seats) > 1,
            "seniority_url": self.address("seniority", member.office.code, item.pk),
        }

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        """The words of an order, from the work for which the group is appointed."""
        if task is None:
            return {"legal_ground": _GROUND}
        title = task.run.title
        about = title if title.startswith("งาน") else f"งาน{title}"
        span = {"from_on": member.on, "until_on": task.run.cycle.ends_on}
        return {"title": f"แต่งตั้งคณะทำ{about}"[:300], "reason": f"ด้วยสำนักงานเขตพื้นที่การศึกษาจะดำเนิน{about}",
                "legal_ground": _GROUND, **span}  # fmt: skip

    def copied(self, item: WorkingGroup, year: int) -> dict[str, Any]:
        """Its words, of the other year; the days are as many years later, and the order is a new one."""
        later = year - item.fiscal_year_be
        days = {"from_on": _later(item.from_on, later), "until_on": _later(item.until_on, later)}
        old, new = f"ปีงบประมาณ พ.ศ. {item.fiscal_year_be}", f"ปีงบประมาณ พ.ศ. {year}"
        told = {name: getattr(item, name).replace(old, new) for name in ("title", "reason", "duties")}
        return {**told, "legal_ground": item.legal_ground, **days}


def by_part(seats: Iterable[Seat]) -> list[tuple[str, list[Seat]]]:
    """Seats by the part of the group in which they sit, in the order in which the parts come first."""
    parts: dict[str, list[Seat]] = {}
    for seat in seats:
        parts.setdefault(seat.sub_group, []).append(seat)
    return list(parts.items())


def term_words(item: WorkingGroup) -> str:
    """“1 ต.ค. 2569 – 30 ก.ย. 2570”, or from or until when."""
    if item.from_on and item.until_on:
        return format_span(item.from_on, item.until_on, "short")
    if item.from_on:
        return f"ตั้งแต่ {format_date(item.from_on, 'short')} ไม่มีกำหนดสิ้นสุด"
    return f"ถึง {format_date(item.until_on, 'short')}" if item.until_on else ""


def _later(day: date | None, years: int) -> date | None:
    """The last of February has no other year to be in: the day before."""
    if day is None:
        return None
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


class Appoint(BookAction):
    code, asks, unit_word = "appoint", "คำสั่งแต่งตั้งคณะทำงานที่ลงนามแล้ว", "ฉบับ"
    book = WorkgroupBook()


BOOKS = (Appoint.book,)
ACTIONS = (Appoint(),)
