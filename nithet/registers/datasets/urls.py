from django.urls import path

from nithet.registers.datasets import views
from nithet.registers.datasets.register import DATASETS, ROUNDS
from nithet.registers.generic.urls import urls_of

app_name = "datasets"
urlpatterns = [
    path("completeness/", views.completeness, name="completeness"),
    path("completeness/<slug:subject>/", views.completeness_of, name="completeness-of"),
    path("snapshots/<uuid:pk>/check/", views.round_check, name="snapshot-check"),
    path("snapshots/<uuid:pk>/flaws/", views.round_flaws, name="snapshot-flaws"),
    *urls_of(DATASETS, "datasets/"),
    *urls_of(ROUNDS, "snapshots/"),
]
