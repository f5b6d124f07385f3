"""A dataset as an office would register it, and a round of its pupils as DMC gives them."""

from __future__ import annotations

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile

from nithet.core.ids import new_id
from nithet.cycles.services.letters import store_files
from nithet.offices.models import School
from nithet.registers.datasets.forms import named
from nithet.registers.datasets.models import DataField, Dataset
from nithet.registers.datasets.register import DATASETS, ROUNDS
from nithet.registers.generic.doing import Work, done_item
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed, finish_item, make_item
from nithet.thai.dates import format_date

_KNOWN = (
    ("ข้อมูลนักเรียนรายโรงเรียน", "จำนวนนักเรียนแยกชายหญิงของทุกโรงเรียน", "ระบบ DMC", "dmc"),
    ("ข้อมูลครูและบุคลากรรายโรงเรียน", "จำนวนครูจำแนกตามวุฒิและสาขาวิชาของทุกโรงเรียน", "รายงานของโรงเรียน", "semester"),
    ("ครุภัณฑ์และอุปกรณ์เทคโนโลยีของโรงเรียน", "รายการ จำนวน และสภาพอุปกรณ์ของทุกโรงเรียน", "แบบสำรวจของสำนักงาน", "year"),
)  # fmt: skip
_COLUMNS: tuple[Row, ...] = (
    {"name": "รหัสโรงเรียน", "meaning": "รหัส SMIS 8 หลัก", "kind": DataField.Kind.SCHOOL, "is_key": True},
    {"name": "โรงเรียน", "meaning": "ชื่อโรงเรียนตามทะเบียน", "kind": DataField.Kind.TEXT},
    {"name": "ชาย", "meaning": "จำนวนนักเรียนชาย (คน)", "kind": DataField.Kind.WHOLE},
    {"name": "หญิง", "meaning": "จำนวนนักเรียนหญิง (คน)", "kind": DataField.Kind.WHOLE},
    {"name": "ไฟฟ้า", "meaning": "แหล่งไฟฟ้าของโรงเรียน", "kind": DataField.Kind.CHOICE, "codes": "มี, ไม่มี, โซลาร์เซลล์"},
)  # fmt: skip


def register(work: Work) -> None:
    """A dataset; of pupils also a round that is checked, and where it is registered already only that."""
    place = work.number % len(_KNOWN)
    if place:
        _dataset(work, *_KNOWN[place], of=work.task.title)
        return
    title = f"{_KNOWN[0][0]} ({work.task.run.title})"[:300]
    known = Dataset.objects.filter(
        office=work.by.office, unit=work.task.unit, title=title, state="done"
    ).first()
    _round(work, known or _dataset(work, *_KNOWN[0], of=work.task.run.title))


def _dataset(work: Work, title: str, holds: str, source: str, cadence: str, *, of: str) -> Dataset:
    year = work.task.run.cycle.fiscal_year_be
    facts = {"title": f"{title} ({of})"[:300], "holds": holds, "source": source, "keeper": work.task.unit.name, "cadence": cadence,
             "period": f"ปีงบประมาณ พ.ศ. {year}", "place": "แฟ้มข้อมูลกลางของสำนักงาน", "as_of": work.on}  # fmt: skip
    made = done_item(DATASETS, work, facts, {"columns": list(_COLUMNS)})
    assert isinstance(made, Dataset)  # noqa: S101  for the type checker
    return made


def _round(work: Work, dataset: Dataset) -> None:
    task, as_of = work.task, work.on
    facts = {"title": named(dataset, as_of), "dataset": dataset, "as_of": as_of, "unit": task.unit, "owner": work.by.person,
             "fiscal_year_be": task.run.cycle.fiscal_year_be}  # fmt: skip
    kept = store_files(work.by.office, [_table(work, as_of)])
    item = make_item(ROUNDS, Typed(facts, {}, kept), by=work.by, key=new_id(), task=task)
    finish_item(ROUNDS, item, on=work.on, by=work.by)


def _table(work: Work, as_of: date) -> SimpleUploadedFile:
    """As such tables come: a cell left empty, a school twice, a word where a number belongs."""
    schools = School.objects.filter(office=work.by.office).order_by("sort_key", "pk")[:40]
    lines = ["รหัสโรงเรียน,โรงเรียน,ชาย,หญิง,ไฟฟ้า"]
    for place, school in enumerate(schools):
        girls = "" if place % (5 + as_of.day) == 4 else str(30 + place * 3 % 50)
        power = "ดี" if place == 7 else ("โซลาร์เซลล์" if place % 5 == 0 else "มี")
        lines.append(f"{school.smis_code},{school.name},{28 + place * 7 % 60},{girls},{power}")
    text = "\r\n".join([*lines, *lines[3:4]])
    return SimpleUploadedFile(
        f"นักเรียนรายโรงเรียน {format_date(as_of, 'short')}.csv",
        text.encode("utf-8-sig"),
        content_type="text/csv",
    )


DOERS = {"register": register}
