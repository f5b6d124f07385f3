from django.apps import AppConfig


class OfficesConfig(AppConfig):
    name = "nithet.offices"
    label = "offices"
