"""What each choice does, in words for whoever is about to choose."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.field.models import Apart
from nithet.forms.models import Submission

Choice, Kind = Apart.Choice, Apart.Kind
_WHAT = {
    (Kind.CONTENT, Choice.STANDING): "คำตอบคงเดิม ชุดที่มาภายหลังเก็บไว้ให้เปิดดูในหน้านี้ เปลี่ยนใจภายหลังได้",
    (Kind.CONTENT, Choice.OTHER): "คำตอบของข้อมูลเลขอ้างอิง {first} จะเปลี่ยนเป็นชุดนี้ คำตอบเดิมเก็บไว้ในประวัติการแก้ไข",
    (Kind.CONTENT, Choice.BOTH): "ชุดที่มาภายหลังจะเป็นข้อมูลอีกชุดหนึ่ง มีเลขอ้างอิงของตนเอง ใช้เมื่อเป็นคนละเรื่องกัน",
    (Kind.SUBJECT, Choice.STANDING): "ข้อมูลเลขอ้างอิง {other} จะถูกยกเลิก (คงประวัติไว้) เปลี่ยนใจภายหลังได้",
    (Kind.SUBJECT, Choice.OTHER): "ข้อมูลเลขอ้างอิง {first} จะถูกยกเลิก (คงประวัติไว้) เปลี่ยนใจภายหลังได้",
    (Kind.SUBJECT, Choice.BOTH): "คงไว้และนับทั้งสองชุด ใช้เมื่อเป็นคนละครั้งหรือคนละเรื่องกัน",
}
_LANDED = " รายการที่ข้อมูลนั้นบันทึกเข้าทะเบียนแล้วยังคงอยู่ โปรดตรวจทะเบียนด้วย"
_VOID = "ข้อมูลเลขอ้างอิง {reference} ถูกยกเลิกไปแล้ว หากจะใช้ โปรดเรียกคืนที่หน้าของข้อมูลนั้นก่อน"


@dataclass(frozen=True, slots=True)
class Offer:
    """A button; `is_off` where what it would take was set aside meanwhile."""

    code: str
    label: str
    what: str
    is_off: bool


def offers_of(apart: Apart) -> list[Offer]:
    return [_offer(apart, choice) for choice in Choice]


def _offer(apart: Apart, choice: Apart.Choice) -> Offer:
    if gone := _gone(apart, choice):
        return Offer(choice, choice.label, _VOID.format(reference=gone.reference), is_off=True)
    other = apart.other.reference if apart.other else ""
    what = _WHAT[Kind(apart.kind), choice].format(first=apart.submission.reference, other=other)
    left = _left(apart, choice)
    return Offer(choice, choice.label, what + (_LANDED if left and left.landed_id else ""), is_off=False)


def _gone(apart: Apart, choice: Apart.Choice) -> Submission | None:
    """The submission that this choice would take, where it is void."""
    if apart.kind == Kind.CONTENT:
        taken = apart.submission if choice == Choice.OTHER else None
    else:
        taken = {Choice.STANDING: apart.submission, Choice.OTHER: apart.other}.get(choice)
    return taken if taken is not None and taken.state == Submission.State.VOID else None


def _left(apart: Apart, choice: Apart.Choice) -> Submission | None:
    if apart.kind == Kind.CONTENT:
        return None
    return {Choice.STANDING: apart.other, Choice.OTHER: apart.submission}.get(choice)
