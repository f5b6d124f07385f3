from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nithet.core.backup.errors import BackupError
from nithet.core.backup.restoring import Report, restore


class Command(BaseCommand):
    help = "Make the database and the files again from an archive"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="where there is data already: keep it, then replace it"
        )

    def handle(self, *, file: Path, replace: bool, **options: Any) -> None:
        try:
            report = restore(file, replace=replace)
        except BackupError as error:
            raise CommandError(error.text) from error
        self._print(report)

    def _print(self, report: Report) -> None:
        width = max(len(table.label) for table in report.tables) + 2
        self.stdout.write(f"{'ตาราง':<{width}}{'ในไฟล์สำรอง':>14}{'นำกลับคืน':>14}")
        filled = [table for table in report.tables if table.rows]
        for table in filled:
            self.stdout.write(f"{table.label:<{width}}{table.rows:>14,}{table.restored:>14,}  ตรงกัน")
        self.stdout.write(f"ตารางว่าง {len(report.tables) - len(filled):,} ตาราง ตรงกัน")
        files = report.manifest.files
        self.stdout.write(f"ไฟล์แนบ {files.count:,} ไฟล์ ตรงกันทุกไฟล์")
        for name in files.missing:
            self.stdout.write(f"ไฟล์แนบที่หายไปตั้งแต่ก่อนสำรองข้อมูล: {name}")
        if report.former:
            self.stdout.write(f"ข้อมูลเดิมเก็บไว้ที่ {report.former}")
        if not report.has_its_secret:
            self.stdout.write(
                "NITHET_SECRET ของเครื่องนี้ไม่ตรงกับของเดิม ลิงก์ที่ส่งออกไปและรหัสยืนยันขั้นที่สองอาจใช้ไม่ได้ โปรดตั้งให้ตรงกับเครื่องเดิม"
            )
        self.stdout.write("นำข้อมูลกลับคืนแล้ว ผู้ใช้ทุกคนต้องเข้าสู่ระบบใหม่")
