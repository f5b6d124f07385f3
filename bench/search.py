"""Search over 200,000 entries of 245 offices, against the bare question to the index.

The peer is what no search can be quicker than: the same words looked up in the index, of one office, its rows fetched,
without rights, rank or groups. Against it stand the two statements of a search that go through the index: which kinds there
are, and the best of each kind within the rights. All are asked in turns, prepared, so that noise meets them alike.

The ratio is one of statements that are prepared. Told beside it are the same statements as a search sends them, which the
engines mostly read and plan anew (SQLite too, where a table has an index of some rows only and a value might be of them);
and the whole of a search, with what Django needs to write them, to read what was found, and for the pages that it leads to.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bench import country
from bench.country import DAY, OFFICES, YEAR_BE, alone, head_of
from bench.lived import live_years
from bench.measures import Measure
from bench.multiplying import multiply, unchecked
from nithet.core.clock import travelled
from nithet.core.cursors import prepared_cursor
from nithet.core.models import SearchEntry
from nithet.core.search.asking import groups, near
from nithet.core.search.engines import holding, looked_for
from nithet.core.search.rebuilding import rebuild
from nithet.core.search.words import Question, office_token, question
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, School
from nithet.thai.dates import BANGKOK

ENTRIES = 200_000
QUESTIONS = {
    "a word": "นิเทศ",
    "a frequent word": "งาน",
    "a phrase": "ตั้งคณะทำงาน",
    "two words": "รายงาน สื่อ",
    "a part of a name": "ทุ่งสา",
    "a name": "สมชาย ใจดี 17",
}
SLIP = "โรงเรียนบ้านทุงสาธิด"
SCHOOLS = 150
TURNS, IN_A_TURN = 15, 4
MOST_TIMES_BARE = 3.0
WORDS = ("ทุ่งสาธิต", "ดอยงาม", "หนองบัว", "ห้วยทราย", "ป่าแดง", "สันติสุข", "แม่น้ำ", "โคกสูง")
NAMES = ("สมหญิง", "สมชาย", "มานะ", "มานี", "ปิติ", "ชูใจ", "วีระ", "สมศรี")


def measures() -> list[Measure]:
    country.empty()
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        began = time.perf_counter()
        office = alone()
        live_years(office, [YEAR_BE])
        fill(office)
        multiply(OFFICES)
        print(f"  (245 offices made: {time.perf_counter() - began:.0f} s)", flush=True)
        return [*indexed(office), *asked(head_of(office))]


def fill(office: Office) -> None:
    """Its schools and people, so many that all offices together have what is to be looked through."""
    schools = [
        School(
            office=office,
            name=f"โรงเรียนบ้าน{WORDS[n % 8]} {n}",
            smis_code=f"{57_000_000 + n}",
            district=WORDS[n % 5],
        )
        for n in range(SCHOOLS)
    ]
    rebuild(office.pk)
    left = ENTRIES // OFFICES + 1 - SCHOOLS - SearchEntry.objects.count()
    people = [
        Person(office=office, first_name=NAMES[n % 8], last_name=f"ใจดี {n}", kind=Person.Kind.TEACHER)
        for n in range(max(0, left))
    ]
    for school in schools:
        school.set_keys()
    for person in people:
        person.set_keys()
    School.objects.bulk_create(schools)
    Person.objects.bulk_create(people)


def indexed(office: Office) -> list[Measure]:
    """One office, of nothing; then once more, where nothing is to be written. The others' entries are its copies."""
    SearchEntry.objects.all().delete()
    began = time.perf_counter()
    count = rebuild(office.pk)
    took = time.perf_counter() - began
    began = time.perf_counter()
    rebuild(office.pk)
    again = time.perf_counter() - began
    began = time.perf_counter()
    multiply_entries()
    settle()
    copied = time.perf_counter() - began
    return [
        Measure("entries", SearchEntry.objects.count(), "entries", at_least=ENTRIES),
        Measure("all copied and indexed", copied, "s"),
        Measure("entries written", count / took, "entries/s"),
        Measure("an office indexed", took * 1000, "ms"),
        Measure("an office looked over again", again * 1000, "ms"),
    ]


def multiply_entries() -> None:
    """As `multiply` made the offices: each key with the number of the office in place of its first eight digits."""
    table, names = "core_searchentry", "kind, year_be, title, title_letters, text, text_letters"
    first = Office.objects.get(code="bench1")
    with unchecked(), connection.cursor() as cursor, unindexed(cursor):
        for number in range(2, OFFICES + 1):
            new = f"{number:08x}"
            keys, tokens = COPIED[connection.vendor]
            cursor.execute(
                f"INSERT INTO {table} (office_id, object_id, tokens, {names}) SELECT {keys}, {tokens}, {names} "  # noqa: S608
                f"FROM {table} WHERE office_id = %s",
                [new, new, new, first.pk if connection.vendor == "postgresql" else first.pk.hex],
            )


COPIED = {
    "sqlite": (
        "%s || substr(office_id, 9), %s || substr(object_id, 9)",
        "'@' || %s || substr(tokens, 10)",
    ),
    "postgresql": (
        "(%s || substr(office_id::text, 9))::uuid, (%s || substr(object_id::text, 9))::uuid",
        (
            "array_to_tsvector(ARRAY['@' || %s || substr(replace(office_id::text, '-', ''), 9)])"
            " || ts_delete(tokens, '@' || replace(office_id::text, '-', ''))"
        ),
    ),
}


@contextmanager
def unindexed(cursor: Any) -> Iterator[None]:
    """All at once is a part of the time of row by row."""
    if connection.vendor == "postgresql":
        cursor.execute("SELECT pg_get_indexdef('core_searchentry_tokens'::regclass)")
        (made,) = cursor.fetchone()
        cursor.execute("DROP INDEX core_searchentry_tokens")
        yield
        cursor.execute(made)
        return
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'core!_search%' ESCAPE '!'"
    )
    triggers = cursor.fetchall()
    for name, _ in triggers:
        cursor.execute(f"DROP TRIGGER {name}")
    with transaction.atomic():
        yield
        cursor.execute("INSERT INTO core_searchwords(core_searchwords) VALUES ('rebuild')")
    for _, statement in triggers:
        cursor.execute(statement)


def settle() -> None:
    """As the databases do by themselves after so many new rows."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
        else:
            cursor.execute("INSERT INTO core_searchwords(core_searchwords) VALUES ('optimize')")
            cursor.execute("ANALYZE")


def asked(member: Member) -> list[Measure]:
    told = []
    times: list[Times] = []
    for name, typed in QUESTIONS.items():
        one = compared(question(typed), member)
        times.append(one)
        told += [
            Measure(f"{name}: found", one.found, "entries", at_least=1),
            Measure(f"{name}: bare", one.bare * 1000, "ms"),
            Measure(f"{name}: times bare", one.whole / one.bare, "times", at_most=MOST_TIMES_BARE),
            Measure(f"{name}: with Django", one.page * 1000, "ms"),
        ]
    bare, whole = sum(one.bare for one in times), sum(one.whole for one in times)
    slip = question(SLIP)
    return [
        *told,
        Measure("all: times bare", whole / bare, "times", at_most=MOST_TIMES_BARE),
        Measure("all: bare, as sent", sum(one.bare_sent for one in times) * 1000, "ms"),
        Measure("all: whole, as sent", sum(one.whole_sent for one in times) * 1000, "ms"),
        Measure("all: with Django", sum(one.page for one in times) * 1000, "ms"),
        Measure("a slip: with Django", quickest(lambda: near(slip, member)) * 1000, "ms"),
    ]


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds: of the bare statement and of a search's own, prepared and as sent; of a whole search."""

    found: int
    bare: float
    whole: float
    bare_sent: float
    whole_sent: float
    page: float


def compared(asked: Question, member: Member) -> Times:
    rows = holding(looked_for(asked), office_token(member.office.pk))
    slim = rows.values_list("kind", "object_id", "title")
    bare, whole = sent(lambda: list(slim)), sent(lambda: groups(asked, member))
    asks = [prepared(bare), prepared(whole), as_sent(bare), as_sent(whole)]
    times = [[quickest(ask) for ask in asks] for _ in range(TURNS)]
    least = [min(some) for some in zip(*times, strict=True)]
    return Times(
        rows.count(), least[0], least[1], least[2], least[3], quickest(lambda: groups(asked, member))
    )


Sent = tuple[str, Sequence[Any] | None]


def sent(act: Callable[[], object]) -> list[Sent]:
    """The statements that go through the index."""
    found: list[Sent] = []

    def note(execute: Callable[..., Any], statement: str, values: Any, *rest: Any) -> Any:
        if " MATCH " in statement or " @@ " in statement:
            found.append((statement, values))
        return execute(statement, values, *rest)

    with connection.execute_wrapper(note):
        act()
    return found


def prepared(statements: Sequence[Sent]) -> Callable[[], object]:
    """On SQLite with the values written into the text, so that nothing makes it plan anew."""
    if connection.vendor == "sqlite":
        statements = [(connection.ops.last_executed_query(None, *one), None) for one in statements]
    return _asking(statements, prepared_cursor)


def as_sent(statements: Sequence[Sent]) -> Callable[[], object]:
    return _asking(statements, connection.cursor)


def _asking(statements: Sequence[Sent], cursor_of: Callable[[], Any]) -> Callable[[], object]:
    def ask() -> None:
        for statement, values in statements:
            with cursor_of() as cursor:
                cursor.execute(statement, values)
                cursor.fetchall()

    return ask


def quickest(act: Callable[[], object]) -> float:
    """Of a few: what else the machine does is no part of it."""
    found = []
    for _ in range(IN_A_TURN):
        began = time.perf_counter()
        act()
        found.append(time.perf_counter() - began)
    return min(found)
