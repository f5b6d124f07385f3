"""The pages that everybody opens daily, of one office among all, against a bare page behind the same login."""

from __future__ import annotations

import statistics
import time
from datetime import datetime

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse

from bench.country import DAY, head_of, offices
from bench.measures import Measure
from bench.opening import start_year
from config.urls import handler403, handler404
from config.urls import urlpatterns as product
from nithet.core.clock import travelled
from nithet.cycles.models import Cycle
from nithet.thai.dates import BANGKOK

__all__ = ["handler403", "handler404", "measures", "urlpatterns"]

ROUNDS = 60
MOST_TIMES_BARE = 6
PAGES = {"my work": "workspace:my-work", "the year's chart": "cycles:year-chart"}


@login_required
def bare(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("bench-bare/", bare), *product]


@override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    open_what_is_not()
    office = offices()[0]
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        client = Client()
        client.force_login(head_of(office).user)
        bare_ms = median_ms(client, "/bench-bare/")
        found = [Measure("bare page", bare_ms, "ms")]
        for name, view in PAGES.items():
            found += page(client, name, reverse(view, args=[office.code]), bare_ms)
    return found


def open_what_is_not() -> None:
    everywhere = offices()
    opened = set(Cycle.objects.values_list("office", flat=True))
    for office in everywhere:
        if office.pk not in opened:
            start_year(office)


def page(client: Client, name: str, address: str, bare_ms: float) -> list[Measure]:
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(address).content)
    count = len(queries)  # before other requests empty the log
    ms = median_ms(client, address)
    return [
        Measure(name, ms, "ms"),
        Measure(f"{name}: size", size / 1024, "KiB"),
        Measure(f"{name}: queries", count, "queries"),
        Measure(f"{name} against bare", ms / bare_ms, "times", at_most=MOST_TIMES_BARE),
    ]


def median_ms(client: Client, address: str) -> float:
    """The median of many requests, after one that fills the caches of templates and addresses."""
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        response = client.get(address)
        times.append(time.perf_counter() - began)
        if response.status_code != 200:
            raise SystemExit(f"{address} answered {response.status_code}")
    return 1000 * statistics.median(times[1:])
