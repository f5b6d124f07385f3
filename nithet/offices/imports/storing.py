"""Storing: the same pass again, now writing, a batch a transaction. It goes on where it was broken off."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.core.jobs import advance, job
from nithet.core.models import Job
from nithet.core.tables.table import Row
from nithet.offices.imports.access import can_steer
from nithet.offices.imports.checking import Tally, begun
from nithet.offices.imports.files import DataRows, opened
from nithet.offices.imports.forgetting import forget_file
from nithet.offices.imports.kinds import STORED, ImportKind, Outcome, Taking, Verdict
from nithet.offices.imports.registry import kind_of
from nithet.offices.imports.running import resumed, stopping
from nithet.offices.models import Import, ImportProblem, Office

# With its history some 100 ms a transaction.
ROWS_A_BATCH = 500
ENDED_A_BATCH = 200


@dataclass(frozen=True)
class Storer:
    """Who said "นำเข้า", as history names them."""

    pk: UUID | None
    name: str


@job("imports.store", "นำเข้ารายการ", may_steer=can_steer)
def store(running: Job) -> None:
    source = resumed(running, Import.State.IMPORTING)
    if source is None:
        return
    kind = kind_of(source.kind)
    with stopping(source), opened(source) as table, begun(kind, source) as taking:
        taking.is_storing, taking.source_name = True, source.name
        stored = _Stored(running, source, kind, taking)
        for batch in DataRows(table, source, kind).batches(min(kind.rows_a_batch, ROWS_A_BATCH)):
            stored.take(batch)
        stored.end_missing()
        counts = stored.finish()
    running.result = {
        "words": result_words(kind, counts),
        "url": reverse("offices:import-page", args=[source.office.code, source.pk]),
    }


class _Stored:
    """How far a pass is. `cursor` is stored in the transaction of the rows it tells of."""

    def __init__(self, running: Job, source: Import, kind: ImportKind, taking: Taking) -> None:
        self._job, self._source, self._kind, self._taking = running, source, kind, taking
        self._by = Storer(running.made_by_id, running.payload.get("by_name", ""))
        self._after = int(running.cursor.get("row", 0))
        self._counts: Counter[str] = Counter(running.cursor.get("counts", {}))
        self._total = int(source.counts.get("rows", 0))
        self._chosen = _choices(source)
        self._default = str(source.options.get("doubts", ""))

    def take(self, batch: Sequence[Row]) -> None:
        drafts = [self._taking.read(row) for row in batch]
        if batch[-1].number <= self._after:
            # Stored before the break; later rows must still know of them.
            self._taking.mark(drafts)
            return
        choices = {row.number: self._chosen.get(row.number, self._default) for row in batch}
        with transaction.atomic():
            lock_office(self._source.office)
            verdicts = self._taking.judge(drafts, choices)
            self._taking.store([one for one in verdicts if one.outcome in STORED], by=self._by)
            self._counts.update(verdict.outcome.value for verdict in verdicts)
            self._counts.update("further" for one in verdicts if one.is_further and one.outcome in STORED)
            self._counts["rows"] += len(verdicts)
            self._tell_repeated([one for one in verdicts if one.is_repeated])
            self._advance(batch[-1].number)

    def _tell_repeated(self, verdicts: Sequence[Verdict]) -> None:
        """What turned out to be in the file twice only now is shown among the rows that stay behind."""
        rows = [one.draft.row for one in verdicts]
        shown = ImportProblem.objects.filter(source=self._source, row__in=rows)
        was = dict(shown.values_list("row", "weight")) if rows else {}
        late = [one for one in verdicts if was.get(one.draft.row) != Outcome.BAD]
        if not late:
            return
        shown.filter(row__in=[one.draft.row for one in late]).delete()
        Tally(self._source, self._kind).take(late)
        counts = self._source.counts
        for weight in (was.get(one.draft.row, Outcome.SAME.value) for one in late):
            counts[weight] = counts.get(weight, 0) - 1
        counts["bad"] = counts.get("bad", 0) + len(late)
        Import.objects.filter(pk=self._source.pk).update(counts=counts)

    def end_missing(self) -> None:
        """End what a person ticked."""
        if not self._source.options.get("end_missing"):
            return
        missing = ImportProblem.objects.filter(source=self._source, weight=ImportProblem.Weight.MISSING)
        ids = [pk for pk in missing.order_by("pk").values_list("other_id", flat=True) if pk]
        for start in range(int(self._job.cursor.get("ended", 0)), len(ids), ENDED_A_BATCH):
            with transaction.atomic():
                lock_office(self._source.office)
                self._counts["ended"] += self._taking.end_missing(
                    ids[start : start + ENDED_A_BATCH], by=self._by
                )
                self._advance(self._job.cursor.get("row", 0), ended=start + ENDED_A_BATCH)

    @transaction.atomic
    def finish(self) -> Mapping[str, int]:
        """The import is done, once."""
        counts = {**self._source.counts, "stored": dict(self._counts), "remarks": self._taking.remarks()}
        storing = Import.objects.filter(pk=self._source.pk, state=Import.State.IMPORTING)
        words = result_words(self._kind, self._counts)
        if storing.update(state=Import.State.DONE, counts=counts, finished_at=now(), error=""):
            record("import.done", by=self._by, on=self._source, result=words, counts=dict(self._counts))
            forget_file(self._source, self._kind)
        return self._counts

    def _advance(self, row: int, **more: Any) -> None:
        done = self._counts["rows"]
        doing = f"กำลังนำเข้า {done:,} จาก {self._total:,} แถว" if self._total else f"กำลังนำเข้า ถึงแถว {row:,}"
        cursor = {"row": row, "counts": dict(self._counts), **more}
        advance(self._job, done, total=max(self._total, done), doing=doing, cursor=cursor)


def _choices(source: Import) -> dict[int, str]:
    """What people decided about single rows."""
    doubts = ImportProblem.objects.filter(source=source, weight=ImportProblem.Weight.DOUBT).exclude(choice="")
    return dict(doubts.values_list("row", "choice"))


def lock_office(office: Office) -> None:
    """Imports of one office wait for each other, batch by batch; others may go on referring to the office."""
    Office.objects.select_for_update(no_key=True).get(pk=office.pk)


def result_words(kind: ImportKind, counts: Mapping[str, int]) -> str:
    done = sum(counts.get(outcome.value, 0) for outcome in STORED) - counts.get("further", 0)
    left = counts.get("bad", 0) + counts.get("doubt", 0)
    return f"นำเข้าแล้ว {done:,} {kind.unit}" + (f" ไม่ได้นำเข้า {left:,} แถว" if left else "")
