from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "nithet.audit"
    label = "audit"
