"""One installation for all of these tests; devices for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser
from pytest_django import DjangoDbBlocker

from tests.browser.offline.device import Device
from tests.browser.offline.installation import Installation
from tests.browser.offline.work import NOTE, Work

MakeDevice = Callable[..., Device]


@pytest.fixture(scope="session")
def installation(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Installation]:
    if not (settings.ROOT / "frontend" / "dist" / "manifest.json").exists():
        pytest.skip("the front end is not built: run make build")
    with django_db_blocker.unblock():
        made = Installation(tmp_path_factory.mktemp("offline"))
    try:
        yield made
    finally:
        made.end()


@pytest.fixture
def served(installation: Installation) -> Iterator[Installation]:
    """In good order before and after."""
    installation.proxy.heal()
    yield installation
    installation.proxy.heal()
    if not installation.is_up:
        installation.start()


@pytest.fixture
def make_device(browser: Browser, served: Installation, tmp_path: Path) -> Iterator[MakeDevice]:
    made: list[Device] = []

    def make(*, clock_off_ms: int = 0, user: str = "supervisor") -> Device:
        device = Device(
            browser.browser_type, tmp_path / f"profile{len(made)}", served.proxy, clock_off_ms=clock_off_ms
        ).open()
        made.append(device)
        device.carry(served.do("sign_in", username=user))
        return device

    yield make
    for device in made:
        device.kill()


@pytest.fixture
def device(make_device: MakeDevice) -> Device:
    return make_device()


@pytest.fixture(scope="session")
def kept(
    browser: Browser, installation: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Work]:
    """A device that goes from test to test, with the short form taken along: starting one takes longer than most tests."""
    device = Device(browser.browser_type, tmp_path_factory.mktemp("kept"), installation.proxy).open()
    work = Work(device, installation)
    work.sign_in()
    work.prepare(NOTE)
    yield work
    device.kill()


@pytest.fixture
def work(kept: Work, served: Installation) -> Work:
    """One person with one device, on the page of what waits."""
    kept.begin_anew()
    return kept


@pytest.fixture
def own_work(make_device: MakeDevice, served: Installation) -> Work:
    """With a device of its own, for what is not easily put right again."""
    return ready(Work(make_device(), served))


def ready(work: Work) -> Work:
    work.prepare(NOTE)
    work.go_to_outbox()
    return work


@pytest.fixture(scope="session")
def seeds() -> range:
    """`make soak` draws many more (NITHET_SOAK is how many); NITHET_SEED names the one to be run again, or the first."""
    first = int(os.environ.get("NITHET_SEED", "1"))
    return range(
        first, first + int(os.environ.get("NITHET_SOAK", "1" if "NITHET_SEED" in os.environ else "20"))
    )
