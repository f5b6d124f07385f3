"""The real server with a database of its own, behind the proxy, and a hand inside it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import IO, Any, cast

from django.db import connection

from tests.browser.offline.proxy import Proxy
from tests.test_killed import ROOT, Machine, PostgresCopy, SqliteCopy


class Installation:
    """Asked and stopped at will; what it answers comes through `proxy`."""

    def __init__(self, folder: Path) -> None:
        (folder / "var").mkdir(parents=True)
        copy = SqliteCopy(folder) if connection.vendor == "sqlite" else PostgresCopy()
        self.machine, self._next = Machine(folder, copy), Machine(folder, copy)
        self.proxy = Proxy(folder, self.machine.port)
        self.proxy.kill = self.kill
        for machine in (self.machine, self._next):
            machine.environment["NITHET_PUBLIC_ADDRESS"] = self.proxy.address
        self._hand = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.offline.inside"],
            cwd=ROOT, env=self.machine.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        self.do("static")
        self.office: str = self.do("make")["office"]
        self._next.start("server")
        self.start()
        self.proxy.up()

    @property
    def address(self) -> str:
        return self.proxy.address

    def do(self, act: str, **asked: Any) -> Any:
        """One of the acts of `inside.py`."""
        into, out = cast("IO[str]", self._hand.stdin), cast("IO[str]", self._hand.stdout)
        into.write(json.dumps({"do": act, **asked}) + "\n")
        into.flush()
        line = out.readline()
        assert line, "the hand inside the installation has ended"
        answer = json.loads(line)
        assert "error" not in answer, answer["error"]
        return answer

    @property
    def is_up(self) -> bool:
        return "server" in self.machine.started

    def start(self) -> None:
        """The next one was made ready while the last one served: starting takes longer than most of what is tested."""
        self.machine, self._next = self._next, self.machine
        self.machine.wait()
        self.proxy.upstream = self.machine.port
        self._next.start("server")

    def kill(self) -> None:
        self.machine.kill("server")

    def restart(self) -> None:
        self.kill()
        self.start()

    def end(self) -> None:
        self.proxy.down()
        for machine in (self.machine, self._next):
            machine.kill("server")
        cast("IO[str]", self._hand.stdin).close()
        cast("IO[str]", self._hand.stdout).close()
        self._hand.wait(10)
        self.machine.copy.drop()
