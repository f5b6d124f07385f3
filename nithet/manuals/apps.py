from django.apps import AppConfig


class ManualsConfig(AppConfig):
    name = "nithet.manuals"
    label = "manuals"
