from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "nithet.notices"
    label = "notices"

    def ready(self) -> None:
        """Say what is kept about people here, and what the worker does."""
        from nithet.notices import jobs, merging, own, personal  # noqa: F401, PLC0415

        own.declare_own()
        personal.declare_own()
