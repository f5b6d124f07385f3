from django.apps import AppConfig


class FieldConfig(AppConfig):
    name = "nithet.field"
    label = "field"
