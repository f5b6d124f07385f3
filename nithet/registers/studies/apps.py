from nithet.registers.generic.apps import RegisterConfig


class StudiesConfig(RegisterConfig):
    default = True
    name = "nithet.registers.studies"
    label = "studies"
    title = "การศึกษาและวิเคราะห์"

    def ready(self) -> None:
        super().ready()
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415  models are not there before

        WORDS.update(study="การศึกษาที่รับผิดชอบ")
