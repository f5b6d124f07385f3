"""The review of a long manual: its page, and each kind of act, on the server."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse

from bench.country import DAY, head_of, offices
from bench.measures import Measure
from nithet.core.clock import travelled
from nithet.manuals.models import ManualVersion
from nithet.manuals.services.drafting import draft_from_text
from nithet.manuals.tests.factories import large_text
from nithet.thai.dates import BANGKOK

PROCEDURES, STEPS, ROUNDS = 60, 8, 12
MOST_PAGE_MS, MOST_ACT_MS = 400, 100
KEY = f"p{PROCEDURES // 2}s3"


@override_settings(ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    head = head_of(offices()[0])
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        version = draft_from_text(large_text(PROCEDURES, STEPS), name="long.txt", by=head)
        client = Client()
        client.force_login(head.user)
        return measured(client, version)


def measured(client: Client, version: ManualVersion) -> list[Measure]:
    page = reverse("manuals:version-page", args=[version.office.code, version.pk])
    with CaptureQueriesContext(connection) as queries:
        size = len(client.get(page).content)
    asked = len(queries)  # before other requests empty the log
    found = [
        Measure(
            "review of 480 steps: page", median_ms(lambda _: client.get(page)), "ms", at_most=MOST_PAGE_MS
        ),
        Measure("review of 480 steps: queries", asked, "queries"),
        Measure("review of 480 steps: size", size / 1024, "KiB"),
    ]
    for name, facts in ACTS.items():
        ms = median_ms(lambda count, facts=facts: send(client, version, facts(count)))  # type: ignore[misc]
        found.append(Measure(f"act: {name}", ms, "ms", at_most=MOST_ACT_MS))
    return found


ACTS: dict[str, Callable[[int], dict[str, Any]]] = {
    "months": lambda count: {
        "act": "set_step",
        "key": KEY,
        "months": ["", str(count % 12 + 1)],
        "editor": KEY,
    },
    "words": lambda count: {
        "act": "set_step",
        "key": KEY,
        "title": f"สำรวจความต้องการครั้งที่ {count}",
        "editor": KEY,
    },
    "move": lambda count: {"act": "move_down" if count % 2 else "move_up", "key": KEY},
    "new step": lambda count: {"act": "add_item", "key": KEY, "kind": "step", "text": f"ติดตามครั้งที่ {count}"},
}


def send(client: Client, version: ManualVersion, facts: dict[str, Any]) -> Any:
    version.refresh_from_db(fields=["revision"])
    address = reverse("manuals:version-edit", args=[version.office.code, version.pk])
    return client.post(address, {"revision": version.revision, **facts}, headers={"HX-Request": "true"})


def median_ms(ask: Callable[[int], Any]) -> float:
    """Of some rounds, after one that fills the caches."""
    times = []
    for count in range(ROUNDS + 1):
        began = time.perf_counter()
        response = ask(count)
        times.append(time.perf_counter() - began)
        if response.status_code != 200:
            raise SystemExit(f"{response.status_code} was answered")
    return 1000 * statistics.median(times[1:])
