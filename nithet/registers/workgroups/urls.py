from django.urls import path

from nithet.registers.generic.urls import urls_of
from nithet.registers.workgroups.register import BOOKS
from nithet.registers.workgroups.views import workgroup_seniority

app_name = "workgroups"
urlpatterns = [
    *urls_of(BOOKS[0], "workgroups/"),
    path("workgroups/<uuid:pk>/seniority/", workgroup_seniority, name="workgroup-seniority"),
]
