"""Manuals as files in each format, and a file of any of them read again."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZipFile

from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.exchange.bpmn_in import read_bpmn
from nithet.manuals.exchange.bpmn_out import write_bpmn
from nithet.manuals.exchange.content import Received
from nithet.manuals.exchange.errors import ExchangeError
from nithet.manuals.exchange.yaml_in import read_yaml
from nithet.manuals.exchange.yaml_out import dump_manual, dump_procedure
from nithet.manuals.flowchart.alone import draw_alone
from nithet.manuals.flowchart.charting import chart_of_draft

MEGABYTE = 1024 * 1024
MOST_BYTES = 4 * MEGABYTE
KINDS = {
    "svg": "image/svg+xml",
    "bpmn": "application/xml; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}
_ZIP = "application/zip"
_NO_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class File:
    """What goes out; `name` has its ending."""

    name: str
    kind: str
    content: bytes


def procedure_file(procedure: ProcedureDraft, kind: str, *, unit_name: str) -> File:
    """One procedure as `kind`, one of KINDS."""
    if kind == "svg":
        text = draw_alone(chart_of_draft(procedure, unit_name=unit_name))
    elif kind == "bpmn":
        text = write_bpmn(procedure, unit_name=unit_name)
    else:
        text = dump_procedure(procedure)
    return File(f"{_plain(procedure.title)}.{kind}", KINDS[kind], text.encode())


def manual_file(draft: ManualDraft, kind: str, *, title: str, unit_name: str) -> File:
    """A whole manual: one YAML text; pictures and BPMN are a file a procedure, packed together."""
    if kind == "yaml":
        return File(f"{_plain(title)}.yaml", KINDS[kind], dump_manual(draft, title=title).encode())
    files = [procedure_file(one, kind, unit_name=unit_name) for one in draft.procedures]
    if len(files) == 1:
        return files[0]
    return File(f"{_plain(title)} ({kind.upper()}).zip", _ZIP, _packed(files))


def read_file(content: bytes, *, name: str) -> Received:
    """BPMN or YAML, told by what is in it. Raises ExchangeError."""
    if len(content) > MOST_BYTES:
        raise ExchangeError([f"{name}: ไฟล์ใหญ่เกิน {MOST_BYTES // MEGABYTE} เมกะไบต์ โปรดแบ่งเป็นหลายไฟล์"])
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith((b"<", *_UTF16)):
        return read_bpmn(content.lstrip() if start.startswith(b"<") else content, name=name)
    return read_yaml(_text(content, name=name), name=name)


def _text(content: bytes, *, name: str) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ExchangeError(
            [f"{name}: ไม่ใช่ไฟล์ YAML หรือ BPMN ที่เป็นข้อความ UTF-8 โปรดเลือกไฟล์ที่ส่งออกจากระบบนี้"]
        ) from error
    if not text.strip():
        raise ExchangeError([f"{name}: ไฟล์ว่าง โปรดเลือกไฟล์อื่น"])
    return text


def _packed(files: Sequence[File]) -> bytes:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for place, file in enumerate(files, 1):
            archive.writestr(f"{place:02d} {file.name}", file.content)
    return packed.getvalue()


def _plain(title: str) -> str:
    """A title as the name of a file: short enough for every system, in Thai too."""
    return " ".join(_NO_FILE_NAME.sub(" ", title).split())[:60].strip(" .") or "กระบวนงาน"
