"""Why an import cannot go on."""

from nithet.core.errors import DomainError


class ImportRefusedError(DomainError):
    code = "import-refused"
    title = "นำเข้าไม่ได้"


class NoHeadingError(ImportRefusedError):
    code, status = "import-no-heading", 422
    message = (
        "ไม่พบแถวหัวตารางใน 30 แถวแรกของ “{name}” โปรดเพิ่มแถวชื่อคอลัมน์ เช่น ชื่อ–นามสกุล ตำแหน่ง โรงเรียน แล้วเลือกไฟล์ใหม่"
    )


class NoDataError(ImportRefusedError):
    code, status = "import-no-data", 422
    message = "ไฟล์มีหัวตารางแต่ไม่มีข้อมูล โปรดตรวจว่า “{name}” มีแถวข้อมูลใต้หัวตาราง แล้วเลือกไฟล์ใหม่"


class ImportStateError(ImportRefusedError):
    """Somebody went on with it before, or pressed twice."""

    code = "import-state"
    message = "รายการนำเข้า “{name}” อยู่ในสถานะ “{state}” แล้ว โปรดเปิดหน้านี้ใหม่เพื่อดูข้อมูลล่าสุด"


class NothingToStoreError(ImportRefusedError):
    code = "import-nothing"
    message = "ไม่มีรายการที่จะนำเข้า โปรดตรวจรายการที่นำเข้าไม่ได้และรายการที่โปรดตรวจสอบ"


class StorageFullError(ImportRefusedError):
    code, status = "import-storage-full", 507
    message = "พื้นที่จัดเก็บของเครื่องแม่ข่ายเต็ม งานจึงหยุดไว้ ไม่มีแถวใดค้างครึ่งทาง โปรดแจ้งผู้ดูแลเครื่องให้เพิ่มพื้นที่ แล้วกด “ทำต่อ” เพื่อทำต่อจากจุดที่หยุด"


class FileGoneError(ImportRefusedError):
    code = "import-file-gone"
    message = "ไม่พบไฟล์ของรายการนำเข้านี้ในที่จัดเก็บ โปรดเลือกไฟล์และนำเข้าใหม่"
