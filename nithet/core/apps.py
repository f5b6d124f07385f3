from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nithet.core"
    label = "core"
    verbose_name = "แกนกลาง"

    def ready(self) -> None:
        from nithet.core import converters  # noqa: F401, PLC0415  before any addresses are read
        from nithet.core.backup import daily  # noqa: F401, PLC0415  declares its jobs
