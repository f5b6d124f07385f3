"""How complete the office's registers are: schools, people and every book, by the fields that should be filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    TextField,
    When,
)
from django.db.models.fields.reverse_related import ForeignObjectRel
from django.urls import reverse

from nithet.offices import access as offices
from nithet.offices.members import Member
from nithet.offices.models import Appointment, School
from nithet.registers.datasets.bars import Bar
from nithet.registers.datasets.shares import share
from nithet.registers.generic import access
from nithet.registers.generic.book import Book, books
from nithet.registers.generic.models import Item

SCHOOL = {
    "ministry_code": "รหัสกระทรวง", "cluster": "กลุ่มโรงเรียน", "subdistrict": "ตำบล", "district": "อำเภอ", "phone": "โทรศัพท์", "email": "อีเมล",
    "lowest_level": "ระดับชั้น", "pupils": "จำนวนนักเรียน", "latitude": "พิกัด",
}  # fmt: skip
PERSON = {
    "title": "คำนำหน้า", "standing": "วิทยฐานะหรือระดับ", "position_number": "เลขที่ตำแหน่ง", "phone": "โทรศัพท์", "email": "อีเมล",
}  # fmt: skip
OWNER = {"owner": "ผู้รับผิดชอบ"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Things of one kind as far as the member sees them, and what should be filled in of each."""

    code: str
    name: str
    unit_word: str
    icon: str
    things: QuerySet[Any]
    wanted: Mapping[str, str]
    book: Book[Any] | None = None

    def address(self, member: Member, thing: Any) -> str:
        """Where it is filled in, or its page for who may not."""
        office = member.office.code
        if self.book:
            may = access.can_change(member, self.book, thing)
            return self.book.address("edit" if may else "page", office, thing.pk)
        is_school = isinstance(thing, School)
        may = offices.can_manage_schools(member, thing) if is_school else offices.can_manage_people(member)
        name = f"offices:{'school' if is_school else 'person'}-{'edit' if may else 'page'}"
        return reverse(name, args=[office, thing.pk])


@dataclass(frozen=True, slots=True)
class Gap:
    field: str
    label: str
    missing: int


@dataclass(frozen=True, slots=True)
class Completeness:
    subject: Subject
    count: int
    gaps: Sequence[Gap]

    @property
    def missing(self) -> int:
        return sum(gap.missing for gap in self.gaps)

    @property
    def bar(self) -> Bar:
        whole = self.count * len(self.gaps)
        return Bar(self.subject.name, share(whole - self.missing, whole))

    @property
    def worst(self) -> list[Gap]:
        """What is missing, the most first."""
        return sorted((gap for gap in self.gaps if gap.missing), key=lambda gap: (-gap.missing, gap.label))


def subjects(member: Member, year: int) -> list[Subject]:
    """Schools, people who serve, and the books of all registers that are there."""
    schools = offices.visible_schools(member).active(on=member.on)
    serving = Appointment.objects.active(on=member.on).filter(person=OuterRef("pk"))
    people = offices.visible_people(member).filter(Exists(serving), pseudonymised_at=None)
    own = [
        Subject("schools", "โรงเรียน", "โรงเรียน", "school", schools, SCHOOL),
        Subject("people", "บุคลากร", "คน", "users", people, PERSON),
    ]
    return [*own, *(_of_book(book, member, year) for book in books())]


def _of_book(book: Book[Any], member: Member, year: int) -> Subject:
    items = book.counted(access.visible_items(member, book).exclude(state=Item.State.VOID))
    if not book.is_living:
        items = items.filter(fiscal_year_be=year)
    return Subject(book.code, book.name, book.unit_word, book.icon, items, {**OWNER, **book.wanted}, book)


def completeness_of(subject: Subject) -> Completeness:
    """One query, however many things there are."""
    told = (
        _marked(subject)
        .order_by()
        .aggregate(count=Count("pk"), **{name: Sum(f"lacks_{name}") for name in subject.wanted})
    )
    gaps = [Gap(name, label, told[name] or 0) for name, label in subject.wanted.items()]
    return Completeness(subject, told["count"] or 0, gaps)


def lacking(subject: Subject, field: str = "") -> QuerySet[Any]:
    """The things that lack the field, or any; each knows of every field whether it does."""
    names = [field] if field in subject.wanted else list(subject.wanted)
    any_of_them = reduce(or_, (Q(**{f"lacks_{name}": 1}) for name in names))
    found = _marked(subject).filter(any_of_them)
    if subject.book:
        return found.select_related("unit").order_by("title", "pk")
    return found.order_by("sort_key", "pk")


def labels_of(subject: Subject, thing: Any) -> list[str]:
    return [label for name, label in subject.wanted.items() if getattr(thing, f"lacks_{name}")]


def _marked(subject: Subject) -> QuerySet[Any]:
    """Each thing once, whatever joins narrowed them."""
    once: QuerySet[Any] = subject.things.model._default_manager.filter(  # noqa: SLF001  of any model
        pk__in=subject.things.order_by().values("pk")
    )
    marked: QuerySet[Any] = once.annotate(**dict(_marks(subject)))
    return marked


def _marks(subject: Subject) -> Iterator[tuple[str, Case]]:
    for name in subject.wanted:
        lacks = Case(When(_is_empty(subject, name), then=1), default=0, output_field=IntegerField())
        yield f"lacks_{name}", lacks


def _is_empty(subject: Subject, name: str) -> Any:
    field = subject.things.model._meta.get_field(name)  # noqa: SLF001  the documented way
    if isinstance(field, ForeignObjectRel):
        rows = field.related_model._default_manager.filter(**{field.field.name: OuterRef("pk")})  # noqa: SLF001
        return ~Exists(rows)
    if isinstance(field, CharField | TextField):
        return Q(**{name: ""})
    return Q(**{f"{name}__isnull": True})
