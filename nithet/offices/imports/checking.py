"""Checking: a pass over the file that stores nothing but what the preview shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from django.db import transaction
from django.urls import reverse

from nithet.core.clock import today
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.offices.imports.access import can_steer
from nithet.offices.imports.files import DataRows, cell_words, opened
from nithet.offices.imports.kinds import ImportKind, Outcome, Taking, Verdict
from nithet.offices.imports.registry import kind_of
from nithet.offices.imports.running import resumed, stopping
from nithet.offices.models import Import, ImportProblem

Weight = ImportProblem.Weight
ROWS_A_BATCH = 1000
# How many rows a preview keeps of each sort; more are only counted.
MOST_KEPT = {
    Weight.BAD: 10_000,
    Weight.DOUBT: 10_000,
    Weight.CHANGED: 10_000,
    Weight.MOVED: 10_000,
    Weight.MISSING: 10_000,
}
MOST_NEW = 200


@job("imports.check", "ตรวจสอบรายการนำเข้า", may_steer=can_steer)
def check(running: Job) -> None:
    source = resumed(running, Import.State.CHECKING)
    if source is None:
        return
    kind = kind_of(source.kind)
    with stopping(source), opened(source) as table, begun(kind, source) as taking:
        # Begun anew after a break: nothing of the first attempt is kept.
        ImportProblem.objects.filter(source=source).delete()
        tally = Tally(source, kind)
        total = int(source.layout["rows"])
        rows = DataRows(table, source, kind)
        for batch in rows.batches(ROWS_A_BATCH):
            tally.take(taking.judge([taking.read(row) for row in batch], {}))
            done = tally.counts["rows"]
            advance(running, done, total=max(total, done), doing=f"กำลังตรวจสอบ ถึงแถว {batch[-1].number:,}")
        tally.miss(taking)
        if rows.totals:
            taking.notes["totals"] = rows.totals
        _finish(source, {**tally.counts, "notes": taking.notes})
    running.result = {
        "words": words_of_counts(kind, tally.counts),
        "url": reverse("offices:import-page", args=[source.office.code, source.pk]),
    }


def _finish(source: Import, counts: Mapping[str, Any]) -> None:
    checking = Import.objects.filter(pk=source.pk, state=Import.State.CHECKING)
    checking.update(state=Import.State.CHECKED, counts=dict(counts), error="")


class begun:  # noqa: N801  read as a word: with begun(kind, source) as taking
    """A taking that is closed whatever happens."""

    def __init__(self, kind: ImportKind, source: Import) -> None:
        columns = {code: int(place) for place, code in source.columns.items()}
        self._taking = kind.begin(source.office, columns, source.options, today())

    def __enter__(self) -> Taking:
        return self._taking

    def __exit__(self, *_: object) -> None:
        with suppress(Exception):
            self._taking.close()


class Tally:
    """Counts rows by their outcome, and keeps those that the preview shows."""

    def __init__(self, source: Import, kind: ImportKind) -> None:
        self.counts: Counter[str] = Counter()
        self._source, self._kind = source, kind
        self._kept: Counter[str] = Counter()
        self._columns = [int(place) for place, code in source.columns.items() if code not in kind.left_out]

    def take(self, verdicts: Sequence[Verdict]) -> None:
        self.counts["rows"] += len(verdicts)
        self.counts.update(verdict.outcome.value for verdict in verdicts)
        rows = [row for verdict in verdicts for row in self._rows(verdict)]
        with transaction.atomic():
            ImportProblem.objects.bulk_create(rows, batch_size=500)

    def miss(self, taking: Taking) -> None:
        """Whom no row names."""
        rows = []
        for one in taking.missing():
            self.counts["missing"] += 1
            if self._has_room(Weight.MISSING):
                rows.append(self._row(0, Weight.MISSING, title=one.title, why=one.words, other_id=one.pk))
        ImportProblem.objects.bulk_create(rows, batch_size=500)

    def _rows(self, verdict: Verdict) -> Iterator[ImportProblem]:
        if verdict.outcome == Outcome.SAME or not self._has_room(verdict.outcome.value):
            return
        weight = Weight(verdict.outcome.value)
        facts = self._facts(verdict)
        row, title = verdict.draft.row, verdict.title
        if not verdict.problems:
            words = verdict.other_words[:500]
            yield self._row(row, weight, title=title, facts=facts, other_id=verdict.other_id, why=words)
        for place, problem in enumerate(verdict.problems):
            yield self._row(
                row, weight, title=title, field=problem.field, value=problem.value[:300], why=problem.why[:500],
                facts={} if place else facts, other_id=verdict.other_id,
            )  # fmt: skip

    def _has_room(self, weight: str) -> bool:
        self._kept[weight] += 1
        return self._kept[weight] <= MOST_KEPT.get(Weight(weight), MOST_NEW)

    def _facts(self, verdict: Verdict) -> dict[str, Any]:
        """What the row changes; of one that stays behind the cells, so that it can be mended and sent again."""
        facts: dict[str, Any] = {}
        if verdict.changes:
            facts["changes"] = [[one.label, one.old, one.new] for one in verdict.changes]
        if verdict.outcome in {Outcome.BAD, Outcome.DOUBT}:
            cells = verdict.draft.cells
            facts["cells"] = {
                place: cell_words(cells[place]) for place in self._columns if place < len(cells)
            }
        if verdict.outcome == Outcome.DOUBT:
            facts["other"] = verdict.other_words
        return facts

    def _row(self, row: int, weight: Weight, *, title: str, **facts: Any) -> ImportProblem:
        return ImportProblem(
            office_id=self._source.office_id,
            source=self._source,
            row=row,
            weight=weight,
            title=title[:300],
            **facts,
        )


def words_of_counts(kind: ImportKind, counts: Mapping[str, int]) -> str:
    """“ตรวจสอบ 123 แถว ใหม่ 118 เปลี่ยนแปลง 2 นำเข้าไม่ได้ 3”."""
    named = [f"{Weight(code).label} {counts[code]:,}" for code in Weight.values if counts.get(code)]
    return " ".join([f"ตรวจสอบแล้ว {counts.get('rows', 0):,} แถว", *named])
