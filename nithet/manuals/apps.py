from django.apps import AppConfig


class ManualsConfig(AppConfig):
    name = "nithet.manuals"
    label = "manuals"

    def ready(self) -> None:
        """Declare the jobs."""
        from nithet.manuals.services import reading  # noqa: F401, PLC0415
