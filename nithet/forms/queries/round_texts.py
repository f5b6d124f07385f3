"""What an office sends into its chats: what is asked, until when, where, and who has not answered, by cluster."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import QuerySet

from nithet.core.line_text import LineText, line_text
from nithet.core.qr import in_browser
from nithet.forms.links import address_of
from nithet.forms.models import Round, RoundTarget
from nithet.forms.queries.rounds import Response, grouped, target_rows
from nithet.thai.dates import format_date

Audience = Round.Audience
MOST_NAMED = 300
"""A message of LINE holds 10,000 letters: of more than so many only the numbers are told."""
_WAYS = {
    Audience.SCHOOLS: "ตอบทางลิงก์ของโรงเรียน หรือด้วยบัญชีที่",
    Audience.PEOPLE: "ตอบทางลิงก์ที่ได้รับ หรือด้วยบัญชีที่",
    Audience.NAMED: "ตอบทางลิงก์ที่ได้รับ เปิดดูที่",
    Audience.PUBLIC: "ตอบได้ที่",
}
COUNTED = {Audience.SCHOOLS: "โรงเรียน", Audience.PEOPLE: "คน", Audience.NAMED: "คน", Audience.PUBLIC: "คำตอบ"}


def line_of(round_: Round, response: Response, targets: QuerySet[RoundTarget], address: str) -> LineText:
    """Of those targets; `address` absolute, of the page where accounts answer. At most two queries."""
    after = _missing(round_, response, targets)
    return line_text(round_.title, _facts(round_), address, after=after, way=_way(round_))


def preview_line(round_: Round, address: str) -> LineText:
    """As it will be said when the round opens."""
    return line_text(round_.title, _facts(round_), address, way=_way(round_))


def _way(round_: Round) -> str:
    return _WAYS[Audience(round_.audience)]


def _facts(round_: Round) -> list[str]:
    promise = "ไม่ระบุตัวผู้ตอบ" if round_.is_anonymous else ""
    return [f"จาก {round_.unit.short_name}", f"ส่งภายใน{format_date(round_.closes_on, 'full')}", promise]


def _missing(round_: Round, response: Response, targets: QuerySet[RoundTarget]) -> list[str]:
    if round_.audience == Audience.PUBLIC:
        return []
    if not response.missing:
        return ["ส่งข้อมูลครบแล้ว ขอบคุณครับ/ค่ะ"]
    counted = COUNTED[Audience(round_.audience)]
    head = f"ยังไม่ส่งข้อมูล {response.missing:,} {counted}"
    if response.missing > MOST_NAMED:
        return [head, *(f"{one.title} {one.missing:,} {counted}" for one in response.groups if one.missing)]
    groups = grouped(round_, target_rows(round_, targets, "missing"))
    lines = [(title, ", ".join(map(str, those))) for title, those in groups]
    return [head, *(f"{title}: {names}" if title else names for title, names in lines)]


def cluster_text(round_: Round, title: str, those: Sequence[RoundTarget], base: str) -> str:
    """For one cluster's own chat: each school that has not answered with its own link. `base`: of the site."""
    head = f"{round_.title}\n{title}\nส่งภายใน{format_date(round_.closes_on, 'full')}"
    lines = [f"{one!s}\n{in_browser(base + address_of(one))}" for one in those]
    return "\n\n".join([head, *lines])
