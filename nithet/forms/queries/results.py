"""What a round's answers say, for its page, its words, its files and other systems. Constant queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, cast, overload
from uuid import UUID

from django.db.models import Q, QuerySet, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from nithet.forms.answers import lines_of
from nithet.forms.compiled import given_list
from nithet.forms.models import Round, RoundAnswer
from nithet.forms.queries.rounds import properties_of
from nithet.forms.results import comparing, crossing
from nithet.forms.results.figures import results
from nithet.forms.results.schemes import scheme_of
from nithet.forms.results.shapes import (
    AspectCross,
    Counted,
    Cross,
    Instrument,
    InstrumentItem,
    ItemResult,
    Property,
    Results,
    Role,
)
from nithet.forms.results.tally import Tally, empty
from nithet.forms.services.tallying import fresh_school_sums, fresh_tally, instrument_of
from nithet.statistics.suppression import MINIMUM

AFTER_CLOSING = "รอบนี้ไม่ระบุตัวผู้ตอบ จึงแสดงผลเมื่อปิดรับข้อมูลแล้ว"
Standing = RoundAnswer.Standing


class RoundResults:
    """A round as of a day; each part is read when it is first asked for. `round_` with its version and office."""

    def __init__(self, round_: Round, *, on: date) -> None:
        self.round, self.on = round_, on

    @cached_property
    def is_shown(self) -> bool:
        """Of an anonymous round only what is final: two figures of one answer apart would tell that answer."""
        return not self.round.is_anonymous or self.round.is_over(on=self.on)

    @cached_property
    def instrument(self) -> Instrument:
        return instrument_of(self.round.version)

    @cached_property
    def tally(self) -> Tally:
        """Three queries while no answer has changed."""
        return fresh_tally(self.round) if self.is_shown else empty()

    @cached_property
    def results(self) -> Results:
        if not self.is_shown:
            return Results(0, is_suppressed=True, notes=(AFTER_CLOSING,))
        scheme, is_anonymous = scheme_of(self.round.scheme), self.round.is_anonymous
        found = results(self.instrument, self.tally, scheme, self.round.cutoff, is_anonymous=is_anonymous)
        items = tuple(self._named(one) for one in found.items)
        return replace(found, items=items)

    def _named(self, one: ItemResult) -> ItemResult:
        """Choices of a list beside the form by their labels."""
        if not one.item.source or not isinstance(one.figures, Counted):
            return one
        lines = given_list(self.round.version, one.item.source) or {}
        shares = tuple(
            replace(share, label=lines.get(share.name, {}).get("label") or share.label)
            for share in one.figures.shares
        )
        return replace(one, figures=replace(one.figures, shares=shares))

    # Side by side

    @cached_property
    def properties(self) -> tuple[Property, ...]:
        """What answers can be told apart by: of who was asked, then what the form asks."""
        known = properties_of(self.round)
        own = () if self.round.is_anonymous else self.instrument.properties
        return crossing.properties_of(self.tally, (*known, *own))

    def property(self, code: str) -> Property | None:
        return next((one for one in self.properties if one.code == code), None)

    def cross(self, path: str, code: str) -> Cross | None:
        """None for a question or property that there is not, or that cannot be laid out so."""
        item, by = self.instrument.item(path), self.property(code)
        if item is None or by is None or item not in crossing.crossed_items(self.instrument) or path == code:
            return None
        scheme, is_anonymous = scheme_of(self.round.scheme), self.round.is_anonymous
        return crossing.cross(self.instrument, self.tally, item, by, scheme, is_anonymous=is_anonymous)

    def cross_aspect(self, aspect: str, code: str) -> AspectCross | None:
        """An aspect, or the whole by "", by a property."""
        by = self.property(code)
        if by is None:
            return None
        scheme, is_anonymous = scheme_of(self.round.scheme), self.round.is_anonymous
        return crossing.cross_aspect(
            self.instrument, self.tally, aspect, by, scheme, is_anonymous=is_anonymous
        )

    # Against an earlier round

    @cached_property
    def comparison(self) -> comparing.Comparison | None:
        """With the round chosen for it, on the schools that answered both; None where none is, or answers are nobody's.

        Constant queries: what schools answered is kept as tallies are.
        """
        before = self.round.before
        if before is None or before.is_anonymous or self.round.is_anonymous:
            return None
        means = [comparing.means_of_sums(fresh_school_sums(one)) for one in (before, self.round)]
        return comparing.compare(instrument_of(before.version), means[0], self.instrument, means[1])

    # In words

    def texts(self, path: str, words: str = "") -> Texts:
        """Answers to a question of text one by one."""
        item = self.instrument.item(path)
        if item is None or item.role != Role.TEXT or not self.is_shown:
            return Texts(RoundAnswer.objects.none(), InstrumentItem(path, "", Role.TEXT))
        rows = RoundAnswer.objects.filter(round=self.round, standing=Standing.COUNTED)
        if self.round.is_anonymous and self.results.result(path) in (None, *self._hidden_items()):
            rows = rows.none()
        return Texts(rows, item, words, is_anonymous=self.round.is_anonymous)

    def _hidden_items(self) -> list[ItemResult]:
        return [one for one in self.results.items if one.figures.is_suppressed or one.figures.n < MINIMUM]


def results_of(round_: Round, *, on: date) -> Results:
    return RoundResults(round_, on=on).results


@dataclass(frozen=True, slots=True)
class Text:
    """`submission` is None where nobody may open it."""

    text: str
    submission: UUID | None
    at: datetime | None
    sender: str


class Texts(Sequence[Text]):
    """What was written, the newest first; of an anonymous round by the letters, which tell nothing. Reads only the part asked for."""

    def __init__(
        self,
        rows: QuerySet[RoundAnswer],
        item: InstrumentItem,
        words: str = "",
        *,
        is_anonymous: bool = False,
    ) -> None:
        self.item, self.words, self.is_anonymous = item, words.split(), is_anonymous
        self.rows = rows if item.repeat else self._narrowed(rows)

    def _narrowed(self, rows: QuerySet[RoundAnswer]) -> QuerySet[RoundAnswer]:
        rows = rows.annotate(told=Cast(KeyTextTransform(self.item.path, "submission__answers"), TextField()))
        rows = rows.exclude(Q(told=None) | Q(told=""))
        for word in self.words:
            rows = rows.filter(told__icontains=word)
        order = ("told", "submission") if self.is_anonymous else ("-submission__received_at", "submission")
        return rows.order_by(*order)

    @cached_property
    def _lines(self) -> list[Text]:
        """Of a question in lines: all of them, for one answer may have many."""
        found = []
        for row in self._told(
            self.rows.order_by("-submission__received_at", "submission"), "submission__answers"
        ):
            for _, line in lines_of(cast("Any", row[0]), self.item.repeat):
                text = line.get(self.item.path)
                if isinstance(text, str) and all(word.lower() in text.lower() for word in self.words):
                    found.append(self._text(text, *row[1:]))
        return sorted(found, key=lambda one: one.text) if self.is_anonymous else found

    def _told(self, rows: QuerySet[RoundAnswer], what: str) -> QuerySet[RoundAnswer, tuple[Any, ...]]:
        return rows.values_list(
            what, "submission_id", "submission__received_at", "target__school__name", "target__name",
            "submission__school__name", "submission__sender", "submission__sent_by__name",
        )  # fmt: skip

    def _text(self, text: str, key: UUID, at: datetime, *names: str | None) -> Text:
        if self.is_anonymous:
            return Text(text, None, None, "")
        return Text(text, key, at, next((name for name in names if name), ""))

    def __len__(self) -> int:
        return len(self._lines) if self.item.repeat else self._count

    @cached_property
    def _count(self) -> int:
        return self.rows.count()

    def count(self, value: object = None) -> int:
        """How many there are, as pages ask it."""
        return len(self)

    @overload
    def __getitem__(self, index: int) -> Text: ...
    @overload
    def __getitem__(self, index: slice) -> list[Text]: ...
    def __getitem__(self, index: int | slice) -> Text | list[Text]:
        if self.item.repeat:
            return self._lines[index]
        if isinstance(index, slice):
            return [self._text(*row) for row in self._told(self.rows, "told")[index]]
        return self[index : index + 1][0]
