from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "nithet.field"
    label = "field"

    def ready(self) -> None:
        """Declare what is told, kept about people and done in the night."""
        from nithet.field import merging, personal  # noqa: F401, PLC0415  models are not there before
        from nithet.field.notices import KINDS  # noqa: PLC0415
        from nithet.field.services import nightly  # noqa: F401, PLC0415  its job
        from nithet.field.services.filled import take_filled  # noqa: PLC0415
        from nithet.forms.filled import take_by  # noqa: PLC0415
        from nithet.notices.kinds import declare  # noqa: PLC0415
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415

        WORDS.update(device="อุปกรณ์ภาคสนาม", apart="ข้อมูลที่ไม่ตรงกัน")
        declare(*KINDS)
        personal.declare_own()
        take_by(take_filled)
