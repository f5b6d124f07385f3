"""What is no manual is refused with a Thai sentence that says what was expected and three ways on."""

import json
import random
from pathlib import Path
from time import perf_counter

import pytest

from nithet.__main__ import main
from nithet.manuals.reading import MAX_BYTES, UnreadableManualError, read_bytes, read_text

MANUAL = "ชื่องาน งานทะเบียน\n\nขั้นตอนการปฏิบัติงาน\n\n1. รับเอกสาร\n2. ตรวจเอกสาร\n"
BINARY = random.Random(7).randbytes(5000)  # noqa: S311 - noise, not a secret
PROSE = "วันนี้อากาศดี เราจึงออกไปเดินเล่นที่สวนหลังบ้าน\nตอนเย็นฝนตกหนัก\n"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        ("\ufeff \n\n".encode(), "empty"),
        (b"\x00" * 100, "empty"),
        (BINARY, "binary"),
        (b"PK\x03\x04" + BINARY, "binary"),
        (b"%PDF-1.7\n" + BINARY, "binary"),
        (PROSE.encode(), "not-a-manual"),
        (PROSE.encode("cp874"), "not-a-manual"),
        (b"just some English words\n" * 20, "not-a-manual"),
        (("café crème\n" * 50).encode("latin-1"), "encoding"),
        (b"a" * (MAX_BYTES + 1), "too-large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_manual_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableManualError) as caught:
        read_bytes(data, name="งาน.txt")
    assert caught.value.code == code
    for words in ("ระบบอ่านคู่มือ", "(1)", "Word", "(2)", "วาง", "(3)", "แม่แบบ"):
        assert words in caught.value.message


def test_pasted_nothing_is_refused() -> None:
    with pytest.raises(UnreadableManualError, match="ไม่มีข้อความ"):
        read_text(" \n\t\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "tis-620", "utf-16"])
def test_encodings_read_alike(encoding: str) -> None:
    draft = read_bytes(MANUAL.encode(encoding), name="งาน.txt")
    assert [step.title for step in draft.procedures[0].steps] == ["รับเอกสาร", "ตรวจเอกสาร"]


def test_hidden_characters_and_decomposed_vowels_are_cleaned() -> None:
    messy = MANUAL.replace("ทะเบียน", "ท\u200bะเบียน").replace("รับเอกสาร", "ร\u00adับ\u00a0คํา")
    draft = read_text(messy)
    assert draft.procedures[0].title == "งานทะเบียน"
    assert draft.procedures[0].steps[0].title == "รับ คำ"


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "manual.txt"
    path.write_text(MANUAL, encoding="utf-8")
    assert main(["read", str(path), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert set(document) == {"office", "group", "procedures", "warnings", "unread"}
    (procedure,) = document["procedures"]
    assert procedure["lines"] == [1, 6]
    assert list(procedure["steps"][0]) == [
        *("number", "title", "also_called", "months", "cadence", "responsible", "standard", "measure"),
        *("actions", "substeps", "lines"),
    ]
    assert procedure["steps"][1]["lines"] == [6, 6]


def test_the_command_prints_an_outline_with_the_shares_of_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "manual.md"
    path.write_text(MANUAL, encoding="utf-8")
    assert main(["read", str(path)]) == 0
    out = capsys.readouterr().out
    assert "อ่านได้ 1 กระบวนงาน 2 ขั้นตอน" in out
    assert "ใช้ 4 (ร้อยละ 100.0)" in out


def test_the_command_refuses_in_thai(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "picture.txt"
    path.write_bytes(BINARY)
    assert main(["read", str(path)]) == 1
    assert "ทำต่อได้ 3 ทาง" in capsys.readouterr().err
    assert main(["read", str(tmp_path / "none.txt")]) == 1
    assert "ไม่พบไฟล์" in capsys.readouterr().err


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert main(["read", str(path)]) == 1
    assert "ใหญ่เกินกำหนด 20 MB" in capsys.readouterr().err


@pytest.mark.parametrize(
    "line",
    [
        "คู่มือ" + " " * 30_000 + "x",
        "+ " * 20_000 + "x",
        "ข้อ " + "\t " * 20_000 + "x",
        "| " * 20_000,
        "<td>" * 9_000,
    ],
    ids=["page head", "grid", "tabs", "bars", "cells"],
)
def test_a_line_of_one_thing_over_and_over_takes_no_longer_than_its_length(line: str) -> None:
    start = perf_counter()
    draft = read_text(f"{MANUAL}{line}\n")
    assert len(draft.procedures[0].steps) == 2
    assert perf_counter() - start < 2
