"""Refusals about accounts."""

from nithet.core.errors import DomainError


class SlipError(DomainError):
    """A slip that opens nothing. All say what to do."""

    status = 410
    title = "ใบแจ้งบัญชีนี้ใช้ไม่ได้"
    message = "โปรดขอใบใหม่จากผู้ดูแลระบบของสำนักงาน"


class SlipUnknownError(SlipError):
    code, status = "slip-unknown", 404
    message = "ไม่พบรหัสนี้ โปรดตรวจสอบตัวอักษรบนใบแจ้งบัญชีแล้วพิมพ์ใหม่ หรือขอใบใหม่จากผู้ดูแลระบบของสำนักงาน"


class SlipUsedError(SlipError):
    code = "slip-used"
    message = "ใบแจ้งบัญชีนี้ใช้ไปแล้ว โปรดเข้าสู่ระบบด้วยรหัสผ่านที่ท่านตั้งไว้ หากไม่ได้เป็นผู้ตั้ง โปรดแจ้งผู้ดูแลระบบของสำนักงานทันที"


class SlipWithdrawnError(SlipError):
    code = "slip-withdrawn"
    message = "ใบแจ้งบัญชีนี้ถูกยกเลิกเพราะมีการออกใบใหม่แล้ว โปรดใช้ใบล่าสุด หรือขอใบใหม่จากผู้ดูแลระบบของสำนักงาน"


class SlipExpiredError(SlipError):
    code = "slip-expired"
    message = "ใบแจ้งบัญชีนี้หมดอายุแล้ว โปรดขอใบใหม่จากผู้ดูแลระบบของสำนักงาน"


class TooManyCodesError(DomainError):
    code, status = "too-many-codes", 429
    title = "พักการกรอกรหัสชั่วคราว"
    message = "กรอกรหัสไม่ถูกต้องหลายครั้ง โปรดรอ 10 นาทีแล้วลองใหม่ หรือขอใบใหม่จากผู้ดูแลระบบของสำนักงาน"


class NoSecondFactorError(DomainError):
    code = "no-second-factor"
    message = "บัญชีของ{name}ไม่ได้เปิดการยืนยันตัวตนขั้นที่สองอยู่"


class NotLockedError(DomainError):
    code = "not-locked"
    message = "บัญชีของ{name}ไม่ได้ถูกพักการเข้าสู่ระบบอยู่"


class AccountStateError(DomainError):
    code = "account-state"
    message = "บัญชีของ{name}อยู่ในสถานะนี้แล้ว โปรดเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"


class OwnAccountError(DomainError):
    code = "own-account"
    message = "ระงับบัญชีของตนเองไม่ได้ โปรดให้ผู้ดูแลระบบหรือผู้อำนวยการสำนักงานเขตเป็นผู้ดำเนินการ"
