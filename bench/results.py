"""Figures of a round of 100,000 answers to 40 questions: kept, after a new answer, and counted from nothing; against DuckDB, which counts
the same answers from a Parquet file by question, and by question and each property, without texts and reliability.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from bench.country import DAY, alone, head_of
from bench.measures import Measure
from bench.submissions import BEGIN
from nithet.core.bulk import insert_rows
from nithet.core.clock import travelled
from nithet.core.ids import new_id
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTally, Submission
from nithet.forms.queries.results import RoundResults
from nithet.forms.results.counting import count
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, InstrumentItem, Role
from nithet.forms.results.tally import Tally, merge
from nithet.forms.services.counting import BLOCKS, block_of
from nithet.forms.services.tallying import fresh_tally, instrument_of
from nithet.forms.shipped import blocks
from nithet.forms.tables import digest, to_json
from nithet.forms.xlsform.text import read_text
from nithet.offices.models import Office
from nithet.thai.dates import bangkok_day

ANSWERS, ASPECTS, DUALS, RATINGS = 100_000, 3, 4, 8
WARM_MS, NEW_ANSWER_S = 300, 3
BLOCK_MS, MERGE_MS = 100, 60
PROPERTIES = ("cluster", "size", "highland", "district")
_WORDS = ("จัดหาสื่อ", "อบรมครู", "ปรับปรุงอินเทอร์เน็ต", "เพิ่มงบประมาณ", "พัฒนาห้องเรียน", "นิเทศต่อเนื่อง")
_AT = DAY.replace(day=2)


@override_settings(ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    drawn = random.Random(2570)
    round_ = fill(alone(), drawn)
    found = [*parts(round_), *kept(round_, drawn)]
    return [*found, *against_duckdb(round_)]


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def median(act: Callable[[], object], times: int = 5) -> float:
    return sorted(seconds(act) for _ in range(times))[times // 2]


# What is measured


def parts(round_: Round) -> list[Measure]:
    """Counting without the database."""
    plan, told = Plan(instrument_of(round_.version)), list(answered(round_))
    size = len(told) // BLOCKS
    tallies = [count(plan, told[start::BLOCKS]) for start in range(BLOCKS)]
    return [
        Measure("questions", questions(plan.instrument.items), "questions"),
        Measure("100,000 answers counted", median(lambda: count(plan, told), 1), "s"),
        Measure(
            f"a block of {size:,}", median(lambda: count(plan, told[:size])) * 1000, "ms", at_most=BLOCK_MS
        ),
        Measure(f"{BLOCKS} blocks added up", median(lambda: merge(tallies)) * 1000, "ms", at_most=MERGE_MS),
    ]


def kept(round_: Round, drawn: random.Random) -> list[Measure]:
    cold = seconds(lambda: fresh_tally(round_))
    look(round_)
    warm = median(lambda: look(round_))
    with CaptureQueriesContext(connection) as asked:
        look(round_)
    add(round_, [answer(round_, ANSWERS, drawn)])
    new = seconds(lambda: look(round_))
    with CaptureQueriesContext(connection) as after:
        look(round_)
    return [
        Measure("counted from nothing", cold, "s"),
        Measure("figures, nothing new", warm * 1000, "ms", at_most=WARM_MS),
        Measure("queries, nothing new", len(asked), "queries"),
        Measure("figures after a new answer", new, "s", at_most=NEW_ANSWER_S),
        Measure("queries are as many as before", len(after) - len(asked), "more", at_most=0),
        *page(round_, drawn),
    ]


def look(round_: Round) -> None:
    """All that the page shows: every figure, and one question by a property."""
    own = Round.objects.select_related("version__form", "office", "before").get(pk=round_.pk)
    found = RoundResults(own, on=_AT)
    if not (found.results.n and found.cross("a0/d0", "cluster")):
        raise AssertionError("the round has no figures")


def page(round_: Round, drawn: random.Random) -> list[Measure]:
    member, address = (
        head_of(round_.office),
        reverse("forms:round-results", args=[round_.office.code, round_.pk]),
    )
    with travelled(BEGIN + timedelta(days=90)):
        client = Client()
        client.force_login(member.user)

        def opened() -> None:
            if client.get(address).status_code != 200:
                raise AssertionError(f"{address} does not open")

        opened()
        warm = median(opened)
        add(round_, [answer(round_, ANSWERS + 1, drawn)])
        new = seconds(opened)
    return [
        Measure("page, nothing new", warm * 1000, "ms", at_most=WARM_MS),
        Measure("page after a new answer", new, "s", at_most=NEW_ANSWER_S),
    ]


def against_duckdb(round_: Round) -> list[Measure]:
    """Counts by question, and by question and each of the properties; checked to be the same counts."""
    RoundTally.objects.filter(round=round_).delete()
    whole = seconds(lambda: fresh_tally(round_))
    tally = fresh_tally(round_)
    warm = median(lambda: fresh_tally(round_))
    with TemporaryDirectory() as folder:
        file = Path(folder, "answers.parquet")
        paths = write_parquet(round_, file)
        database = duckdb.connect()
        if rolled_up(database, file, paths[0])[("5",)] != counted(tally, round_, paths[0]):
            raise AssertionError("the two count otherwise")
        lists = {item.path for item in instrument_of(round_.version).items if item.role == Role.CHOICES}
        peer = median(lambda: [rolled_up(database, file, path, is_list=path in lists) for path in paths])
    return [
        Measure("DuckDB on Parquet", peer, "s"),
        Measure("from nothing against DuckDB", whole / peer, "times"),
        Measure("kept against DuckDB", warm / peer, "times"),
    ]


def rolled_up(database: Any, file: Path, path: str, *, is_list: bool = False) -> dict[tuple[str, ...], int]:
    told = f'unnest("{path}")' if is_list else f'"{path}"'
    rows = f"SELECT {told} AS told, {', '.join(PROPERTIES)} FROM '{file}'"  # noqa: S608  names of our own
    sets = ", ".join(f"(told, {code})" for code in PROPERTIES)
    found = database.execute(
        f"SELECT told, {', '.join(PROPERTIES)}, count(*) FROM ({rows}) GROUP BY GROUPING SETS ((told), {sets})"  # noqa: S608  names of our own
    ).fetchall()
    return {tuple(value for value in row[:-1] if value is not None): row[-1] for row in found}


def counted(tally: Tally, round_: Round, path: str) -> int:
    """How many gave the highest point, of the tally."""
    plan = Plan(instrument_of(round_.version))
    item = next(one for one in plan.instrument.items if path in (one.path, one.actual))
    return tally.counts[""][plan.places[item.path]]


def write_parquet(round_: Round, file: Path) -> list[str]:
    told = list(answered(round_))
    items = [item for item in instrument_of(round_.version).items if item.role != Role.TEXT]
    paths = [path for item in items for path in paths_of(item)]
    columns = {path: [one.answers.get(path) for one in told] for path in paths}
    columns |= {code: [one.properties[code] for one in told] for code in PROPERTIES}
    pq.write_table(pa.table(columns), file)
    return paths


def paths_of(item: InstrumentItem) -> tuple[str, ...]:
    return (item.actual, item.desired) if item.role == Role.DUAL else (item.path,)


def questions(items: tuple[InstrumentItem, ...]) -> int:
    return sum(len(paths_of(item)) for item in items)


def answered(round_: Round) -> Iterator[Answered]:
    rows = RoundAnswer.objects.filter(round=round_).values_list("properties", "submission__answers")
    for properties, answers in rows.iterator(chunk_size=2000):
        yield Answered(answers, properties)


# What it is measured on


def survey() -> str:
    rows = ["| type | name | label |", "|---|---|---|"]
    for aspect in range(ASPECTS):
        rows.append(f"| begin_group | a{aspect} | ด้านที่ {aspect + 1} |")
        for place in range(DUALS):
            rows += [
                f"| begin_group | d{place} | ข้อที่ {place + 1} |", "| select_one lk5 | actual | สภาพปัจจุบัน |",
                "| select_one lk5 | desired | สภาพที่คาดหวัง |", "| end_group | | |",
            ]  # fmt: skip
        rows.append("| end_group | | |")
    rows.append("| begin_group | liked | ความพึงพอใจ |")
    rows += [f"| select_one lk5 | r{place} | รายการที่ {place + 1} |" for place in range(RATINGS)]
    rows += [
        "| end_group | | |", "| select_one yes_no | internet | มีอินเทอร์เน็ต |", "| select_one has_not | room | มีห้องสื่อ |",
        "| select_one network_type | network | เครือข่าย |", "| select_multiple media_type | kinds | สื่อที่ใช้ |",
        "| select_multiple grade | grades | ชั้น |", "| integer | students | นักเรียน |", "| text | wish | ข้อเสนอแนะ |", "| text | trouble | ปัญหา |",
    ]  # fmt: skip
    settings = ["## settings", "", "| form_title | form_id |", "|---|---|", "| แบบสำรวจ | bench_results |"]
    return "\n".join(["# แบบสำรวจ", "", "## survey", "", *rows, "", *settings])


def fill(office: Office, drawn: random.Random) -> Round:
    unit, tables = head_of(office).appointments[0].unit, read_text(survey(), blocks())
    if unit is None:
        raise AssertionError("the head serves in a unit")
    form = Form.objects.create(
        office=office, name="bench_results", title="แบบสำรวจ", unit=unit, made_at=BEGIN
    )
    version = FormVersion.objects.create(
        office=office, form=form, number=1, title=form.title, tables=to_json(tables), digest=digest(tables),
        xform="", xform_md5="", html="", model="", drawn_for="", published_at=BEGIN,
    )  # fmt: skip
    first = bangkok_day(BEGIN)
    round_ = Round.objects.create(
        office=office, form=form, version=version, unit=unit, title="แบบสำรวจ", audience=Round.Audience.SCHOOLS, is_once=False,
        opens_on=first, closes_on=first + timedelta(days=300), state=Round.State.OPEN, made_at=BEGIN, opened_at=BEGIN,
    )  # fmt: skip
    for start in range(0, ANSWERS, 5000):
        add(round_, [answer(round_, number, drawn) for number in range(start, min(start + 5000, ANSWERS))])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return round_


def add(round_: Round, made: list[tuple[Submission, dict[str, str]]]) -> None:
    insert_rows([submission for submission, _ in made])
    insert_rows([
        RoundAnswer(
            id=new_id(), office_id=round_.office_id, round=round_, submission=submission, properties=properties,
            block=block_of(submission.pk),
        )
        for submission, properties in made
    ])  # fmt: skip


def answer(round_: Round, number: int, drawn: random.Random) -> tuple[Submission, dict[str, str]]:
    xml = b"<data>" + b"x" * 1500 + str(number).encode() + b"</data>"
    told: dict[str, Any] = {}
    for item in instrument_of(round_.version).items:
        for path in paths_of(item):
            told |= {path: value} if (value := one_answer(item, drawn)) else {}
    submission = Submission(
        pk=new_id(), office_id=round_.office_id, form_id=round_.form_id, version=round_.version, instance_id=f"uuid:{new_id()}",
        xml=xml, sha256=hashlib.sha256(xml).hexdigest(), answers=told, received_at=BEGIN + timedelta(seconds=number),
    )  # fmt: skip
    school = drawn.randrange(300)
    values = (f"c{school % 15}", "sml"[school % 3], "yes" if school % 7 else "no", f"d{school % 8}")
    return submission, dict(zip(PROPERTIES, values, strict=True))


def one_answer(item: InstrumentItem, drawn: random.Random) -> Any:
    if item.role == Role.NUMBER:
        return drawn.randrange(1, 400)
    if item.role == Role.TEXT:
        return (
            f"ขอให้{drawn.choice(_WORDS)}และ{drawn.choice(_WORDS)} ครั้งที่ {drawn.random()}"
            if drawn.random() < 0.5
            else ""
        )
    if item.role == Role.CHOICES:
        return [option.name for option in item.options if drawn.random() < 0.3]
    return drawn.choice(item.options).name
