from typing import Any

from django.core.management.base import BaseCommand

from nithet.offices.settings import setup_code


class Command(BaseCommand):
    help = "Show the code with which a new office is set up in the browser"

    def handle(self, **options: Any) -> None:
        self.stdout.write(setup_code.current())
