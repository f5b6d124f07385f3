"""A short history to seal, tamper with and verify. Nothing here needs an office: history keeps plain ids."""

from uuid import UUID

from nithet.audit.models import Entry
from nithet.audit.services import entry, record_many
from nithet.audit.verifying import Mark, Verification
from nithet.core.ids import new_id
from nithet.core.models import StoredFile


class Somebody:
    """Whoever acts."""

    def __init__(self, name: str) -> None:
        self.pk = new_id()
        self.name = name


def thing(office_id: UUID | None, title: str = "แผนการนิเทศ") -> StoredFile:
    """Something that history tells of; it need not be stored."""
    made = StoredFile(name=title)
    made.office_id = office_id  # type: ignore[assignment]  # what belongs to no office is told of too
    return made


def written(
    office_id: UUID | None, count: int, *, by: Somebody | None = None, why: str = "ครบถ้วน"
) -> list[Entry]:
    """Rows of history, not sealed."""
    rows = [
        entry("task.submitted", by=by, on=thing(office_id, f"งานที่ {number}"), why=why, round=number)
        for number in range(1, count + 1)
    ]
    record_many(rows)
    return rows


def sequences(office_id: UUID | None) -> list[int | None]:
    """The places of an office's rows, in the order in which they were written."""
    return list(Entry.objects.filter(office_id=office_id).order_by("pk").values_list("sequence", flat=True))


def findings(office_id: UUID | None, expected: Mark | None = None) -> list[tuple[int, str]]:
    return [(found.sequence, found.words) for found in Verification(office_id, expected=expected)]
