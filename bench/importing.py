"""A country of people coming into one office out of a file, against a bare insert of the same rows.

The import runs in the worker, a process of its own, so that its memory is nothing but its own.
`NITHET_BENCH_PEOPLE` for another number than 500,000.
"""

from __future__ import annotations

import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.core.management import call_command
from django.db import models, transaction

from bench.country import DAY, manager
from bench.measures import Measure
from nithet.accounts.models import User
from nithet.core.ids import new_id
from nithet.offices.imports import services
from nithet.offices.imports.registry import kind_of
from nithet.offices.members import Member, member_of
from nithet.offices.models import Appointment, Import, Office, Person, Role, School

PEOPLE = int(os.environ.get("NITHET_BENCH_PEOPLE", "500000"))
SCHOOLS = max(1, PEOPLE * 29 // 500)
BARE_BATCH = 1000
HEADINGS = (
    "ที่",
    "คำนำหน้า",
    "ชื่อ",
    "นามสกุล",
    "ตำแหน่ง",
    "วิทยฐานะ",
    "เลขที่ตำแหน่ง",
    "โรงเรียน",
    "โทรศัพท์",
    "ดำรงตำแหน่งตั้งแต่วันที่",
)
OPTIONS = {"on": DAY.isoformat()}
CONSONANTS, VOWELS, ENDS = "กขคจชดตทนบปผพมยรลวสห", ("า", "ี", "ู", "ะ", "อ", "ิ"), ("", "น", "ง", "ก", "ม", "ย")
Row = tuple[Any, ...]


@dataclass(slots=True)
class Times:
    """Seconds, and the most memory that the worker held."""

    check: float
    store: float
    peak_mb: float

    @property
    def total(self) -> float:
        return self.check + self.store


def measures() -> list[Measure]:
    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory(prefix="nithet-bench-") as folder:
        files = {"CSV": csv_file(Path(folder)), "XLSX": xlsx_file(Path(folder))}
        times = {sort: imported(path, f"import-{sort.lower()}") for sort, path in files.items()}
    bare = bare_seconds()
    again = checked_again()
    measured = [Measure("people in the file", PEOPLE, "people")]
    for sort, took in times.items():
        measured += [
            Measure(f"{sort} checked", PEOPLE / took.check, "rows/s"),
            Measure(f"{sort} stored", PEOPLE / took.store, "rows/s"),
            Measure(f"{sort} checked and stored", PEOPLE / took.total, "rows/s"),
            Measure(f"{sort} against a bare insert", 100 * bare / took.total, "%", at_least=30),
            Measure(f"{sort} peak memory of the worker", took.peak_mb, "MB", at_most=300),
        ]
    return [*measured, Measure("people inserted bare", PEOPLE / bare, "rows/s"), *again]


# Invented people


def syllable() -> str:
    return random.choice(CONSONANTS) + random.choice(VOWELS) + random.choice(ENDS)


def rows() -> Iterator[Row]:
    """The same for every file: names of two and three syllables, a post of one's own."""
    random.seed(PEOPLE)
    for number in range(1, PEOPLE + 1):
        first, last = syllable() + syllable(), syllable() + syllable() + syllable()
        title = ("นาย", "นาง", "นางสาว")[number % 3]
        standing = ("", "ชำนาญการ", "ชำนาญการพิเศษ")[number % 3]
        position = "ผู้อำนวยการโรงเรียน" if number <= SCHOOLS else "ครู"
        school = school_name(number % SCHOOLS)
        phone = f"08{number:08}"
        yield (
            number,
            title,
            first,
            last,
            position,
            standing,
            str(100_000 + number),
            school,
            phone,
            "1 ต.ค. 2568",
        )


def school_name(number: int) -> str:
    return f"โรงเรียนบ้านทดสอบ {number + 1}"


def csv_file(folder: Path) -> Path:
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADINGS, *rows()])
    return path


def xlsx_file(folder: Path) -> Path:
    """As Excel writes it: all texts in one table that the cells point to."""
    path = folder / "people.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    for place, row in enumerate([HEADINGS, *rows()]):
        sheet.write_row(place, 0, row)
    book.close()
    return path


# Both ways


def imported(path: Path, code: str) -> Times:
    """Upload, match, check and store, as people do it; the worker does what takes long."""
    by = office_with_schools(code)
    upload = upload_of(path)
    source = services.begin_import(kind_of("people"), upload, by=by)
    upload.close()
    columns = {int(place): field for place, field in source.columns.items()}
    source = services.match_columns(source, columns, OPTIONS, by=by)
    check, check_peak = worked()
    source.refresh_from_db()
    assert source.state == Import.State.CHECKED, source.error
    left = {name: count for name, count in source.counts.items() if name in {"bad", "doubt"}}
    print(f"  {path.suffix}: {source.counts.get('new', 0):,} new, left out {left}", flush=True)
    services.choose_for_all(source, "new", by=by)
    services.start_storing(source, by=by)
    store, store_peak = worked()
    source.refresh_from_db()
    assert source.state == Import.State.DONE, source.error
    return Times(check, store, max(check_peak, store_peak))


def checked_again() -> list[Measure]:
    """The same file a second time: all is the same."""
    source = Import.objects.get(office__code="import-csv")
    by = member_of(User.objects.get(username="import-csv"), "import-csv", on=DAY)
    assert by is not None
    again = Import.objects.create(
        office=by.office, kind=source.kind, file=source.file, name=source.name, headings=source.headings,
        layout=source.layout, columns=source.columns, made_at=source.made_at,
    )  # fmt: skip
    services.match_columns(again, {int(p): field for p, field in source.columns.items()}, OPTIONS, by=by)
    took, peak = worked()
    again.refresh_from_db()
    stored = Person.objects.filter(office=by.office, user=None).count()
    print(f"  again: {again.counts}", flush=True)
    return [
        Measure("CSV checked again", PEOPLE / took, "rows/s"),
        Measure("of those stored, found the same", 100 * again.counts["same"] / stored, "%", at_least=100),
        Measure("peak memory of checking again", peak, "MB", at_most=300),
    ]


def worked() -> tuple[float, float]:
    """Seconds of a worker that does what is queued, and the most memory in MB that it held."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "bench.working"], check=True, stdout=subprocess.PIPE, text=True
    )
    return time.perf_counter() - began, float(done.stdout.splitlines()[-1])


def upload_of(path: Path) -> TemporaryUploadedFile:
    upload = TemporaryUploadedFile(path.name, "application/octet-stream", path.stat().st_size, None)
    assert upload.file is not None
    upload.file.write(path.read_bytes())
    upload.seek(0)
    return upload


def office_with_schools(code: str) -> Member:
    office = Office.objects.create(
        code=code, name=f"สำนักงานทดสอบ {code}", short_name=code, kind=Office.Kind.PRIMARY
    )
    schools = [
        School(office=office, smis_code=f"{10_000_000 + number}", name=school_name(number))
        for number in range(SCHOOLS)
    ]
    for school in schools:
        school.set_keys()
    School.objects.bulk_create(schools, batch_size=2000)
    user = User.objects.create_user(code, name="ผู้ดูแล ทดสอบ")
    person = Person.objects.create(
        office=office, user=user, first_name="ผู้ดูแล", last_name="ทดสอบ", kind=Person.Kind.OFFICIAL
    )
    Appointment.objects.create(
        office=office, person=person, role=Role.ADMINISTRATOR, from_on=date(2020, 10, 1)
    )
    found = member_of(user, code, on=DAY)
    assert found is not None
    return found


def bare_seconds() -> float:
    """The people and appointments of the first office once more, for an office of their own; only inserting counts."""
    office = Office.objects.create(
        code="bare", name="สำนักงานทดสอบ", short_name="bare", kind=Office.Kind.PRIMARY
    )
    took = 0.0
    stored = Person.objects.filter(office__code="import-csv", user=None).order_by("pk")
    found = stored.prefetch_related("appointments").iterator(chunk_size=BARE_BATCH)
    while batch := list(islice(found, BARE_BATCH)):
        people, serving = copies(batch, office)
        began = time.perf_counter()
        insert(people, serving)
        took += time.perf_counter() - began
    return took


def copies(people: Sequence[Person], office: Office) -> tuple[list[Person], list[Appointment]]:
    made, serving = [], []
    for person in people:
        services_of = list(person.appointments.all())
        person.pk, person.office = new_id(), office
        made.append(person)
        for one in services_of:
            one.pk, one.office, one.person = new_id(), office, person
            serving.append(one)
    return made, serving


@transaction.atomic
def insert(*rows: Sequence[models.Model]) -> None:
    for found in rows:
        manager(type(found[0])).bulk_create(found)
