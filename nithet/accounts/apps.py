from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "nithet.accounts"
    label = "accounts"
