from django.urls import path

from nithet.registers.datasets import views
from nithet.registers.datasets.register import DATASETS, SNAPSHOTS
from nithet.registers.generic.urls import urls_of

app_name = "datasets"
urlpatterns = [
    path("completeness/", views.completeness, name="completeness"),
    path("completeness/<slug:subject>/", views.completeness_of, name="completeness-of"),
    path("snapshots/<uuid:pk>/check/", views.snapshot_check, name="snapshot-check"),
    path("snapshots/<uuid:pk>/findings/", views.snapshot_findings, name="snapshot-findings"),
    *urls_of(DATASETS, "datasets/"),
    *urls_of(SNAPSHOTS, "snapshots/"),
]
