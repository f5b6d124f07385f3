"""Why a file cannot be read as a table: each class says what is wrong and what to do."""

from nithet.core.errors import DomainError


class TableError(DomainError):
    """The file cannot be read as a table."""

    code, status = "table-unreadable", 422
    title = "อ่านไฟล์ตารางไม่ได้"
    message = "อ่านไฟล์ “{name}” ไม่ได้ โปรดเปิดไฟล์ใน Excel บันทึกเป็น .xlsx แล้วเลือกไฟล์ใหม่"


class EmptyFileError(TableError):
    code = "table-empty-file"
    message = "ไฟล์ “{name}” ว่างเปล่า โปรดตรวจสอบแล้วเลือกไฟล์ใหม่"


class OldExcelError(TableError):
    """An .xls file, or one of the other kinds that only their own program reads."""

    code = "table-old-format"
    message = (
        "ไฟล์ “{name}” เป็นรูปแบบที่ระบบอ่านไม่ได้ โปรดเปิดไฟล์ในโปรแกรมตารางคำนวณ เลือก “บันทึกเป็น” ชนิด Excel Workbook (.xlsx) "
        "แล้วเลือกไฟล์ .xlsx"
    )


class MacroError(TableError):
    code = "table-macros"
    message = "ไฟล์ “{name}” มีชุดคำสั่ง (แมโคร) จึงรับไม่ได้ โปรดเปิดไฟล์ใน Excel เลือก “บันทึกเป็น” ชนิด Excel Workbook (.xlsx) แล้วเลือกไฟล์ใหม่"


class PasswordError(TableError):
    code = "table-password"
    message = (
        "ไฟล์ “{name}” ตั้งรหัสผ่านไว้ โปรดเปิดไฟล์ใน Excel ยกเลิกรหัสผ่าน (ไฟล์ > ข้อมูล > ป้องกันเวิร์กบุ๊ก) บันทึก แล้วเลือกไฟล์ใหม่"
    )


class WrongEndingError(TableError):
    """The content is a table of another kind than the name says."""

    code = "table-wrong-ending"
    message = "เนื้อหาของไฟล์ “{name}” เป็นชนิด {right} โปรดเปลี่ยนนามสกุลไฟล์เป็น {right} แล้วเลือกไฟล์อีกครั้ง"


class NotATableError(TableError):
    code = "table-no-table"
    message = "ไฟล์ “{name}” ไม่ใช่ตาราง โปรดเลือกไฟล์ Excel (.xlsx) หรือ CSV (.csv)"


class DamagedTableError(TableError):
    code = "table-damaged"
    message = "ไฟล์ “{name}” เสียหายหรือไม่ครบ โปรดดาวน์โหลดหรือคัดลอกไฟล์มาใหม่ หากเปิดใน Excel ได้ ให้บันทึกเป็น .xlsx อีกครั้ง แล้วเลือกไฟล์ใหม่"


class TooLargeError(TableError):
    """A zip bomb, or a file that nobody needs to send."""

    code, status = "table-too-large", 413
    title = "ไฟล์ใหญ่เกินกำหนด"
    message = "ไฟล์ “{name}” เมื่อคลายแล้วใหญ่เกินกำหนด {limit} MB โปรดลบแผ่นงานและรูปภาพที่ไม่ใช้ หรือแบ่งเป็นหลายไฟล์ แล้วเลือกไฟล์ใหม่"


class UnsafeFileError(TableError):
    """What no table needs and what attacks are made of: document types, entities, endless nesting."""

    code = "table-unsafe"
    message = "ไฟล์ “{name}” มีส่วนที่ไม่ปลอดภัย ระบบจึงไม่เปิด โปรดคัดลอกเฉพาะตารางไปวางในไฟล์ Excel ใหม่ บันทึกเป็น .xlsx แล้วเลือกไฟล์นั้น"


class NoRowsError(TableError):
    code = "table-no-rows"
    message = "ไม่พบแถวที่มีข้อมูลใน “{name}” โปรดตรวจว่าเลือกไฟล์และแผ่นงานถูกต้อง"


class NoSuchSheetError(TableError):
    code = "table-no-sheet"
    message = "ไม่พบแผ่นงาน “{sheet}” ในไฟล์ “{name}” ไฟล์นี้มีแผ่นงาน {sheets} โปรดเลือกแผ่นงานใหม่"


class TooManyColumnsError(TableError):
    code = "table-too-many-columns"
    message = "แถว {row} ของไฟล์ “{name}” มีข้อมูลเกิน {limit} คอลัมน์ โปรดลบคอลัมน์ที่ไม่ใช้ แล้วเลือกไฟล์ใหม่"


class EncodingError(TableError):
    code = "table-encoding"
    message = "อ่านตัวอักษรในไฟล์ “{name}” ไม่ได้ โปรดเปิดไฟล์ใน Excel แล้วบันทึกเป็น .xlsx หรือบันทึกเป็นชนิด CSV UTF-8 แล้วเลือกไฟล์ใหม่"


class QuotesError(TableError):
    code = "table-quotes"
    message = 'เครื่องหมายอัญประกาศ (") ในแถว {row} ของไฟล์ “{name}” ไม่ครบคู่หรืออยู่ผิดที่ โปรดแก้แถวนั้น หรือเปิดไฟล์ใน Excel แล้วบันทึกเป็น .xlsx'


class TooLongCellError(TableError):
    code = "table-long-cell"
    message = "ไฟล์ “{name}” มีข้อความยาวเกิน {limit} ตัวอักษรในช่องเดียว โปรดตรวจและตัดข้อความนั้น แล้วเลือกไฟล์ใหม่"
