from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nithet.audit"
    label = "audit"

    def ready(self) -> None:
        """Declare what the worker does for history."""
        from nithet.audit import jobs  # noqa: F401, PLC0415
