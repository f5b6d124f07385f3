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


class BegunAlreadyError(DomainError):
    """There is an edition begun from this one that nobody has finished: `version` is it."""

    code = "manual-begun"
    title = "มีฉบับที่เริ่มไว้แล้ว"
    message = "มีฉบับที่เริ่มจากฉบับนี้และยังไม่ประกาศใช้อยู่แล้ว ระบบจึงเปิดฉบับนั้นแทนการสร้างใหม่"

    def __init__(self, version: ManualVersion) -> None:
        super().__init__()
        self.version = version


class UnknownFamilyError(DomainError):
    code, status = "manual-unknown-family", 422
    title = "ไม่มีกลุ่มงานนี้"
    message = "โปรดเลือกประเภทงานจากรายการ"


class NotReadError(DomainError):
    """Files that cannot be read; the sentence says why and what to do."""

    code, status = "manual-not-read", 422
    title = "อ่านไฟล์คู่มือไม่ได้"


class UploadStateError(DomainError):
    code = "manual-upload-state"
    title = "สถานะของไฟล์เปลี่ยนไปแล้ว"
    message = "ระบบกำลังอ่านหรืออ่านไฟล์นี้แล้ว จึง{act}ไม่ได้ โปรดเปิดหน้านี้ใหม่เพื่อดูสถานะล่าสุด"


class ActRefusedError(DomainError):
    """An act that the draft does not allow; the sentence comes from `editing.errors`."""

    code, status = "manual-act-refused", 422
    title = "แก้ไขไม่ได้"


class StaleDraftError(DomainError):
    """The draft was changed since the page was opened: nothing is stored, and the page shows both."""

    code = "manual-stale"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "“{manual}” ถูกแก้ไขหลังจากท่านเปิดหน้านี้ ระบบจึงยังไม่บันทึกสิ่งที่ท่านส่ง โปรดเทียบกับที่เป็นอยู่ขณะนี้แล้วเลือก"


class SeenOtherwiseError(DomainError):
    """What is to be endorsed is not what the page showed."""

    code = "manual-seen-otherwise"
    title = "คู่มือเปลี่ยนไปหลังจากท่านเปิดหน้านี้"
    message = "“{manual}” ถูกแก้ไขและเสนอใหม่หลังจากท่านเปิดหน้านี้ จึงยังไม่ประกาศใช้ โปรดเปิดหน้าคู่มือใหม่แล้วตรวจอีกครั้ง"


class ChangedSinceError(DomainError):
    """What is to be proposed is not what the page showed."""

    code = "manual-changed-since"
    title = "คู่มือเปลี่ยนไปหลังจากท่านเปิดหน้านี้"
    message = "“{manual}” ถูกแก้ไขหลังจากท่านเปิดหน้านี้ จึงยังไม่ได้เสนอ โปรดเปิดหน้าคู่มือใหม่แล้วตรวจอีกครั้ง"


class PlacedAlreadyError(DomainError):
    """It was said already what the draft is, or it is no draft any more."""

    code = "manual-placed"
    title = "เลือกไว้แล้ว"
    message = "“{manual}” เลือกไว้แล้วว่าเป็นฉบับปรับปรุงหรือคู่มือเล่มใหม่ หรือไม่เป็นฉบับร่างแล้ว โปรดเปิดหน้าคู่มือใหม่เพื่อดูสถานะล่าสุด"


class NothingToUndoError(DomainError):
    code = "manual-nothing-to-undo"
    title = "ไม่มีรายการให้เลิกทำหรือทำซ้ำ"
    message = "ไม่มีการแก้ไขใน “{manual}” ที่จะ{act}ได้อีก"
