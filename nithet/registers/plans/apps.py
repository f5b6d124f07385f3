from nithet.registers.generic.apps import RegisterConfig


class PlansConfig(RegisterConfig):
    default = True
    name = "nithet.registers.plans"
    label = "plans"
    title = "แผนและโครงการ"

    def ready(self) -> None:
        super().ready()
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415  models are not there before

        WORDS.update(plan="แผนที่รับผิดชอบ", activity="กิจกรรมของแผน")
