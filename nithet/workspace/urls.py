from django.urls import path

from nithet.workspace import mywork, views

app_name = "workspace"
urlpatterns = [
    path("", views.front, name="front"),
    path("my-work/", mywork.my_work, name="my-work"),
    path("history/", views.history, name="history"),
]
