"""What the shell keeps about a person: what they opened last out of the search."""

from __future__ import annotations

from nithet.core.models import Recent, SearchEntry
from nithet.core.search.recent import forget_recent
from nithet.offices.models import Person
from nithet.offices.privacy.own import moment
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.offices.privacy.traces import users_of


def _opened(person: Person) -> list[Row]:
    if person.user_id is None:
        return []
    found = Recent.objects.filter(user_id=person.user_id).order_by("-opened_at", "-pk")
    rows = list(found.values_list("object_id", "opened_at"))
    entries = SearchEntry.objects.filter(office_id=person.office_id, object_id__in=[pk for pk, _ in rows])
    titles = dict(entries.values_list("object_id", "title"))
    return [(moment(at), titles.get(pk, "")) for pk, at in rows]


def _forget_opened(person: Person, alias: str) -> None:
    for user in users_of(person):
        forget_recent(user.pk)


def declare_own() -> None:
    declare(Source("account", "สิ่งที่เปิดจากการค้นหาล่าสุด", ("เวลา", "เรื่อง"), _opened, _forget_opened))
