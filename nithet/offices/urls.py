from django.urls import path

from nithet.offices import views

app_name = "offices"
urlpatterns = [
    path("schools/", views.school_list, name="school-list"),
    path("schools/<uuid:pk>/", views.school_page, name="school-page"),
    path("people/", views.person_list, name="person-list"),
    path("people/<uuid:pk>/", views.person_page, name="person-page"),
]
