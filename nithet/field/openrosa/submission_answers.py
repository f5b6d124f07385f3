"""What a phone is answered after it sent: a message in OpenRosa's XML, which its user reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from xml.sax.saxutils import escape

from nithet.core.errors import DomainError
from nithet.field.services.arriving import Arrived

RECEIVED = "ส่งเข้าระบบแล้ว เลขอ้างอิง {reference}"
AWAITED = "ได้รับคำตอบแล้ว เลขอ้างอิง {reference} ยังรอไฟล์แนบ {count} ไฟล์"
MOST_AT_ONCE = 10 * 1024 * 1024
"""Collect divides what is larger into several requests: on a poor network less has to be sent once more."""
AWAY_S = 60
BROKEN = "เครื่องแม่ข่ายขัดข้องชั่วคราว ระบบยังไม่ได้ยืนยันการรับข้อมูล ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง โปรดส่งใหม่ภายหลัง"
DATABASE_AWAY = "ฐานข้อมูลของเครื่องแม่ข่ายหยุดชั่วคราว เช่น กำลังเริ่มใหม่หรือปรับปรุง จึงยังรับข้อมูลไม่ได้ ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง โปรดส่งใหม่ในอีกสักครู่"
ALLOWED = "HEAD, POST"
_BODY = (
    "<?xml version='1.0' encoding='UTF-8' ?>\n"
    '<OpenRosaResponse xmlns="http://openrosa.org/http/response" items="{items}">'
    '<message nature="{nature}">{message}</message></OpenRosaResponse>'
)
HEADERS = {
    "X-OpenRosa-Version": "1.0",
    "X-OpenRosa-Accept-Content-Length": str(MOST_AT_ONCE),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        if not self.message:
            return b""
        is_taken = self.status < HTTPStatus.BAD_REQUEST
        nature = "submit_success" if is_taken else "submit_error"
        return _BODY.format(items=int(is_taken), nature=nature, message=escape(self.message)).encode()


ROOM = Answer(HTTPStatus.NO_CONTENT)
"""That there is something behind the address: asked before each sending."""
NOT_ALLOWED = Answer(HTTPStatus.METHOD_NOT_ALLOWED, "ที่อยู่นี้ใช้ส่งข้อมูลจากแอปเท่านั้น", {"Allow": ALLOWED})
FAILED = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, BROKEN)
AWAY = Answer(HTTPStatus.SERVICE_UNAVAILABLE, DATABASE_AWAY, {"Retry-After": str(AWAY_S)})


def taken(arrived: Arrived, *, is_incomplete: bool) -> Answer:
    """202 while the phone itself says that more files follow."""
    reference, count = arrived.submission.reference, len(arrived.awaited)
    message = (
        AWAITED.format(reference=reference, count=count) if count else RECEIVED.format(reference=reference)
    )
    return Answer(HTTPStatus.ACCEPTED if is_incomplete else HTTPStatus.CREATED, message)


def refused(error: DomainError) -> Answer:
    return Answer(error.status, error.text)
