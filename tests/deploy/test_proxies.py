"""nginx and Caddy with our configurations, in front of a real server on loopback."""

from __future__ import annotations

import re
import shutil
import socket
import sqlite3
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from django.conf import settings

from tests.deploy.certificate import write_certificate
from tests.deploy.installation import DOMAIN, PASSWORD, ROOT, free_port, installed, listens, process, served

CLAIMED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "http"}
MIB = 1024 * 1024


@dataclass(frozen=True)
class Ports:
    upstream: int
    http: int
    https: int


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    text: str

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


def nginx_command(folder: Path, ports: Ports) -> list[str]:
    """Our file inside the least configuration around it, with ports and paths of the test."""
    write_certificate(folder / "certificate.pem", folder / "key.pem", DOMAIN)
    text = (ROOT / "deploy/nginx/nithet.conf").read_text()
    for old, new in {
        "127.0.0.1:8000": f"127.0.0.1:{ports.upstream}",
        "listen 80;": f"listen 127.0.0.1:{ports.http};",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{ports.https} ssl http2;",
        "listen [::]:80;": "",
        "listen [::]:443 ssl http2;": "",
        f"/etc/letsencrypt/live/{DOMAIN}/fullchain.pem": str(folder / "certificate.pem"),
        f"/etc/letsencrypt/live/{DOMAIN}/privkey.pem": str(folder / "key.pem"),
        "/opt/nithet": str(ROOT),
        "/var/log/nginx/": f"{folder}/",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    (folder / "nithet.conf").write_text(text)
    places = "".join(
        f"{name}_temp_path {folder / name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; pid {folder / 'pid'}; error_log {folder / 'error.log'};\n"
        f"events {{}}\nhttp {{\ninclude /etc/nginx/mime.types;\naccess_log off;\n{places}"
        f"include {folder / 'nithet.conf'};\n}}\n"
    )
    return ["nginx", "-e", str(folder / "error.log"), "-c", str(folder / "nginx.conf")]


def caddy_command(folder: Path, ports: Ports) -> list[str]:
    own = f"local_certs\nskip_install_trust\nadmin off\nstorage file_system {folder}\n"
    own += f"http_port {ports.http}\nhttps_port {ports.https}\ndefault_bind 127.0.0.1\n"
    text = (ROOT / "deploy/caddy/Caddyfile").read_text()
    log = f"log {{\n\t\tlevel DEBUG\n\t\toutput file {folder / 'error.log'}"
    head, _, rest = text.partition("\n{\n")
    assert rest.count("log {") == 1
    (folder / "Caddyfile").write_text(f"{head}\n{{\n{own}{rest.replace('log {', log)}")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


COMMANDS = {"nginx": nginx_command, "caddy": caddy_command}


class Proxy:
    """Started in front of an upstream; a visitor who speaks to it by its public name."""

    def __init__(self, name: str, folder: Path, upstream: int, around: ExitStack) -> None:
        if shutil.which(name) is None:
            pytest.skip(f"there is no {name} here: its configuration was not tried")
        self.ports = Ports(upstream, free_port(), free_port())
        environment = {
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": str(folder),
            "NITHET_UPSTREAM": f"127.0.0.1:{upstream}",
            "NITHET_PAGES": str(ROOT / "deploy/pages"),
        }
        command = COMMANDS[name](folder, self.ports)
        around.enter_context(process(command, lambda: listens(self.ports.https), env=environment))
        self.name, self.cookies = name, SimpleCookie()

    def ask(
        self,
        method: str,
        path: str,
        *,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        size: int = 0,
    ) -> Answer:
        """A request over TLS. With `size`, so many bytes are sent, or as many as are taken."""
        with closing(self._connection()) as connection:
            self._send(connection, method, path, body, headers or {}, size)
            return self._taken(connection.getresponse())

    def _send(
        self,
        connection: HTTPConnection,
        method: str,
        path: str,
        body: bytes,
        headers: dict[str, str],
        size: int,
    ) -> None:
        connection.putrequest(method, path, skip_host=True)
        cookies = "; ".join(f"{key}={morsel.value}" for key, morsel in self.cookies.items())
        sent = {"Host": DOMAIN, "Origin": f"https://{DOMAIN}", "Cookie": cookies, **headers}
        for key, value in {**sent, "Content-Length": str(size or len(body))}.items():
            connection.putheader(key, value)
        connection.endheaders(body or None)
        try:
            for _ in range(size // MIB):
                connection.send(b"0" * MIB)
        except OSError:
            pass  # refused before all was sent; the answer is there

    def _connection(self) -> HTTPConnection:
        """We come by the number; which certificate is meant is told by the public name."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = HTTPConnection("127.0.0.1", self.ports.https)
        plain = socket.create_connection(("127.0.0.1", self.ports.https), timeout=30)
        connection.sock = context.wrap_socket(plain, server_hostname=DOMAIN)
        return connection

    def _taken(self, response: HTTPResponse) -> Answer:
        answer = Answer(response.status, response.getheaders(), response.read().decode())
        for cookie in answer.all("set-cookie"):
            self.cookies.load(cookie)
        return answer


@pytest.fixture(scope="module")
def upstream(home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, Path]]:
    """The port of a server with one account, and its database."""
    folder = tmp_path_factory.mktemp("behind")
    shutil.copytree(home / "var", folder / "var")
    environment = installed(folder, PORT=str(free_port()))
    with served(environment):
        yield int(environment["PORT"]), folder / "var" / "nithet.sqlite3"


@pytest.fixture(scope="module", params=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, upstream: tuple[int, Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    with ExitStack() as around:
        yield Proxy(request.param, tmp_path_factory.mktemp(request.param), upstream[0], around)


def test_sign_in_over_https_leaves_the_claims_of_a_visitor_aside(
    proxy: Proxy, upstream: tuple[int, Path]
) -> None:
    page = proxy.ask("GET", "/accounts/sign-in/", headers=CLAIMED)
    assert page.status == 200
    assert len(page.all("strict-transport-security")) == 1
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert token
    fields = {"csrfmiddlewaretoken": token[1], "username": "officer", "password": PASSWORD}
    form = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"https://{DOMAIN}/accounts/sign-in/",
    }
    entered = proxy.ask(
        "POST", "/accounts/sign-in/", body=urlencode(fields).encode(), headers={**form, **CLAIMED}
    )
    assert entered.status == 302
    assert {"sessionid", "csrftoken"} <= set(proxy.cookies)
    assert all("Secure" in cookie for cookie in (*page.all("set-cookie"), *entered.all("set-cookie")))
    with closing(sqlite3.connect(upstream[1])) as database:
        addresses = {address for (address,) in database.execute("SELECT ip FROM usersessions_usersession")}
    assert addresses == {"127.0.0.1"}


def test_plain_http_leads_to_https(proxy: Proxy) -> None:
    class Stay(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    asked = Request(f"http://127.0.0.1:{proxy.ports.http}/accounts/sign-in/?next=/", headers={"Host": DOMAIN})
    with pytest.raises(HTTPError) as refused:
        build_opener(Stay).open(asked, timeout=5)
    refused.value.close()
    assert refused.value.code in {301, 308}
    assert re.fullmatch(
        rf"https://{DOMAIN}(:\d+)?/accounts/sign-in/\?next=/", refused.value.headers["Location"]
    )


@pytest.mark.parametrize("more", [MIB, 20 * MIB])
def test_what_is_too_large_is_refused_in_thai(proxy: Proxy, more: int) -> None:
    answer = proxy.ask("POST", "/accounts/sign-in/", size=settings.REQUEST_MAX_BYTES + more)
    assert answer.status == 413
    assert "ข้อมูลที่ส่งมาใหญ่เกินไป" in answer.text


def test_under_another_name_there_is_no_door(proxy: Proxy) -> None:
    answer = proxy.ask("GET", "/accounts/sign-in/", headers={"Host": "satit.example"})
    assert "csrfmiddlewaretoken" not in answer.text


@pytest.mark.parametrize("name", COMMANDS)
def test_while_the_server_is_away_a_page_says_so(name: str, tmp_path: Path) -> None:
    with ExitStack() as around:
        answer = Proxy(name, tmp_path, free_port(), around).ask("GET", "/satit1/")
    assert answer.status in {502, 503}
    assert "ระบบหยุดให้บริการชั่วคราว" in answer.text


def test_the_proxies_take_what_the_product_does_and_little_more() -> None:
    """Else a request that it would take were refused, or one of any size kept on disk first."""
    nginx = re.search(r"client_max_body_size (\d+)m;", (ROOT / "deploy/nginx/nithet.conf").read_text())
    caddy = re.search(r"max_size (\d+)MB", text := (ROOT / "deploy/caddy/Caddyfile").read_text())
    told = re.search(r"@large header_regexp Content-Length (\S+)", text)
    assert nginx and caddy and told  # noqa: PT018
    for limit in (int(nginx[1]) * MIB, int(caddy[1]) * 10**6):
        assert settings.REQUEST_MAX_BYTES <= limit < settings.REQUEST_MAX_BYTES + MIB
    limit = int(caddy[1]) * 10**6
    lengths = (0, 999, limit // 10, limit - 1, limit, limit + 1, 2 * limit, 10 * limit, 100 * limit)
    assert [n for n in lengths if re.match(told[1], str(n))] == [n for n in lengths if n >= limit]
