"""What แฟ้มเสนอ shows: how it stands, and its cards. Each costs a constant number of queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from uuid import UUID

from django.db.models import Case, F, IntegerField, Prefetch, Q, QuerySet, When

from nithet.cycles import access, words
from nithet.cycles.access import Folder, decided_in, lying_in
from nithet.cycles.memos import money_words
from nithet.cycles.models import Decision, TaskRound
from nithet.cycles.queries.year import ShownEvidence, evidence_of_tasks
from nithet.cycles.services.deciding import CONDITIONAL
from nithet.manuals.queries import proposals_for
from nithet.offices.members import Member
from nithet.offices.models import Role, Unit
from nithet.thai.dates import BANGKOK, format_date

_State, _Ask = Decision.State, Decision.Ask
# What ends here or goes on with a word: the ones before it are read, the ones behind it wait.
SPOKEN = (_State.GIVEN, _State.RETURNED, _State.REFUSED)
DECIDED_SHOWN = 8
TITLES: dict[str, str] = {str(ask): asked for ask, asked in words.ASKED.items()} | {"pass_on": "ขอความเห็น"}
# In the order of weight; what is only to be known comes last.
ASKS = (_Ask.APPROVE, _Ask.PERMIT, _Ask.ENDORSE, _Ask.SIGN, _Ask.CERTIFY, _Ask.PASS_ON, _Ask.ACKNOWLEDGE)
STATIONS = (Role.SECTION_HEAD, Role.HEAD, Role.DEPUTY, Role.PLANNING, Role.FINANCE, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow the folder, and how many cards are left then."""

    key: str
    title: str
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How a folder stands."""

    total: int
    urgent: int
    asks: list[Choice]
    units: list[Choice]
    stations: list[Choice]


def tally(member: Member, folder: Folder) -> Tally:
    """Two queries, whatever lies there."""
    rows = list(
        lying_in(member, folder).values_list(
            "ask", "role", "round__is_urgent", "round__task__unit", "round__task__unit__parent"
        )
    )
    asks, roles = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    divisions = Counter(row[4] or row[3] for row in rows)
    units = Unit.objects.filter(pk__in=divisions).order_by("position", "pk")
    return Tally(
        total=len(rows),
        urgent=sum(row[2] for row in rows),
        asks=[Choice(ask, TITLES[ask], asks[ask]) for ask in ASKS if asks[ask]],
        units=[Choice(str(unit.pk), unit.short_name, divisions[unit.pk]) for unit in units],
        stations=[Choice(role, role.label, roles[role]) for role in STATIONS if roles[role]],
    )


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What of a folder is looked at; a value that nothing has shows nothing."""

    ask: str = ""
    unit: UUID | None = None
    role: str = ""


def lying(member: Member, folder: Folder, narrowed: Narrowed = Narrowed()) -> QuerySet[Decision]:
    """Urgent ones first, then as the secretary laid them, then as they are due; what is only to be known last."""
    found = lying_in(member, folder)
    if narrowed.ask:
        found = found.filter(ask=narrowed.ask)
    if narrowed.role:
        found = found.filter(role=narrowed.role)
    if narrowed.unit:
        found = found.filter(Q(round__task__unit=narrowed.unit) | Q(round__task__unit__parent=narrowed.unit))
    is_notice = Case(When(ask=_Ask.ACKNOWLEDGE, then=1), default=0, output_field=IntegerField())
    return found.order_by(
        is_notice,
        "-round__is_urgent",
        F("round__folder_place").asc(nulls_last=True),
        "round__task__due_on",
        "pk",
    )


def kind_of(decision: Decision) -> tuple[bool, bool]:
    """Cards are laid in order among their like: urgent ones first, notices last."""
    return decision.ask == _Ask.ACKNOWLEDGE, decision.round.is_urgent


@dataclass(frozen=True, slots=True)
class Ways:
    """Behind which card one lies when it goes a place further; "" is before all, None where it cannot go."""

    up: str | None
    down: str | None


def ways(member: Member, folder: Folder) -> dict[UUID, Ways]:
    """Of each card among its like. One query."""
    like: dict[tuple[bool, bool], list[UUID]] = {}
    for one in lying(member, folder).select_related("round"):
        like.setdefault(kind_of(one), []).append(one.pk)
    return {pk: _ways(pks, place) for pks in like.values() for place, pk in enumerate(pks)}


def _ways(pks: list[UUID], place: int) -> Ways:
    before = str(pks[place - 2]) if place > 1 else ""
    return Ways(before if place else None, str(pks[place + 1]) if place + 1 < len(pks) else None)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on a card where something must be mended; `refusal` where it came too late."""

    act: str
    error: str = ""
    text: str = ""
    marked: Sequence[str] = ()
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A matter as its decider reads it."""

    decision: Decision
    asked: str
    give: str
    refuse: str
    with_whom: str
    money: str
    due: str
    is_pressing: bool
    opinions: list[Decided]
    stations: list[Decision]
    evidence: list[ShownEvidence]
    # What the order of one who acts ปฏิบัติราชการแทน lets them decide.
    scope: str
    can_decide: bool
    can_direct: bool
    can_record: bool
    typed: Typed | None = None
    # Where the secretary may lay it.
    ways: Ways | None = None

    @property
    def is_notice(self) -> bool:
        return self.decision.ask == _Ask.ACKNOWLEDGE

    @property
    def can_condition(self) -> bool:
        return self.decision.ask in CONDITIONAL

    @property
    def subject(self) -> str:
        return self.decision.round.memo_subject or self.decision.round.task.title


def with_matter(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """With all that a card or a page of the printed folder reads."""
    way = Decision.objects.select_related("decided_by", "recorded_by", "unit").order_by("position")
    return decisions.select_related(
        "unit",
        "decided_by",
        "recorded_by",
        "round__submitted_by",
        "round__task__run__cycle",
        "round__task__unit__parent",
    ).prefetch_related(Prefetch("round__decisions", queryset=way))


def cards(
    member: Member,
    decisions: Iterable[Decision],
    typed: dict[UUID, Typed] | None = None,
    places: dict[UUID, Ways] | None = None,
) -> list[Card]:
    """`decisions` as `with_matter` loads them."""
    found = list(decisions)
    evidence = evidence_of_tasks(member, [one.round.task for one in found]) if found else {}
    shown = [_card(member, one, evidence.get(one.round.task_id, [])) for one in found]
    return [
        replace(card, typed=(typed or {}).get(card.decision.pk), ways=(places or {}).get(card.decision.pk))
        for card in shown
    ]


def _card(member: Member, decision: Decision, evidence: list[ShownEvidence]) -> Card:
    made = decision.round
    way = list(made.decisions.all())
    days = (made.task.due_on - member.on).days
    is_waiting = decision.state == _State.CURRENT
    can_decide = is_waiting and bool(access.can_decide(member, decision))
    return Card(
        decision=decision,
        asked=words.asked(decision),
        give=words.GIVES[decision.ask],
        refuse=words.REFUSES.get(decision.ask, ""),
        with_whom=words.decider(decision),
        money=_money(made),
        due="วันนี้" if days == 0 else format_date(made.task.due_on, "short"),
        is_pressing=days <= 0,
        opinions=[Decided(one, words.decided(one)) for one in way if one.state in SPOKEN],
        stations=[one for one in way if one.state in (_State.CURRENT, _State.QUEUED)],
        evidence=evidence,
        scope=access.acting_scope(member, decision) if can_decide else "",
        can_decide=can_decide,
        can_direct=can_decide and bool(access.can_direct(member, decision)),
        can_record=is_waiting and bool(access.can_record_paper(member, decision)),
    )


def _money(made: TaskRound) -> str:
    if made.money is None:
        return ""
    return " · ".join(filter(None, (money_words(made.money), made.money_source)))


# What was decided


@dataclass(frozen=True, slots=True)
class Decided:
    decision: Decision
    words: str
    can_recall: bool = False

    @property
    def at(self) -> datetime | None:
        """When it was put down, also of what was signed on paper some day before."""
        return self.decision.recorded_at or self.decision.decided_at


def decided_today(member: Member, folder: Folder) -> list[Decided]:
    """The latest first."""
    midnight = datetime.combine(member.on, time(), tzinfo=BANGKOK)
    today = decided_in(member, folder).filter(
        Q(recorded_at__gte=midnight) | Q(recorded_at=None, decided_at__gte=midnight)
    )
    found = with_matter(today.filter(state__in=SPOKEN)).order_by(F("decided_at").desc(), "-pk")
    shown = [decided(member, one) for one in found[:DECIDED_SHOWN]]
    return sorted(shown, key=lambda one: one.at or midnight, reverse=True)


def decided(member: Member, decision: Decision) -> Decided:
    """Offered for recall while nobody spoke after it; the service looks at the rest."""
    later = [one for one in decision.round.decisions.all() if one.position > decision.position]
    is_last = not any(one.state in SPOKEN for one in later)
    return Decided(decision, words.decided(decision), is_last and bool(access.can_recall(member, decision)))


def waiting_count(member: Member) -> int:
    """How many matters wait in the member's own folder, manuals too, or in the one that they look after."""
    opened = access.folders(member)
    if not opened:
        return 0
    manuals = proposals_for(member).count() if opened[0] == Folder.OWN else 0
    return lying_in(member, opened[0]).count() + manuals
