from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "nithet.workspace"
    label = "workspace"

    def ready(self) -> None:
        from nithet.workspace import personal, safekeeping  # noqa: PLC0415  models are there only now

        safekeeping.declare()
        personal.declare_own()
