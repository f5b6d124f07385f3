"""Mail and providers from the environment."""

import pytest

from config.mail import mail
from config.openid import providers


def test_without_an_address_mail_is_printed() -> None:
    assert not mail("").reaches_people


@pytest.mark.parametrize(
    ("url", "port", "use_tls", "use_ssl"),
    [
        ("smtp://u%40x:p%3Aw@mail.satit.example", 587, True, False),
        ("smtps://u%40x:p%3Aw@mail.satit.example", 465, False, True),
        ("smtp://u%40x:p%3Aw@mail.satit.example:25", 25, False, False),
    ],
)
def test_a_mail_server(url: str, port: int, use_tls: bool, use_ssl: bool) -> None:
    made = mail(url)
    assert (made.host, made.port, made.user, made.password) == ("mail.satit.example", port, "u@x", "p:w")
    assert (made.use_tls, made.use_ssl, made.reaches_people) == (use_tls, use_ssl, True)


def test_mail_into_a_folder() -> None:
    assert mail("file:///var/mail%20box").folder == "/var/mail box"


@pytest.mark.parametrize("url", ["mail.satit.example", "http://satit.example", "smtp://", "file://"])
def test_a_mail_address_that_cannot_be_used_stops_the_start(url: str) -> None:
    with pytest.raises(SystemExit, match="NITHET_MAIL_URL"):
        mail(url)


def test_several_providers(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        monkeypatch.setenv(f"NITHET_OIDC_{number}_ISSUER", f"https://id{number}.satit.example")
        monkeypatch.setenv(f"NITHET_OIDC_{number}_CLIENT", "client")
        monkeypatch.setenv(f"NITHET_OIDC_{number}_SECRET", "secret")
    monkeypatch.setenv("NITHET_OIDC_1_NAME", "Google")
    monkeypatch.setenv("NITHET_OIDC_1_DOMAIN", "Satit.example")
    first, second = providers()
    assert (first["name"], second["name"], second["provider_id"]) == ("Google", "OpenID Connect", "2")
    assert first["settings"] == {"server_url": "https://id1.satit.example", "domain": "satit.example"}


def test_a_provider_without_its_secret_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NITHET_OIDC_1_ISSUER", "https://id.satit.example")
    with pytest.raises(SystemExit, match="NITHET_OIDC_1_CLIENT"):
        providers()
