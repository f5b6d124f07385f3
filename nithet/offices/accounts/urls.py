"""Included by `nithet.offices.urls`: names stand in its space."""

from django.urls import path

from nithet.offices.accounts import views

urlpatterns = [
    path("", views.account_list, name="account-list"),
    path("make/", views.account_make, name="account-make"),
    path("slips/", views.slip_sheets, name="account-slips"),
    path("<uuid:pk>/", views.account_page, name="account-page"),
    path("<uuid:pk>/slip/", views.account_slip, name="account-slip"),
    path("<uuid:pk>/unlock/", views.account_unlock, name="account-unlock"),
    path("<uuid:pk>/sign-out/", views.account_sign_out, name="account-sign-out"),
    path("<uuid:pk>/second-factor/", views.account_clear_factor, name="account-clear-factor"),
    path("<uuid:pk>/suspend/", views.account_suspend, name="account-suspend"),
    path("<uuid:pk>/restore/", views.account_restore, name="account-restore"),
]
