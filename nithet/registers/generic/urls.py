"""The addresses of a book. A register includes them under its own name."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from nithet.registers.generic import views
from nithet.registers.generic.book import Book


def urls_of(book: Book[Any], under: str) -> list[URLPattern]:
    """`under` is where they lie: “workgroups/”."""
    pages = {
        "list": ("", views.item_list),
        "new": ("new/", views.item_new),
        "of-task": ("of/<uuid:task>/", views.item_of_task),
        "page": ("<uuid:pk>/", views.item_page),
        "edit": ("<uuid:pk>/edit/", views.item_edit),
        "finish": ("<uuid:pk>/finish/", views.item_finish),
        "reopen": ("<uuid:pk>/reopen/", views.item_reopen),
        "void": ("<uuid:pk>/void/", views.item_void),
        "restore": ("<uuid:pk>/restore/", views.item_restore),
        "copy": ("<uuid:pk>/copy/", views.item_copy),
        "version": ("<uuid:pk>/versions/<int:number>/", views.item_version),
        "file": ("<uuid:pk>/files/<uuid:file>/", views.item_file),
        "file-drop": ("<uuid:pk>/files/<uuid:file>/drop/", views.file_drop),
    }
    return [
        path(f"{under}{where}", view, {"book": book}, name=f"{book.code}-{name}")
        for name, (where, view) in pages.items()
    ]
