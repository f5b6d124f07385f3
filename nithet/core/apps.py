from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "nithet.core"
    label = "core"
    verbose_name = "แกนกลาง"
