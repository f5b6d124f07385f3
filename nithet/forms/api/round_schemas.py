"""What goes out of rounds, and what may be asked of them. Means and indices are texts, rounded half up as the pages show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from nithet.forms.api.schemas import MOST_A_PAGE, USUAL_A_PAGE, ChoiceLine, SchoolLine

Audience = Literal["schools", "people", "named", "public"]
RoundState = Literal["draft", "open", "closed", "void"]
Number = str | None


class AskedRounds(Schema):
    form: str = Field("", description="รหัสแบบฟอร์ม (form_id)")
    state: RoundState | None = Field(None, description="ไม่ระบุ: ทุกสถานะยกเว้น void")
    q: str = Field("", max_length=100, description="คำในชื่อรอบการเก็บข้อมูล")
    limit: int = Field(USUAL_A_PAGE, ge=1, le=MOST_A_PAGE)
    cursor: str = Field("", description="ค่า next ของหน้าก่อน")


class AskedTargets(Schema):
    show: Literal["answered", "missing", "excused"] | None = Field(None, description="ไม่ระบุ: ทั้งหมด")
    limit: int = Field(USUAL_A_PAGE, ge=1, le=MOST_A_PAGE)
    cursor: str = Field("", description="ค่า next ของหน้าก่อน")


class RoundLine(Schema):
    id: UUID
    title: str
    form: str = Field(description="รหัสแบบฟอร์ม (form_id)")
    version: int = Field(description="เลขฉบับของแบบฟอร์มที่ใช้ถาม")
    unit: str = Field(description="กลุ่มเจ้าของรอบ")
    use: str
    audience: Audience
    state: RoundState = Field(description="closed เมื่อพ้นวันปิดรับแล้วด้วย")
    is_taking: bool = Field(description="วันนี้ยังรับคำตอบ")
    is_anonymous: bool
    is_once: bool
    opens_on: date
    closes_on: date
    opened_at: datetime | None
    closed_at: datetime | None
    asked: int = Field(description="จำนวนที่ขอข้อมูล ไม่รวมที่ยกเว้น")
    answered: int = Field(description="จำนวนที่ตอบแล้วในกลุ่มเป้าหมาย ของประชาชนทั่วไปคือจำนวนคำตอบที่นับ")


class Rounds(Schema):
    results: list[RoundLine]
    next: str | None = Field(description="ส่งเป็น cursor เพื่อขอหน้าถัดไป ว่างเมื่อหมดแล้ว")


class GroupLine(Schema):
    key: str
    label: str
    asked: int
    answered: int


class ResponseLine(Schema):
    asked: int
    answered: int
    excused: int
    wanted: int = Field(description="จำนวนคำตอบที่ต้องการ")
    percent: Number = Field(description="ร้อยละการตอบกลับ ทศนิยม 1 ตำแหน่ง ว่างเมื่อไม่ได้ขอเป็นรายชื่อ")
    late: int = Field(description="ส่งหลังปิดรับ ยังไม่นับ")
    again: int = Field(description="ส่งซ้ำ ไม่นับ")
    groups: list[GroupLine] = Field(description="รายกลุ่มโรงเรียน หรือรายตำแหน่ง")


class RoundWhole(RoundLine):
    purpose: str
    response: ResponseLine = Field(description="เท่าที่เจ้าของรหัสเชื่อมต่อมีสิทธิ์ดู")


class TargetLine(Schema):
    id: UUID
    name: str
    school: SchoolLine | None
    standing: Literal["asked", "excused"]
    reason: str = Field(description="เหตุผลที่ยกเว้น")
    has_answered: bool
    answered_at: datetime | None = Field(description="ว่างเสมอเมื่อไม่ระบุตัวผู้ตอบ")
    answered_by: str = Field(description="ผู้ตอบแทนโรงเรียน")
    properties: dict[str, str] = Field(description="กลุ่ม ขนาด ฯลฯ ณ วันที่เปิดรอบ")
    reminders: int
    reminded_at: datetime | None


class Targets(Schema):
    results: list[TargetLine]
    next: str | None = Field(description="ส่งเป็น cursor เพื่อขอหน้าถัดไป ว่างเมื่อหมดแล้ว")


# Figures


class ShareLine(Schema):
    name: str
    label: str
    count: int | None
    percent: Number


class _Figures(Schema):
    n: int | None = Field(description="จำนวนผู้ตอบ ว่างเมื่อไม่แสดงเพราะผู้ตอบน้อย")
    formula: str
    is_suppressed: bool


class RatedFigures(_Figures):
    kind: Literal["rated"]
    mean: Number
    sd: Number = Field(description="ส่วนเบี่ยงเบนมาตรฐาน (n − 1)")
    band: str = Field(description="ระดับตามเกณฑ์ scheme")
    scheme: str
    shares: list[ShareLine]
    why: str = Field(description="เหตุผลเมื่อไม่มีค่า")


class NeededFigures(_Figures):
    kind: Literal["needed"]
    actual: RatedFigures
    desired: RatedFigures
    gap: Number
    pni: Number = Field(description="PNI_modified")
    rank: int | None = Field(description="ลำดับภายในด้าน ของด้านคือลำดับระหว่างด้าน")
    is_need: bool = Field(description="ถึงจุดตัด cutoff")
    why: str


class NumberedFigures(_Figures):
    kind: Literal["numbered"]
    mean: Number
    sd: Number
    least: Number
    median: Number
    most: Number
    total: Number
    why: str


class CountedFigures(_Figures):
    kind: Literal["counted"]
    shares: list[ShareLine]


class ToldFigures(_Figures):
    kind: Literal["told"]
    words: list[ShareLine] = Field(description="คำที่พบบ่อย")


FiguresLine = RatedFigures | NeededFigures | NumberedFigures | CountedFigures | ToldFigures


class ItemLine(Schema):
    path: str
    label: str
    role: str
    aspect: str = Field(description="ที่อยู่ของด้าน ว่างเมื่อไม่อยู่ในด้าน")
    repeat: str
    options: list[ChoiceLine]
    left_out: int | None = Field(description="จำนวนผู้ที่ไม่ได้ตอบข้อนี้")
    percent: Number = Field(description="ของแบบสังเกต: ร้อยละของคะแนนเต็ม")
    figures: FiguresLine


class AspectLine(Schema):
    path: str
    label: str
    percent: Number
    figures: RatedFigures | NeededFigures


class AlphaLine(Schema):
    name: str
    aspect: str
    k: int
    n: int
    value: Number
    words: str = Field(description="คำแปลผล หรือเหตุผลเมื่อไม่มีค่า")
    formula: str


class Results(Schema):
    round: UUID
    n: int | None
    is_suppressed: bool
    notes: list[str] = Field(description="เหตุที่ไม่แสดงผล ฯลฯ")
    scheme: str = Field(description="เกณฑ์แปลความหมายของค่าเฉลี่ย")
    cutoff: str = Field(description="จุดตัดของความต้องการจำเป็น")
    overall: RatedFigures | NeededFigures | None
    aspects: list[AspectLine]
    items: list[ItemLine]
    alphas: list[AlphaLine]
