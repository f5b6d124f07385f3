"""How mail goes out, from one address: `smtp://user:secret@host:587`, `smtps://…`, `file:///folder` or `console:`."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Mail:
    """Django's settings of mail. `reaches_people` is false where a message would only be printed."""

    backend: str
    host: str = "localhost"
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False
    folder: str | None = None

    @property
    def reaches_people(self) -> bool:
        return not self.backend.endswith("console.EmailBackend")


def mail(url: str) -> Mail:
    parts = urlsplit(url or "console:")
    if parts.scheme == "console":
        return Mail("django.core.mail.backends.console.EmailBackend")
    if parts.scheme == "file" and parts.path:
        return Mail("django.core.mail.backends.filebased.EmailBackend", folder=unquote(parts.path))
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        use_ssl = parts.scheme == "smtps"
        port = parts.port or (465 if use_ssl else 587)
        return Mail(
            "django.core.mail.backends.smtp.EmailBackend", parts.hostname, port,
            unquote(parts.username or ""), unquote(parts.password or ""),
            # Port 25 is a relay in the same house; the others speak TLS.
            use_tls=not use_ssl and port != 25, use_ssl=use_ssl,
        )  # fmt: skip
    raise SystemExit(
        "NITHET_MAIL_URL must be like smtp://user:secret@mail.example.go.th:587 or file:///folder"
    )
