"""Scanned pages: named, read as pictures when a person says so, or left."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from nithet.core import jobs
from nithet.manuals.document import from_json
from nithet.manuals.models import ManualUpload, ManualVersion
from nithet.manuals.tests.factories import TEXT, page_text
from nithet.manuals.tests.given_files import at, scan, word
from nithet.manuals.tests.making_pdf import pdf_of

pytestmark = pytest.mark.django_db
WAYS_ON = ("เลือกไฟล์", "วางข้อความ", "เริ่มจากแม่แบบกระบวนงาน")
State = ManualUpload.State


def test_a_scan_without_a_reader_of_pictures_names_its_pages(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("สแกน.pdf", scan())})
    jobs.run_queued()
    page = page_text(staff.get(at("upload-page", ManualUpload.objects.get().pk)))
    assert "ภาพสแกนทั้งไฟล์ (หน้า 1–2)" in page
    assert all(way in page for way in WAYS_ON)
    assert "OCR" not in page


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A reader of pictures that knows Thai and always reads the same manual."""
    (tmp_path / "table.tsv").write_text(recognised(TEXT))
    program = tmp_path / "tesseract"
    program.write_text(
        f'#!/bin/sh\ncase "$*" in *--list-langs*) echo eng; echo tha;; *) cat > /dev/null; cat {tmp_path}/table.tsv;; esac\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    return program


def recognised(text: str) -> str:
    """Words and their places as Tesseract tells them: one word a line."""
    names = "level page_num block_num par_num line_num word_num left top width height conf text"
    rows = ["1 1 0 0 0 0 0 0 2480 3508 -1 "]
    for number, line in enumerate(text.split("\n")):
        if line:
            place = f"200 {200 + number * 120} {len(line) * 24} 60"
            rows += [
                f"4 1 1 1 {number} 0 {place} -1 ",
                f"5 1 1 1 {number} 1 {place} 90 {line.replace(' ', '_')}",
            ]
    return "\n".join(row.replace(" ", "\t").replace("_", " ") for row in (names, *rows)).replace(
        "page num", "page_num"
    )


def test_a_scan_is_read_as_pictures_when_a_person_says_so(staff: Client, reader: Path) -> None:
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("สแกน.pdf", scan(1))})
    jobs.run_queued()
    upload = ManualUpload.objects.get()
    page = page_text(staff.get(at("upload-page", upload.pk)))
    assert upload.state == State.ASKED
    assert "เป็นภาพสแกนทั้งไฟล์" in page
    assert "<b>หน้า 1</b>" in page
    assert "อ่านเฉพาะหน้าที่มีข้อความ" not in page
    staff.post(at("upload-read", upload.pk), {"scans": "recognise"})
    jobs.run_queued()
    version = ManualVersion.objects.get()
    assert [one.title for one in from_json(version.reading).procedures] == ["งานส่งเสริมการผลิตและใช้สื่อ"]
    assert version.sources.get().scanned == []


def partly_scanned() -> bytes:
    """A PDF with text and one page more that is a picture."""
    made = pypdfium2.PdfDocument(pdf_of(TEXT))
    made.import_pages(pypdfium2.PdfDocument(scan(1)))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_pages_with_text_are_read_without_the_scanned_ones_when_a_person_says_so(
    staff: Client, reader: Path
) -> None:
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("ปน.pdf", partly_scanned())})
    jobs.run_queued()
    upload = ManualUpload.objects.get()
    assert "มีบางหน้าเป็นภาพสแกน" in page_text(staff.get(at("upload-page", upload.pk)))
    staff.post(at("upload-read", upload.pk), {"scans": "leave"})
    jobs.run_queued()
    source = ManualVersion.objects.get().sources.get()
    assert source.scanned == [source.pages]


def test_without_a_reader_of_pictures_the_pages_with_text_are_read_and_the_others_named(
    staff: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("ปน.pdf", partly_scanned())})
    jobs.run_queued()
    source = ManualVersion.objects.get().sources.get()
    assert source.scanned == [source.pages]


def test_scanned_pages_are_read_later_as_another_draft(
    staff: Client, reader: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    staff.post(at("manual-upload"), {"file": SimpleUploadedFile("ปน.pdf", partly_scanned())})
    jobs.run_queued()
    staff.post(at("upload-read", ManualUpload.objects.get().pk), {"scans": "leave"})
    jobs.run_queued()
    version = ManualVersion.objects.get()
    ask = at("version-recognise", version.pk)
    assert ask in page_text(staff.get(at("version-page", version.pk)))
    assert staff.get(ask).status_code == 405
    first, second = staff.post(ask), staff.post(ask)
    assert first.headers["Location"] == second.headers["Location"]
    jobs.run_queued()
    later = ManualVersion.objects.exclude(pk=version.pk).get()
    assert later.manual == version.manual
    assert (version.sources.get().scanned, later.sources.get().scanned) == ([2], [])
    monkeypatch.setenv("PATH", "")
    assert staff.post(ask).status_code == 422
    assert ask not in page_text(staff.get(at("version-page", version.pk)))


def test_where_nothing_is_scanned_nothing_is_read_again(staff: Client, reader: Path) -> None:
    staff.post(at("manual-upload"), {"file": word()})
    assert staff.post(at("version-recognise", ManualVersion.objects.get().pk)).status_code == 422
    assert ManualUpload.objects.count() == 1
