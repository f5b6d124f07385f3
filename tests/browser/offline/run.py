"""One run: the steps of a seed are taken, then the network is good again, and everything is counted."""

from __future__ import annotations

import secrets
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Error as PlaywrightError

from tests.browser.offline.installation import Installation
from tests.browser.offline.proxy import Fault, Rule
from tests.browser.offline.steps import PIECEWISE, Step, plan
from tests.browser.offline.work import Attached, Work, attachments

# How long a request that is waited for may take to begin, on a busy machine; and where nothing leads to the server.
SOON_S, NO_WAY_S = 15.0, 0.2
# For all that waits to go, on a busy machine.
LONGEST_S = 120.0


@dataclass
class Filled:
    mark: str
    files: list[Attached]
    # By which the device knows it; "" where the battery died while it was put there.
    instance: str = ""

    @property
    def digests(self) -> dict[str, str]:
        return {file.name: file.digest for file in self.files}


@dataclass
class Run:
    seed: int
    work: Work
    filled: list[Filled] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    # The same seed again, on the same installation, leaves its own.
    token: str = field(default_factory=lambda: secrets.token_hex(4))
    # What it met; a fault that was set up and met nothing tells nothing.
    met: Counter[str] = field(default_factory=Counter)
    rules: list[tuple[str, Rule]] = field(default_factory=list)
    has_signal: bool = True

    @property
    def installation(self) -> Installation:
        return self.work.installation

    def __call__(self) -> None:
        steps = plan(self.seed)
        # In every other run a browser may ask again by itself, unseen, what was cut.
        self.installation.proxy.keeps_alive = self.seed % 2 == 0
        taken: list[Step] = []
        apart = self._apart()
        try:
            for step in steps:
                taken.append(step)
                if getattr(self, f"_{step.act}")(**step.asked) is not False:
                    self.met[step.kind] += 1
            self.work.bar_is_true()
            self._end_well()
            self._count()
            assert self._apart() == apart
        except (AssertionError, PlaywrightError) as error:
            lines = [f"{'->' if at == len(taken) - 1 else '  '} {step}" for at, step in enumerate(steps)]
            again = f"again: NITHET_SEED={self.seed} pytest tests/browser/offline/test_soak.py"
            told = [f"run {self.seed}: {error}", *lines, *self._scene(), again]
            raise AssertionError("\n".join(told)) from error

    def _scene(self) -> list[str]:
        """Where it stands when it fails."""
        seen = [
            f"   {one.method} {one.path} {one.status} {one.fault or ''}"
            for one in list(self.installation.proxy.seen)[-8:]
        ]
        words = ""
        with suppress(PlaywrightError, AssertionError):
            words = self.work.page.inner_text("body", timeout=3000)
        with suppress(PlaywrightError, AssertionError):
            words = f"{self.work.page.url}\n{words}"
        return ["on the page:", words[:1500], "asked last:", *seen]

    # The steps

    def _fill(self, mark: str, sizes: tuple[int, ...], how: str) -> None:
        # The page makes a heavy photo lighter: that one has other digests.
        fit = tuple(
            min(size, PIECEWISE) if at == 0 and how == "page" else size for at, size in enumerate(sizes)
        )
        mark = f"{mark} {self.token}"
        filled = Filled(mark, attachments(mark, fit))
        self.filled.append(filled)
        if how == "page":
            filled.instance = self.work.fill(mark, filled.files)
        else:
            filled.instance = self.work.put(mark, filled.files, is_torn=how == "torn")

    def _fault(self, kind: str, path: str, times: int) -> bool:
        self.rules.append(
            (f"fault {kind}", self.installation.proxy.next(Fault[kind], path or r"/field/", times=times))
        )
        # It is known later whether anything meets it.
        return False

    def _flush(self) -> None:
        self.work.flush()

    def _signal(self, how: str) -> None:
        proxy, device = self.installation.proxy, self.work.device
        self.has_signal = how == "back"
        if how == "back":
            self._well_again()
        elif how == "expired":
            proxy.show_expired()
        else:
            proxy.down()
            device.set_offline(how == "gone")

    def _well_again(self) -> None:
        self.installation.proxy.heal()
        self.work.device.set_offline(False)

    def _battery(self) -> None:
        self.work.reopen()

    def _battery_while_sending(self, mark: str, sizes: tuple[int, ...], path: str, *, arrived: bool) -> bool:
        rule = self.installation.proxy.hold(path, fault=Fault.LOST if arrived else Fault.CUT_UP, method="")
        with self._sent_into(rule, mark, sizes) as is_met:
            self.work.device.kill()
        self.work.reopen()
        return is_met

    def _server(self, mark: str, sizes: tuple[int, ...], *, while_sending: bool) -> None:
        if while_sending:
            self._fill(mark, sizes, "direct")
            self.work.begin_flush()
        self.installation.restart()

    def _server_dies(
        self, mark: str, sizes: tuple[int, ...], path: str, how: str, after_ms: int | None
    ) -> bool:
        rule = self.installation.proxy.kill_at(path, after_s=None if after_ms is None else after_ms / 1000)
        with self._sent_into(rule, mark, sizes) as is_met:
            pass
        self.installation.restart()
        return is_met

    def _other_person(self, mark: str, sizes: tuple[int, ...], path: str) -> bool:
        """On the same device, while this one's work is being sent, and gone again."""
        rule = self.installation.proxy.hold(path, fault=None, method="")
        with self._sent_into(rule, mark, sizes) as is_met:
            self.work.sign_in("supervisor2")
        self.work.until_quiet()
        self._account("sign_in")
        self.work.is_here_again()
        return is_met

    @contextmanager
    def _sent_into(self, rule: Rule, mark: str, sizes: tuple[int, ...]) -> Iterator[bool]:
        """This form is being sent, and the rule met, where there is a way; told is whether it was."""
        self._fill(mark, sizes, "direct")
        try:
            yield self._meets(rule)
        finally:
            self.installation.proxy.drop(rule)

    def _meets(self, rule: Rule) -> bool:
        """Sent again and again: another fault may come in between, or let it pass."""
        has_way = self.has_signal and self.work.is_signed_in
        end = time.monotonic() + (SOON_S if has_way else NO_WAY_S)
        while time.monotonic() < end:
            self.work.begin_flush()
            if rule.met.wait(0.2) or not self.work.waiting():
                break
        return rule.met.is_set()

    def _account(self, how: str) -> None:
        self.work.is_signed_in = how == "sign_in"
        if how == "sign_in":
            self.work.sign_in()
        else:
            self.installation.do("sign_out")

    def _edition(self) -> None:
        self.installation.do("publish_next")

    def _other_tab(self, mark: str, sizes: tuple[int, ...]) -> None:
        other = self.work.go_to_outbox(self.work.device.context.new_page())
        self._fill(mark, sizes, "direct")
        self.work.begin_flush(other)
        self.work.begin_flush()
        self.work.until_quiet()
        other.close()

    def _clock(self, off_ms: int, how: str = "") -> None:
        self.work.device.clock_off_ms = off_ms
        self.work.reopen()

    # How it ends

    def _end_well(self) -> None:
        """Signal, server, signed in: all that waits goes. What was refused says why, and goes when it is sent again."""
        self._well_again()
        self._account("sign_in")
        if self.work.device.clock_off_ms:
            self._clock(0)
        elif "/outbox/" not in self.work.page.url:
            self.work.go_to_outbox()
        self.met.update(kind for kind, rule in self.rules if rule.met.is_set())
        end = time.monotonic() + LONGEST_S
        while time.monotonic() < end:
            self.work.flush()
            rows = [row for row in self.work.held() if row["state"] != "sent"]
            if not rows:
                break
            for row in rows:
                self._send_again(row)
        else:
            kept = [(row["instance"], row["state"], row["refusal"]) for row in rows]
            raise AssertionError(f"still on the device: {kept}")
        self.work.bar_is_true()

    def _send_again(self, row: dict[str, Any]) -> None:
        if row["state"] == "refused":
            assert row["refusal"], f"kept without a reason: {row}"
            self.refused.append(row["refusal"])
            self.work.do("(key) => field.tryAgain(key).then(() => true)", row["key"])

    def _count(self) -> None:
        """Each once, with its files as they were attached, and one entry in the history."""
        came = self.installation.do("tally", marks=[filled.mark for filled in self.filled])["came"]
        for filled in self.filled:
            found = [one for one in came if one["mark"] == filled.mark]
            # What was being put away when the battery died is there or not, and never twice.
            assert len(found) == 1 if filled.instance else len(found) <= 1, (filled.mark, len(found), "came")
            for one in found:
                assert filled.instance in ("", one["instance"]), (filled.mark, one["instance"])
                assert sorted(one["files"].values()) == sorted(filled.digests.values()), (
                    filled.mark,
                    one["files"],
                )
                assert one["awaited"] == 0, (filled.mark, one["awaited"])
                assert one["by"] == "supervisor", (filled.mark, one["by"])
                assert one["told"].get("submission.received") == 1, (filled.mark, one["told"])

    def _apart(self) -> int:
        return int(self.installation.do("count")["apart"])


@dataclass
class Told:
    """Of many runs."""

    runs: int = 0
    forms: int = 0
    files: int = 0
    kills: int = 0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    met: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        each = self.seconds / max(1, self.runs)
        return (
            f"{self.runs} runs, {self.forms} forms, {self.files} files, {self.kills} batteries out, "
            f"{len(self.failed)} failed, {len(self.refused)} kept with a reason and sent again, {each:.2f} s a run\n"
            f"met: {', '.join(f'{kind} {often}' for kind, often in sorted(self.met.items()))}"
        )


def take(seed: int, work: Work, told: Told) -> None:
    """This run, and what came of it."""
    began, run = time.monotonic(), Run(seed, work)
    kills = work.device.kills
    try:
        run()
    except AssertionError as failed:
        told.failed.append(str(failed))
        # At once: many more may follow.
        print(f"\n{failed}", flush=True)
        set_right(work)
    finally:
        told.runs += 1
        told.forms += len(run.filled)
        told.files += sum(len(filled.files) for filled in run.filled)
        told.kills += work.device.kills - kills
        told.refused += run.refused
        told.met += run.met
        told.seconds += time.monotonic() - began
    work.forget()


def set_right(work: Work) -> None:
    """Whatever a run left that failed: the next one begins with a good network, a right clock and an open device."""
    work.installation.proxy.heal()
    work.installation.restart()
    work.device.clock_off_ms = 0
    work.is_signed_in = True
    work.reopen()
