"""What the forms and imported lists of this register choose from: agencies, schools and clusters, kinds of cooperation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from nithet.core.clock import today
from nithet.core.fields import parse_baht
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_date, as_text, is_blank
from nithet.offices.members import Member
from nithet.offices.models import Cluster, School
from nithet.offices.queries import clusters_of
from nithet.registers.generic.forms import OfferedField
from nithet.registers.partners.models import Agency, Cooperation
from nithet.thai.dates import from_be
from nithet.thai.text import squeeze


class AgencyField(OfferedField):
    """One of the agencies that the whole office knows, in groups by sector."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(Agency, **{"label": "หน่วยงาน", "empty_label": "เลือกหน่วยงาน", **facts})

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        there = ~Q(state=Agency.State.VOID) | Q(pk__in=chosen)
        return Agency.objects.filter(there, office=member.office).order_by("sector", "title", "pk")

    def offer(self, member: Member, *chosen: UUID | None) -> None:
        self.share(self.offer_of(list(self.offered(member, [pk for pk in chosen if pk]))))

    def listed(self, things: Sequence[Any]) -> list[Any]:
        grouped = groupby(things, lambda one: one.get_sector_display())
        return [(sector, [(str(one.pk), one.title) for one in some]) for sector, some in grouped]


class SchoolField(OfferedField):
    """A school that is open, in groups by cluster."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(
            School, **{"label": "โรงเรียน", "required": False, "empty_label": "เลือกโรงเรียน", **facts}
        )

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        there = School.objects.filter(office=member.office).active(on=member.on)
        kept = Q(pk__in=there.order_by().values("pk")) | Q(pk__in=chosen)
        found = School.objects.filter(kept, office=member.office).select_related("cluster")
        return found.order_by("cluster__position", "cluster", "sort_key", "pk")

    def listed(self, things: Sequence[Any]) -> list[Any]:
        grouped = groupby(things, lambda one: one.cluster.name if one.cluster else "ไม่มีกลุ่มโรงเรียน")
        return [(name, [(str(one.pk), one.name) for one in some]) for name, some in grouped]


class ClusterField(OfferedField):
    def __init__(self, **facts: Any) -> None:
        super().__init__(
            Cluster,
            **{"label": "หรือทั้งกลุ่มโรงเรียน", "required": False, "empty_label": "เลือกกลุ่มโรงเรียน", **facts},
        )

    def offered(self, member: Member, chosen: Collection[UUID]) -> QuerySet[Any]:
        return clusters_of(member.office)

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def settle_gains(rows: list[dict[str, Any]], member: Member) -> list[dict[str, Any]]:
    """A school once. A whole cluster becomes its open schools; what a school's own row says of it holds. One query."""
    own = {row["school"].pk: row for row in rows if row["school"]}
    clusters = {row["cluster"].pk: row for row in rows if row.get("cluster")}
    settled = [_gain(row, row["school"]) for row in own.values()]
    if clusters:
        schools = School.objects.filter(office=member.office, cluster__in=clusters).active(on=member.on)
        found = schools.order_by("cluster__position", "sort_key", "pk")
        settled += [_gain(clusters[one.cluster_id], one, id=None) for one in found if one.pk not in own]
    return settled


def _gain(row: Mapping[str, Any], school: School, **other: Any) -> dict[str, Any]:
    return {"id": row["id"], "school": school, "what": row["what"], **other}


class KindsField(forms.MultipleChoiceField):
    """Kinds of cooperation. Value: their codes, as `Cooperation.kinds` keeps them."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **facts: Any) -> None:
        super().__init__(choices=Cooperation.Kind, **facts)

    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return kinds_of(super().clean(value))


def kinds_of(codes: Collection[str]) -> str:
    """In the order in which they are offered."""
    known = [kind.value for kind in Cooperation.Kind if kind.value in codes]
    return f" {' '.join(known)} " if known else ""


# Cells of imported lists

_SECTOR_WORDS = {
    Agency.Sector.STATE: ("รัฐ", "ภาครัฐ", "ราชการ", "ส่วนราชการ", "รัฐวิสาหกิจ"),
    Agency.Sector.LOCAL: ("อปท", "อปท.", "ท้องถิ่น", "เทศบาล", "อบต.", "อบจ."),
    Agency.Sector.PRIVATE: ("เอกชน", "บริษัท", "ห้างร้าน", "มูลนิธิ"),
    Agency.Sector.COMMUNITY: ("ชุมชน", "ประชาสังคม", "องค์กรชุมชน"),
    Agency.Sector.TEMPLE: ("วัด", "ศาสนสถาน", "ศาสนา"),
    Agency.Sector.UNIVERSITY: ("มหาวิทยาลัย", "อุดมศึกษา", "วิทยาลัย"),
    Agency.Sector.SCHOOL: ("โรงเรียน",),
    Agency.Sector.OTHER: ("อื่น", "อื่นๆ"),
}
_SIDE_WORDS = {Agency.Side.INSIDE: ("ภายใน", "ใน", "ในเขต"), Agency.Side.OUTSIDE: ("ภายนอก", "นอก", "นอกเขต")}
_DIRECTION_WORDS = {
    Cooperation.Direction.OUT: ("ขอไป", "เขตขอ", "ขอความร่วมมือ", "สำนักงานขอ"),
    Cooperation.Direction.IN: ("ขอมา", "หน่วยงานขอ", "รับเรื่อง"),
    Cooperation.Direction.BOTH: ("ร่วมกัน", "ทั้งสองฝ่าย"),
}
_KIND_WORDS = {
    Cooperation.Kind.MONEY: ("งบ", "เงิน", "งบประมาณ", "ทุน"),
    Cooperation.Kind.SPEAKER: ("วิทยากร",),
    Cooperation.Kind.EQUIPMENT: ("อุปกรณ์", "วัสดุ", "ครุภัณฑ์"),
    Cooperation.Kind.RIGHTS: ("ลิขสิทธิ์", "สื่อ"),
    Cooperation.Kind.PLACE: ("สถานที่",),
    Cooperation.Kind.PEOPLE: ("บุคลากร", "อาสา", "อาสาสมัคร"),
    Cooperation.Kind.ADVICE: ("วิชาการ", "คำปรึกษา", "ความรู้"),
    Cooperation.Kind.OTHER: ("อื่น", "อื่นๆ"),
}


def _chosen(text: str, choices: Any, words: Mapping[Any, Collection[str]]) -> str:
    told = squeeze(text)
    for choice in choices:
        if told in {choice.value, squeeze(choice.label), *map(squeeze, words[choice])}:
            return str(choice.value)
    known = " ".join(str(choice.label) for choice in choices)
    raise CellProblem(f"“{text[:40]}” ไม่อยู่ในรายการ โปรดใช้คำใดคำหนึ่งต่อไปนี้: {known}")


def _as_choice(choices: Any, words: Mapping[Any, Collection[str]], value: CellValue) -> str | None:
    return None if is_blank(value) else _chosen(as_text(value), choices, words)


as_sector: Callable[[CellValue], str | None] = partial(_as_choice, Agency.Sector, _SECTOR_WORDS)
as_side: Callable[[CellValue], str | None] = partial(_as_choice, Agency.Side, _SIDE_WORDS)
as_direction: Callable[[CellValue], str | None] = partial(_as_choice, Cooperation.Direction, _DIRECTION_WORDS)


def as_kinds(value: CellValue) -> str:
    """“งบประมาณ, วิทยากร”: several with commas or signs between them."""
    told = as_text(value).replace("และ", ",").replace("/", ",").replace(";", ",")
    parts = [part.strip() for part in told.split(",") if part.strip()]
    return kinds_of([_chosen(part, Cooperation.Kind, _KIND_WORDS) for part in parts])


def as_money(value: CellValue) -> Decimal | None:
    try:
        return None if is_blank(value) else parse_baht(as_text(value).removesuffix("-"))
    except ValidationError as error:
        raise CellProblem(error.messages[0]) from error


_ENDLESS_WORDS = ("ไม่มีกำหนด", "ไม่กำหนด", "ไม่มีกำหนดสิ้นสุด", "ตลอดไป")
ENDLESS = date.max
"""The last day of what a list says has none, between reading and storing: a blank cell says nothing."""


def as_day(value: CellValue) -> date | None:
    return as_date(value, first=date(from_be(2500), 1, 1), last=date(today().year + 50, 12, 31))


def as_end(value: CellValue) -> date | None:
    if isinstance(value, str) and squeeze(value) in {squeeze(words) for words in _ENDLESS_WORDS}:
        return ENDLESS
    return as_day(value)


def without_blanks(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a row of a list says: blanks change nothing, but an end that is not there is none."""
    told = {name: value for name, value in facts.items() if value not in (None, "")}
    return told | ({"until_on": None} if told.get("until_on") == ENDLESS else {})
