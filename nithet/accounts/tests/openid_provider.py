"""A provider of OpenID Connect on this machine: discovery, keys, code flow with PKCE. Its answers can be bent."""

import base64
import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "nithet-client", "nithet-secret"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class Provider:
    """`claims` go into the token besides the usual ones; one that is None is left out."""

    address: str = ""
    key: rsa.RSAPrivateKey = KEY
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)
    is_down: bool = False

    def visit(self, url: str) -> str:
        """The browser comes, the person agrees, and the browser goes back with a code."""
        self.asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert url.startswith(f"{self.address}/authorize?")
        return f"{urlsplit(self.asked['redirect_uri']).path}?code=the-code&state={self.asked['state']}"

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        is_right = (
            (sent.get("client_id"), sent.get("client_secret"), sent.get("code")) == (CLIENT, SECRET, "the-code")
            and challenge.decode().rstrip("=") == self.asked["code_challenge"]
        )  # fmt: skip
        if not is_right:
            return 400, {"error": "invalid_grant"}
        usual = {
            "iss": self.address, "aud": CLIENT, "sub": "person-1", "iat": int(time.time()),
            "exp": int(time.time()) + 300, "nonce": self.asked["nonce"],
        }  # fmt: skip
        claims = {name: value for name, value in {**usual, **self.claims}.items() if value is not None}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "key-1"})
        return 200, {"access_token": "the-token", "token_type": "Bearer", "id_token": id_token}

    def answer(self, path: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if self.is_down:
            return 503, {}
        if path == "/token":
            return self.token(sent)
        return {
            "/.well-known/openid-configuration": (200, self.configuration()),
            "/keys": (200, {"keys": [_public()]}),
            "/userinfo": (200, self.userinfo),
        }.get(path, (404, {}))

    def configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }


def _public() -> dict[str, Any]:
    """Only the first key is known, whoever signs."""
    return {
        **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key())),
        "kid": "key-1",
        "alg": "RS256",
    }


@contextmanager
def running() -> Iterator[Provider]:
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, sent: dict[str, str]) -> None:
            status, answer = provider.answer(urlsplit(self.path).path, sent)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  the name is the standard library's
            """Silent."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        provider.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield provider
        server.shutdown()
        thread.join()
