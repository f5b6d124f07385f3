"""History as a file: what is filtered, in words, with the places and digests of its rows."""

from collections.abc import Iterator

from django.db.models import QuerySet

from nithet.audit.facts import fact_words
from nithet.audit.models import Entry
from nithet.audit.sealing import seal
from nithet.audit.words import verb_words, why_words
from nithet.core.errors import DomainError
from nithet.core.tables.writing import Column, Value
from nithet.offices.models import Office
from nithet.workspace.history_lines import title_of

TITLE = "ประวัติการดำเนินการ"
ROWS_A_FILE = 100_000
"""So many are written within a person's patience; a longer history is taken out in parts."""
COLUMNS = (
    Column("วันที่และเวลา", 20, "moment"),
    Column("ผู้ดำเนินการ", 26),
    Column("การดำเนินการ", 26),
    Column("เรื่อง", 44),
    Column("รายละเอียด", 34),
    Column("เหตุผลหรือความเห็น", 40),
    Column("ลำดับที่ผนึก", 12, "number"),
    Column("รหัสผนึก", 24),
)


class TooManyRowsError(DomainError):
    code, status = "too-many-rows", 409
    title = "รายการมากเกินกว่าจะส่งออกในไฟล์เดียว"
    message = "รายการที่เลือกมี {count:,} รายการ ส่งออกได้ครั้งละไม่เกิน {most:,} รายการ โปรดกำหนดช่วงวันที่ให้แคบลง"


def file_rows(office: Office, entries: QuerySet[Entry]) -> Iterator[tuple[Value, ...]]:
    """Sealed before the first one is read, so that each has its place."""
    if (count := entries.count()) > ROWS_A_FILE:
        raise TooManyRowsError(count=count, most=ROWS_A_FILE)
    seal(office.pk)
    for entry in entries.iterator(chunk_size=2000):
        yield (
            entry.at, entry.by_name, office.say(verb_words(entry.verb)), title_of(entry),
            " · ".join(fact_words(entry, office.words)), why_words(entry), entry.sequence, entry.digest,
        )  # fmt: skip
