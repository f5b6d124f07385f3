from django.urls import path

from nithet.registers.generic.urls import urls_of
from nithet.registers.plans import views
from nithet.registers.plans.register import BOOKS

app_name = "plans"
urlpatterns = [
    path("plans/annual/", views.annual_plan, name="annual"),
    path("plans/terms/", views.plan_terms, name="terms"),
    path("plans/<uuid:pk>/ready/", views.plan_ready, name="ready"),
    path("plans/<uuid:pk>/needs/", views.plan_needs, name="needs"),
    path("plans/<uuid:pk>/take-back/", views.plan_take_back, name="take-back"),
    path("plans/<uuid:pk>/progress/", views.plan_progress, name="progress"),
    *urls_of(BOOKS[0], "plans/"),
]
