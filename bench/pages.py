"""The pages that everybody opens daily, of one office among all, against bare Django views behind the same login.

A bare view reads as many tasks with what they belong to, and puts six words of each into a plain template: no
rights, no words of the day, no shell, no pictures. The empty answer is measured too, as the floor under both.
"""

from __future__ import annotations

import re
import statistics
import time
from datetime import datetime
from functools import cache

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse

from bench.country import DAY, head_of, offices
from bench.measures import Measure
from bench.opening import start_year
from config.urls import handler403, handler404
from config.urls import urlpatterns as product
from nithet.core.clock import travelled
from nithet.cycles.models import Cycle, Task
from nithet.thai.dates import BANGKOK

__all__ = ["handler403", "handler404", "measures", "urlpatterns"]

ROUNDS = 60
MOST_TIMES_BARE = 6
PAGES = {"my work": "workspace:my-work", "the year's chart": "cycles:year-chart"}


ROWS = (
    "<ul>{% for task in tasks %}<li id='{{ task.pk }}'>{{ task.number }} {{ task.title }} {{ task.run.title }}"
    " {{ task.unit.name }} {{ task.due_on|date }} {{ task.get_state_display }}</li>{% endfor %}</ul>"
)


@cache
def rows_template() -> Template:
    """Compiled once, as Django's loaders keep a page's own."""
    return Template(ROWS)


@login_required
def empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@login_required
def bare(request: HttpRequest, code: str, count: int) -> HttpResponse:
    tasks = (
        Task.objects.filter(office__code=code).select_related("run", "unit", "assignee").order_by("due_on")
    )
    return HttpResponse(rows_template().render(RequestContext(request, {"tasks": tasks[:count]})))


urlpatterns = [path("bench-empty/", empty), path("bench-bare/<slug:code>/<int:count>/", bare), *product]


@override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    open_what_is_not()
    office = offices()[0]
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        client = Client()
        client.force_login(head_of(office).user)
        found = [Measure("empty answer", median_ms(client, "/bench-empty/"), "ms")]
        for name, view in PAGES.items():
            found += page(client, name, reverse(view, args=[office.code]), office.code)
    return found


def open_what_is_not() -> None:
    everywhere = offices()
    opened = set(Cycle.objects.values_list("office", flat=True))
    for office in everywhere:
        if office.pk not in opened:
            start_year(office)


def page(client: Client, name: str, address: str, code: str) -> list[Measure]:
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked = len(queries)  # before other requests empty the log
    count = len(set(re.findall(rf"/{code}/tasks/([0-9a-f-]{{36}})/", response.content.decode())))
    bare_ms, ms = median_ms(client, f"/bench-bare/{code}/{count}/"), median_ms(client, address)
    return [
        Measure(name, ms, "ms"),
        Measure(f"{name}: tasks shown", count, "tasks"),
        Measure(f"{name}: size", len(response.content) / 1024, "KiB"),
        Measure(f"{name}: queries", asked, "queries"),
        Measure(f"{name}: a bare view of them", bare_ms, "ms"),
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
