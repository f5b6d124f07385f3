"""Refusals of devices and of what they send."""

from __future__ import annotations

from collections.abc import Iterable

from nithet.core.errors import DomainError

# What makes a device work again, whoever it is refused for.
_ANEW = (
    "โปรดเข้าสู่ระบบด้วยเบราว์เซอร์ ไปที่หน้า อุปกรณ์ของฉัน เลือกเครื่องนี้ กดสร้างรหัส QR ใหม่ แล้วในแอปเลือก ตั้งค่าโปรเจกต์เดิมใหม่ด้วย QR "
    "(Reconfigure with QR code) ไม่ใช่เพิ่มโปรเจกต์ใหม่ ข้อมูลที่กรอกไว้ในเครื่องยังอยู่ครบและส่งต่อได้"
)


class DeviceUnknownError(DomainError):
    """As any address that leads nowhere."""

    code, status = "device-unknown", 404
    title = "ไม่พบอุปกรณ์นี้"
    message = f"ที่อยู่เซิร์ฟเวอร์ในแอปไม่ถูกต้อง หรืออุปกรณ์นี้ไม่ได้ลงทะเบียนไว้แล้ว {_ANEW}"


class DeviceRefusedError(DomainError):
    """Known, and may not any more. Never 401: ODK Collect would ask for a name and a password that nobody has."""

    code, status = "device-refused", 403
    title = "อุปกรณ์นี้ใช้รับส่งข้อมูลไม่ได้"
    message = "{why}"


class DeviceNameTakenError(DomainError):
    code, status = "device-name-taken", 409
    title = "มีอุปกรณ์ชื่อนี้แล้ว"
    message = "{who}มีโทรศัพท์ชื่อ “{name}” ใช้งานอยู่แล้ว โปรดตั้งชื่ออื่น หรือยกเลิกเครื่องนั้นก่อน"


class TooManyDevicesError(DomainError):
    code, status = "too-many-devices", 409
    title = "มีโทรศัพท์ครบจำนวนแล้ว"
    message = "{who}เชื่อมต่อโทรศัพท์ครบ {most} เครื่องแล้ว โปรดยกเลิกเครื่องที่ไม่ได้ใช้ก่อน แล้วเพิ่มใหม่"


class ChosenAlreadyError(DomainError):
    """Somebody else was quicker."""

    code, status = "apart-chosen", 409
    title = "มีผู้เลือกก่อนหน้าท่านแล้ว"
    message = (
        "{who} เลือก “{choice}” ไว้แล้ว จึงไม่ได้เปลี่ยนตามที่ท่านเลือก โปรดเปิดหน้านี้ใหม่เพื่อดูผล หากยังไม่ถูกต้อง ให้กด “เลือกใหม่”"
    )


class SideVoidError(DomainError):
    """What is to be taken was set aside meanwhile."""

    code, status = "apart-side-void", 409
    title = "ชุดที่เลือกถูกยกเลิกแล้ว"
    message = "ข้อมูลเลขอ้างอิง {reference} ถูกยกเลิกไปแล้ว จึงใช้ชุดนี้ไม่ได้ โปรดเรียกคืนที่หน้าของข้อมูลนั้นก่อน หรือเลือกทางอื่น"


class ChoiceStandsError(DomainError):
    """The answers were changed by it, and may have been changed further."""

    code, status = "apart-choice-stands", 409
    title = "เลือกใหม่ไม่ได้"
    message = "ผลการเลือกนี้เปลี่ยนข้อมูลไปแล้ว จึงเลือกใหม่จากหน้านี้ไม่ได้ โปรดเปิดข้อมูลนั้นแล้วแก้ไขคำตอบหรือยกเลิกข้อมูล คำตอบเดิมอยู่ในประวัติการแก้ไข"


REVOKED = f"อุปกรณ์นี้ถูกยกเลิกแล้ว {_ANEW}"
LOST = f"อุปกรณ์นี้แจ้งหายไว้ จึงหยุดรับส่งข้อมูล หากพบเครื่องแล้ว {_ANEW}"
LEFT = "เจ้าของอุปกรณ์นี้ไม่ได้ปฏิบัติหน้าที่ในสำนักงานนี้แล้ว หรือบัญชีถูกระงับ ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง โปรดติดต่อผู้ดูแลระบบของสำนักงาน"
NO_SECOND_FACTOR = "สำนักงานกำหนดให้ตำแหน่งของท่านยืนยันตัวตนสองชั้น โปรดเปิดใช้ที่หน้าบัญชีของฉันก่อน แล้วอุปกรณ์นี้จะรับส่งข้อมูลได้"
BROWSER_REVOKED = (
    "อุปกรณ์นี้ถูกยกเลิกหรือแจ้งหายไว้ จึงหยุดรับส่งข้อมูล ข้อมูลที่บันทึกไว้ยังอยู่ในเครื่อง หากเครื่องอยู่กับท่าน โปรดเปิดหน้า อุปกรณ์ของฉัน เลือกเครื่องนี้ "
    "แล้วกด ใช้เบราว์เซอร์นี้ต่อ หรือบันทึกรายการที่รอส่งเป็นไฟล์ แล้วนำไปเปิดส่งจากเครื่องอื่น"
)


# What is sent


class FormUnknownError(DomainError):
    """Of no form that the sender sees; the device keeps it."""

    code, status = "form-unknown", 404
    title = "ไม่พบแบบฟอร์มนี้"
    message = (
        "ไม่พบแบบฟอร์มรหัส “{form}” ในสำนักงานที่อุปกรณ์นี้ส่งข้อมูลให้ ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง โปรดติดต่อกลุ่มเจ้าของแบบฟอร์ม"
    )


class KeptApartError(DomainError):
    """The same name, another content: both are kept."""

    code, status = "submission-apart", 409
    title = "ข้อมูลไม่ตรงกัน"
    message = (
        "ข้อมูลชุดนี้เคยส่งเข้าระบบแล้ว แต่ครั้งนี้มีคำตอบต่างจากเดิม ระบบเก็บไว้ครบทั้งสองชุด และจะมีผู้เลือกว่าจะใช้ชุดใด ท่านไม่ต้องส่งซ้ำ"
    )

    def __init__(self, unfit: Iterable[str] = ()) -> None:
        """`unfit`: why a file of it could not be kept."""
        lost = " ".join(unfit)
        super().__init__(f"{self.message} ยกเว้นไฟล์ที่ระบบรับไม่ได้: {lost}" if lost else self.message)


class BrokenRequestError(DomainError):
    code, status = "request-broken", 400
    title = "ข้อมูลมาไม่ครบ"
    message = "ข้อมูลที่ส่งมาไม่ครบหรือขาดหายระหว่างทาง ระบบยังไม่ได้บันทึก ข้อมูลที่กรอกไว้ยังอยู่ในเครื่อง โปรดส่งใหม่อีกครั้ง"


class RequestTooLargeError(DomainError):
    code, status = "request-too-large", 413
    title = "ข้อมูลที่ส่งมาใหญ่เกินไป"
    message = "ข้อมูลและไฟล์แนบที่ส่งมาครั้งเดียวใหญ่เกิน {most} MB หรือมีเกิน {files} ส่วน ระบบยังไม่ได้บันทึก โปรดลดจำนวนหรือขนาดของไฟล์แล้วส่งใหม่"
