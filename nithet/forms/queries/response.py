"""How many of those who were asked have answered, by each property that they are told apart by. One query."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db.models import QuerySet

from nithet.forms.models import RoundTarget
from nithet.forms.results.shapes import Property
from nithet.forms.results.showing.response import Counts


def response_counts(
    targets: QuerySet[RoundTarget], properties: Sequence[Property]
) -> list[tuple[Property, Counts]]:
    """Of those still asked. Properties as they stood when the round opened."""
    asked = targets.filter(standing=RoundTarget.Standing.ASKED).order_by()
    counted = Counter(
        (tuple(known.get(one.code, "") for one in properties), has_answered)
        for known, has_answered in asked.values_list("properties", "has_answered").iterator(chunk_size=2000)
    )
    return [(one, _counts(counted, place)) for place, one in enumerate(properties)]


def _counts(counted: Counter[tuple[tuple[str, ...], bool]], place: int) -> Counts:
    found: dict[str, tuple[int, int]] = {}
    for (values, has_answered), count in counted.items():
        asked, answered = found.get(values[place], (0, 0))
        found[values[place]] = (asked + count, answered + count * has_answered)
    return found
