"""A phone with ODK Collect: its requests byte for byte as its HTTP library writes them, and answers read by its rules.

The bytes go through the development server's reader of HTTP into the whole application, without a network: what a test has
in its transaction, the phone sees.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

HOST = "testserver"
AGENT = (
    "org.odk.collect.android/v2026.1.0 (Dalvik/2.1.0 (Linux; U; Android 14; SM-A155F Build/UP1A.231005.007))"
)
LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"


class UnreadableError(Exception):
    """Collect shows that the server's answer cannot be understood, and keeps nothing of it."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def md5(self) -> str:
        return hashlib.md5(self.body, usedforsecurity=False).hexdigest()

    @property
    def message(self) -> str:
        """What is shown to who holds the phone."""
        root = ET.fromstring(self.body)  # noqa: S314  our own answer
        if root.tag != f"{{{RESPONSE}}}OpenRosaResponse":
            raise UnreadableError(root.tag)
        return (root.findtext(f"{{{RESPONSE}}}message") or "").strip()


@dataclass(frozen=True)
class Entry:
    """A form of the list, or a file of a manifest (`name` is then its file name)."""

    name: str
    hash: str
    url: str
    form_id: str = ""
    version: str = ""
    manifest_url: str = ""


class Phone:
    """`server`: what the code told it."""

    def __init__(self, server: str) -> None:
        self.server = server.rstrip("/")

    def ask(self, url: str, method: str = "GET", **headers: str) -> Answer:
        """Newer Collects tell at every address which phone they are."""
        parts = urlsplit(url)
        told = f"{parts.query}&" if parts.query else ""
        lines = [
            f"{method} {parts.path}?{told}deviceID=collect%3Am6GQhIAOqKzQpEV2 HTTP/1.1",
            f"User-Agent: {AGENT}",
            "X-OpenRosa-Version: 1.0",
            # Of twelve hours, as Collect writes it: half past two in the afternoon.
            "Date: Fri, 20 Nov 2026 02:30:00 GMT",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
            f"Host: {parts.netloc}",
            "Connection: Keep-Alive",
            "Accept-Encoding: gzip",
        ]
        return answered("\r\n".join([*lines, "", ""]).encode(), method)

    def forms(self) -> list[Entry]:
        """As for the list of what can be fetched: one unfit entry, and there is no list."""
        root = _read(self._got(f"{self.server}/formList"), "xforms", LIST)
        return [_form(_texts(one, LIST)) for one in root if one.tag == f"{{{LIST}}}xform"]

    def files(self, form: Entry) -> list[Entry]:
        if not form.manifest_url:
            return []
        root = _read(self._got(form.manifest_url), "manifest", MANIFEST)
        return [_file(_texts(one, MANIFEST)) for one in root if one.tag == f"{{{MANIFEST}}}mediaFile"]

    def fetch(self, entry: Entry) -> bytes:
        """A form or a file; one that is not what was announced would be fetched again at every look."""
        answer = self.ask(entry.url)
        if answer.status != 200:
            raise UnreadableError(f"{answer.status}")
        assert f"md5:{answer.md5}" == entry.hash
        return answer.body

    def form(self, form_id: str) -> Entry:
        (found,) = [one for one in self.forms() if one.form_id == form_id]
        return found

    def _got(self, url: str) -> Answer:
        answer = self.ask(url)
        if answer.status != 200:
            raise UnreadableError(f"{answer.status}")
        if "text/xml" not in answer.headers["content-type"] or "x-openrosa-version" not in answer.headers:
            raise UnreadableError("not OpenRosa")
        return answer


def csv_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode())))


def _read(answer: Answer, name: str, namespace: str) -> ET.Element:
    root = ET.fromstring(answer.body)  # noqa: S314  our own answer
    if root.tag != f"{{{namespace}}}{name}":
        raise UnreadableError(root.tag)
    return root


def _texts(element: ET.Element, namespace: str) -> dict[str, str]:
    mark = f"{{{namespace}}}"
    return {
        one.tag.removeprefix(mark): (one.text or "").strip() for one in element if one.tag.startswith(mark)
    }


def _form(told: dict[str, str]) -> Entry:
    if not (told.get("formID") and told.get("name") and told.get("downloadUrl")):
        raise UnreadableError(str(told))
    # Without a hash Collect lists a form and refuses to fetch it.
    assert told["hash"].startswith("md5:")
    return Entry(
        told["name"], told["hash"], told["downloadUrl"], told["formID"], told.get("version", ""), told.get("manifestUrl", ""),
    )  # fmt: skip


def _file(told: dict[str, str]) -> Entry:
    if not (told.get("filename") and told.get("downloadUrl") and len(told.get("hash", "")) > len("md5:")):
        raise UnreadableError(str(told))
    return Entry(told["filename"].rpartition("/")[2], told["hash"], told["downloadUrl"])


# The way into the application


class _Wire:
    """Stands for the socket."""

    def __init__(self, sent: bytes) -> None:
        self.sent = sent
        self.answer = BytesIO()

    def makefile(self, mode: str, *_: Any) -> BytesIO:
        return BytesIO(self.sent) if "r" in mode else self.answer

    def sendall(self, data: bytes) -> None:
        self.answer.write(data)

    def settimeout(self, _: float | None) -> None: ...

    def shutdown(self, _: int) -> None: ...


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@contextmanager
def _connection_kept() -> Iterator[None]:
    """The application gives its connection up with each request; the test's own must stay."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)


def answered(request: bytes, method: str = "GET") -> Answer:
    """The application's answer to these bytes."""
    server = WSGIServer((HOST, 80), _Quiet, bind_and_activate=False)
    server.server_name, server.server_port = HOST, 80
    server.setup_environ()
    server.set_app(WSGIHandler())
    wire = _Wire(request)
    with _connection_kept():
        _Quiet(wire, ("127.0.0.1", 40000), server)  # type: ignore[arg-type]
    server.server_close()
    read = HTTPResponse(_Wire(wire.answer.getvalue()), method=method)  # type: ignore[arg-type]
    read.begin()
    return Answer(read.status, {name.lower(): value for name, value in read.getheaders()}, read.read())
