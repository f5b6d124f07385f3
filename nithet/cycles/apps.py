from django.apps import AppConfig


class CyclesConfig(AppConfig):
    name = "nithet.cycles"
    label = "cycles"
