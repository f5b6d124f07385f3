"""What is taken out of a result into the books: ranked needs, and suggestions that answers name."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from nithet.forms.models import Round
from nithet.forms.queries.results import RoundResults, Text
from nithet.forms.results.shapes import AspectResult, ItemResult, Needed, Role
from nithet.forms.results.showing.blocks import MEAN, PNI
from nithet.offices.members import Member
from nithet.registers.generic.models import Item
from nithet.registers.generic.services import Typed, make_item
from nithet.registers.surveys.access import can_keep_findings
from nithet.registers.surveys.errors import NothingChosenError
from nithet.registers.surveys.models import Need, Suggestion
from nithet.registers.surveys.needs import NEEDS
from nithet.registers.surveys.suggestions import SUGGESTIONS
from nithet.statistics.rounding import half_up
from nithet.thai.calendar import fiscal_year_be

Ranked = tuple[AspectResult, ItemResult, Needed]


def has_needs(results: RoundResults) -> bool:
    return any(item.role == Role.DUAL for item in results.instrument.items)


def text_items(results: RoundResults) -> list[ItemResult]:
    """Questions whose answers can be read one by one."""
    if results.results.is_suppressed:
        return []
    return [one for one in results.results.items if one.item.role == Role.TEXT and one.figures.n]


# Needs


def record_needs(results: RoundResults, paths: Collection[str], *, by: Member) -> int:
    """บันทึกลำดับความต้องการจำเป็น: each once. Those that nobody has changed since get the figures of today. How many are new."""
    round_ = results.round
    can_keep_findings(by, round_).or_refuse()
    chosen = [row for row in results.results.needs() if row[1].item.path in paths]
    if not chosen:
        raise NothingChosenError
    refresh_needs(results)
    known = set(Need.objects.filter(round=round_).values_list("path", flat=True))
    new = [row for row in chosen if row[1].item.path not in known]
    with transaction.atomic():
        for row in new:
            key = uuid5(round_.pk, row[1].item.path)
            make_item(NEEDS, Typed(_facts(round_, row)), by=by, key=key)
    return len(new)


def refresh_needs(results: RoundResults) -> int:
    """What was recorded and left as it was follows the figures."""
    ranked = {row[1].item.path: row for row in results.results.needs()}
    count = 0
    for need in Need.objects.filter(round=results.round, state=Item.State.DRAFT, revision=1):
        if need.path in ranked:
            untouched = Need.objects.filter(pk=need.pk, state=Item.State.DRAFT, revision=1)
            count += untouched.update(**_figures(ranked[need.path]))
    return count


def _facts(round_: Round, row: Ranked) -> dict[str, Any]:
    aspect, one, _ = row
    return {
        "title": one.item.label[:300], "unit": round_.unit, "owner": None, "fiscal_year_be": fiscal_year_be(round_.opens_on),
        "round": round_, "path": one.item.path, "aspect": aspect.aspect.label[:500], "for_whom": round_.get_audience_display(),
        **_figures(row),
    }  # fmt: skip


def _figures(row: Ranked) -> dict[str, Any]:
    """As the tables of the result have them."""
    needed = row[2]
    return {
        "desired": None if needed.desired.mean is None else half_up(needed.desired.mean, MEAN),
        "actual": None if needed.actual.mean is None else half_up(needed.actual.mean, MEAN),
        "pni": None if needed.pni is None else half_up(needed.pni, PNI),
        "rank": needed.rank,
        "n": needed.n,
    }


# Suggestions


def key_of(text: Text) -> str:
    """Of what was written and in which answer, without telling either."""
    return hashlib.sha256(f"{text.submission} {text.text}".encode()).hexdigest()[:24]


def record_suggestion(
    round_: Round, path: str, chosen: Sequence[Text], facts: dict[str, Any], *, by: Member, key: UUID
) -> Item:
    """Several answers of one meaning are one suggestion; their words stay with it. Sent again it is the same one."""
    can_keep_findings(by, round_).or_refuse()
    if not chosen:
        raise NothingChosenError
    quotes = list(dict.fromkeys(" ".join(one.text.split())[:2000] for one in chosen))
    own = {
        "unit": round_.unit,
        "fiscal_year_be": fiscal_year_be(by.on),
        "round": round_,
        "path": path,
        "quotes": quotes,
    }
    return make_item(SUGGESTIONS, Typed({**own, **facts}), by=by, key=key)


def suggestions_of(round_: Round) -> list[Suggestion]:
    rows = Suggestion.objects.filter(round=round_).exclude(state=Item.State.VOID)
    return list(rows.select_related("owner").order_by("-made_at", "pk"))
