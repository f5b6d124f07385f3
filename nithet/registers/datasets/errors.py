"""Refusals of the register of datasets."""

from nithet.core.errors import DomainError
from nithet.core.tables.errors import TableError


class NoTableError(DomainError):
    code = "round-no-table"
    message = "ยังไม่มีไฟล์ตารางให้ตรวจ โปรดแนบไฟล์ .xlsx หรือ .csv ที่หน้าแก้ไขก่อน"


class BeingCheckedError(DomainError):
    code = "round-being-checked"
    message = "ระบบกำลังตรวจไฟล์นี้อยู่ โปรดรอจนตรวจเสร็จ"


class TooManyRowsError(DomainError):
    code, status = "round-too-many-rows", 413
    title = "ข้อมูลมากเกินกำหนด"
    message = "ไฟล์นี้มีข้อมูลเกิน {most:,} แถว โปรดแบ่งไฟล์แล้วส่งเป็นหลายรายการ"


class NoHeadingError(TableError):
    code = "round-no-heading"
    message = "ไม่พบแถวหัวตารางในไฟล์ “{name}” โปรดให้แถวแรกของตารางเป็นชื่อคอลัมน์"
