"""Damaged files are refused or read in part: no other error, and every line of what was read has one fate.

`make soak` tries many more (NITHET_SOAK is how many).
"""

import io
import os
from contextlib import suppress
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading import UnreadableManualError, read_text
from nithet.manuals.sources import Extracted, UnreadableSourceError, extract
from nithet.manuals.tests.making_docx import docx_of
from nithet.manuals.tests.making_pdf import pdf_of

EXAMPLES = int(os.environ.get("NITHET_SOAK", "60"))
MANUAL = """# คู่มือการปฏิบัติงาน งานสารบรรณ

## ๑. ชื่องาน

งานรับส่งหนังสือราชการของสำนักงานเขตพื้นที่การศึกษา

## ๒. วัตถุประสงค์

๑. เพื่อให้การรับส่งหนังสือเป็นไปโดยถูกต้อง รวดเร็ว และตรวจสอบได้
๒. เพื่อให้ผู้ที่เกี่ยวข้องทราบขั้นตอนและระยะเวลา

## ๓. ขั้นตอนการปฏิบัติงาน

| ที่ | ขั้นตอน | ระยะเวลา | ผู้รับผิดชอบ |
|---|---|---|---|
| ๑ | รับหนังสือและตรวจสอบความถูกต้องของเอกสารที่ส่งมาด้วย | ต.ค. | ธุรการ |
| ๒ | ลงทะเบียนรับและเสนอผู้อำนวยการกลุ่มพิจารณา | พ.ย. | ธุรการ |
| ๓ | แจ้งผู้เกี่ยวข้องดำเนินการและติดตามผล | ธ.ค. – ม.ค. | หัวหน้ากลุ่ม |

## ๔. แบบฟอร์มที่ใช้

๑. ทะเบียนหนังสือรับ
"""


@cache
def whole(kind: str) -> bytes:
    return pdf_of(MANUAL) if kind == "pdf" else docx_of(MANUAL)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[str, float, bytes]]:
    """What is done to a file, and at which share of it."""
    one = st.tuples(
        st.sampled_from(["put", "insert", "cut", "end", "repeat"]),
        st.floats(0, 1, exclude_max=True),
        st.binary(min_size=1, max_size=24),
    )
    return draw(st.lists(one, min_size=1, max_size=6))


def changed(data: bytes, wanted: list[tuple[str, float, bytes]]) -> bytes:
    for kind, share, piece in wanted:
        at = int(share * len(data))
        if kind == "put":
            data = data[:at] + piece + data[at + len(piece) :]
        elif kind == "insert":
            data = data[:at] + piece + data[at:]
        elif kind == "cut":
            data = data[:at] + data[at + 16 * len(piece) :]
        elif kind == "repeat":
            data = data[:at] + data[at : at + 16 * len(piece)] * 2 + data[at + 16 * len(piece) :]
        else:
            data = data[: max(at, 1)]
    return data


@pytest.mark.parametrize("kind", ["pdf", "docx"])
@given(wanted=changes())
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_is_refused_or_read_with_every_line_accounted_for(
    kind: str, wanted: list[tuple[str, float, bytes]]
) -> None:
    with suppress(UnreadableSourceError, UnreadableManualError):
        found = extract(io.BytesIO(changed(whole(kind), wanted)), f"คู่มือ.{kind}")
        check_account(found, read_text(found.text))


def check_account(found: Extracted, draft: ManualDraft) -> None:
    lines = found.text.split("\n")
    assert draft.line_count == len(lines)
    assert [note.line for note in draft.notes] == [at for at, line in enumerate(lines, 1) if line.strip()]
    assert all(1 <= place.line <= len(lines) for place in found.places)


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_whole_file_is_read(kind: str) -> None:
    draft = read_text(extract(io.BytesIO(whole(kind)), f"คู่มือ.{kind}").text)
    (procedure,) = draft.procedures
    assert [step.months for step in procedure.steps] == [(10,), (11,), (12, 1)]
