"""Runs drawn from seeds: a person fills forms, the network, the server, the account and the battery fail, and all arrives once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.browser.offline.conftest import MakeDevice
from tests.browser.offline.installation import Installation
from tests.browser.offline.proxy import Fault
from tests.browser.offline.run import Told, take
from tests.browser.offline.steps import FAULTS, SENDING, Step, plan
from tests.browser.offline.work import NOTE, Work


def test_the_same_seed_is_the_same_run() -> None:
    assert plan(7) == plan(7)
    assert len({tuple(plan(seed)) for seed in range(50)}) == 50


MEETING = ("fault", "battery_while_sending", "server", "server_dies", "other_person", "other_tab")
KINDS = {
    *(f"fault {fault.name}" for fault in FAULTS), "signal gone", "signal unnoticed", "signal expired", "signal back",
    "battery", "battery_while_sending", "battery_while_sending arrived", "fill torn", "server", "server while_sending",
    "server_dies answering", "server_dies working", "account sign_out", "account sign_in", "other_person", "edition",
    "other_tab", "clock slow", "clock fast",
}  # fmt: skip


def met(seed: int) -> Iterator[Step]:
    """Its steps, without those that need a way to the server where there is none."""
    way = {"signal": "back", "account": "sign_in"}
    for step in plan(seed):
        if step.act in way:
            way[step.act] = step.asked["how"]
        if step.act not in MEETING or way == {"signal": "back", "account": "sign_in"}:
            yield step


def test_every_kind_of_fault_is_met_in_a_hundred_runs() -> None:
    often = Counter(step.kind for seed in range(1, 101) for step in met(seed))
    assert len(KINDS) > 20
    assert {kind for kind in KINDS if often[kind] < 3} == set()


def test_what_looks_like_an_answer_is_met_in_twenty_runs() -> None:
    """A page of the Wi-Fi in the place of the answer to what was filled."""
    faults = [step.asked for seed in range(1, 21) for step in met(seed) if step.act == "fault"]
    assert sum(asked["kind"] == Fault.PORTAL.name and asked["path"] == SENDING for asked in faults) >= 3


def test_whatever_happens_it_arrives_once(
    make_device: MakeDevice, served: Installation, seeds: range
) -> None:
    work = Work(make_device(), served)
    work.prepare(NOTE)
    work.go_to_outbox()
    told = Told()
    for seed in seeds:
        take(seed, work, told)
        if told.runs % 25 == 0 or told.runs == len(seeds):
            print(f"\n{told}", flush=True)
    if told.failed:
        pytest.fail("\n\n".join([*told.failed[:10], str(told)]), pytrace=False)
