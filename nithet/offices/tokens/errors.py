"""Refusals of tokens."""

from __future__ import annotations

from nithet.core.errors import DomainError


class TokenRefusedError(DomainError):
    """Nobody is known by it, so nothing is told but what to do."""

    code, status = "token-refused", 401
    title = "ใช้รหัสเชื่อมต่อนี้ไม่ได้"
    message = "{why}"


class TokenNameTakenError(DomainError):
    code, status = "token-name-taken", 409
    title = "มีรหัสเชื่อมต่อชื่อนี้แล้ว"
    message = "ท่านมีรหัสเชื่อมต่อชื่อ “{name}” อยู่แล้ว โปรดตั้งชื่ออื่น หรือยกเลิกรหัสเดิมก่อน"


class TooManyTokensError(DomainError):
    code, status = "too-many-tokens", 409
    title = "มีรหัสเชื่อมต่อครบจำนวนแล้ว"
    message = "ท่านมีรหัสเชื่อมต่อครบ {most} รหัสแล้ว โปรดยกเลิกรหัสที่ไม่ได้ใช้ก่อน แล้วสร้างใหม่"
