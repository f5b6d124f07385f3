"""Two records of one person become one: what the record that goes had given out opens nothing any more."""

from __future__ import annotations

from nithet.core.clock import now
from nithet.offices.models import ApiToken, Person
from nithet.offices.services.merging import KEPT_OTHERWISE, MERGED


def keep(gone: Person, kept: Person) -> None:
    """A token must not begin to read by the rights of another record."""
    theirs = ApiToken.objects.filter(person=gone)
    theirs.filter(revoked_at=None).update(revoked_at=now())
    theirs.update(person=kept)


KEPT_OTHERWISE.add(ApiToken)
MERGED.append(keep)
