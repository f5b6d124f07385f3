"""By a token only. The root is read with and without its last stroke, for programs add none."""

from __future__ import annotations

from django.urls import path

from nithet.forms.odata import views

app_name = "odata"
_ROUND = "<slug:office>/rounds/<uuid:pk>"

urlpatterns = [
    path(_ROUND, views.service, name="service"),
    path(f"{_ROUND}/", views.service, name="service"),
    path(f"{_ROUND}/$metadata", views.metadata, name="metadata"),
    path(f"{_ROUND}/<text:name>", views.resource, name="resource"),
    path(f"{_ROUND}/<text:name>/$count", views.count, name="count"),
]
