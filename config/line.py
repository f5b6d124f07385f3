"""The office's LINE Official Account (Messaging API). Without a token nothing goes to LINE and nobody is asked to link."""

from dataclasses import dataclass

from config import env


@dataclass(frozen=True)
class Line:
    token: str = ""
    # By which LINE signs what it tells us.
    secret: str = ""
    # “@nithet”: by which people find the account.
    account: str = ""
    api: str = "https://api.line.me"

    @property
    def reaches_people(self) -> bool:
        return bool(self.token)


def line() -> Line:
    token, secret = env.text("NITHET_LINE_TOKEN"), env.text("NITHET_LINE_SECRET")
    if bool(token) != bool(secret):
        raise SystemExit("NITHET_LINE_TOKEN and NITHET_LINE_SECRET belong together")
    api = env.text("NITHET_LINE_API", "https://api.line.me").rstrip("/")
    if not api.startswith(("https://", "http://127.0.0.1", "http://localhost")):
        raise SystemExit("NITHET_LINE_API must begin with https://")
    return Line(token, secret, env.text("NITHET_LINE_ACCOUNT"), api)
