"""Where one serves in each role. Forms, checks and words of appointments read this table."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.offices.models import Appointment, Role


@dataclass(frozen=True, slots=True)
class Post:
    """The places a role may serve: one of `kinds`; needed unless `may_be_nowhere`. `is_single`: one holder a place."""

    kinds: tuple[str, ...] = ()
    may_be_nowhere: bool = True
    is_single: bool = False


_OFFICE = Post()
_SOME_UNIT = Post(("unit",))
_UNIT = Post(("unit",), may_be_nowhere=False)
_SCHOOL = Post(("school",), may_be_nowhere=False)

POSTS: dict[str, Post] = {
    Role.DIRECTOR: Post(is_single=True),
    Role.DEPUTY: _SOME_UNIT,  # the divisions in charge
    Role.HEAD: Post(("unit",), may_be_nowhere=False, is_single=True),
    Role.SECTION_HEAD: Post(("unit",), may_be_nowhere=False, is_single=True),
    Role.SUPERVISOR: Post(("unit", "cluster"), may_be_nowhere=False),
    Role.COMPUTER_OFFICER: _UNIT,
    Role.CLERK: _UNIT,
    Role.SECRETARY: _SOME_UNIT,
    Role.REGISTRY: _SOME_UNIT,
    Role.PLANNING: _SOME_UNIT,
    Role.FINANCE: _SOME_UNIT,
    Role.SCHOOL_DIRECTOR: Post(("school",), may_be_nowhere=False, is_single=True),
    Role.SCHOOL_CLERK: _SCHOOL,
    Role.TEACHER: _SCHOOL,
    Role.CLUSTER_CHAIR: Post(("cluster",), may_be_nowhere=False, is_single=True),
    Role.COMMITTEE: _OFFICE,
    Role.AUDITOR: _SOME_UNIT,
    Role.MINISTRY: _OFFICE,
    Role.ADMINISTRATOR: _SOME_UNIT,
}

ACTING = (Appointment.Capacity.ACTING_FOR, Appointment.Capacity.ON_BEHALF, Appointment.Capacity.ACTING_IN)

# Told where a post has its holder and somebody is to act in it.
HELD_WORDS = {
    Appointment.Capacity.ACTING_FOR: "รักษาราชการแทนมีผลเฉพาะช่วงที่ผู้ดำรงตำแหน่งไม่อยู่หรือปฏิบัติราชการไม่ได้",
    Appointment.Capacity.ON_BEHALF: "ผู้ปฏิบัติราชการแทนดำเนินการได้เฉพาะเรื่องที่คำสั่งมอบอำนาจระบุไว้",
    Appointment.Capacity.ACTING_IN: "รักษาการในตำแหน่งใช้เมื่อตำแหน่งว่าง โปรดตรวจสอบคำสั่งอีกครั้ง หรือสิ้นสุดการดำรงตำแหน่งเดิมก่อน",
}
