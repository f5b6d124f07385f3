"""Who is responsible for a memorandum of understanding is told a month, and again a week, before it expires."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast, Coalesce, Left

from nithet.cycles.telling import places
from nithet.notices.kinds import NoticeKind, Told
from nithet.offices.members import Member
from nithet.registers.generic.access import visible_items
from nithet.registers.partners.cooperations import COOPERATIONS
from nithet.registers.partners.models import Cooperation
from nithet.thai.dates import format_date

MONTH, WEEK = timedelta(days=30), timedelta(days=7)
_PAGE = f"{COOPERATIONS.space}:{COOPERATIONS.code}-page"


def _open_to(member: Member, ids: Collection[UUID]) -> set[UUID]:
    return set(visible_items(member, COOPERATIONS).filter(pk__in=ids).values_list("pk", flat=True))


def expiring(offices: Collection[UUID] | None, day: date) -> Iterable[Told]:
    """Where nobody is responsible, who recorded it. An agreement that is prolonged is told anew."""
    reach = Q() if offices is None else Q(office__in=offices)
    found = Cooperation.objects.filter(
        reach, has_mou=True, until_on__gte=day, until_on__lte=day + MONTH
    ).exclude(state=Cooperation.State.VOID)
    told = found.annotate(person=Coalesce("owner", "made_by__person")).exclude(person=None)
    columns = ("office", "office__code", "person", "pk", "title", "until_on", "agency__title")
    for office, code, person, pk, title, until, agency in told.order_by("until_on", "pk").values_list(
        *columns
    ):
        occasion = f"{until} week" if until - day <= WEEK else f"{until} month"
        detail = f"บันทึกข้อตกลงกับ{agency} สิ้นสุด {format_date(until)}"
        yield Told(office, person, pk, title, places.address(_PAGE, code, pk), occasion, detail)


# Not once it is prolonged: the occasion begins with the day of its end. Nor for who is not responsible any more.
_HOLDS = Cooperation.objects.annotate(ends=Cast("until_on", CharField())).filter(
    Q(owner=OuterRef("person")) | Q(owner=None),
    pk=OuterRef("object_id"),
    has_mou=True,
    ends=Left(OuterRef("occasion"), 10),
)
MOU_EXPIRES = NoticeKind(
    "mou_expires", "บันทึกข้อตกลงใกล้สิ้นสุด", "บันทึกข้อตกลง (MOU) ที่ท่านรับผิดชอบจะสิ้นสุดภายใน 30 วัน และอีกครั้งภายใน 7 วัน",
    _open_to, expiring, stands=Exists(_HOLDS.exclude(state=Cooperation.State.VOID)),
)  # fmt: skip
