"""Signing in with an account of the person's own office (OpenID Connect).

What django-allauth leaves to trust in the connection is checked here as well: the token's signature, its nonce,
that the address is verified, and the domain where one is asked for. Of what the provider tells little is kept.
"""

from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, get_random_string
from django.views.decorators.http import require_safe
from requests import RequestException

GOOGLE = "https://accounts.google.com"
NONCE = "openid_nonce"
KEPT = ("sub", "email")


class RefusedError(OAuth2Error):
    """Carries the sentence for the person."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Adapter(OpenIDConnectOAuth2Adapter):
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **facts: Any
    ) -> SocialLogin:
        claims = self._claims(app, facts["response"].get("id_token") or "")
        nonce = request.session.pop(NONCE, "")
        if not nonce or not constant_time_compare(str(claims.get("nonce", "")), nonce):
            raise RefusedError("คำตอบจากผู้ให้บริการไม่ตรงกับคำขอของเครื่องนี้ โปรดเริ่มเข้าสู่ระบบใหม่")
        if not claims.get("email"):
            claims = self._with_userinfo(claims, token)
        check_address(claims, domain=app.settings.get("domain", ""))
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Signature, issuer, audience and time, always."""
        try:
            claims: dict[str, Any] = jwtkit.verify_and_decode(
                credential=id_token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        except KeyError as error:
            raise OAuth2Error("No key is named") from error
        if not {"sub", "exp"} <= claims.keys():
            raise OAuth2Error("The token lacks who or until when")
        return claims

    def _with_userinfo(self, claims: dict[str, Any], token: SocialToken) -> dict[str, Any]:
        """Some providers tell the address only when asked; they must speak of the same person."""
        told = self._fetch_user_info(token.token)
        if told.get("sub") != claims["sub"]:
            raise RefusedError("ผู้ให้บริการส่งข้อมูลของคนละบัญชี โปรดเริ่มเข้าสู่ระบบใหม่")
        return {**told, **claims}


def check_address(claims: dict[str, Any], *, domain: str) -> None:
    """Refuse an address that is not verified, or not of the asked domain."""
    address = str(claims.get("email", "")).lower()
    if not address or claims.get("email_verified") not in (True, "true"):
        raise RefusedError("ผู้ให้บริการยังไม่ได้ยืนยันอีเมลของบัญชีนี้ โปรดยืนยันอีเมลกับผู้ให้บริการก่อน หรือใช้ชื่อผู้ใช้และรหัสผ่าน")
    # Google's own word for the organisation: an address alone may belong to a private account.
    hosted = claims.get("hd", "") if claims.get("iss") == GOOGLE else domain
    if domain and (address.partition("@")[2] != domain or hosted != domain):
        raise RefusedError(f"ใช้ได้เฉพาะบัญชีอีเมลของหน่วยงาน (@{domain}) โปรดเลือกบัญชีของหน่วยงานแล้วลองใหม่")


class Provider(OpenIDConnectProvider):
    oauth2_adapter_class = Adapter

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Nothing that stands in the address; the nonce is kept for the way back."""
        nonce = request.session[NONCE] = get_random_string(32)
        params = {"nonce": nonce}
        if domain := self.app.settings.get("domain"):
            params |= {"hd": domain, "prompt": "select_account"}
        return params

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        return ["openid", "email"]

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {"id_token": {name: data["id_token"].get(name) for name in KEPT}}


@require_safe
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(OAuth2LoginView, request, provider_id)


@require_safe
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _answered(OAuth2CallbackView, request, provider_id)


def _answered(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    adapter = Adapter(request, provider_id)
    try:
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist:
        raise Http404 from None
    try:
        response: HttpResponse = view.adapter_view(adapter)(request)
    except RequestException as error:
        # The provider does not answer: said in words, not as an error of ours.
        response = render_authentication_error(request, provider, exception=error)
    return response
