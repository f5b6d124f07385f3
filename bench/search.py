"""Search over 200,000 entries of 245 offices, against the bare question to the index.

The peer is what no search can be quicker than: the same words looked up in the index, of one office, its rows fetched,
without rights, rank or groups. Both are asked in turns as prepared statements, so that noise meets both alike.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from bench import country
from bench.country import DAY, OFFICES, YEAR_BE, alone, head_of
from bench.lived import live_years
from bench.measures import Measure
from bench.multiplying import multiply, without_indexes
from nithet.core.clock import travelled
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
    "a phrase": "แต่งตั้งคณะทำงาน",
    "two words": "รายงาน สื่อ",
    "a part of a name": "ทุ่งสา",
    "a name": "สมหญิง ใจดี 17",
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
    multiply_entries()
    settle()
    return [
        Measure("entries", SearchEntry.objects.count(), "entries", at_least=ENTRIES),
        Measure("entries written", count / took, "entries/s"),
        Measure("an office indexed", took * 1000, "ms"),
        Measure("an office looked over again", again * 1000, "ms"),
    ]


def multiply_entries() -> None:
    """As `multiply` made the offices: each key with the number of the office in place of its first eight digits."""
    table, names = "core_searchentry", "kind, year_be, title, title_letters, text, text_letters"
    with connection.cursor() as cursor, unindexed(cursor):
        for number in range(2, OFFICES + 1):
            new = f"{number:08x}"
            keys, tokens = COPIED[connection.vendor]
            cursor.execute(
                f"INSERT INTO {table} (office_id, object_id, tokens, {names}) SELECT {keys}, {tokens}, {names} "  # noqa: S608
                f"FROM {table} WHERE office_id = %s",
                [new, new, new, _first().pk if connection.vendor == "postgresql" else _first().pk.hex],
            )


COPIED = {
    "sqlite": (
        "%s || substr(office_id, 9), %s || substr(object_id, 9)",
        "'@' || %s || substr(tokens, 10)",
    ),
    "postgresql": (
        "(%s || substr(office_id::text, 9))::uuid, (%s || substr(object_id::text, 9))::uuid",
        "replace(tokens::text, '@' || substr(office_id::text, 1, 8), '@' || %s)::tsvector",
    ),
}


def _first() -> Office:
    return Office.objects.get(code="bench1")


@contextmanager
def unindexed(cursor: Any) -> Iterator[None]:
    """All at once is a part of the time of row by row."""
    if connection.vendor == "postgresql":
        with without_indexes():
            yield
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
    times: dict[str, list[float]] = {"bare": [], "whole": []}
    for name, typed in QUESTIONS.items():
        bare, whole, page = compared(question(typed), member)
        times["bare"].append(bare)
        times["whole"].append(whole)
        told += [
            Measure(f"{name}: bare", bare * 1000, "ms"),
            Measure(f"{name}: times bare", whole / bare, "times", at_most=MOST_TIMES_BARE),
            Measure(f"{name}: with Django", page * 1000, "ms"),
        ]
    slip = question(SLIP)
    return [
        *told,
        Measure(
            "all: times bare", sum(times["whole"]) / sum(times["bare"]), "times", at_most=MOST_TIMES_BARE
        ),
        Measure("a slip: with Django", quickest(lambda: near(slip, member)) * 1000, "ms"),
    ]


def compared(asked: Question, member: Member) -> tuple[float, float, float]:
    """Seconds: of the bare statement, of the whole one, and of the whole one as Django makes and reads it."""
    with CaptureQueriesContext(connection) as made:
        groups(asked, member)
    whole = made.captured_queries[0]["sql"]
    bare = bare_statement(asked, member)
    pairs = [(quickest(run(bare)), quickest(run(whole))) for _ in range(TURNS)]
    return (
        statistics.median(one for one, _ in pairs),
        statistics.median(other for _, other in pairs),
        quickest(lambda: groups(asked, member)),
    )


def bare_statement(asked: Question, member: Member) -> str:
    with CaptureQueriesContext(connection) as made:
        list(
            holding(looked_for(asked), office_token(member.office.pk)).values_list(
                "kind", "object_id", "title"
            )
        )
    return made.captured_queries[0]["sql"]


def run(statement: str) -> Callable[[], Any]:
    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)
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
