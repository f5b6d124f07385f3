"""`manage.py demo`: the invented office for trying things out."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nithet.accounts.demo import ACCOUNTS
from nithet.accounts.models import User
from nithet.core.clock import today
from nithet.offices.models import Office
from nithet.thai.dates import format_date
from nithet.workspace.demo import CODE


class Command(BaseCommand):
    help = "สร้างสำนักงานสาธิต (ข้อมูลสมมติทั้งหมด) ครั้งที่สองไม่เปลี่ยนแปลงสิ่งใด"
    # `make run` has just migrated, which checks; so that a second run takes no time.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="2026-11-20", help="วันที่ให้ถือเป็นวันนี้ (ค.ศ.-เดือน-วัน)"
        )

    def handle(self, *args: Any, on: date | None = None, **options: Any) -> None:
        if Office.objects.filter(code=CODE).exists():
            self.stdout.write("สำนักงานสาธิตมีอยู่แล้ว ไม่ได้เปลี่ยนแปลงข้อมูล")
            return
        if taken := User.objects.filter(username__in=[account.username for account in ACCOUNTS]).first():
            raise CommandError(
                f"มีบัญชีผู้ใช้ “{taken.username}” อยู่แล้ว สำนักงานสาธิตใช้ชื่อนี้ด้วย โปรดใช้ฐานข้อมูลใหม่สำหรับการทดลอง"
            )
        # Only now: its imports take as long as finding out that nothing is to be done.
        from nithet.workspace.demo.build import build  # noqa: PLC0415

        day = on or today()
        self.stdout.write(f"สร้างสำนักงานสาธิต ณ {format_date(day, 'full')}")
        build(on=day, tell=self._tell)

    def _tell(self, line: str) -> None:
        self.stdout.write(f"  {line}")
        self.stdout.flush()
