"""The network of a phone with Collect: what it fetches, into the folders in which it keeps it, and what it sends."""

from __future__ import annotations

import hashlib
import http.client
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

from nithet.core.ids import new_id
from nithet.field.tests.collect_kit import AGENT, LIST, MANIFEST

DEVICE = "collect:Qr5wT0pZ8sLk2uVa"
TYPES = {".jpg": "image/jpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4", ".pdf": "application/pdf"}
PATIENCE_S = 60


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class Phone:
    """`server` as its code told; the folders are those of Collect's project."""

    server: str
    folder: Path

    def __post_init__(self) -> None:
        for name in ("lists", "forms", "answers"):
            (self.folder / name).mkdir(parents=True)
        self.line = http.client.HTTPConnection(urlsplit(self.server).netloc, timeout=PATIENCE_S)

    def ask(self, address: str, method: str = "GET", body: bytes = b"", kind: str = "") -> Answer:
        """All over one connection, as long as the server keeps it."""
        path = f"{urlsplit(address).path}?{urlencode({'deviceID': DEVICE})}"
        headers = {"X-OpenRosa-Version": "1.0", "Date": _date(), **({"Content-Type": kind} if kind else {})}
        headers |= {"Connection": "Keep-Alive", "Accept-Encoding": "gzip", "User-Agent": AGENT}
        self.line.request(method, path, body or None, headers)
        answer = self.line.getresponse()
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, answer.read())

    def close(self) -> None:
        self.line.close()

    def fetch_forms(self) -> list[str]:
        """All that the list names, with what stands beside them; each as it was announced."""
        listed = self._list(f"{self.server}/formList", "formList.xml")
        names = []
        for entry in listed.iter(f"{{{LIST}}}xform"):
            name = entry.findtext(f"{{{LIST}}}formID", "")
            media = self.folder / "forms" / f"{name}-media"
            media.mkdir()
            if manifest := entry.findtext(f"{{{LIST}}}manifestUrl"):
                for file in self._list(manifest, f"{name}.xml").iter(f"{{{MANIFEST}}}mediaFile"):
                    self._keep(file, MANIFEST, media / file.findtext(f"{{{MANIFEST}}}filename", ""))
            self._keep(entry, LIST, self.folder / "forms" / f"{name}.xml")
            names.append(name)
        return names

    def _list(self, address: str, name: str) -> ET.Element:
        answer = self.ask(address)
        assert answer.status == 200
        assert "text/xml" in answer.headers["content-type"]
        assert "x-openrosa-version" in answer.headers
        (self.folder / "lists" / name).write_bytes(answer.body)
        return ET.fromstring(answer.body)  # noqa: S314  our own answer

    def _keep(self, entry: ET.Element, namespace: str, path: Path) -> None:
        answer = self.ask(entry.findtext(f"{{{namespace}}}downloadUrl", ""))
        digest = hashlib.md5(answer.body, usedforsecurity=False).hexdigest()
        assert (answer.status, f"md5:{digest}") == (200, entry.findtext(f"{{{namespace}}}hash"))
        path.write_bytes(answer.body)

    def send(self, xml: bytes, files: Iterable[tuple[str, bytes]], *, called: str) -> Answer:
        """The form and all its files in one request."""
        body, kind = multipart(xml, files, called)
        return self.ask(f"{self.server}/submission", "POST", body, kind)

    def ask_for_room(self) -> None:
        """Once, before it sends what it has; the server hung up while the form was filled."""
        self.close()
        assert self.ask(f"{self.server}/submission", "HEAD").status == 204


def _date() -> str:
    """Collect writes the hour as a clock with hands shows it."""
    at = datetime.now(UTC)
    return format_datetime(at.replace(hour=at.hour % 12 or 12), usegmt=True)


def multipart(xml: bytes, files: Iterable[tuple[str, bytes]], called: str) -> tuple[bytes, str]:
    """As OkHttp writes it; the name of the file of the form is its title in Thai, as it stands."""
    boundary = str(new_id())
    parts = [_part("xml_submission_file", f"{called}_2026-11-20_09-30-00.xml", "text/xml", xml)]
    parts += [_part(name, name, TYPES[name[name.rindex(".") :]], content) for name, content in files]
    body = b"".join(f"--{boundary}\r\n".encode() + part for part in parts) + f"--{boundary}--\r\n".encode()
    return body, f"multipart/form-data; boundary={boundary}"


def _part(name: str, file: str, kind: str, content: bytes) -> bytes:
    head = f'Content-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
    return (
        f"{head}Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n".encode() + content + b"\r\n"
    )
