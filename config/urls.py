"""All addresses. What belongs to an office begins with its code."""

from django.urls import include, path

from nithet.offices.settings import views as settings
from nithet.workspace import views as workspace

urlpatterns = [
    path("", workspace.home, name="home"),
    path("accounts/", include("nithet.accounts.urls")),
    path("accounts/", include("nithet.accounts.allauth_urls")),
    path("setup/", settings.founding, name="founding"),
    path("<slug:office>/", include("nithet.workspace.urls")),
    path("<slug:office>/", include("nithet.cycles.urls")),
    path("<slug:office>/", include("nithet.manuals.urls")),
    path("<slug:office>/", include("nithet.offices.urls")),
]

handler400 = "nithet.workspace.views.bad_request"
handler403 = "nithet.workspace.views.forbidden"
handler404 = "nithet.workspace.views.not_found"
