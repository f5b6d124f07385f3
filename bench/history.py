"""Five years of 245 offices, and the daily pages of one of them: with all the others there, and alone.

One office lives its years here; the others are its copies, made inside the database with their rows mixed, as they
would have come. The pages are read in turns from a copy of the database from before the others came and from the
whole one, so that noise meets both.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from bench import country
from bench.country import DAY, HEAD, OFFICES, YEAR_BE, alone
from bench.lived import live_years
from bench.measures import Measure
from bench.multiplying import copied_database, multiply
from nithet.accounts.models import User
from nithet.core.clock import travelled
from nithet.cycles.models import Task
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK

YEARS = range(YEAR_BE - 4, YEAR_BE + 1)
PAGES = {
    "งานของฉัน": "workspace:my-work",
    "แผนภาพรายปี": "cycles:year-chart",
    "แฟ้มเสนอ": "cycles:folder-page",
    "ภาพรวม": "workspace:overview",
}
# So many that p95 is not two or three requests that something else came between.
TURNS, IN_A_TURN = 30, 4
MOST_TIMES_ALONE, MOST_BUILDING_S = 1.5, 180.0


@override_settings(ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    country.empty()
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        began = time.perf_counter()
        office = alone()
        # A page asked of a director without one leads to setting it up.
        Office.objects.update(asks_second_factor=False)
        live_years(office, YEARS)
        pages = addresses(office)
        with copied_database() as before:
            multiply(OFFICES)
            built = [
                Measure("offices", Office.objects.count(), "offices"),
                Measure("tasks of five years", Task.objects.count(), "tasks"),
                Measure("building them", time.perf_counter() - began, "s", at_most=MOST_BUILDING_S),
            ]
            return built + compared(pages, before)


def addresses(office: Office) -> dict[str, tuple[Client, str]]:
    """The pages of the head and the director, each signed in while the database is still one."""
    found = {}
    for username in (HEAD, "director"):
        client = Client()
        client.force_login(User.objects.get(username=username))
        for name, view in PAGES.items():
            found[f"{name} {username}"] = client, reverse(view, args=[office.code])
    return found


def compared(pages: dict[str, tuple[Client, str]], before: Callable[[], Any]) -> list[Measure]:
    """`before()` is a context in which the database is the one of the office alone."""
    single: dict[str, list[float]] = {name: [] for name in pages}
    among: dict[str, list[float]] = {name: [] for name in pages}
    asked: dict[str, tuple[int, int]] = {}
    for _ in range(TURNS):
        for name, (client, address) in pages.items():
            with before():
                first = turn(client, address, single[name])
            asked[name] = first, turn(client, address, among[name])
    return [one for name in pages for one in told(name, single[name], among[name], *asked[name])]


def turn(client: Client, address: str, times: list[float]) -> int:
    """Some requests after one that warms the database up. How many queries the page costs."""
    with CaptureQueriesContext(connection) as queries:
        get(client, address)
    asked = len(queries)  # before other requests empty the log
    with collected():
        for _ in range(IN_A_TURN):
            began = time.perf_counter()
            get(client, address)
            times.append(1000 * (time.perf_counter() - began))
    return asked


@contextmanager
def collected() -> Iterator[None]:
    """Python's garbage is taken away before and not meanwhile: whom it meets is chance."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def get(client: Client, address: str) -> None:
    response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address} answered {response.status_code}")


def told(
    name: str, single: list[float], among: list[float], asked: int, asked_among: int
) -> Iterator[Measure]:
    yield Measure(f"{name}: queries", asked, "queries")
    yield Measure(f"{name}: queries more among 245", asked_among - asked, "queries", at_most=0)
    for share, middle in (("p50", 50), ("p95", 95)):
        one, many = percentile(single, middle), percentile(among, middle)
        yield Measure(f"{name}: {share} alone", one, "ms")
        yield Measure(f"{name}: {share} among 245", many, "ms")
        yield Measure(f"{name}: {share}, times", many / one, "times", at_most=MOST_TIMES_ALONE)


def percentile(times: list[float], share: int) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[share - 1]
