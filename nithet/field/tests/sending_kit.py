"""What ODK Collect sends, byte for byte, to the submission address by either of its doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from django.test import Client

from nithet.core.ids import new_id
from nithet.field.openrosa.submission_door import with_door

AGENT = (
    "org.odk.collect.android/v2026.1.0 (Dalvik/2.1.0 (Linux; U; Android 14; SM-A155F Build/UP1A.231005.007))"
)
DATE = "Fri, 20 Nov 2026 02:30:00 GMT"
RESPONSE = "{http://openrosa.org/http/response}"
Part = tuple[str, bytes]


@dataclass(frozen=True)
class Told:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def message(self) -> str:
        """As the phone shows it."""
        found = ET.fromstring(self.body).find(f"{RESPONSE}message")  # noqa: S314  our own answer
        assert found is not None
        return found.text or ""


def multipart(
    xml: bytes | None, files: Sequence[Part] = (), *, is_incomplete: bool = False
) -> tuple[bytes, str]:
    """As OkHttp writes it: the XML first, then a part a file, and whether more follows."""
    boundary = str(new_id())
    parts = []
    if xml is not None:
        parts.append(
            _part(
                'name="xml_submission_file"; filename="visit_2026-11-20.xml"', "text/xml; charset=utf-8", xml
            )
        )
    parts += [_part(f'name="{name}"; filename="{name}"', "image/jpeg", content) for name, content in files]
    if is_incomplete:
        parts.append(_part('name="*isIncomplete*"', "text/plain; charset=utf-8", b"yes"))
    line = f"--{boundary}\r\n".encode()
    body = b"".join(line + part for part in parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _part(disposition: str, kind: str, content: bytes) -> bytes:
    head = f"Content-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    return head.encode() + content + b"\r\n"


Door = Callable[[str, str, bytes, str, str], Told]


def by_django(method: str, path: str, body: bytes, kind: str, date: str) -> Told:
    headers = {"X-OpenRosa-Version": "1.0", "Date": date, "User-Agent": AGENT}
    answer = Client().generic(method, path, body, content_type=kind, headers=headers)
    return Told(answer.status_code, dict(answer.headers), answer.content)


def by_door(method: str, path: str, body: bytes, kind: str, date: str, *, length: str = "") -> Told:
    started: list[tuple[str, list[tuple[str, str]]]] = []
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_TYPE": kind, "CONTENT_LENGTH": length or str(len(body)),
        "HTTP_DATE": date, "HTTP_USER_AGENT": AGENT, "HTTP_X_OPENROSA_VERSION": "1.0", "wsgi.input": BytesIO(body),
    }  # fmt: skip
    content = with_door(_not_for_django)(environ, lambda status, headers: started.append((status, headers)))
    ((status, headers),) = started
    return Told(int(status[:3]), dict(headers), b"".join(content))


def _not_for_django(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    raise AssertionError(f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']} went on to Django")


DOORS: dict[str, Door] = {"django": by_django, "door": by_door}


@dataclass(frozen=True)
class Phone:
    """One that sends by a door."""

    secret: str
    door: Door

    @property
    def path(self) -> str:
        return f"/odk/{self.secret}/submission"

    def send(
        self, xml: str | bytes | None, *files: Part, is_incomplete: bool = False, date: str = DATE
    ) -> Told:
        content = xml.encode() if isinstance(xml, str) else xml
        body, kind = multipart(content, files, is_incomplete=is_incomplete)
        return self.door("POST", self.path, body, kind, date)

    def ask(self) -> Told:
        return self.door("HEAD", self.path, b"", "", DATE)
