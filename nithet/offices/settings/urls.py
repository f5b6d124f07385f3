"""Below `/<office>/settings/`; the names are those of `offices`."""

from django.urls import path

from nithet.offices.settings import views

urlpatterns = [
    path("office/", views.office_page, name="settings-office"),
    path("words/", views.terms, name="settings-terms"),
    path("units/", views.unit_list, name="settings-units"),
    path("units/ready/", views.unit_ready, name="settings-unit-ready"),
    path("units/add/", views.unit_add, name="settings-unit-add"),
    path("units/<uuid:pk>/", views.unit_page, name="settings-unit"),
    path("units/<uuid:pk>/move/", views.unit_move, name="settings-unit-move"),
    path("units/<uuid:pk>/close/", views.unit_close, name="settings-unit-close"),
    path("calendar/", views.calendar_page, name="settings-calendar"),
    path("calendar/ready/", views.calendar_ready, name="settings-calendar-ready"),
    path("calendar/semesters/add/", views.semester_page, name="settings-semester-add"),
    path("calendar/semesters/<uuid:pk>/", views.semester_page, name="settings-semester"),
    path("calendar/holidays/add/", views.holiday_add, name="settings-holiday-add"),
    path("calendar/holidays/<uuid:pk>/remove/", views.holiday_remove, name="settings-holiday-remove"),
]
