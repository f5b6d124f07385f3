"""Below `/<office>/privacy/`; the names are those of `offices`."""

from django.urls import path

from nithet.offices.privacy import views

urlpatterns = [
    path("", views.policy, name="privacy-policy"),
    path("mine/", views.mine, name="privacy-mine"),
    path("mine/consent/", views.consent, name="privacy-consent"),
    path("mine/copy.<slug:form>", views.copy, name="privacy-copy"),
    path("mine/ask/", views.ask, name="privacy-ask"),
    path("mine/requests/<uuid:pk>/withdraw/", views.withdraw, name="privacy-withdraw"),
    path("requests/", views.request_list, name="privacy-requests"),
    path("requests/<uuid:pk>/", views.request_page, name="privacy-request"),
]
