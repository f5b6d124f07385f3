"""Two records of one person become one: what the year keeps of them by their id alone, or once a person."""

from __future__ import annotations

from nithet.cycles.models import Answer, Mention
from nithet.cycles.queries.handing_over import answers_naming
from nithet.offices.models import Person
from nithet.offices.services.merging import KEPT_OTHERWISE, MERGED


def name_kept(gone: Person, kept: Person) -> None:
    """Remembered answers name the record that stays."""
    answers = answers_naming(gone, None)
    for answer in answers:
        answer.value = {**answer.value, "person": str(kept.pk)}
    Answer.objects.bulk_update(answers, ["value"])


def mention_kept(gone: Person, kept: Person) -> None:
    """Who is spoken to under both names is spoken to once, and has seen it where one of them has."""
    seen = {one.comment_id: one for one in Mention.objects.filter(person=kept)}
    for theirs in Mention.objects.filter(person=gone):
        if (mine := seen.get(theirs.comment_id)) is None:
            continue
        if mine.seen_at is None and theirs.seen_at is not None:
            Mention.objects.filter(pk=mine.pk).update(seen_at=theirs.seen_at)
        theirs.delete()
    Mention.objects.filter(person=gone).update(person=kept)


KEPT_OTHERWISE.add(Mention)
MERGED.extend((name_kept, mention_kept))
