"""Scanned pages are named; where Tesseract with Thai is installed they are read by it."""

import io
import shutil
from pathlib import Path

import pypdfium2
import pytest

from nithet.manuals.sources import UnreadableSourceError, extract, ocr
from nithet.manuals.tests.making_pdf import compiled

PAGE = '#set page(paper: "a4", margin: 2.5cm)\n#set text(font: "Sarabun", size: 16pt, lang: "th")\n'
WORDS = "คู่มือการปฏิบัติงาน"
FAKE = """#!/bin/sh
if [ "$1" = "--list-langs" ]; then printf 'List of available languages (2):\\neng\\n{language}\\n'; exit 0; fi
cat > /dev/null
{does}
"""
TABLE = (
    "level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n"
    "1\\t1\\t0\\t0\\t0\\t0\\t0\\t0\\t2480\\t3508\\t-1\\t\\n"
    "4\\t1\\t1\\t1\\t1\\t0\\t300\\t300\\t800\\t60\\t-1\\t\\n"
    "5\\t1\\t1\\t1\\t1\\t1\\t300\\t300\\t300\\t60\\t90\\tคู่มือ\\n"
    "5\\t1\\t1\\t1\\t1\\t2\\t602\\t300\\t400\\t60\\t90\\tการปฏิบัติงาน\\n"
    "4\\t1\\t1\\t1\\t2\\t0\\t300\\t500\\t800\\t60\\t-1\\t\\n"
    "5\\t1\\t1\\t1\\t2\\t1\\t300\\t500\\t500\\t60\\t90\\tกลุ่มนิเทศ\\n"
)


def scan_of(source: str) -> pypdfium2.PdfDocument:
    """A PDF of pictures of the pages of another."""
    pictures = [
        page.render(scale=2, grayscale=True).to_pil() for page in pypdfium2.PdfDocument(compiled(source))
    ]
    kept = io.BytesIO()
    pictures[0].save(kept, "PDF", save_all=True, append_images=pictures[1:], resolution=144)
    return pypdfium2.PdfDocument(kept.getvalue())


def saved(document: pypdfium2.PdfDocument) -> io.BytesIO:
    kept = io.BytesIO()
    document.save(kept)
    return kept


@pytest.fixture(scope="module")
def scan() -> io.BytesIO:
    return saved(scan_of(f"{PAGE}{WORDS} #pagebreak() หน้าสอง"))


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of the path."""
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    return tmp_path / "tesseract"


def install(program: Path, *, does: str = f"printf '{TABLE}'", language: str = "tha") -> None:
    program.write_text(FAKE.format(does=does, language=language), encoding="utf-8")
    program.chmod(0o755)


def test_a_scan_gives_no_text_and_names_its_pages(scan: io.BytesIO) -> None:
    found = extract(scan, "สแกน.pdf")
    assert (found.text, found.scanned) == ("", (1, 2))


def test_a_file_of_text_and_scans_is_read_in_part() -> None:
    mixed = pypdfium2.PdfDocument(compiled(f"{PAGE}{WORDS}"))
    mixed.import_pages(scan_of(f"{PAGE}หน้าสแกน"))
    mixed.import_pages(pypdfium2.PdfDocument(compiled(f"{PAGE}หน้าสุดท้าย")))
    found = extract(saved(mixed), "ปน.pdf")
    assert found.scanned == (2,)
    assert found.text.split() == [WORDS, "หน้าสุดท้าย"]
    assert [place.page for place in found.places] == [1, 3]


def test_recognised_text_stands_at_its_page() -> None:
    mixed = pypdfium2.PdfDocument(compiled(f"{PAGE}{WORDS}"))
    mixed.import_pages(scan_of(f"{PAGE}หน้าสแกน"))
    found = extract(saved(mixed), "ปน.pdf", recognised={2: "บรรทัดแรก\n\nบรรทัดสอง"})
    assert found.scanned == ()
    assert [line for line in found.text.split("\n") if line] == [WORDS, "บรรทัดแรก", "บรรทัดสอง"]
    assert [place.page for place in found.places] == [1, 2]


def test_a_blank_page_is_no_scan() -> None:
    found = extract(io.BytesIO(compiled(f"{PAGE}{WORDS} #pagebreak() #pagebreak() จบ")), "ว่าง.pdf")
    assert found.scanned == ()


@pytest.mark.parametrize(("language", "available"), [("tha", True), ("deu", False)])
def test_only_tesseract_with_thai_is_offered(program: Path, language: str, *, available: bool) -> None:
    assert not ocr.is_available() or shutil.which("tesseract") != str(program)
    install(program, language=language)
    assert ocr.is_available() is available


def test_words_are_joined_to_lines(program: Path, scan: io.BytesIO) -> None:
    install(program)
    told: list[tuple[int, int]] = []
    pages = ocr.read_pages(scan, "สแกน.pdf", (1, 2), lambda *one: told.append(one))
    assert set(pages) == {1, 2}
    assert [line for line in pages[1].split("\n") if line] == [WORDS, "กลุ่มนิเทศ"]
    assert told == [(0, 2), (1, 2), (2, 2)]


@pytest.mark.parametrize(
    "does", ["exit 1", "printf 'nothing of use'", "printf ''", "head -c 3000 /dev/urandom"]
)
def test_a_reader_that_fails_is_told(program: Path, scan: io.BytesIO, does: str) -> None:
    install(program, does=does)
    with pytest.raises(UnreadableSourceError) as caught:
        ocr.read_pages(scan, "สแกน.pdf", (1,))
    assert caught.value.code == "ocr-failed"


def test_a_reader_that_hangs_is_ended(
    program: Path, scan: io.BytesIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(program, does="exec sleep 30")
    monkeypatch.setattr(ocr, "SECONDS_A_PAGE", 0.3)
    with pytest.raises(UnreadableSourceError, match="สแกน"):
        ocr.read_pages(scan, "สแกน.pdf", (1,))


@pytest.mark.skipif(not ocr.is_available(), reason="Tesseract with Thai is not installed here")
def test_a_real_scan_is_read() -> None:
    large = saved(scan_of(f"{PAGE}{WORDS} กลุ่มนิเทศ ติดตามและประเมินผล"))
    (text,) = ocr.read_pages(large, "สแกน.pdf", (1,)).values()
    assert "ปฏิบัติงาน" in "".join(text.split())
