"""Deliveries with what they carry: twice the same is once, by the database."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from nithet.notices.models import Delivery, DeliveryLine, Notice

Made = tuple[Delivery, list[Notice]]
IN_A_TRANSACTION = 100


def store(made: Sequence[Made]) -> int:
    """In short transactions. Returns how many were not there yet."""
    return sum(
        _store(made[first : first + IN_A_TRANSACTION]) for first in range(0, len(made), IN_A_TRANSACTION)
    )


@transaction.atomic
def _store(made: Sequence[Made]) -> int:
    """Of two who do this at the same time, or again after a break, the second finds each of them there."""
    Delivery.objects.bulk_create([delivery for delivery, _ in made], ignore_conflicts=True)
    keys = [delivery.pk for delivery, _ in made]
    stored = set(Delivery.objects.filter(pk__in=keys).values_list("pk", flat=True))
    # One whose notices all went before carries nothing, and is dropped when it is to be sent.
    DeliveryLine.objects.bulk_create(
        [
            DeliveryLine(delivery=delivery, notice=notice, channel=delivery.channel)
            for delivery, notices in made
            if delivery.pk in stored
            for notice in notices
        ],
        ignore_conflicts=True,
    )
    return len(stored)
