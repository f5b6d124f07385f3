from nithet.registers.generic.apps import RegisterConfig


class PartnersConfig(RegisterConfig):
    default = True
    name = "nithet.registers.partners"
    label = "partners"
    title = "ความร่วมมือกับหน่วยงาน"

    def ready(self) -> None:
        super().ready()
        from nithet.notices.kinds import declare  # noqa: PLC0415  models are not there before
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415
        from nithet.registers.partners.telling import MOU_EXPIRES  # noqa: PLC0415

        declare(MOU_EXPIRES)
        WORDS.update(
            agency="หน่วยงานที่รับผิดชอบ",
            cooperation="ความร่วมมือที่รับผิดชอบ",
            jointwork="งานร่วมที่รับผิดชอบ",
            stint="เวลาที่ใช้ในงานร่วม",
        )
