from django.urls import path

from nithet.registers.generic.urls import urls_of
from nithet.registers.studies.register import BOOKS
from nithet.registers.studies.views import study_uptake

app_name = "studies"
urlpatterns = [
    *urls_of(BOOKS[0], "studies/"),
    path("studies/<uuid:pk>/recommendations/<uuid:recommendation>/", study_uptake, name="study-uptake"),
]
