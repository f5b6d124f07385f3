"""Long files of manuals into lines of text, against only having the library behind it give out its text.

Each file is read in a process of its own, so that its time and memory are nothing but its own. Time is that of the
processor, since other work on the machine would change a share more than what is measured.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any

import pypdfium2
from docx import Document
from docx.text.paragraph import Paragraph

from bench.measures import Measure
from nithet.manuals.sources import extract
from nithet.manuals.sources.pdf import count_pages
from nithet.manuals.tests.making_docx import docx_of
from nithet.manuals.tests.making_pdf import pdf_of

PAGES = 300
LINES_A_PAGE = 27
PROMISED_SHARE = 0.30
"""Of what our own code may take over the library alone."""
REPEATS = 2
_TITLES = ("แต่งตั้งคณะทำงานและกำหนดแนวทางการดำเนินงานร่วมกับโรงเรียนในสังกัด", "สำรวจความต้องการใช้สื่อ นวัตกรรมและเทคโนโลยีทางการศึกษา",
           "จัดทำแผนการนิเทศ ติดตาม และประเมินผลการใช้สื่อของโรงเรียน", "นิเทศ ติดตามการใช้สื่อ ภาคเรียนละ ๑ ครั้ง",
           "สรุปและรายงานผลการดำเนินงานต่อผู้บังคับบัญชา")  # fmt: skip


def measures() -> list[Measure]:
    with tempfile.TemporaryDirectory() as folder:
        return [*docx_measures(Path(folder)), *pdf_measures(Path(folder))]


def docx_measures(folder: Path) -> list[Measure]:
    file = folder / "manual.docx"
    file.write_bytes(docx_of(manual_text(), page_after=LINES_A_PAGE))
    return compared("Word", file, "docx", "docx-alone")


def pdf_measures(folder: Path) -> list[Measure]:
    file = folder / "manual.pdf"
    text = manual_text()
    part, whole = pypdfium2.PdfDocument(pdf_of(text[: len(text) // 4])), pypdfium2.PdfDocument.new()
    for _ in range(5):
        whole.import_pages(part)
    whole.save(file)
    with file.open("rb") as opened:
        pages = count_pages(opened)
    found = compared("PDF", file, "pdf", "pdf-alone", pages=pages)
    bare = timed("pdf-alone", file)["seconds"] / timed("pdf-text", file)["seconds"]
    return [*found, Measure("PDF: places against text alone", bare, "times")]


def compared(name: str, file: Path, ours: str, alone: str, *, pages: int = PAGES) -> list[Measure]:
    """Pages a second, memory, and what reading takes beside the library alone."""
    read, bare = timed(ours, file), timed(alone, file)
    share = read["seconds"] / bare["seconds"]
    return [
        Measure(f"{name}: pages read", pages / read["seconds"], "pages/s"),
        Measure(f"{name}: most memory", read["peak"], "MB"),
        Measure(f"{name}: against the library", share, "times", at_most=1 + PROMISED_SHARE),
    ]


def timed(way: str, file: Path) -> dict[str, Any]:
    """The best time of a few processes."""
    command = [sys.executable, "-m", "bench.sources", way, str(file)]
    runs = [subprocess.run(command, capture_output=True, check=True, text=True) for _ in range(REPEATS)]
    return min((json.loads(one.stdout) for one in runs), key=lambda one: one["seconds"])


def manual_text() -> str:
    """A manual of 300 pages: procedures with lists and tables."""
    lines: list[str] = []
    number = 0
    while len(lines) < PAGES * LINES_A_PAGE:
        number += 1
        lines += procedure_lines(number)
    return "\n".join(lines[: PAGES * LINES_A_PAGE])


def procedure_lines(number: int) -> list[str]:
    steps = [f"{at}. {title} ครั้งที่ {number}" for at, title in enumerate(_TITLES * 2, start=1)]
    rows = [f"| {at} | {title} | ต.ค. – ธ.ค. | กลุ่มนิเทศ |" for at, title in enumerate(_TITLES * 2, start=1)]
    return [
        f"**{number}. ชื่องาน** งานส่งเสริมการผลิตและใช้สื่อ เรื่องที่ {number}", "", "วัตถุประสงค์", "",
        *(f"{number}.{at} เพื่อให้ครูและบุคลากรทางการศึกษาผลิตและใช้สื่ออย่างมีคุณภาพตามมาตรฐาน" * 2 for at in (1, 2, 3)),
        "", "ขั้นตอนการปฏิบัติงาน", "", *steps, "", "| ที่ | ขั้นตอน | ระยะเวลา | ผู้รับผิดชอบ |", *rows, "",
    ]  # fmt: skip


def read_docx(file: Path) -> int:
    with file.open("rb") as opened:
        return len(extract(opened, file.name).text)


def docx_alone(file: Path) -> int:
    """All paragraphs and cells as python-docx gives them out."""
    letters = 0
    for block in Document(str(file)).iter_inner_content():
        if isinstance(block, Paragraph):
            letters += len(block.text)
        else:
            letters += sum(len(cell.text) for row in block.rows for cell in row.cells)
    return letters


def read_pdf(file: Path) -> int:
    with file.open("rb") as opened:
        return len(extract(opened, file.name).text)


def pdf_alone(file: Path) -> int:
    """All text with its places and all that is drawn, as pypdfium2 gives them out."""
    document = pypdfium2.PdfDocument(file)
    letters = 0
    for page in document:
        text = page.get_textpage()
        letters += len(text.get_text_range())
        for at in range(text.count_rects()):
            text.get_rect(at)
        letters += sum(bool(item.type) for item in page.get_objects())
        text.close()
        page.close()
    return letters


def pdf_text(file: Path) -> int:
    """All text without its places."""
    return sum(len(page.get_textpage().get_text_range()) for page in pypdfium2.PdfDocument(file))


WAYS: dict[str, Callable[[Path], int]] = {
    "docx": read_docx,
    "docx-alone": docx_alone,
    "pdf": read_pdf,
    "pdf-alone": pdf_alone,
    "pdf-text": pdf_text,
}


def run_one(way: str, file: Path) -> None:
    start = process_time()
    WAYS[way](file)
    print(json.dumps({"seconds": process_time() - start, "peak": peak()}))


def peak() -> float:
    """The most memory of this process in MB; `ru_maxrss` counts that of the process which started it, too."""
    status = Path("/proc/self/status")
    if status.is_file():
        found = re.search(r"VmHWM:\s*(\d+)", status.read_text(encoding="ascii", errors="replace"))
        return int(found[1]) / 1024 if found else 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    run_one(sys.argv[1], Path(sys.argv[2]))
