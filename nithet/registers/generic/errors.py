"""Refusals of all registers."""

from nithet.core.errors import DomainError


class StaleItemError(DomainError):
    """Somebody else saved it meanwhile: nothing is stored."""

    code = "stale-item"
    title = "มีผู้แก้ไขก่อนหน้าท่าน"
    message = "มีผู้แก้ไขรายการนี้ก่อนหน้าท่าน โปรดเปรียบเทียบข้อมูลแล้วบันทึกอีกครั้ง"


class ItemStateError(DomainError):
    code = "item-state"
    message = "“{item}” อยู่ในสถานะ{state} จึงทำรายการนี้ไม่ได้ โปรดเปิดหน้านี้ใหม่เพื่อดูข้อมูลล่าสุด"


class ItemNotCompleteError(DomainError):
    code = "item-not-complete"
    message = "ยังบันทึกว่าเสร็จสิ้นไม่ได้ เพราะ{lacking}"


class ItemLivesOnError(DomainError):
    code = "item-lives-on"
    message = "{name}ใช้ต่อเนื่องทุกปี จึงไม่ต้องคัดลอก โปรดใช้รายการเดิม"


class UnfitAttachmentError(DomainError):
    code, status = "unfit-attachment", 422
