"""Refusals of this register."""

from nithet.core.errors import DomainError


class OrderNumberTakenError(DomainError):
    code = "order-number-taken"
    title = "มีคำสั่งเลขที่นี้แล้ว"
    message = "คำสั่งที่ {number}/{year} ใช้กับ “{group}” แล้ว โปรดตรวจสอบเลขที่หรือวันที่ของคำสั่ง"
