from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "nithet.offices"
    label = "offices"

    def ready(self) -> None:
        """Tell accounts what they cannot know, and declare the jobs."""
        from nithet.accounts import belonging  # noqa: PLC0415
        from nithet.core import search  # noqa: PLC0415
        from nithet.offices.accounts import jobs  # noqa: F401, PLC0415
        from nithet.offices.accounts.belonging import OfficesKnow  # noqa: PLC0415
        from nithet.offices.imports import declare_kinds  # noqa: PLC0415
        from nithet.offices.privacy import removing  # noqa: F401, PLC0415
        from nithet.offices.privacy.own import declare_own  # noqa: PLC0415
        from nithet.offices.search import PEOPLE, SCHOOLS  # noqa: PLC0415
        from nithet.offices.services import daily, finding  # noqa: F401, PLC0415
        from nithet.offices.tokens import merging, personal  # noqa: F401, PLC0415

        belonging.tell(OfficesKnow())
        declare_kinds()
        declare_own()
        personal.declare_own()
        search.declare(SCHOOLS, PEOPLE)
