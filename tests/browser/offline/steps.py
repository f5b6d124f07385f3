"""What happens to a person with a phone in one run, drawn from a seed: the same number is the same run."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from tests.browser.offline.proxy import Fault

SMALL, PIECEWISE, LARGE = 900, 90_000, 700_000
SENDING, PIECES, SESSION, TELLING = (
    r"/field/send/",
    r"/field/files/",
    r"/field/session",
    r"/field/device",
)
# What looks most like an answer is met most often.
FAULTS = {
    Fault.PORTAL: 4, Fault.LOST: 2, Fault.CUT_DOWN: 2, Fault.BAD_GATEWAY: 2, Fault.CUT_UP: 2, Fault.BUSY: 1, Fault.MOVED: 1,
    Fault.SLOW: 1,
}  # fmt: skip
YEAR_MS = 365 * 86_400_000


@dataclass(frozen=True)
class Step:
    act: str
    how: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.act}({', '.join(f'{name}={value!r}' for name, value in self.how)})"

    @property
    def asked(self) -> dict[str, Any]:
        return dict(self.how)

    @property
    def kind(self) -> str:
        """What goes wrong, whatever it goes wrong with."""
        how = "" if self.act == "fill" and self.asked["how"] != "torn" else self.asked.get("how", "")
        told = [
            self.act,
            self.asked.get("kind", ""),
            how,
            *(name for name, value in self.how if value is True),
        ]
        return " ".join(word for word in told if word)


def step(act: str, **how: Any) -> Step:
    return Step(act, tuple(how.items()))


class Drawing:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)  # noqa: S311  no secret
        self.filled = 0
        # What keeps everything from the server, and what ends it.
        self.in_the_way: dict[str, Step] = {}

    def plan(self) -> list[Step]:
        """A form is filled in each run, and something goes wrong in most."""
        makers = (
            (self.fill, 4), (self.fault, 8), (self.flush, 2), (self.signal, 3), (self.battery, 1),
            (self.battery_while_sending, 2), (self.server, 1), (self.server_dies, 2), (self.account, 2),
            (self.other_person, 2), (self.edition, 1), (self.other_tab, 1), (self.clock, 1),
        )  # fmt: skip
        acts, weights = zip(*makers, strict=True)
        drawn = self.fill()
        for act in self.random.choices(acts, weights, k=self.random.randint(3, 5)):
            drawn += act()
        return drawn

    # What is filled

    def fill(self) -> list[Step]:
        # By hand on the page, or put into the outbox as the page does it; torn: the battery dies while it is put there.
        how = self.random.choices(("page", "direct", "torn"), (3, 8, 1))[0]
        return [step("fill", **self.form(), how=how)]

    def form(self, path: str = "") -> dict[str, Any]:
        """Its mark, and how large its files are: one goes in pieces where it is they that are to be met."""
        self.filled += 1
        sizes = self.random.choices((SMALL, PIECEWISE, LARGE), (5, 3, 1), k=self.random.choice((0, 1, 1, 2)))
        if path == PIECES and max(sizes, default=0) < PIECEWISE:
            sizes = [PIECEWISE, *sizes[1:]]
        return {"mark": f"run {self.seed} form {self.filled}", "sizes": tuple(sizes)}

    def flush(self) -> list[Step]:
        return [step("flush")]

    # What meets a request: something is sent, mostly where there is a way

    def way(self) -> list[Step]:
        if self.random.random() < 0.2:
            return []
        cleared = list(self.in_the_way.values())
        self.in_the_way.clear()
        return cleared

    def fault(self) -> list[Step]:
        path = self.random.choices((SENDING, PIECES, SESSION, TELLING, ""), (8, 3, 2, 1, 1))[0]
        kind = self.random.choices(list(FAULTS), list(FAULTS.values()))[0]
        faulty = step("fault", kind=kind.name, path=path, times=self.random.choice((1, 1, 2, 3)))
        sent = [step("fill", **self.form(path), how="direct"), step("flush")]
        return [*self.way(), faulty, *sent[: self.random.choice((1, 2, 2))]]

    def battery_while_sending(self) -> list[Step]:
        path = self.random.choice((SENDING, SENDING, PIECES))
        arrived = self.random.random() < 0.6
        return [*self.way(), step("battery_while_sending", **self.form(path), path=path, arrived=arrived)]

    def server(self) -> list[Step]:
        while_sending = self.random.random() < 0.5
        return [*self.way(), step("server", **self.form(), while_sending=while_sending)]

    def server_dies(self) -> list[Step]:
        """When it begins to answer, so between what is stored and what should come after it; or some moments earlier."""
        path = self.random.choice((SENDING, SENDING, SENDING, PIECES))
        how = self.random.choice(("answering", "working"))
        after_ms = self.random.choice((3, 8, 15, 30)) if how == "working" else None
        return [*self.way(), step("server_dies", **self.form(path), path=path, how=how, after_ms=after_ms)]

    def other_person(self) -> list[Step]:
        path = self.random.choice((SESSION, SENDING, PIECES))
        return [*self.way(), step("other_person", **self.form(path), path=path)]

    def other_tab(self) -> list[Step]:
        return [*self.way(), step("other_tab", **self.form())]

    # What happens to the place, the device and the account

    def signal(self) -> list[Step]:
        how = self.random.choice(("gone", "gone", "unnoticed", "expired", "back"))
        if how == "back":
            self.in_the_way.pop("signal", None)
        else:
            self.in_the_way["signal"] = step("signal", how="back")
        return [step("signal", how=how)]

    def account(self) -> list[Step]:
        how = self.random.choice(("sign_out", "sign_out", "sign_in"))
        if how == "sign_in":
            self.in_the_way.pop("account", None)
        else:
            self.in_the_way["account"] = step("account", how="sign_in")
        return [step("account", how=how)]

    def battery(self) -> list[Step]:
        return [step("battery")]

    def edition(self) -> list[Step]:
        return [step("edition")]

    def clock(self) -> list[Step]:
        how = self.random.choice(("slow", "fast"))
        return [step("clock", how=how, off_ms=YEAR_MS if how == "fast" else -YEAR_MS)]


def plan(seed: int) -> list[Step]:
    return Drawing(seed).plan()
