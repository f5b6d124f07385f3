from nithet.registers.generic.apps import RegisterConfig


class DatasetsConfig(RegisterConfig):
    default = True
    name = "nithet.registers.datasets"
    label = "datasets"
    title = "ข้อมูลสารสนเทศ"

    def ready(self) -> None:
        super().ready()
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415  models are not there before
        from nithet.registers.datasets import checking  # noqa: F401, PLC0415  declares its job

        WORDS.update(dataset="ชุดข้อมูลที่รับผิดชอบ", dataround="ข้อมูลรายรอบที่รับผิดชอบ")
