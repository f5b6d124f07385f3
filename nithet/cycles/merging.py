"""Two records of one person become one: what the year keeps of them by their id alone."""

from __future__ import annotations

from nithet.cycles.models import Answer
from nithet.cycles.queries.handing_over import answers_naming
from nithet.offices.models import Person
from nithet.offices.services.merging import MERGED


def name_kept(gone: Person, kept: Person) -> None:
    """Remembered answers name the record that stays."""
    answers = answers_naming(gone, None)
    for answer in answers:
        answer.value = {**answer.value, "person": str(kept.pk)}
    Answer.objects.bulk_update(answers, ["value"])


MERGED.append(name_kept)
