"""All addresses. What belongs to an office begins with its code."""

from django.conf import settings
from django.urls import include, path

from nithet.core.qr import qr_picture
from nithet.field.openrosa.submission_views import submission
from nithet.forms.api.views import api
from nithet.notices.webhook import line_webhook
from nithet.offices.settings.views import founding
from nithet.workspace import views as workspace
from nithet.workspace.feed import calendar_file

urlpatterns = [
    path("", workspace.home, name="home"),
    path("accounts/", include("nithet.accounts.urls")),
    path("accounts/", include("nithet.accounts.allauth_urls")),
    path("setup/", founding, name="founding"),
    path("line/webhook/", line_webhook, name="line-webhook"),
    path("calendar/<text:token>.ics", calendar_file, name="calendar-file"),
    path("qr/", qr_picture, name="qr"),
    path("", include("nithet.field.offline.urls")),
    path("odk/<text:token>/submission", submission, name="odk-submission"),
    path("odk/<text:token>/", include("nithet.field.openrosa.urls")),
    # By a token, not by signing in; the office's code comes next.
    path("api/v1/", api.urls),
    path("api/odata/", include("nithet.forms.odata.urls")),
    path("<slug:office>/", include("nithet.workspace.urls")),
    *(path("<slug:office>/", include(f"{register}.urls")) for register in settings.REGISTERS),
    path("<slug:office>/", include("nithet.registers.generic.home_urls")),
    path("<slug:office>/", include("nithet.cycles.urls")),
    path("<slug:office>/", include("nithet.manuals.urls")),
    path("<slug:office>/", include("nithet.forms.urls")),
    path("<slug:office>/", include("nithet.field.urls")),
    path("<slug:office>/", include("nithet.notices.urls")),
    path("<slug:office>/", include("nithet.offices.urls")),
]

handler400 = "nithet.workspace.views.bad_request"
handler403 = "nithet.workspace.views.forbidden"
handler404 = "nithet.workspace.views.not_found"
