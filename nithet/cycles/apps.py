from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "nithet.cycles"
    label = "cycles"

    def ready(self) -> None:
        """Say what is kept about people here; add what the layers below ask those above for."""
        from nithet.core import search  # noqa: PLC0415
        from nithet.cycles import jobs, merging, panels, personal, register, telling  # noqa: F401, PLC0415
        from nithet.cycles.duty_list import DutiesKind  # noqa: PLC0415
        from nithet.cycles.search import KINDS  # noqa: PLC0415
        from nithet.offices.imports import registry  # noqa: PLC0415

        personal.declare_own()
        telling.declare_own()
        registry.register(DutiesKind())
        search.declare(*KINDS)
        register.declare(register.OWN)
