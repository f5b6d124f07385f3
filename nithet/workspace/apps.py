from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "nithet.workspace"
    label = "workspace"
