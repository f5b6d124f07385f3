from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView

from nithet.accounts import demo
from nithet.accounts.forms import SignInForm


class SignIn(LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo.ACCOUNTS if settings.DEMO else ()
        return super().get_context_data(**kwargs, demo_accounts=accounts, demo_password=demo.PASSWORD)
