"""Imitations on this machine of LINE's Messaging API and of a mail server, which can be down, slow, or refuse."""

from __future__ import annotations

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HANGS_S = 3.0


@dataclass
class Line:
    """`answers`: what the next requests get, (status, body, headers); then 200, or 409 for a key that it has."""

    port: int = 0
    answers: list[tuple[int, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    taken: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, Any], dict[str, str]]] = field(default_factory=list)
    hangs: bool = False
    # It takes the message, and its answer is lost.
    forgets_to_answer: bool = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[tuple[str, str]]:
        """To whom, and what."""
        return [(one["to"], one["messages"][0]["text"]) for one in self.taken.values()]

    def answer(self, key: str, body: dict[str, Any]) -> tuple[int, dict[str, Any], dict[str, str]]:
        if self.answers:
            return self.answers.pop(0)
        if key and key in self.taken:
            return 409, {"message": "The retry key is already accepted"}, {}
        if key:
            self.taken[key] = body
        return 200, {}, {}


@contextmanager
def line_server() -> Iterator[Line]:
    line = Line()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            line.asked.append((self.path, body, dict(self.headers)))
            if line.hangs:
                time.sleep(HANGS_S)
                return
            status, told, headers = line.answer(self.headers.get("X-Line-Retry-Key", ""), body)
            if line.forgets_to_answer:
                self.close_connection = True
                return
            content = json.dumps(told).encode()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_given: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    line.port = server.server_address[1]
    with _running(server):
        yield line


@dataclass
class Mail:
    """`refuses`: address → the answer to RCPT TO; `refuses_sender`: the answer to MAIL FROM. `replies`: what the next
    messages get after their text."""

    port: int = 0
    letters: list[tuple[str, str]] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    refuses_sender: str = ""
    replies: list[str] = field(default_factory=list)
    hangs: bool = False
    forgets_to_answer: bool = False
    connections: int = 0


class _Desk(socketserver.StreamRequestHandler):
    """Speaks as much SMTP as a message needs."""

    def handle(self) -> None:
        mail: Mail = self.server.mail  # type: ignore[attr-defined]
        mail.connections += 1
        if mail.hangs:
            time.sleep(HANGS_S)
            return
        self.say("220 here")
        self.to = ""
        while words := self.rfile.readline().decode().strip():
            if not self.take(words, mail):
                return

    def take(self, words: str, mail: Mail) -> bool:
        """Whether there is more to say."""
        match words[:4].upper():
            case "MAIL":
                self.say(mail.refuses_sender or "250 ok")
            case "RCPT":
                self.to = words.partition("<")[2].partition(">")[0]
                self.say(mail.refuses.get(self.to, "250 ok"))
            case "DATA":
                return self.take_letter(mail)
            case "QUIT":
                self.say("221 bye")
                return False
            case _:
                self.say("250 ok")
        return True

    def take_letter(self, mail: Mail) -> bool:
        self.say("354 go on")
        text = self.text()
        reply = mail.replies.pop(0) if mail.replies else "250 taken"
        if reply.startswith("250"):
            mail.letters.append((self.to, text))
        if not mail.forgets_to_answer:
            self.say(reply)
        return not mail.forgets_to_answer

    def text(self) -> str:
        lines: list[str] = []
        while (one := self.rfile.readline().decode()) != ".\r\n" and one:
            lines.append(one)
        return "".join(lines)

    def say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server() -> Iterator[Mail]:
    mail = Mail()
    server = _Server(("127.0.0.1", 0), _Desk)
    server.mail = mail  # type: ignore[attr-defined]
    mail.port = server.server_address[1]
    with _running(server):
        yield mail


@contextmanager
def _running(server: Any) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
