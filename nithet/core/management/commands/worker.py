from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from nithet.core import worker


class Command(BaseCommand):
    help = "Run long work in the background: imports, backups, daily duties"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is queued and due, then end")
        parser.add_argument("--with-parent", action="store_true", help="end when the starting process ends")

    def handle(self, *, once: bool, with_parent: bool, **options: Any) -> None:
        worker.run(once=once, with_parent=with_parent)
