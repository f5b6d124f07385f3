from django.apps import AppConfig


class ManualsConfig(AppConfig):
    name = "nithet.manuals"
    label = "manuals"

    def ready(self) -> None:
        """Declare the jobs, and what is found."""
        from nithet.core import search  # noqa: PLC0415
        from nithet.manuals.search import MANUALS, PROCEDURES  # noqa: PLC0415
        from nithet.manuals.services import reading  # noqa: F401, PLC0415

        search.declare(PROCEDURES, MANUALS)
