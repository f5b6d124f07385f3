"""Refusals as OData has them: {"error": {"code", "message"}}, the message in Thai for whoever reads it in Excel."""

from __future__ import annotations

from nithet.core.errors import DomainError


class UnfitQueryError(DomainError):
    code, status = "unfit-query", 400
    message = "{why}"


class UnknownColumnError(DomainError):
    code, status = "unknown-column", 400
    message = "ไม่รู้จักคอลัมน์: {unknown} โปรดใช้ชื่อตาม $metadata ได้แก่ {known}"


class UnsupportedQueryError(DomainError):
    code, status = "unsupported-query", 501
    message = "ยังไม่รองรับ {what} โปรดอ่านข้อมูลทั้งชุดแล้วประมวลผลใน Excel หรือ Power BI"


class WrongMethodError(DomainError):
    code, status = "wrong-method", 405
    message = "ที่อยู่นี้อ่านได้อย่างเดียว โปรดเรียกด้วยวิธี GET"


class TooOftenError(DomainError):
    code, status = "too-often", 429
    message = "เรียกข้อมูลถี่เกินกำหนด โปรดรอตามเวลาในส่วนหัว Retry-After (วินาที) แล้วเรียกใหม่"
