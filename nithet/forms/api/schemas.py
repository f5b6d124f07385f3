"""What goes out, and what may be asked. Descriptions stand in the published description of the interface."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

MOST_A_PAGE = 500
USUAL_A_PAGE = 100

# A year of the Buddhist era is not a day that was meant.
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2200, 1, 1))]
SmisCode = Annotated[str, StringConstraints(pattern=r"^\d{8}$")]


class Refusal(Schema):
    code: str
    message: str


class FormLine(Schema):
    name: str = Field(description="รหัสแบบฟอร์ม (form_id)")
    title: str
    kind: str
    unit: str | None = Field(description="กลุ่มเจ้าของแบบฟอร์ม")
    for_schools: bool
    is_retired: bool
    newest_version: int | None = Field(description="เลขฉบับล่าสุดที่เผยแพร่ ว่างเมื่อยังไม่เผยแพร่")


class Forms(Schema):
    results: list[FormLine]


class VersionLine(Schema):
    number: int
    title: str
    published_at: datetime


class Versions(Schema):
    results: list[VersionLine]


class ChoiceLine(Schema):
    name: str
    label: str


class QuestionLine(Schema):
    path: str = Field(description="ที่อยู่ของข้อในคำตอบ (answers)")
    kind: str
    label: str
    repeat: str = Field(description="ที่อยู่ของรายการซ้ำที่ข้อนี้อยู่ ว่างเมื่อไม่อยู่ในรายการซ้ำ")
    choices: list[ChoiceLine] = Field(description="ตัวเลือกของข้อนี้")
    choices_file: str = Field(description="ไฟล์รายการตัวเลือก เช่น schools.csv")


class Version(VersionLine):
    questions: list[QuestionLine]


class SchoolLine(Schema):
    smis_code: str
    name: str


class FileLine(Schema):
    name: str
    size: int
    content_type: str
    url: str = Field(description="ที่อยู่ของไฟล์ เรียกด้วยรหัสเชื่อมต่อเดียวกัน")


class SubmissionLine(Schema):
    """With `fields`, only what was asked for."""

    id: UUID = Field(default=None)  # type: ignore[assignment]  # left out where it was not asked for
    reference: str = Field(default="", description="เลขอ้างอิงที่แสดงบนหน้าจอ")
    instance_id: str = ""
    form: str = ""
    version: int = 0
    state: str = ""
    is_trial: bool = False
    revision: int = Field(default=0, description="เพิ่มขึ้นทุกครั้งที่แก้ไขคำตอบ")
    received_at: datetime | None = None
    decided_at: datetime | None = None
    reason: str = Field(default="", description="เหตุผลที่ส่งคืนหรือยกเลิก")
    school: SchoolLine | None = None
    sender: str = ""
    answers: dict[str, Any] = Field(default={}, description="ที่อยู่ของข้อ → คำตอบ รายการซ้ำเป็นรายการของคำตอบ")
    problems: list[dict[str, Any]] = Field(default=[], description="สิ่งที่การตรวจพบ")
    files: list[FileLine] = []


class Page(Schema):
    results: list[SubmissionLine]
    next: str | None = Field(description="ส่งเป็น cursor เพื่อขอหน้าถัดไป ว่างเมื่อหมดแล้ว")


State = Literal["received", "attention", "approved", "returned", "void", "waiting"]


class Asked(Schema):
    state: State | None = Field(None, description="waiting: received และ attention; ไม่ระบุ: ทุกสถานะยกเว้น void")
    school: SmisCode | None = Field(None, description="รหัส SMIS 8 หลัก")
    from_on: Day | None = Field(None, alias="from", description="ได้รับตั้งแต่วันที่ (ค.ศ.)")
    until_on: Day | None = Field(None, alias="to", description="ได้รับถึงวันที่ (ค.ศ.)")
    version: int | None = Field(None, ge=1, le=1_000_000, description="เลขฉบับของแบบฟอร์ม")
    trial: bool = Field(False, description="true: เฉพาะที่ทดลองกรอก")
    fields: str = Field("", description="ชื่อข้อมูลหรือที่อยู่ของข้อ คั่นด้วยจุลภาค เช่น id,received_at,heading/school")
    limit: int = Field(USUAL_A_PAGE, ge=1, le=MOST_A_PAGE)
    cursor: str = Field("", description="ค่า next ของหน้าก่อน")
