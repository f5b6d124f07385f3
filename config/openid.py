"""Providers of OpenID Connect from the environment: NITHET_OIDC_1_NAME, _ISSUER, _CLIENT, _SECRET, _DOMAIN; then 2, 3 …

The way back to be told to the provider is `<public address>/accounts/openid/1/callback/`.
"""

from typing import Any

from config import env


def providers() -> list[dict[str, Any]]:
    """As django-allauth wants its apps. Ends at the first number without an issuer."""
    found: list[dict[str, Any]] = []
    while issuer := env.text(f"NITHET_OIDC_{len(found) + 1}_ISSUER"):
        found.append(_provider(len(found) + 1, issuer))
    return found


def _provider(number: int, issuer: str) -> dict[str, Any]:
    prefix = f"NITHET_OIDC_{number}"
    client, secret = env.text(f"{prefix}_CLIENT"), env.text(f"{prefix}_SECRET")
    if not (client and secret):
        raise SystemExit(f"{prefix}_ISSUER needs {prefix}_CLIENT and {prefix}_SECRET")
    return {
        "provider_id": str(number),
        "name": env.text(f"{prefix}_NAME", "OpenID Connect"),
        "client_id": client,
        "secret": secret,
        # Only accounts of that domain (the hosted domain of Google Workspace); empty: of any.
        "settings": {"server_url": issuer, "domain": env.text(f"{prefix}_DOMAIN").lower()},
    }
