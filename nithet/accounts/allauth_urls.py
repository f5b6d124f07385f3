"""The addresses that django-allauth looks up by its own names: only those that are used here."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from nithet.accounts import openid
from nithet.accounts.views import door, mine

urlpatterns = [
    path("sign-in/", door.sign_in, name="account_login"),
    path("sign-out/", door.sign_out, name="account_logout"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/", account.password_change, name="account_change_password"),
    path("password/new/", account.password_set, name="account_set_password"),
    path("email/", mine.email, name="account_email"),
    path("email/<text:key>/", account.confirm_email, name="account_confirm_email"),
    path("forgotten/", door.forgotten, name="account_reset_password"),
    path("forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path("forgotten/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    re_path(
        r"^forgotten/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("", mine.mine, name="mfa_index"),
    path("second-factor/", mine.set_up_second_factor, name="mfa_activate_totp"),
    path("second-factor/off/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/code/", second_factor.authenticate, name="mfa_authenticate"),
    path("second-factor/confirm/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("second-factor/recovery/", mine.recovery_codes_page, name="mfa_view_recovery_codes"),
    path("second-factor/recovery/new/", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("linked/", mine.linked, name="socialaccount_connections"),
    path("openid/<text:provider_id>/", openid.login, name="openid_connect_login"),
    path("openid/<text:provider_id>/callback/", openid.callback, name="openid_connect_callback"),
]  # fmt: skip
