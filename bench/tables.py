"""Reading tables of people, XLSX and CSV, in a process of their own, against openpyxl reading the same workbook."""

from __future__ import annotations

import csv
import multiprocessing
import re
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import xlsxwriter

from bench.measures import Measure
from nithet.core.tables.reading import open_table

PEOPLE = 100_000
SAMPLE = 20_000
"""So many rows openpyxl reads, which is slower and grows with them."""
MOST_MB = 300
HEADING = (
    "ที่", "เลขที่ตำแหน่ง", "คำนำหน้า", "ชื่อ", "นามสกุล", "วันเกิด", "ตำแหน่ง", "วิทยฐานะ", "รหัสโรงเรียน", "โรงเรียน", "โทรศัพท์",
    "อีเมล", "อันดับ", "เงินเดือน", "หมายเหตุ",
)  # fmt: skip

Reading = tuple[float, float]
"""Rows a second, and the most memory that the process had, in MB."""


def measures() -> list[Measure]:
    with TemporaryDirectory(prefix="nithet-bench-") as folder:
        book, text = Path(folder, "คน.xlsx"), Path(folder, "คน.csv")
        write_book(book)
        write_text(text)
        xlsx, xlsx_mb = alone(book)
        rows, csv_mb = alone(text)
        return [
            Measure("rows of XLSX read", xlsx, "rows/s"),
            Measure("rows of CSV read", rows, "rows/s"),
            Measure("XLSX against openpyxl", xlsx / by_openpyxl(book), "times", at_least=1),
            Measure("memory of reading XLSX", xlsx_mb, "MB", at_most=MOST_MB),
            Measure("memory of reading CSV", csv_mb, "MB", at_most=MOST_MB),
        ]


def people() -> Iterator[tuple[object, ...]]:
    """Each with a name, an address and a number of their own, in one of 29,000 schools."""
    first = date(1970, 1, 1)
    for number in range(1, PEOPLE + 1):
        school = number * 7919 % 29_000
        yield (
            number, str(100_000 + number), ("นาย", "นาง", "นางสาว")[number % 3], f"ชื่อ{number:x}", f"สกุลสมมุติ{number:x}",
            first + timedelta(days=number % 9000), "ครู", ("ชำนาญการ", "ชำนาญการพิเศษ", "-")[number % 3],
            str(30_000_000 + school), f"โรงเรียนบ้านสมมุติ{school:x}", f"08{10_000_000 + number}", f"p{number}@example.go.th", "คศ.2",
            20_000 + number % 30_000, "",
        )  # fmt: skip


def write_book(path: Path) -> None:
    """As Excel writes it: all texts in one table beside the sheet."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADING)
        for place, person in enumerate(people(), start=1):
            sheet.write_row(place, 0, person)


def write_text(path: Path) -> None:
    with path.open("w", encoding="cp874", newline="") as file:
        csv.writer(file).writerows([HEADING, *people()])


def alone(path: Path) -> Reading:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(read, (path,))


def read(path: Path) -> Reading:
    began = time.perf_counter()
    with path.open("rb") as file, open_table(file, path.name) as table:
        rows = sum(1 for _ in table.rows())
    assert rows == PEOPLE + 1
    return rows / (time.perf_counter() - began), most_memory()


def most_memory() -> float:
    """In MB, from the kernel: what getrusage says a new process has inherited from its parent."""
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) / 1024


def by_openpyxl(path: Path) -> float:
    """Rows a second, its time to load the texts shared out by rows."""
    began = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    loaded = time.perf_counter()
    rows = sum(1 for _ in islice(book.worksheets[0].values, SAMPLE))
    seconds = (loaded - began) * rows / PEOPLE + time.perf_counter() - loaded
    book.close()
    return rows / seconds
