"""Whether a manual that came in is the next edition of one that is there: the manuals of its unit, the likely one first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from nithet.manuals.draft import ManualDraft
from nithet.manuals.likeness import likeness
from nithet.manuals.models import Manual, ManualVersion, Procedure
from nithet.offices.models import Office, Unit
from nithet.thai.dates import bangkok_day, format_date

State = ManualVersion.State
LIVING = (State.ADOPTED, State.PROPOSED, State.DRAFT)
LIKELY = 0.6
"""How alike their titles or those of their procedures are where one manual is taken for an edition of the other."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A manual that the draft may be the next edition of, and how that stands."""

    manual: Manual
    words: str
    score: float
    is_in_force: bool = False

    @property
    def rank(self) -> tuple[bool, bool, float, str]:
        """Those that are alike first, and of these the ones in force."""
        return self.score < LIKELY, not self.is_in_force, -self.score, self.manual.title


@dataclass(frozen=True, slots=True)
class Placing:
    """The question, with the most likely answer; `likely` is None for a manual of its own."""

    choices: list[Choice]

    @property
    def likely(self) -> Choice | None:
        first = self.choices[0] if self.choices else None
        return first if first and first.score >= LIKELY else None


def living_manuals(office: Office, unit: Unit | None) -> QuerySet[Manual]:
    """Manuals of the unit that are in force or under way; of the whole office where no unit is known."""
    manuals = Manual.objects.filter(office=office, versions__state__in=LIVING)
    return (manuals.filter(unit=unit) if unit else manuals).distinct()


def edition_in_force(manual: Manual) -> ManualVersion | None:
    return manual.versions.filter(state=State.ADOPTED).first()


def placing_of(version: ManualVersion, draft: ManualDraft) -> Placing | None:
    """What is asked about a draft; None where it is settled, or nothing is there to choose. Three queries."""
    if version.state != State.DRAFT or not version.asks_manual:
        return None
    choices = _choices(version, draft)
    return Placing(choices) if choices else None


def _choices(version: ManualVersion, draft: ManualDraft) -> list[Choice]:
    light = ManualVersion.objects.filter(state__in=LIVING).only("manual", "state", "number", "made_at")
    others = living_manuals(version.office, version.manual.unit).exclude(pk=version.manual_id)
    manuals = list(others.prefetch_related(Prefetch("versions", queryset=light, to_attr="living")))
    titles = _titles([one.pk for one in manuals])
    found = [
        Choice(one, _words(one), _score(one, titles.get(one.pk, []), version, draft), one.pk in titles)
        for one in manuals
    ]
    return sorted(found, key=lambda one: one.rank)


def _titles(manuals: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The procedures of the editions in force, by manual."""
    in_force = Procedure.objects.filter(version__manual__in=manuals, version__state=State.ADOPTED)
    found: dict[UUID, list[str]] = defaultdict(list)
    for manual, title in in_force.values_list("version__manual", "title"):
        found[manual].append(title)
    return found


def _score(manual: Manual, titles: Sequence[str], version: ManualVersion, draft: ManualDraft) -> float:
    """How alike the procedures are on average, or the names of the manuals where nothing is in force."""
    if not titles or not draft.procedures:
        return likeness(manual.title, version.manual.title)
    best = [max(likeness(one.title, title) for title in titles) for one in draft.procedures]
    return sum(best) / len(best)


def _words(manual: Manual) -> str:
    """“ประกาศใช้ ฉบับปรับปรุงครั้งที่ 2 · ฉบับร่าง 20 พ.ย. 2569”."""
    living: list[ManualVersion] = manual.living  # type: ignore[attr-defined]
    in_force = [f"ประกาศใช้ {one.label}" for one in living if one.state == State.ADOPTED]
    under_way = [_under_way(one) for one in living if one.state != State.ADOPTED]
    return " · ".join([*in_force, *under_way])


def _under_way(version: ManualVersion) -> str:
    state = "ฉบับร่าง" if version.state == State.DRAFT else "เสนอแล้ว"
    return f"{state} {format_date(bangkok_day(version.made_at), 'short')}"
