"""One phone that sends as fast as it is answered: `python -m bench.sending`, told by its standard input what and when.

Apart from the benchmark's process, and without Django, so that what it costs is small and can be told apart. It speaks
HTTP by itself over one connection that is kept open, as a phone's client does.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

BOUNDARY = "0d1f6a2e-5c2b-4d8e-9a51-5f7c7b0c9d31"
INSTANCE, SCHOOL = b"i" * 36, b"57010001"


@dataclass
class Phone:
    """One after another of `paths` sends. `template`: a filled form in which the name, the day and the school are
    replaced; `photo`: bytes of a picture. `first`: of the schools and days that each has to record.
    """

    port: int
    paths: list[str]
    template: bytes
    schools: list[str]
    photo: int
    first: int
    first_day: str
    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)

    def run(self, begins: float, ends: float) -> None:
        time.sleep(max(begins - time.monotonic(), 0))
        door = socket.create_connection(("127.0.0.1", self.port))
        door.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sent = 0
        while (began := time.monotonic()) < ends:
            request = self.request(sent)
            door.sendall(request)
            status = answered(door)
            self.latencies.append((time.monotonic() - began) * 1000)
            self.statuses[status] = self.statuses.get(status, 0) + 1
            sent += 1
        door.close()

    def request(self, sent: int) -> bytes:
        days, school = divmod(self.first + sent // len(self.paths), len(self.schools))
        day = date.fromisoformat(self.first_day) + timedelta(days=days)
        xml = self.template.replace(INSTANCE, str(uuid4()).encode()).replace(
            SCHOOL, self.schools[school].encode()
        )
        xml = xml.replace(self.first_day.encode(), day.isoformat().encode())
        body = part("xml_submission_file", "visit.xml", "text/xml; charset=utf-8", xml)
        if self.photo:
            body += part(
                "photo_1.jpg", "photo_1.jpg", "image/jpeg", b"\xff\xd8\xff" + os.urandom(self.photo - 3)
            )
        body += f"--{BOUNDARY}--\r\n".encode()
        head = (
            f"POST {self.paths[sent % len(self.paths)]} HTTP/1.1\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Date: {time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime())}\r\n"
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}\r\nContent-Length: {len(body)}\r\n"
            f"Host: 127.0.0.1:{self.port}\r\nConnection: Keep-Alive\r\nAccept-Encoding: gzip\r\n"
            "User-Agent: org.odk.collect.android/v2026.1.0 (Dalvik/2.1.0)\r\n\r\n"
        )
        return head.encode() + body


def part(name: str, file: str, kind: str, content: bytes) -> bytes:
    head = (
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\n'
        f"Content-Type: {kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n"


def answered(door: socket.socket) -> str:
    """The status, once the whole answer has come."""
    came = b""
    while (end := came.find(b"\r\n\r\n")) < 0:
        came += more(door)
    head = came[:end].lower()
    at = head.find(b"\r\ncontent-length:") + 17
    length = int(head[at:].split(b"\r\n", 1)[0])
    while len(came) < end + 4 + length:
        came += more(door)
    return came[9:12].decode()


def more(door: socket.socket) -> bytes:
    piece = door.recv(65536)
    if not piece:
        raise ConnectionError("the server has gone")
    return piece


def main() -> None:
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    phone = Phone(**{**told, "template": base64.b64decode(told["template"])})
    print("ready", flush=True)
    begins, seconds = map(float, sys.stdin.readline().split())
    phone.run(begins, begins + seconds)
    json.dump(
        {"latencies": phone.latencies, "statuses": phone.statuses, "cpu": time.process_time()}, sys.stdout
    )


if __name__ == "__main__":
    main()
