"""What is counted of a round's answers, kept by blocks of them: after a new answer only its block is counted anew.

A block's count holds as long as the number of its answers and the sum of their changes are those that it was counted at. Every change of
an answer or of its standing raises that sum, so it never comes back to what it was. What several pages count at once is the same.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Count, F, QuerySet, Sum

from nithet.core.ids import new_id
from nithet.forms.compiled import compiled
from nithet.forms.models import FormVersion, Round, RoundAnswer, RoundTally, Submission
from nithet.forms.results.comparing import Sums, added_sums, sums_from_json, sums_of, sums_to_json
from nithet.forms.results.counting import count
from nithet.forms.results.crossing import told_jointly
from nithet.forms.results.instrument import instrument, measures_same
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Instrument
from nithet.forms.results.tally import Tally, from_json, merge, to_json
from nithet.forms.services.counting import BLOCKS

WHOLE = BLOCKS
"""The number under which all blocks stand together."""
SCHOOLS = 100
"""The number of the first block of what schools answered; as many behind it all blocks stand together."""
BLOCKS_AT_ONCE = 4
"""Blocks whose answers are read in one query: some thousands of a hundred thousand."""
Standing = RoundAnswer.Standing


class Uncounted(NamedTuple):
    left: int
    whole: int

    @property
    def percent(self) -> int:
        """How far it is."""
        return (self.whole - self.left) * 100 // self.whole if self.whole else 100


_MOST_KEPT = 200
_instruments: dict[UUID, Instrument] = {}


def instrument_of(version: FormVersion) -> Instrument:
    """What an edition measures; made once a process, since editions never change."""
    found = _instruments.get(version.pk)
    if found is None:
        found = instrument(compiled(version).definition)
        if len(_instruments) >= _MOST_KEPT:
            _instruments.clear()
        _instruments[version.pk] = found
    return found


def fresh_tally(round_: Round) -> Tally:
    """What all answers that count say together. Three queries while nothing has changed; `round_` with its version."""
    return _fresh(round_, _tally_kind(_Counting(round_)))


def uncounted(round_: Round) -> Uncounted:
    """How many answers would be counted anew for `fresh_tally`, of how many. Two queries."""
    stands, stale = _stale(round_)
    sizes = {block: int(seen.partition(":")[0]) for block, seen in stands.items()}
    return Uncounted(sum(sizes[block] for block in stale), sum(sizes.values()))


def count_some(round_: Round) -> Uncounted:
    """Count some of them, to be called again until none is left: a page that waits sees how far it is."""
    stands, stale = _stale(round_)
    _count_anew(round_, stale[:BLOCKS_AT_ONCE], stands, _tally_kind(_Counting(round_)))
    return uncounted(round_)


def _stale(round_: Round) -> tuple[dict[int, str], list[int]]:
    """What the blocks have to have seen, and those whose tally has not."""
    stands = _stands(round_, _Counting(round_).plan.digest)
    kept = RoundTally.objects.filter(round=round_, block__lt=WHOLE).values_list("block", "seen")
    known = {*kept}
    return stands, [block for block, seen in stands.items() if (block, seen) not in known]


def fresh_school_sums(round_: Round) -> Sums:
    """What each school answered in numbers, its key as text; of a round whose answers are somebody's. As many queries."""
    counting = _Counting(round_)
    made = counting.school_sums, added_sums, sums_to_json, sums_from_json
    return _fresh(round_, _Kind(SCHOOLS, counting.plan.digest, *made))


def forget_tallies(submissions: QuerySet[Submission]) -> None:
    """Of the rounds that these answer: the words in them are counted anew.

    A page that reads the answers meanwhile keeps what it has read as of a state that is over then.
    """
    answers = RoundAnswer.objects.filter(submission__in=submissions)
    rounds = list(answers.order_by().values_list("round", flat=True).distinct())
    answers.update(change=F("change") + 1)
    RoundTally.objects.filter(round__in=rounds).delete()


Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class _Kind(Generic[Made]):
    """A sort of count. `first`: number of its first block; `count` counts the answers of some blocks, by the blocks' own numbers."""

    first: int
    made_for: str
    count: Callable[[Sequence[int]], dict[int, Made]]
    merge: Callable[[Iterable[Made]], Made]
    to_json: Callable[[Made], dict[str, Any]]
    from_json: Callable[[Mapping[str, Any]], Made]

    @property
    def whole(self) -> int:
        return self.first + WHOLE


def _tally_kind(counting: _Counting) -> _Kind[Tally]:
    return _Kind(0, counting.plan.digest, counting.tallies, merge, to_json, from_json)


def _fresh(round_: Round, kind: _Kind[Made]) -> Made:
    stands = {kind.first + block: seen for block, seen in _stands(round_, kind.made_for).items()}
    if not stands:
        return kind.merge([])
    own = RoundTally.objects.filter(round=round_, block__range=(kind.first, kind.whole))
    kept = dict(own.values_list("block", "seen"))
    whole = _digest(stands)
    if kept.get(kind.whole) == whole:
        return _read(round_, [kind.whole], kind)[kind.whole]
    fresh = [block for block, seen in stands.items() if kept.get(block) == seen]
    stale = [block for block in stands if block not in {*fresh}]
    made = _read(round_, fresh, kind) | _count_anew(round_, stale, stands, kind)
    together = kind.merge(made[block] for block in stands)
    _keep(round_, {kind.whole: (whole, together)}, kind)
    return together


def _stands(round_: Round, made_for: str) -> dict[int, str]:
    """Block → what its tally has to have seen, of blocks with answers."""
    rows = RoundAnswer.objects.filter(round=round_).order_by("block").values_list("block")
    found = rows.annotate(answers=Count("*"), changes=Sum("change"))
    return {block: f"{answers}:{changes}:{made_for}" for block, answers, changes in found}


def _digest(stands: Mapping[int, str]) -> str:
    return hashlib.sha256(repr(sorted(stands.items())).encode()).hexdigest()


def _read(round_: Round, blocks: Sequence[int], kind: _Kind[Made]) -> dict[int, Made]:
    if not blocks:
        return {}
    rows = RoundTally.objects.filter(round=round_, block__in=blocks).values_list("block", "tally")
    return {block: kind.from_json(kept) for block, kept in rows}


def _count_anew(
    round_: Round, blocks: Sequence[int], stands: Mapping[int, str], kind: _Kind[Made]
) -> dict[int, Made]:
    found: dict[int, Made] = {}
    for first in range(0, len(blocks), BLOCKS_AT_ONCE):
        part = [block - kind.first for block in blocks[first : first + BLOCKS_AT_ONCE]]
        made = {kind.first + block: one for block, one in kind.count(part).items()}
        _keep(round_, {block: (stands[block], one) for block, one in made.items()}, kind)
        found |= made
    return found


def _keep(round_: Round, made: Mapping[int, tuple[str, Made]], kind: _Kind[Made]) -> None:
    """Who counts the same block at the same time writes the same; an older count is counted anew the next time."""
    rows = [
        RoundTally(
            id=new_id(),
            office_id=round_.office_id,
            round=round_,
            block=block,
            seen=seen,
            tally=kind.to_json(one),
        )
        for block, (seen, one) in made.items()
    ]
    RoundTally.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["round", "block"], update_fields=["seen", "tally"]
    )


class _Counting:
    """The answers of some blocks, as the round's instrument reads them."""

    def __init__(self, round_: Round) -> None:
        self.round = round_
        self.instrument = instrument_of(round_.version)
        self.plan = Plan(self.instrument)
        self.foreign: dict[UUID, frozenset[str]] = {}

    def tallies(self, blocks: Sequence[int]) -> dict[int, Tally]:
        answered: dict[int, list[Answered]] = {block: [] for block in blocks}
        for block, _, one in self.answers(blocks):
            answered[block].append(one)
        return {block: count(self.plan, found) for block, found in answered.items()}

    def school_sums(self, blocks: Sequence[int]) -> dict[int, Sums]:
        """Of the answers that tell their school."""
        told: dict[int, list[tuple[str, Mapping[str, object]]]] = {block: [] for block in blocks}
        for block, school, one in self.answers(blocks):
            if school is not None:
                told[block].append((str(school), one.answers))
        return {block: sums_of(self.instrument, found) for block, found in told.items()}

    def answers(self, blocks: Sequence[int]) -> Iterator[tuple[int, UUID | None, Answered]]:
        """Block, school and answer."""
        rows = RoundAnswer.objects.filter(round=self.round, block__in=blocks, standing=Standing.COUNTED)
        told = rows.order_by().values_list(
            "block", "target__school_id", "submission__school_id", "properties", "submission__version_id", "submission__answers"
        )  # fmt: skip
        for block, asked, named, properties, version_id, stored in told.iterator(chunk_size=2000):
            is_own = version_id == self.round.version_id
            answers = stored if is_own else without(stored, self._asked_otherwise(version_id))
            yield block, asked or named, Answered(answers, self._told_apart(properties, answers))

    def _told_apart(self, properties: dict[str, str], answers: Mapping[str, Any]) -> dict[str, str]:
        """By what the round says and the form itself asks; anonymous ones only by what the round says."""
        if self.round.is_anonymous:
            return told_jointly(properties)
        found = ((one.code, answers.get(one.code)) for one in self.instrument.properties)
        return properties | {code: value for code, value in found if isinstance(value, str)}

    def _asked_otherwise(self, version_id: UUID) -> frozenset[str]:
        """What an earlier edition, still open somewhere when this one came, asked otherwise."""
        if version_id not in self.foreign:
            version = FormVersion.objects.select_related("form").get(pk=version_id)
            self.foreign[version_id] = frozenset(asked_otherwise(self.instrument, instrument_of(version)))
        return self.foreign[version_id]


def asked_otherwise(instrument: Instrument, other: Instrument) -> Iterator[str]:
    """Questions whose answers cannot be counted together: not there, or of another scale."""
    known = {item.path: item for item in other.items}
    for item in instrument.items:
        theirs = known.get(item.path)
        if theirs is None or not measures_same(item, theirs):
            yield from (item.path, item.actual, item.desired)


def without(answers: Mapping[str, Any], paths: Collection[str]) -> dict[str, Any]:
    """The answers but these, in lines too."""
    return {
        path: [without(line, paths) if isinstance(line, dict) else line for line in value]
        if isinstance(value, list)
        else value
        for path, value in answers.items()
        if path not in paths
    }
