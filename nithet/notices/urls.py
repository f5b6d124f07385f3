from django.urls import path

from nithet.notices import views

app_name = "notices"
urlpatterns = [
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/read/", views.notice_read_all, name="notice-read-all"),
    path("notices/<uuid:pk>/open/", views.notice_open, name="notice-open"),
    path("notices/<uuid:pk>/read/", views.notice_read, name="notice-read"),
    path("notices/choices/", views.choices, name="choices"),
    path("notices/choices/mail/", views.mail_again, name="mail-again"),
    path("notices/choices/line/", views.line_code, name="line-code"),
    path("notices/choices/line/off/", views.line_unlink, name="line-unlink"),
    path("notices/send-again/", views.send_again, name="send-again"),
]
