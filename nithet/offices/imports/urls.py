from django.urls import path

from nithet.offices.imports import views

urlpatterns = [
    path("", views.import_list, name="import-list"),
    path("new/", views.import_new, name="import-new"),
    path("forms/<slug:kind>/", views.import_form, name="import-form"),
    path("<uuid:pk>/", views.import_page, name="import-page"),
    path("<uuid:pk>/columns/", views.import_columns, name="import-columns"),
    path("<uuid:pk>/sheet/", views.import_sheet, name="import-sheet"),
    path("<uuid:pk>/choose/", views.import_choose, name="import-choose"),
    path("<uuid:pk>/store/", views.import_store, name="import-store"),
    path("<uuid:pk>/resume/", views.import_resume, name="import-resume"),
    path("<uuid:pk>/discard/", views.import_discard, name="import-discard"),
    path("<uuid:pk>/left/", views.import_left, name="import-left"),
]
