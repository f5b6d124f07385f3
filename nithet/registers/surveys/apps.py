from nithet.registers.generic.apps import RegisterConfig


class SurveysConfig(RegisterConfig):
    default = True
    name = "nithet.registers.surveys"
    label = "surveys"
    title = "การสำรวจและประเมินผล"

    def ready(self) -> None:
        super().ready()
        from nithet.forms.round_hooks import ROUND_HOOKS  # noqa: PLC0415  models are not there before
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415
        from nithet.registers.generic.answerables import ANSWERABLES  # noqa: PLC0415
        from nithet.registers.surveys.answering import AnswerableNeeds  # noqa: PLC0415
        from nithet.registers.surveys.hooks import HOOKS  # noqa: PLC0415

        WORDS.update(need="ความต้องการจำเป็นที่รับผิดชอบ", suggestion="ข้อเสนอแนะที่รับผิดชอบ")
        ROUND_HOOKS.append(HOOKS)
        ANSWERABLES.append(AnswerableNeeds())
