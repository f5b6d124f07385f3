"""Make anew what search finds, of all offices or of those named."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from nithet.core.search.rebuilding import rebuild
from nithet.offices.models import Office


class Command(BaseCommand):
    help = "สร้างข้อมูลค้นหาใหม่จากข้อมูลที่มีอยู่ (ทำซ้ำได้ ไม่ต้องหยุดระบบ)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("offices", nargs="*", help="รหัสสำนักงาน (ไม่ระบุ: ทุกสำนักงาน)")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["offices"]
        offices = Office.objects.order_by("code")
        if wanted:
            offices = offices.filter(code__in=wanted)
            if unknown := set(wanted) - set(offices.values_list("code", flat=True)):
                raise CommandError(f"ไม่พบสำนักงาน: {' '.join(sorted(unknown))} โปรดตรวจสอบรหัสสำนักงาน")
        for office in offices:
            print(f"{office.code}: {rebuild(office.pk):,} รายการ")
