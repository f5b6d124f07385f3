"""`manage.py checkyears`: whether all that is kept of the years agrees."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nithet.cycles.agreement import disagreements
from nithet.offices.models import Office


class Command(BaseCommand):
    help = "ตรวจว่างาน การพิจารณา หลักฐาน และประวัติตรงกัน โดยไม่แก้ไขสิ่งใด พบที่ไม่ตรงกันจบด้วยรหัส 1"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", metavar="CODE", default="", help="เฉพาะสำนักงานรหัสนี้")

    def handle(self, *args: Any, office: str, **options: Any) -> None:
        chosen = Office.objects.filter(code=office).first() if office else None
        if office and chosen is None:
            raise CommandError(f"ไม่พบสำนักงานรหัส “{office}” โปรดตรวจรหัสสำนักงาน")
        found = 0
        for one in disagreements(chosen):
            self.stdout.write(str(one))
            found += 1
        if found:
            raise CommandError(
                f"พบที่ไม่ตรงกัน {found:,} แห่ง โปรดสำรองข้อมูล แล้วใช้ manage.py recount กับความคืบหน้า ส่วนอื่นแจ้งผู้ดูแลระบบ"
            )
        self.stdout.write("ข้อมูลงานประจำปีตรงกันทั้งหมด")
