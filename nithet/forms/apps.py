from django.apps import AppConfig


class FormsConfig(AppConfig):
    name = "nithet.forms"
    label = "forms"

    def ready(self) -> None:
        """Declare what is found, told and done in the background."""
        from nithet.core import search  # noqa: PLC0415
        from nithet.forms import merging, personal  # noqa: F401, PLC0415  models are not there before
        from nithet.forms.importing import kind as answers  # noqa: PLC0415
        from nithet.forms.round_hooks import ROUND_HOOKS, RoundHooks  # noqa: PLC0415
        from nithet.forms.search import FORMS, ROUNDS  # noqa: PLC0415
        from nithet.forms.services import anonymity, exporting, warming  # noqa: F401, PLC0415  their jobs
        from nithet.forms.services.rounds import nightly  # noqa: F401, PLC0415  its job
        from nithet.forms.telling import ROUND_ASKED, SUBMISSION_RETURNED  # noqa: PLC0415
        from nithet.notices.kinds import declare  # noqa: PLC0415
        from nithet.offices.services.merging import WORDS  # noqa: PLC0415

        WORDS.update(submission="ข้อมูลที่ส่งทางแบบฟอร์ม")
        answers.declare()
        search.declare(FORMS, ROUNDS)
        declare(SUBMISSION_RETURNED, ROUND_ASKED)
        personal.declare_own()
        ROUND_HOOKS.append(RoundHooks(closed=anonymity.mix_later, voided=anonymity.mix_later))
        ROUND_HOOKS.append(RoundHooks(closed=warming.warm_later))
