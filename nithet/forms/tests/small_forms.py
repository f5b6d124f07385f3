"""Small forms as data, for tests of what is done with forms."""

from __future__ import annotations

from typing import Any

from nithet.forms.definition import Choice, Definition, Group, Item, Kind, Question

RATES = tuple(
    Choice(name, label)
    for name, label in (("5", "มากที่สุด"), ("4", "มาก"), ("3", "ปานกลาง"), ("2", "น้อย"), ("1", "น้อยที่สุด"))
)
ROOMS = (
    Choice("m1", "ห้อง ม.1", {"level": "secondary"}), Choice("p1", "ห้อง ป.1", {"level": "primary"}), Choice("p2", "ห้อง ป.2", {"level": "primary"}),
)  # fmt: skip
SCHOOLS = {
    "57010001": {"label": "โรงเรียนบ้านดอยงาม", "district": "เมือง"},
    "57010002": {"label": "โรงเรียนบ้านห้วยใส", "district": "แม่จัน"},
}


def form(*items: Item, lists: dict[str, tuple[Choice, ...]] | None = None) -> Definition:
    return Definition(
        "visit", "บันทึกการนิเทศ", items, lists if lists is not None else {"rate": RATES, "room": ROOMS}
    )


def pair(name: str, label: str) -> Group:
    rated = (
        Question(f"{name}/{one}", Kind.SELECT_ONE, one, list_name="rate", appearance="likert")
        for one in ("actual", "desired")
    )
    return Group(name, label, tuple(rated))


VISIT = form(
    Group("heading", "ข้อมูลทั่วไป", (
        Question("heading/date", Kind.DATE, "วันที่นิเทศ", required="true()", constraint=". <= today()", constraint_message="เลือกวันที่ไม่เกินวันนี้"),
        Question("heading/school", Kind.SELECT_ONE, "โรงเรียน", from_file="schools.csv", choice_filter="district = /data/heading/district or /data/heading/district = ''"),
        Question("heading/district", Kind.TEXT, "อำเภอ"),
    )),
    Question("intro", Kind.NOTE, "โปรดตอบทุกข้อ"),
    Question("teachers", Kind.INTEGER, "จำนวนครู", required="true()", constraint=". >= 0 and . <= 500"),
    Question("hours", Kind.DECIMAL, "ชั่วโมงต่อสัปดาห์"),
    Question("level", Kind.SELECT_ONE, "ระดับ", list_name="level"),
    Question("room", Kind.SELECT_ONE, "ห้องที่นิเทศ", list_name="room", choice_filter="level = /data/level"),
    Question("rating", Kind.RANGE, "ระดับคะแนน", parameters={"start": "0", "end": "5", "step": "0.5"}),
    Question("topics", Kind.SELECT_MULTIPLE, "เรื่องที่นิเทศ", list_name="rate", has_other=True),
    Question("order", Kind.RANK, "ลำดับความสำคัญ", list_name="rate"),
    Group("follow", "การติดตาม", (
        Question("follow/why", Kind.TEXT, "เหตุผล", required="true()", required_message="โปรดบอกเหตุผล"),
        Question("follow/when", Kind.DATETIME, "นัดหมาย"),
    ), relevant="/data/teachers > 10"),
    Question("count", Kind.INTEGER, "จำนวนข้อตกลง"),
    Group("agreements", "ข้อตกลง", (
        Question("agreements/what", Kind.TEXT, "เรื่องที่ตกลง", required="true()"),
        Question("agreements/due", Kind.DATE, "กำหนดเสร็จ", constraint=". >= /data/heading/date", constraint_message="ต้องไม่ก่อนวันที่นิเทศ"),
        Question("agreements/number", Kind.CALCULATE, "ลำดับ", calculation="position(..)"),
        Group("agreements/people", "ผู้รับผิดชอบ", (
            Question("agreements/people/name", Kind.TEXT, "ชื่อ"),
            Question("agreements/people/line", Kind.CALCULATE, "", calculation="concat(../../what, ': ', ../name)"),
        ), is_repeat=True),
    ), is_repeat=True, count="/data/count"),
    Question("photo", Kind.IMAGE, "ภาพถ่าย"),
    Question("place", Kind.GEOPOINT, "ที่ตั้ง"),
    Question("way", Kind.GEOTRACE, "เส้นทาง"),
    Question("field", Kind.GEOSHAPE, "พื้นที่"),
    Question("at", Kind.TIME, "เวลา"),
    Question("agreed", Kind.ACKNOWLEDGE, "รับทราบ"),
    Question("total", Kind.CALCULATE, "รวม", calculation="/data/teachers * 2 + count(/data/agreements)"),
    Question("half", Kind.CALCULATE, "ครึ่งหนึ่ง", calculation="/data/total div 3"),
    Question("filled", Kind.META, "", meta="today"),
    lists={"rate": RATES, "room": ROOMS, "level": (Choice("primary", "ประถม"), Choice("secondary", "มัธยม"))},
)  # fmt: skip

POINT = {"latitude": 19.9105, "longitude": 99.8406, "altitude": 398.0, "accuracy": 4.5}
CORNER = {"latitude": 19.92, "longitude": 99.84, "altitude": None, "accuracy": None}
BARE = {"latitude": 19.91, "longitude": 99.85, "altitude": None, "accuracy": None}


def answers() -> Any:
    """Right in all, and of every kind."""
    return {
        "heading/date": "2026-11-20", "heading/school": "57010001", "heading/district": "เมือง", "teachers": 12, "hours": 2.5,
        "level": "primary", "room": "p2", "rating": 3.5, "topics": ["5", "other"], "topics_other": "การอ่าน", "order": ["5", "4", "3", "2", "1"],
        "follow/why": "ติดตามผล\nรอบสอง", "follow/when": "2026-12-01T09:00:00.000+07:00", "count": 2,
        "agreements": [
            {"agreements/what": "จัดมุมอ่าน", "agreements/due": "2026-11-30", "agreements/number": "1", "agreements/people": [
                {"agreements/people/name": "ครูหนึ่ง", "agreements/people/line": "จัดมุมอ่าน: ครูหนึ่ง"}, {"agreements/people/line": "จัดมุมอ่าน: "}]},
            {"agreements/what": "ส่งแผน <&> \"ใหม่\"", "agreements/number": "2"},
        ],
        "photo": "visit.jpg", "place": dict(POINT), "way": [dict(POINT), dict(CORNER)], "field": [dict(CORNER), dict(BARE), dict(POINT), dict(CORNER)],
        "at": "08:30:00.000+07:00", "agreed": "OK", "total": "26", "half": "8.666666666666666", "filled": "2026-11-20",
    }  # fmt: skip
