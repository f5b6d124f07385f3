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
FAULTS = tuple(Fault)
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


def step(act: str, **how: Any) -> Step:
    return Step(act, tuple(how.items()))


class Drawing:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.random = Random(seed)  # noqa: S311  no secret
        self.filled = 0

    def plan(self) -> list[Step]:
        """A form is filled in each run, and something goes wrong in most."""
        makers = (
            (self.fill, 6), (self.fault, 6), (self.flush, 4), (self.signal, 3), (self.battery, 2),
            (self.battery_while_sending, 2), (self.server, 1), (self.account, 2), (self.edition, 1),
            (self.other_tab, 1), (self.clock, 1),
        )  # fmt: skip
        acts, weights = zip(*makers, strict=True)
        drawn = [self.fill()]
        for act in self.random.choices(acts, weights, k=self.random.randint(3, 6)):
            drawn.append(act())
            # A fault that nothing meets tells nothing.
            if drawn[-1].act == "fault" and self.random.random() < 0.7:
                drawn.append(self.flush())
        return drawn

    def fill(self) -> Step:
        self.filled += 1
        mark = f"run {self.seed} form {self.filled}"
        sizes = self.random.choices((SMALL, PIECEWISE, LARGE), (5, 3, 1), k=self.random.choice((0, 1, 1, 2)))
        # By hand on the page, or put into the outbox as the page does it; torn: the battery dies while it is put there.
        how = self.random.choices(("page", "direct", "torn"), (3, 5, 1))[0]
        return step("fill", mark=mark, sizes=tuple(sizes), how=how)

    def fault(self) -> Step:
        path = self.random.choices((SENDING, PIECES, SESSION, TELLING, ""), (8, 3, 2, 1, 1))[0]
        return step(
            "fault", kind=self.random.choice(FAULTS).name, path=path, times=self.random.choice((1, 1, 2, 3))
        )

    def flush(self) -> Step:
        return step("flush")

    def signal(self) -> Step:
        return step("signal", how=self.random.choice(("gone", "gone", "unnoticed", "expired", "back")))

    def battery(self) -> Step:
        return step("battery")

    def battery_while_sending(self) -> Step:
        path = self.random.choice((SENDING, SENDING, PIECES))
        return step("battery_while_sending", path=path, arrived=self.random.random() < 0.6)

    def server(self) -> Step:
        return step("server", while_sending=self.random.random() < 0.5)

    def account(self) -> Step:
        return step("account", how=self.random.choice(("sign_out", "sign_out", "sign_in")))

    def edition(self) -> Step:
        return step("edition")

    def other_tab(self) -> Step:
        return step("other_tab")

    def clock(self) -> Step:
        return step("clock", off_ms=self.random.choice((-YEAR_MS, YEAR_MS, 0)))


def plan(seed: int) -> list[Step]:
    return Drawing(seed).plan()
