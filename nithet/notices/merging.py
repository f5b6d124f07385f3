"""Two records of one person become one: their notices go together, what was chosen stays as the kept record has it."""

from __future__ import annotations

from nithet.notices.models import CalendarFeed, Delivery, LineAccount, LineCode, Notice, Preference
from nithet.offices.models import Person
from nithet.offices.services.merging import KEPT_OTHERWISE, MERGED


def keep(gone: Person, kept: Person) -> None:
    """What both were told is told once; what was on its way to the record that goes is not sent."""
    known = set(Notice.objects.filter(person=kept).values_list("kind", "object_id", "occasion"))
    theirs = Notice.objects.filter(person=gone)
    new = [one.pk for one in theirs if (one.kind, one.object_id, one.occasion) not in known]
    theirs.filter(pk__in=new).update(person=kept)
    Delivery.objects.filter(person=gone).delete()
    LineCode.objects.filter(person=gone).delete()
    for model in (Preference, LineAccount, CalendarFeed):
        if not model._default_manager.filter(person=kept).exists():  # noqa: SLF001  of both models
            model._default_manager.filter(person=gone).update(person=kept)  # noqa: SLF001


KEPT_OTHERWISE.update((Notice, Delivery, Preference, LineAccount, LineCode, CalendarFeed))
MERGED.append(keep)
