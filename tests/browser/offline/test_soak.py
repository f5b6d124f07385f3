"""Runs drawn from seeds: a person fills forms, the network, the server, the account and the battery fail, and all arrives once."""

from __future__ import annotations

import pytest

from tests.browser.offline.conftest import MakeDevice
from tests.browser.offline.installation import Installation
from tests.browser.offline.run import Told, take
from tests.browser.offline.steps import plan
from tests.browser.offline.work import NOTE, Work


def test_the_same_seed_is_the_same_run() -> None:
    assert plan(7) == plan(7)
    assert len({tuple(plan(seed)) for seed in range(50)}) == 50


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
