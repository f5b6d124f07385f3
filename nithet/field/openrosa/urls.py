"""Of phones with ODK Collect: by a token only. Collect adds no last stroke; who types an address may."""

from __future__ import annotations

from django.urls import URLPattern, path

from nithet.field.openrosa import views

app_name = "odk"
_FORM = "forms/<text:name>/<int:number>"

urlpatterns: list[URLPattern] = [
    path("formList", views.form_list, name="form-list"),
    path("formList/", views.form_list),
    path(f"{_FORM}.xml", views.form, name="form"),
    path(f"{_FORM}/manifest", views.manifest, name="manifest"),
    path(f"{_FORM}/manifest/", views.manifest),
    path(f"{_FORM}/media/<text:file>", views.file, name="file"),
]
