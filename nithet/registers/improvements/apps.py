from nithet.registers.generic.apps import RegisterConfig


class ImprovementsConfig(RegisterConfig):
    default = True
    name = "nithet.registers.improvements"
    label = "improvements"
    title = "การปรับปรุงงาน"

    def ready(self) -> None:
        super().ready()
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415  models are not there before

        WORDS.update(improvement="การปรับปรุงงานที่รับผิดชอบ")
