"""Match all evidence anew and count it: what the system keeps on write, made again from what was recorded."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from nithet.cycles.models import Task
from nithet.cycles.services.offering import rebuild


class Command(BaseCommand):
    help = "นับหลักฐานและความคืบหน้าของงานทั้งหมดใหม่จากที่บันทึกไว้ (ทำซ้ำได้ ไม่กระทบการใช้งาน)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--office", default="", help="เฉพาะสำนักงานรหัสนี้")

    def handle(self, *args: Any, office: str, **options: Any) -> None:
        tasks = Task.objects.filter(office__code=office) if office else Task.objects.all()
        changed = rebuild(tasks)
        self.stdout.write(f"ตรวจนับ {tasks.count()} งาน แก้ไข {changed} งาน")
