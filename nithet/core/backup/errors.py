"""Why a backup or a restore does not go on. None of them leaves anything half done behind."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError
from django.template.defaultfilters import filesizeformat

from nithet.core.errors import DomainError


class BackupError(DomainError):
    code = "backup-refused"
    title = "สำรองข้อมูลหรือนำข้อมูลกลับคืนไม่ได้"


class NoSpaceError(BackupError):
    code = "no-space"
    message = "พื้นที่ดิสก์ที่ {folder} ไม่พอ ต้องการประมาณ {needed} เหลือ {free} โปรดลบสิ่งที่ไม่ใช้หรือเพิ่มพื้นที่ แล้วลองใหม่"


class DiskFullError(BackupError):
    code = "disk-full"
    message = "ดิสก์ที่ {folder} เต็มระหว่างทำงาน จึงยกเลิกและลบส่วนที่ทำค้างแล้ว โปรดลบสิ่งที่ไม่ใช้หรือเพิ่มพื้นที่ แล้วลองใหม่"


class DiskRefusedError(BackupError):
    code = "disk-refused"
    message = "เขียนหรืออ่านข้อมูลที่ {folder} ไม่ได้ ({reason}) โปรดตรวจสอบดิสก์และสิทธิ์ของโฟลเดอร์ แล้วลองใหม่"


class SchemaNewerError(BackupError):
    code = "schema-newer"
    message = "ฐานข้อมูลนี้ปรับปรุงโดยโปรแกรมรุ่นใหม่กว่าแล้ว ({what}) โปรดใช้โปรแกรมรุ่นนั้นสำรองข้อมูล"


class NotAnArchiveError(BackupError):
    code = "not-an-archive"
    message = "“{name}” ไม่ใช่ไฟล์สำรองข้อมูลของระบบนี้ หรือเสียหายตั้งแต่ต้นไฟล์ โปรดเลือกไฟล์ nithet-….tar"


class DamagedError(BackupError):
    code = "archive-damaged"
    message = "ไฟล์สำรองข้อมูลเสียหาย: {what} โปรดใช้ไฟล์สำรองข้อมูลฉบับอื่น"


class NewerError(BackupError):
    code = "archive-newer"
    message = "ไฟล์สำรองข้อมูลนี้มาจากโปรแกรมรุ่นใหม่กว่า ({what}) โปรดปรับรุ่นโปรแกรมของเครื่องนี้ก่อน แล้วนำกลับคืนอีกครั้ง"


class OccupiedError(BackupError):
    code = "database-occupied"
    message = (
        "ฐานข้อมูลนี้มีข้อมูลของสำนักงานอยู่แล้ว หากต้องการแทนที่ โปรดสั่ง make restore FILE=… REPLACE=1 "
        "ระบบจะสำรองข้อมูลปัจจุบันไว้ให้ก่อน"
    )


class ForeignDatabaseError(BackupError):
    code = "database-foreign"
    message = "ฐานข้อมูลนี้เป็นของโปรแกรมอื่น โปรดสร้างฐานข้อมูลว่างสำหรับระบบนี้ แล้วระบุใน DATABASE_URL"


class InUseError(BackupError):
    code = "database-in-use"
    message = "ยังมีโปรแกรมอื่นใช้ฐานข้อมูลนี้อยู่ โปรดหยุดเซิร์ฟเวอร์และตัวทำงานเบื้องหลังก่อน แล้วนำกลับคืนอีกครั้ง"


class UnfitRowError(BackupError):
    code = "row-unfit"
    message = "ฐานข้อมูลรับข้อมูลของตาราง {table} ไม่ได้ ({reason}) ข้อมูลเดิมไม่เปลี่ยนแปลง โปรดแจ้งผู้พัฒนา"


class NotEqualError(BackupError):
    code = "restored-differs"
    message = "ข้อมูลที่นำกลับคืนไม่ตรงกับไฟล์สำรองข้อมูล: {what} ข้อมูลเดิมไม่เปลี่ยนแปลง โปรดแจ้งผู้พัฒนา"


@contextmanager
def disk_told(folder: object) -> Iterator[None]:
    """What the disk refuses becomes a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(folder=folder) from error
        raise DiskRefusedError(folder=folder, reason=error.strerror or error) from error
    except DatabaseError as error:
        if not is_full(error):
            raise
        raise DiskFullError(folder=folder) from error


def is_full(error: DatabaseError) -> bool:
    """In the words of SQLite and of PostgreSQL."""
    return "disk is full" in str(error) or "No space left" in str(error)


def size_words(count: int) -> str:
    return str(filesizeformat(count)).replace("\xa0", " ")
