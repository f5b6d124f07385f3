"""What was filled into a form: its table of 100,000 submissions against a bare view of as many rows, and files of 10,000
submissions with 50,000 lines of a repeat.

The bare view reads the same rows behind the same login and puts as many words of each into a plain template.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from tempfile import TemporaryFile
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import RequestContext, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import path, reverse

from bench.country import DAY, alone, head_of
from bench.measures import Measure
from bench.pages import MOST_TIMES_BARE, median_ms
from config.urls import handler403, handler404
from config.urls import urlpatterns as product
from nithet.core.bulk import insert_rows
from nithet.core.clock import travelled
from nithet.core.ids import new_id
from nithet.forms.models import Form, FormVersion, Submission
from nithet.forms.services.exporting import Choice, write_export
from nithet.forms.shipped import blocks
from nithet.forms.tables import digest, to_json
from nithet.forms.xlsform.text import read_text
from nithet.offices.models import Office
from nithet.thai.dates import BANGKOK

__all__ = ["handler403", "handler404", "measures", "urlpatterns"]

IN_TABLE, IN_FILE, LINES = 100_000, 10_000, 5
BEGIN = datetime(2026, 5, 18, 2, 0, tzinfo=UTC)
CSV_SECONDS, XLSX_SECONDS, GROWTH_MIB = 0.8, 4.0, 24
TABLE = """# แบบบันทึกการเยี่ยม

## survey

| type | name | label | required |
|---|---|---|---|
| date | date | วันที่ | yes |
| text | topic | เรื่องที่นิเทศ | yes |
| integer | students | จำนวนนักเรียน | yes |
| select_one yes_no | uses_media | ใช้สื่อหรือไม่ | yes |
| select_one lk5 | actual | สภาพปัจจุบัน | yes |
| select_one lk5 | desired | สภาพที่คาดหวัง | yes |
| begin_repeat | agreements | ข้อตกลง | |
| text | what | สิ่งที่จะทำ | yes |
| date | due_on | ภายในวันที่ | |
| end_repeat | | | |

## settings

| form_title | form_id |
|---|---|
| แบบบันทึกการเยี่ยม | visit_note |
"""
ROWS = "<ul>{% for one in rows %}<li id='{{ one.pk }}'>{{ one.reference }} {{ one.received_at|date }} {{ one.sender }} {{ one.answers.topic }} {{ one.answers.students }} {{ one.get_state_display }}</li>{% endfor %}</ul>"


@cache
def rows_template() -> Template:
    return Template(ROWS)


@login_required
def bare(request: HttpRequest, form: UUID, count: int) -> HttpResponse:
    rows = Submission.objects.filter(form=form, is_trial=False).defer("xml").order_by("-received_at", "-pk")
    return HttpResponse(rows_template().render(RequestContext(request, {"rows": rows[:count]})))


urlpatterns = [path("bench-submissions/<uuid:form>/<int:count>/", bare), *product]


@override_settings(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"])
def measures() -> list[Measure]:
    office = alone()
    table, files = (fill(office, name, count) for name, count in (("table", IN_TABLE), ("files", IN_FILE)))
    with travelled(datetime(DAY.year, DAY.month, DAY.day, 9, tzinfo=BANGKOK)):
        client = Client()
        client.force_login(head_of(office).user)
        found = page(client, office, table)
    return [*found, *written(files, "csv", CSV_SECONDS), *written(files, "xlsx", XLSX_SECONDS)]


def page(client: Client, office: Office, form: Form) -> list[Measure]:
    address = reverse("forms:submission-list", args=[office.code, form.name])
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    asked, count = len(queries), response.content.count(b"data-row>")
    bare_ms, ms = median_ms(client, f"/bench-submissions/{form.pk}/{count}/"), median_ms(client, address)
    return [
        Measure("table: rows of 100,000 shown", count, "rows"),
        Measure("table: queries", asked, "queries"),
        Measure("table", ms, "ms"),
        Measure("table: a bare view", bare_ms, "ms"),
        Measure("table against bare", ms / bare_ms, "times", at_most=MOST_TIMES_BARE),
    ]


def written(form: Form, kind: str, most: float) -> list[Measure]:
    """The middle of three; memory is traced in a run of its own, for tracing is slow."""
    times = [timed(lambda: write(form, kind)) for _ in range(3)]
    tracemalloc.start()
    size = write(form, kind)
    peak = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return [
        Measure(f"{kind} of 60,000 rows", statistics.median(times), "s", at_most=most),
        Measure(f"{kind}: size", size / 2**20, "MiB"),
        Measure(f"{kind}: memory at most", peak, "MiB", at_most=GROWTH_MIB),
    ]


def write(form: Form, kind: str) -> int:
    with TemporaryFile() as file:
        write_export(form, Choice(kind=kind), file)
        return file.seek(0, os.SEEK_END)


def timed(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


# What is measured


def fill(office: Office, name: str, count: int) -> Form:
    unit = head_of(office).appointments[0].unit
    form = Form.objects.create(
        office=office, name=name, title=f"แบบบันทึกการเยี่ยม {name}", unit=unit, made_at=BEGIN
    )
    tables = read_text(TABLE, blocks())
    version = FormVersion.objects.create(
        office=office, form=form, number=1, title=form.title, tables=to_json(tables), digest=digest(tables),
        xform="", xform_md5="", html="", model="", drawn_for="", published_at=BEGIN,
    )  # fmt: skip
    drawn = random.Random(2570)
    for first in range(0, count, 5000):
        insert_rows([submission(version, number, drawn) for number in range(first, min(first + 5000, count))])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return form


def submission(version: FormVersion, number: int, drawn: random.Random) -> Submission:
    at = BEGIN + timedelta(minutes=number)
    xml = io.BytesIO(b"<data>" + b"x" * 1500 + str(number).encode() + b"</data>").getvalue()
    agreements = [
        {"agreements/what": f"จัดมุมอ่านและส่งแผนการใช้สื่อ ครั้งที่ {line + 1}", "agreements/due_on": "2026-12-01"}
        for line in range(LINES)
    ]
    answers = {
        "date": at.date().isoformat(), "topic": f"การใช้สื่อในห้องเรียน {number}", "students": drawn.randrange(10, 400),
        "uses_media": drawn.choice(("yes", "no")), "actual": drawn.choice("12345"), "desired": "5", "agreements": agreements,
    }  # fmt: skip
    states = Submission.State
    return Submission(
        pk=new_id(), office_id=version.office_id, form_id=version.form_id, version=version, instance_id=f"uuid:{new_id()}",
        xml=xml, sha256=hashlib.sha256(xml).hexdigest(), answers=answers, received_at=at, sender=f"ผู้ส่งที่ {number % 300}",
        state=drawn.choice((states.RECEIVED, states.APPROVED, states.APPROVED, states.ATTENTION)),
    )  # fmt: skip
