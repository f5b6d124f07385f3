"""Addresses of no office: what a browser keeps to work without a network."""

from django.urls import URLPattern, path

from nithet.field.views import offline

app_name = "offline"
urlpatterns: list[URLPattern] = [
    path("sw.js", offline.worker, name="worker"),
    path("manifest.webmanifest", offline.web_manifest, name="web-manifest"),
    path("offline/<slug:kind>/", offline.shell, name="shell"),
]
