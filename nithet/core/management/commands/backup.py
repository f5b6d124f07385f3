from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nithet.core.backup.checking import read_manifest
from nithet.core.backup.errors import BackupError, size_words
from nithet.core.backup.making import make


class Command(BaseCommand):
    help = "Put the database and all files into one archive, and check it"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, metavar="DIR", help="the folder; NITHET_BACKUPS without")

    def handle(self, *, to: Path | None, **options: Any) -> None:
        try:
            archive = make(to or settings.BACKUPS)
        except BackupError as error:
            raise CommandError(error.text) from error
        manifest = read_manifest(archive)
        for name in manifest.files.missing:
            self.stderr.write(f"ไฟล์แนบหายไปจากเครื่อง ไม่อยู่ในไฟล์สำรองข้อมูล: {name}")
        for name in manifest.files.changed:
            self.stderr.write(f"ไฟล์แนบเสียหายอยู่แล้วในเครื่อง: {name}")
        self.stdout.write(
            f"สำรองข้อมูลและตรวจสอบแล้ว {manifest.rows:,} แถว ไฟล์แนบ {manifest.files.count:,} ไฟล์ "
            f"{size_words(archive.stat().st_size)}\n{archive}"
        )
