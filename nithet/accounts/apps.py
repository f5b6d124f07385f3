from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nithet.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Listen to django-allauth, and declare the jobs."""
        from nithet.accounts import jobs, receivers  # noqa: F401, PLC0415
