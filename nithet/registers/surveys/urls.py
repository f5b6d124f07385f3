from django.urls import path

from nithet.registers.generic.urls import urls_of
from nithet.registers.surveys import finding_views, views
from nithet.registers.surveys.needs import NEEDS
from nithet.registers.surveys.suggestions import SUGGESTIONS

app_name = "surveys"
urlpatterns = [
    path("surveys/of/<uuid:task>/", views.round_of_task, name="round-of-task"),
    path("surveys/rounds/<uuid:pk>/tasks/", views.round_tasks, name="round-tasks"),
    path("surveys/rounds/<uuid:pk>/needs/", finding_views.round_needs, name="round-needs"),
    path("surveys/rounds/<uuid:pk>/suggestions/", finding_views.round_suggestions, name="round-suggestions"),
    *urls_of(NEEDS, "needs/"),
    *urls_of(SUGGESTIONS, "suggestions/"),
]
