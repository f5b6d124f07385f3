"""What a file is, its content says; and what is no manual, damaged, locked or made to burst is refused in words."""

from __future__ import annotations

import io
import os
import subprocess
import time
import zipfile
from pathlib import Path

import pytest

from nithet.manuals.draft import Place
from nithet.manuals.sources import Extracted, UnreadableSourceError, container, doc, extract, joined
from nithet.manuals.sources.docx import parts
from nithet.manuals.sources.programs import environment_of
from nithet.manuals.tests.factories import TEXT
from nithet.manuals.tests.making_docx import docx_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD_STREAM = "WordDocument".encode("utf-16-le")


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return file.getvalue()


def refused(data: bytes, name: str = "คู่มือ.docx") -> UnreadableSourceError:
    with pytest.raises(UnreadableSourceError) as caught:
        extract(io.BytesIO(data), name)
    assert caught.value.message
    return caught.value


def repacked(data: bytes, change: dict[str, tuple[bytes, bytes]]) -> bytes:
    """The document with some words of its parts replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            for words, other in (pair for name, pair in change.items() if name in {part.filename, "*"}):
                content = content.replace(words, other)
            new.writestr(part.filename, content)
    return file.getvalue()


@pytest.mark.parametrize("name", ["คู่มือ.docx", "คู่มือ.doc", "คู่มือ.txt", "คู่มือ.pdf", "คู่มือ"])
def test_the_content_counts_and_not_the_ending(name: str) -> None:
    assert "งานส่งเสริมการผลิตและใช้สื่อ" in extract(io.BytesIO(docx_of(TEXT)), name).text
    assert extract(io.BytesIO(TEXT.encode()), name).text == TEXT.rstrip("\n")


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", "empty", "ไม่มีข้อความ"),
        (b"\x00\x00 \n" * 900, "empty", "ไม่มีข้อความ"),
        (zipped(**{"xl/workbook.xml": b"<w/>"}), "not-a-manual-file", "Excel"),
        (zipped(**{"ppt/presentation.xml": b"<w/>"}), "not-a-manual-file", "PowerPoint"),
        (zipped(**{"mimetype": b"odt", "content.xml": b"<w/>"}), "not-a-manual-file", ".odt"),
        (zipped(**{"Index/Document.iwa": b"x"}), "not-a-manual-file", "Pages"),
        (zipped(**{"a.txt": b"x"}), "not-a-manual-file", "ZIP"),
        (b"MIME-Version: 1.0\r\n", "not-a-manual-file", "เว็บเพจ"),
        (b"{\\rtf1 x}", "not-a-manual-file", ".rtf"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 300, "not-a-manual-file", "รูปภาพ"),
        (bytes(range(256)) * 40, "not-a-manual-file", "ไม่ใช่ข้อความ"),
        (OLE + "Workbook".encode("utf-16-le"), "not-a-manual-file", "Excel"),
        (OLE + b"x" * 600, "not-a-manual-file", "ไม่ใช่ Word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password", "รหัสผ่าน"),
        (OLE + WORD_STREAM + b"\x00" * (512 - 32) + b"\xec\xa5" + b"\x00" * 9 + b"\x01", "password", "รหัสผ่าน"),
        (b"PK\x03\x04" + b"\x00" * 200, "damaged", "ไม่ครบ"),
        (zipped(**{"word/document.xml": b"<w"}), "damaged", "ไม่ครบ"),
        ("ÀÒÉÒä·Â".encode("latin-1") * 3 + b"\x81\x82\x83" * 40, "encoding", "UTF-8"),
    ],
)  # fmt: skip
def test_what_is_no_manual_is_refused_with_a_reason(data: bytes, code: str, words: str) -> None:
    error = refused(data)
    assert error.code == code
    assert words in error.message


def test_a_document_that_bursts_is_not_unpacked() -> None:
    bomb = zipped(**{"word/document.xml": b"<a>" + b"\x20" * (30 * container.MB) + b"</a>"})
    assert len(bomb) < container.MB
    assert refused(bomb).code == "unpacks-too-large"


def test_a_cut_off_document_that_bursts_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MAX_XML", container.MB)
    many = {f"word/p{number}.xml": b"<a>" + b" " * 300_000 + b"</a>" for number in range(5)}
    bomb = zipped(**many, **{"word/document.xml": b"<a/>"})
    assert refused(bomb[: bomb.index(b"PK\x01\x02")]).code == "unpacks-too-large"


def test_what_no_database_takes_is_not_among_the_lines() -> None:
    data = repacked(docx_of(f"{TEXT}\nนี่"), {"word/document.xml": (
        "<w:t>นี่</w:t>".encode(), b'<w:sym w:font="Arial" w:char="D800"/>'
    )})  # fmt: skip
    extract(io.BytesIO(data), "ก.docx").text.encode()


def test_programs_are_not_told_the_secrets_of_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "ลับ")
    assert {"SECRET_KEY"}.isdisjoint(environment_of())
    assert environment_of(HOME="x").keys() >= {"PATH", "HOME"}


def test_an_encrypted_container_asks_for_one_without_password() -> None:
    data = bytearray(zipped(**{"word/document.xml": b"<w/>"}))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)).code == "password"


def test_xml_that_refers_to_other_files_brings_nothing_in(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("ความลับ")
    entity = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
    data = repacked(docx_of(f"{TEXT}\nนี่"), {"word/document.xml": ("นี่".encode(), b"&x;")})
    parts = {
        name: zipfile.ZipFile(io.BytesIO(data)).read(name)
        for name in zipfile.ZipFile(io.BytesIO(data)).namelist()
    }
    body = parts["word/document.xml"]
    parts["word/document.xml"] = entity + body[body.index(b"?>") + 2 :]
    assert "ความลับ" not in extract(io.BytesIO(zipped(**parts)), "ก.docx").text


def test_a_document_with_macros_is_read_without_them() -> None:
    plain, macro = b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml"
    data = repacked(
        docx_of(TEXT),
        {"[Content_Types].xml": (b"vnd.openxmlformats-officedocument." + plain, b"vnd." + macro)},
    )
    found = extract(io.BytesIO(data), "คู่มือ.docm")
    assert "๔.๔ สรุปและรายงานผล กันยายน" in found.text.replace("\u00a0", " ")
    assert found.remarks == ("macros-ignored",)


def test_a_document_in_the_strict_form_is_read() -> None:
    usual, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    data = repacked(docx_of(TEXT), {"*": (usual, strict)})
    assert "งานส่งเสริมการผลิตและใช้สื่อ" in extract(io.BytesIO(data), "คู่มือ.docx").text


@pytest.mark.parametrize("size", [100, 600, 2000])
def test_a_file_with_next_to_nothing_of_its_text_is_refused(size: int) -> None:
    assert refused(docx_of(TEXT)[:size]).code == "damaged"


def test_a_long_document_cut_off_in_its_text_is_partly_read() -> None:
    text = "\n".join(f"บรรทัดที่ {number} {os.urandom(12).hex()}" for number in range(3000))
    data = docx_of(text)
    at = data.index(b"word/document.xml") + 50_000
    found = extract(io.BytesIO(data[:at]), "คู่มือ.docx")
    assert 100 < found.line_count < 3000
    assert found.text.split("\n")[0] == text.split("\n")[0]
    assert found.remarks == ("truncated",)


def test_lines_of_two_encodings_are_each_read_as_they_are() -> None:
    one, other = TEXT.split("\n", 4)[:4], TEXT.split("\n", 4)[4]
    found = extract(io.BytesIO("\n".join(one).encode() + b"\n" + other.encode("cp874")), "คู่มือ.txt")
    assert found.text == TEXT.rstrip("\n")
    assert found.remarks == ("mixed-encodings",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
def test_texts_in_one_encoding_are_read(encoding: str) -> None:
    found = extract(io.BytesIO(TEXT.replace("\n", "\r\n").encode(encoding)), "คู่มือ.txt")
    assert found == Extracted(TEXT.rstrip("\n"), (Place(1, "คู่มือ.txt"),))


def test_several_files_are_one_text_and_each_begins_a_place() -> None:
    parts = [
        Extracted("ก\nข", (Place(1, "ก.docx", 1), Place(2, "ก.docx", 2)), remarks=("truncated",)),
        Extracted("", (Place(1, "ข.pdf", 1),), scanned=(1,)),
        Extracted("ค", (Place(1, "ค.txt"),), remarks=("truncated",), heads=("หัว",)),
    ]
    found = joined(parts)
    lines = found.text.split("\n")
    assert lines == ["ก", "ข", "", "ค"]
    assert [(place.file, place.page, lines[place.line - 1]) for place in found.places] == [
        ("ก.docx", 1, "ก"), ("ก.docx", 2, "ข"), ("ข.pdf", 1, ""), ("ค.txt", 0, "ค"),
    ]  # fmt: skip
    assert (found.scanned, found.remarks, found.heads) == ((1,), ("truncated",), ("หัว",))


OLD_WORD = OLE + WORD_STREAM + b"\x00" * 2000


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A path of programs on which only what a test writes is found, and the tools of the shell."""
    folder = tmp_path / "programs"
    folder.mkdir()
    for tool in ("sleep", "cp", "mkdir", "sh"):
        found = next(Path(one) / tool for one in ("/bin", "/usr/bin") if (Path(one) / tool).exists())
        (folder / tool).symlink_to(found)
    monkeypatch.setenv("PATH", str(folder))
    return folder


def office(programs: Path, script: str) -> None:
    program = programs / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


# The arguments of the real one: … --outdir FOLDER FILE.
TAKES = 'while [ "$1" != "--outdir" ]; do shift; done; mkdir -p "$2"'


def test_old_word_without_libreoffice_is_refused_with_ways_on(programs: Path) -> None:
    assert not doc.is_available()
    error = refused(OLD_WORD, "คู่มือ.doc")
    assert error.code == "doc-without-reader"
    assert ".docx" in error.message
    assert "วาง" in error.message


def test_old_word_is_read_by_way_of_docx(programs: Path, tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx_of(TEXT))
    office(programs, f'{TAKES}; cp {made} "$2/manual.docx"')
    found = extract(io.BytesIO(OLD_WORD), "คู่มือ.doc")
    assert "งานส่งเสริมการผลิตและใช้สื่อ" in found.text
    assert found.places[0].file == "คู่มือ.doc"


@pytest.mark.parametrize("script", ["exit 1", "exit 0", f'{TAKES}; echo broken > "$2/manual.docx"'])
def test_a_conversion_that_fails_is_said(programs: Path, script: str) -> None:
    office(programs, script)
    assert refused(OLD_WORD, "คู่มือ.doc").code in {"doc-failed", "not-a-manual-file", "damaged"}


def test_a_conversion_that_hangs_is_ended_with_all_it_started(
    programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doc, "SECONDS", 1)
    monkeypatch.setattr(doc, "TELL_SECONDS", 0.5)
    office(programs, f'sleep 60 & echo $! > "{tmp_path}/child"; sleep 60')
    assert refused(OLD_WORD, "คู่มือ.doc").code == "doc-failed"
    child = int((tmp_path / "child").read_text())
    ended = time.monotonic() + 5
    while is_alive(child) and time.monotonic() < ended:
        time.sleep(0.02)
    assert not is_alive(child)


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.mark.skipif(not doc.is_available(), reason="LibreOffice is not installed here")
def test_libreoffice_itself_reads_old_word(tmp_path: Path) -> None:
    source = tmp_path / "manual.docx"
    source.write_bytes(docx_of(TEXT))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        "--headless",
        profile,
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, timeout=120)  # noqa: S603
    found = extract(io.BytesIO((tmp_path / "manual.doc").read_bytes()), "manual.doc")
    assert "งานส่งเสริมการผลิตและใช้สื่อ" in found.text
