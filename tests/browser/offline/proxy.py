"""What stands between a browser and the server on a bad day: it cuts, loses, delays, lies and shuts, on command.

It ends TLS as the proxy of an installation does, and speaks HTTP/1.1 with bodies of a known length.
"""

from __future__ import annotations

import base64
import http.client
import re
import select
import socket
import ssl
import struct
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization

from tests.deploy.certificate import write_certificate

PATIENCE_S = 30.0
SLOWNESS_S = 1.0
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "date", "server"}
PORTAL = "<!doctype html><title>Wi-Fi</title><p>โปรดลงทะเบียนก่อนใช้เครือข่าย</p>".encode()


class Fault(StrEnum):
    """What happens to one request."""

    CUT_UP = "cut in the middle of what is sent"
    LOST = "arrives whole, the answer does not come back"
    CUT_DOWN = "cut in the middle of the answer"
    BAD_GATEWAY = "arrives whole, the answer becomes 502"
    BUSY = "503, and nothing arrives"
    PORTAL = "a Wi-Fi's own page instead of the answer"
    MOVED = "a Wi-Fi sends it elsewhere"
    SLOW = "arrives late"
    DEAD = "the server is killed when it begins to answer, or on the way there"


@dataclass
class Rule:
    """For the next requests of this method whose path fits."""

    fault: Fault | None
    path: str = ""
    method: str = ""
    times: int = 1
    # What the test waits for, and what it lets go on.
    met: Event = field(default_factory=Event)
    held: Event | None = None
    # DEAD: so long after all of it went there; else when the answer begins.
    after_s: float | None = None

    def fits(self, method: str, path: str) -> bool:
        return self.times > 0 and self.method in ("", method) and bool(re.search(self.path, path))


@dataclass(frozen=True)
class Seen:
    method: str
    path: str
    status: int
    fault: Fault | None = None
    length: int = 0  # of what was sent


class Proxy:
    def __init__(self, folder: Path, upstream: int) -> None:
        self.upstream = upstream
        self.rules: list[Rule] = []
        # What the server has become meanwhile, as browsers see it: path → its answer made another one.
        self.rewrites: dict[str, Callable[[bytes], bytes]] = {}
        self.seen: deque[Seen] = deque(maxlen=4000)
        self.lock = Lock()
        self._open: set[socket.socket] = set()
        self._good, self.pin = _certificate(folder / "good", ends=timedelta(days=1))
        self._expired, _ = _certificate(folder / "expired", ends=timedelta(hours=-1))
        self._is_expired = False
        # A browser asks again by itself where a connection that served before is cut: then a fault is not seen.
        self.keeps_alive = False
        # How the server is killed.
        self.kill: Callable[[], None] = lambda: None
        self._door: _Door | None = None
        with socket.socket() as door:
            door.bind(("127.0.0.1", 0))
            self.port: int = door.getsockname()[1]

    @property
    def address(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    # On command

    def up(self) -> None:
        if self._door is None:
            self._door = _Door(self)
            Thread(target=self._door.serve_forever, args=(0.05,), daemon=True).start()

    def down(self) -> None:
        """Connections are refused, and those that stand are cut."""
        if self._door is not None:
            self._door.shutdown()
            self._door.server_close()
            self._door = None
        self.cut()

    def cut(self) -> None:
        with self.lock:
            standing = list(self._open)
        for connection in standing:
            reset(connection)

    def show_expired(self, *, is_expired: bool = True) -> None:
        """Whoever connects from now on is shown a certificate that ended an hour ago."""
        self._is_expired = is_expired
        self.cut()

    def next(self, fault: Fault, path: str = "", *, method: str = "", times: int = 1) -> Rule:
        return self._add(Rule(fault, path, method, times))

    def hold(self, path: str, *, fault: Fault | None = Fault.LOST, method: str = "POST") -> Rule:
        """The next such request is stopped, before it arrives (CUT_UP) or after, until the test says go."""
        return self._add(Rule(fault, path, method, held=Event()))

    def kill_at(self, path: str, *, after_s: float | None = None, method: str = "") -> Rule:
        """The server dies of the next such request."""
        return self._add(Rule(Fault.DEAD, path, method, after_s=after_s))

    def _add(self, rule: Rule) -> Rule:
        with self.lock:
            self.rules.append(rule)
        return rule

    def drop(self, rule: Rule) -> None:
        """It stops nothing any more; what it holds goes on."""
        with self.lock:
            rule.times = 0
            if rule.held:
                rule.held.set()

    def heal(self) -> None:
        """The network is good from here on."""
        for rule in list(self.rules):
            self.drop(rule)
        with self.lock:
            self.rules.clear()
        self.rewrites.clear()
        if self._is_expired:
            self.show_expired(is_expired=False)
        self.up()

    def passed(self, method: str, path: str) -> list[Seen]:
        """Such requests of late that were answered."""
        return [
            seen
            for seen in list(self.seen)
            if seen.method == method and seen.status and re.search(path, seen.path)
        ]

    # What its connections ask

    def context(self) -> ssl.SSLContext:
        return self._expired if self._is_expired else self._good

    def rule_for(self, method: str, path: str) -> Rule | None:
        with self.lock:
            rule = next((rule for rule in self.rules if rule.fits(method, path)), None)
            if rule:
                rule.times -= 1
            return rule

    @contextmanager
    def standing(self, connection: socket.socket) -> Iterator[None]:
        with self.lock:
            self._open.add(connection)
        try:
            yield
        finally:
            with self.lock:
                self._open.discard(connection)


def _certificate(stem: Path, *, ends: timedelta) -> tuple[ssl.SSLContext, str]:
    """And the pin by which a browser is told to trust it."""
    certificate, key = stem.with_suffix(".pem"), stem.with_suffix(".key")
    write_certificate(certificate, key, "127.0.0.1", ends=ends)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    public = x509.load_pem_x509_certificate(certificate.read_bytes()).public_key()
    told = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    digest = hashes.Hash(hashes.SHA256())
    digest.update(told)
    return context, base64.b64encode(digest.finalize()).decode()


def reset(connection: socket.socket) -> None:
    """As a lost line is: no farewell."""
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        # What reads of it in another thread wakes up.
        connection.shutdown(socket.SHUT_RDWR)


class _Door(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True
    request_queue_size = 64

    def __init__(self, proxy: Proxy) -> None:
        self.proxy = proxy
        super().__init__(("127.0.0.1", proxy.port), _Connection)

    def finish_request(self, request: Any, client_address: Any) -> None:
        """In the connection's own thread: a browser that hangs up in the handshake is nobody's fault."""
        with suppress(OSError):
            request.settimeout(PATIENCE_S)
            secure = self.proxy.context().wrap_socket(request, server_side=True)
            with secure, self.proxy.standing(secure):
                _Connection(secure, client_address, self)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Cut connections are what it is for."""


class Cut(Exception):  # noqa: N818  no error: it is what was asked for
    """This connection ends here."""


class _Connection(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Door

    def log_message(self, *_: Any) -> None:
        """Nothing is printed."""

    def _answer(self) -> None:
        proxy = self.server.proxy
        rule = proxy.rule_for(self.command, self.path)
        status = 0
        try:
            with suppress(Cut):
                status = self._through(rule)
        except (OSError, http.client.HTTPException):
            self.close_connection = True
        finally:
            length = int(self.headers.get("Content-Length") or 0)
            proxy.seen.append(Seen(self.command, self.path, status, rule.fault if rule else None, length))
            if rule:
                rule.met.set()

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = _answer  # noqa: N815  as the library calls them

    def _through(self, rule: Rule | None) -> int:
        fault = rule.fault if rule else None
        length = int(self.headers.get("Content-Length") or 0)
        if fault == Fault.CUT_UP:
            self._send_half(self.rfile.read(length // 2), rule)
            self._cut()
        body = self.rfile.read(length)
        if len(body) < length:
            # The browser died in the middle of it: so does what the server hears.
            self._send_half(body, None)
            self._cut()
        if fault == Fault.SLOW:
            time.sleep(SLOWNESS_S)
        if fault in OWN_ANSWERS:
            return self._say(*OWN_ANSWERS[fault])
        if rule and fault == Fault.DEAD:
            self._ask_and_kill(body, rule.after_s)
            self._cut()
        status, headers, answer = self._ask(body)
        self._hold(rule)
        if fault == Fault.LOST:
            self._cut()
        if fault == Fault.BAD_GATEWAY:
            return self._say(502, [("Content-Type", "text/html")], b"<h1>502 Bad Gateway</h1>")
        return self._say(status, headers, answer, is_cut=fault == Fault.CUT_DOWN)

    def _hold(self, rule: Rule | None) -> None:
        if rule and rule.held:
            rule.met.set()
            rule.held.wait(PATIENCE_S)

    def _headers_up(self) -> dict[str, str]:
        told = {name: value for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP}
        return {**told, "Connection": "close", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.7"}

    def _send_half(self, half: bytes, rule: Rule | None) -> None:
        """The server hears the head, half of the body, and nothing more."""
        up = http.client.HTTPConnection("127.0.0.1", self.server.proxy.upstream, timeout=PATIENCE_S)
        with suppress(OSError):
            up.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self._headers_up().items():
                up.putheader(name, value)
            up.endheaders(half)
        self._hold(rule)
        up.close()

    def _ask(self, sent: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        up = http.client.HTTPConnection("127.0.0.1", self.server.proxy.upstream, timeout=PATIENCE_S)
        try:
            up.request(self.command, self.path, sent or None, self._headers_up())
            answer = up.getresponse()
            told = [(name, value) for name, value in answer.getheaders() if name.lower() not in HOP_BY_HOP]
            body = answer.read()
            rewrite = self.server.proxy.rewrites.get(self.path)
            return answer.status, told, rewrite(body) if rewrite else body
        except OSError:
            # As a proxy says it whose server is gone.
            return 502, [("Content-Type", "text/html")], b"<h1>502 Bad Gateway</h1>"
        finally:
            up.close()

    def _ask_and_kill(self, sent: bytes, after_s: float | None) -> None:
        """What was stored is stored, and nothing comes after it."""
        up = http.client.HTTPConnection("127.0.0.1", self.server.proxy.upstream, timeout=PATIENCE_S)
        with suppress(OSError):
            up.request(self.command, self.path, sent or None, self._headers_up())
            select.select([up.sock], [], [], PATIENCE_S if after_s is None else after_s)
        self.server.proxy.kill()
        up.close()

    def _say(self, status: int, headers: list[tuple[str, str]], body: bytes, *, is_cut: bool = False) -> int:
        self.send_response(status)
        for name, value in headers:
            if name.lower() != "content-length" or self.command == "HEAD":
                self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        if not self.server.proxy.keeps_alive:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if is_cut else body)
        if is_cut:
            self._cut()
        return status

    def _cut(self) -> None:
        self.close_connection = True
        reset(self.connection)
        raise Cut


OWN_ANSWERS: dict[Fault, tuple[int, list[tuple[str, str]], bytes]] = {
    Fault.BUSY: (503, [("Content-Type", "text/html"), ("Retry-After", "1")], b"<h1>503</h1>"),
    Fault.PORTAL: (200, [("Content-Type", "text/html; charset=utf-8")], PORTAL),
    Fault.MOVED: (302, [("Location", "https://127.0.0.1:9/portal")], b""),
}
