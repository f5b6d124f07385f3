from __future__ import annotations

from nithet.core.errors import DomainError
from nithet.manuals.models import ManualVersion


class VersionStateError(DomainError):
    """The version is no longer where the page showed it."""

    code = "manual-version-state"
    title = "สถานะของคู่มือเปลี่ยนไปแล้ว"
    message = "“{manual}” อยู่ในสถานะ “{state}” จึง{act}ไม่ได้ โปรดเปิดหน้าคู่มือใหม่เพื่อดูสถานะล่าสุด"


class UnitMissingError(DomainError):
    code, status = "manual-unit-missing", 422
    title = "ยังไม่ระบุกลุ่มเจ้าของคู่มือ"
    message = "โปรดเลือกกลุ่มเจ้าของคู่มือ “{manual}” แล้วกดบันทึก ก่อนเสนอขอความเห็นชอบ"


class OnceProposedError(DomainError):
    """A draft that was before the director is history and stays."""

    code = "manual-once-proposed"
    title = "ยกเลิกฉบับร่างนี้ไม่ได้"
    message = (
        "“{manual}” เคยเสนอผู้อำนวยการแล้ว จึงต้องเก็บไว้เป็นประวัติ หากต้องการใช้ข้อความใหม่ โปรดนำเข้าเป็นฉบับปรับปรุงของคู่มือนี้"
    )


class DescribedError(DomainError):
    """The name and the unit of a manual in use are those of its adopted version."""

    code = "manual-described"
    title = "เปลี่ยนชื่อหรือกลุ่มของคู่มือไม่ได้"
    message = (
        "“{manual}” เสนอหรือประกาศใช้แล้ว จึงเปลี่ยนชื่อหรือกลุ่มเจ้าของไม่ได้ หากยังไม่ประกาศใช้ โปรดให้ผู้เสนอถอนเรื่องคืนก่อน"
    )


class SameTextError(DomainError):
    """This text is in the office already: `version` holds it."""

    code = "manual-same-text"
    title = "นำเข้าข้อความนี้แล้ว"
    message = "ข้อความนี้นำเข้าไว้แล้วใน “{version}” ระบบจึงไม่สร้างฉบับใหม่ โปรดเปิดฉบับนั้นเพื่อดำเนินการต่อ"

    def __init__(self, version: ManualVersion) -> None:
        super().__init__(version=version)
        self.version = version
