from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from nithet.core.backup.checking import check
from nithet.core.backup.errors import BackupError
from nithet.thai.dates import bangkok_day, format_date, format_time


class Command(BaseCommand):
    help = "Read an archive whole and say whether it can be restored by this code"
    # Where there is an archive there need be no database.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            manifest = check(file)
        except BackupError as error:
            raise CommandError(error.text) from error
        moment = f"{format_date(bangkok_day(manifest.made_at), 'long')} {format_time(manifest.made_at)}"
        self.stdout.write(
            f"ไฟล์สำรองข้อมูลครบถ้วน จากวันที่ {moment} รุ่น {manifest.product} ({manifest.engine}) "
            f"{manifest.rows:,} แถว ไฟล์แนบ {manifest.files.count:,} ไฟล์"
        )
