"""What the pages of rounds show: the list, one round with who has answered and who has not. Constant queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet

from nithet.forms import access
from nithet.forms.choosing import HIGHLAND, SIZES, Choice, kin_rounds, overlap_with, role_label
from nithet.forms.models import Form, FormVersion, Round, RoundAnswer, RoundTarget
from nithet.forms.results.shapes import Property
from nithet.forms.results.showing.response import rate
from nithet.offices.members import Member
from nithet.offices.models import Cluster, Office, School, Unit
from nithet.offices.queries import clusters_of, semesters_of
from nithet.thai.dates import BANGKOK, bangkok_day

State, Standing = Round.State, RoundTarget.Standing
NOT_SET = "ไม่ระบุ"
RECENT = timedelta(days=180)
"""Where the office has no semesters: so long ago the same was asked lately."""


# The list


def listed_rounds(member: Member, given: Mapping[str, Any]) -> QuerySet[Round]:
    """The latest first. What is shown of them is counted by `with_counts`."""
    rows = access.visible_rounds(member).select_related("form", "unit")
    if form := given.get("form"):
        rows = rows.filter(form=form)
    if unit := given.get("unit"):
        rows = rows.filter(Q(unit=unit) | Q(unit__parent=unit))
    if words := given.get("q"):
        rows = rows.filter(title__icontains=words)
    return rows.filter(_of_state(given.get("state", ""), member.on)).order_by("-opens_on", "-pk")


def with_counts(rounds: Iterable[Round], member: Member) -> list[Any]:
    """With `asked`, `answered` and, for those of the public, `counted`, as far as the member sees. Two queries for all."""
    found: list[Any] = list(rounds)
    keys = [one.pk for one in found]
    asked = access.targets_seen(member).filter(round__in=keys, standing=Standing.ASKED).order_by()
    numbers = asked.values_list("round").annotate(
        asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True))
    )
    of_targets = {key: counts for key, *counts in numbers}
    public = [one.pk for one in found if one.audience == Round.Audience.PUBLIC]
    answers = RoundAnswer.objects.filter(round__in=public, standing=RoundAnswer.Standing.COUNTED).order_by()
    of_public = dict(answers.values_list("round").annotate(count=Count("pk")))
    for one in found:
        one.asked, one.answered = of_targets.get(one.pk, (0, 0))
        one.counted = of_public.get(one.pk, 0)
    return found


def _of_state(state: str, on: date) -> Q:
    if state == "open":
        return Q(state=State.OPEN, closes_on__gte=on)
    if state == "closed":
        return Q(state=State.CLOSED) | Q(state=State.OPEN, closes_on__lt=on)
    return Q(state=state) if state in State.values else ~Q(state=State.VOID)


def state_of(round_: Round, *, on: date) -> tuple[str, str]:
    """Code and words, as of a day: what is past its last day is closed, whether or not somebody has pressed."""
    if round_.state == State.OPEN and round_.is_taking(on=on):
        return "open", State.OPEN.label
    if round_.state == State.OPEN and on < round_.opens_on:
        return "wait", "เปิดแล้ว รอวันเปิดรับ"
    if round_.state in (State.OPEN, State.CLOSED):
        return "done", State.CLOSED.label
    return ("void", "ยกเลิก") if round_.state == State.VOID else ("wait", State.DRAFT.label)


def rounds_of_form(member: Member, form: Form) -> list[Round]:
    """For the page of a form, the latest few."""
    return list(access.visible_rounds(member).filter(form=form).order_by("-opens_on", "-pk")[:5])


def forms_to_ask_with(member: Member) -> list[Form]:
    """Given out, and of a unit of the member's or of the whole office."""
    units = access.makeable_units(member).order_by().values("pk")
    forms = access.visible_forms(member).filter(Q(unit__in=units) | Q(unit=None), retired_at=None)
    published = Exists(FormVersion.objects.filter(form=OuterRef("pk")))
    return list(forms.filter(published).select_related("unit").order_by("title", "pk"))


# How far one is


@dataclass(frozen=True, slots=True)
class Group:
    """Those of a cluster, a role or a unit: how many were asked and have answered."""

    key: str
    title: str
    asked: int
    answered: int

    @property
    def missing(self) -> int:
        return self.asked - self.answered


@dataclass(frozen=True, slots=True)
class Response:
    """Who has answered. Of the public nobody is asked by name: `wanted` answers are."""

    asked: int
    answered: int
    excused: int
    wanted: int
    late: int = 0
    again: int = 0
    groups: tuple[Group, ...] = field(default=())
    kept: int = 0
    """Answers that count though whoever gave them was excused since."""

    @property
    def missing(self) -> int:
        return self.asked - self.answered

    @property
    def percent(self) -> Decimal | None:
        """Rounded half up to one decimal; None where nobody is asked by name."""
        return rate(self.asked, self.answered)

    @property
    def is_enough(self) -> bool:
        return self.answered >= self.wanted


def far_of(round_: Round) -> tuple[int, int]:
    """How many are asked, and how many of them have answered; of the public how many answers count."""
    targets = RoundTarget.objects.filter(round=round_, standing=Standing.ASKED)
    counts = targets.aggregate(asked=Count("pk"), answered=Count("pk", filter=Q(has_answered=True)))
    if round_.audience != Round.Audience.PUBLIC:
        return counts["asked"], counts["answered"]
    return counts["asked"], _standings(round_)[RoundAnswer.Standing.COUNTED]


def response_of(round_: Round, targets: QuerySet[RoundTarget]) -> Response:
    """Of those targets that the member sees. Three queries."""
    rows = targets.order_by().values_list("properties", "standing", "has_answered")
    asked: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    excused, kept, by = 0, 0, grouping(round_)
    for properties, standing, has_answered in rows.iterator(chunk_size=2000):
        if standing == Standing.EXCUSED:
            excused, kept = excused + 1, kept + has_answered
            continue
        key = properties.get(by, "") if by else ""
        asked[key] += 1
        answered[key] += has_answered
    titles = group_titles(round_, asked) if by else {}
    groups = tuple(Group(key, title, asked[key], answered[key]) for key, title in titles.items())
    standings = _standings(round_, targets)
    total = sum(answered.values())
    if round_.audience == Round.Audience.PUBLIC:
        total = standings[RoundAnswer.Standing.COUNTED]
    return Response(
        sum(asked.values()), total, excused, round_.wanted_of(sum(asked.values())),
        standings[RoundAnswer.Standing.LATE], standings[RoundAnswer.Standing.AGAIN], groups, kept,
    )  # fmt: skip


def _standings(round_: Round, targets: QuerySet[RoundTarget] | None = None) -> Counter[str]:
    """Of answers of these targets; what is of no target counts for the whole round."""
    answers = RoundAnswer.objects.filter(round=round_).order_by()
    if targets is not None:
        answers = answers.filter(Q(target=None) | Q(target__in=targets.order_by().values("pk")))
    return Counter(dict(answers.values_list("standing").annotate(count=Count("pk"))))


def grouping(round_: Round) -> str:
    """The property that the page groups by."""
    return {Round.Audience.SCHOOLS: "cluster", Round.Audience.PEOPLE: "role"}.get(
        Round.Audience(round_.audience), ""
    )


def group_titles(round_: Round, keys: Iterable[str]) -> dict[str, str]:
    """Keys with what they are called now, in the order shown; what has no group comes last."""
    found = set(keys)
    if round_.audience == Round.Audience.SCHOOLS:
        clusters = Cluster.objects.filter(office=round_.office_id, pk__in=_uuids(found))
        titles = {str(one.pk): one.name for one in clusters}
        rest = "ไม่อยู่ในกลุ่มโรงเรียน"
    else:
        titles = {key: role_label(key) for key in sorted(found) if key}
        rest = NOT_SET
    left = dict.fromkeys(sorted(found - titles.keys()), rest)
    return {**titles, **left}


def _uuids(keys: Iterable[str]) -> list[UUID]:
    return [UUID(key) for key in keys if len(key) == 36]


# What answers are told apart by


def properties_of(round_: Round) -> tuple[Property, ...]:
    """With the labels that the office gives them now. At most two queries."""
    if round_.audience == Round.Audience.SCHOOLS:
        clusters = Cluster.objects.filter(office=round_.office_id)
        schools = School.objects.filter(office=round_.office_id).exclude(district="")
        districts = schools.order_by("district").values_list("district", flat=True).distinct()
        terms = round_.office.terms
        return (
            Property(
                "cluster", terms["cluster"], {**{str(one.pk): one.name for one in clusters}, "": NOT_SET}
            ),
            Property("size", "ขนาดโรงเรียน", {**SIZES, "": NOT_SET}),
            Property("highland", "พื้นที่", HIGHLAND),
            Property("district", "อำเภอ", {**{name: name for name in districts}, "": NOT_SET}),
        )
    if round_.audience == Round.Audience.PEOPLE:
        return _properties_of_people(round_)
    return ()


def _properties_of_people(round_: Round) -> tuple[Property, ...]:
    chosen = Choice.of(round_.chosen)
    units = Unit.objects.filter(office=round_.office_id).order_by("position", "pk")
    roles = {code: role_label(code) for code in chosen.roles}
    return (
        Property("role", "ตำแหน่ง", roles),
        Property("unit", "กลุ่ม", {**{str(one.pk): one.short_name for one in units}, "": "โรงเรียน"}),
    )


# Targets one by one


def target_rows(
    round_: Round, targets: QuerySet[RoundTarget], show: str, group: str = ""
) -> QuerySet[RoundTarget]:
    """Of one tab of the page, in the order of clusters and names."""
    asked = Q(standing=Standing.ASKED)
    shown = {
        "answered": asked & Q(has_answered=True), "excused": Q(standing=Standing.EXCUSED),
        "missing": asked & Q(has_answered=False),
    }  # fmt: skip
    rows = of_group(round_, targets.filter(shown.get(show, shown["missing"])), group)
    out = RoundAnswer.objects.filter(target=OuterRef("pk"), standing=RoundAnswer.Standing.OUT, stood="")
    return in_order(rows.annotate(has_sent_since=Exists(out)) if show == "excused" else rows)


def of_group(round_: Round, targets: QuerySet[RoundTarget], group: str) -> QuerySet[RoundTarget]:
    """Of one cluster or role; “-” of none."""
    by = grouping(round_)
    if not (group and by):
        return targets
    return targets.filter(**{f"properties__{by}": "" if group == "-" else group})


def group_choices(round_: Round, targets: QuerySet[RoundTarget]) -> list[tuple[str, str]]:
    """What a list of targets can be narrowed to."""
    if not (by := grouping(round_)):
        return []
    found = targets.order_by().values_list(f"properties__{by}", flat=True).distinct()
    return [(key or "-", title) for key, title in group_titles(round_, {key or "" for key in found}).items()]


def in_order(rows: QuerySet[RoundTarget]) -> QuerySet[RoundTarget]:
    return rows.select_related("school__cluster", "person", "round__office").order_by(
        F("school__cluster__position").asc(nulls_last=True), "school__cluster__name",
        F("school__sort_key").asc(nulls_last=True), F("person__sort_key").asc(nulls_last=True), "name", "pk",
    )  # fmt: skip


def grouped(round_: Round, rows: Iterable[RoundTarget]) -> list[tuple[str, list[RoundTarget]]]:
    """The title of each group with those of it; at most one query."""
    by = grouping(round_)
    found: dict[str, list[RoundTarget]] = {}
    for one in rows:
        found.setdefault(one.properties.get(by, "") if by else "", []).append(one)
    titles = group_titles(round_, found) if by else {"": ""}
    return [(title, found[key]) for key, title in titles.items() if key in found]


def apart(round_: Round, standing: str) -> QuerySet[RoundAnswer]:
    """Late ones and second ones, to decide on. None of an anonymous round: nobody opens its answers."""
    rows = RoundAnswer.objects.filter(round=round_, standing=standing)
    if round_.is_anonymous:
        return rows.none()
    heavy = ("submission__xml", "submission__answers", "submission__problems")
    related = ("submission", "target__school", "target__person")
    return rows.select_related(*related).defer(*heavy).order_by("submission__received_at", "pk")


# The same asked already


@dataclass(frozen=True, slots=True)
class Kin:
    """An earlier or open round that asks the same of some of the target."""

    round: Round
    overlap: int


def kin_of(round_: Round, *, on: date) -> list[Kin]:
    """Few: of the same form in the same semester."""
    if round_.audience not in (Round.Audience.SCHOOLS, Round.Audience.PEOPLE):
        return []
    found = kin_rounds(round_, since=kin_since(round_.office, on=on), on=on)[:5]
    return [Kin(one, overlap_with(round_, one, on=on)) for one in found]


def kin_since(office: Office, *, on: date) -> date:
    """The first day of the semester; in the holidays of the one before."""
    begun = [one.starts_on for one in semesters_of(office) if one.starts_on <= on]
    return max(begun, default=on - RECENT)


def earlier_rounds(member: Member, form: Form, *, but: Round | None = None) -> QuerySet[Round]:
    """Those with which a round can be compared: of the same form in any of its copies, as far as the member sees their results.

    What another has chosen for `but` stays with it.
    """
    seen = Q(pk__in=access.rounds_with_results(member).values("pk"))
    rows = Round.objects.filter(seen | Q(pk=but.before_id if but else None))
    rows = rows.filter(office=form.office_id, form__lineage=form.lineage)
    rows = rows.filter(state__in=(State.OPEN, State.CLOSED)).order_by("-opens_on", "-pk")
    return rows.exclude(pk=but.pk) if but else rows


@dataclass(frozen=True, slots=True)
class Lists:
    """What a target is chosen from: value and label."""

    clusters: list[tuple[str, str]]
    districts: list[tuple[str, str]]
    schools: list[tuple[str, str]]


def lists_of_office(office: Office, *, on: date) -> Lists:
    """Open schools with what they are told apart by. Two queries."""
    schools = School.objects.filter(office=office).active(on=on).order_by("sort_key", "pk")
    rows = list(schools.values_list("pk", "name", "district"))
    return Lists(
        [(str(one.pk), one.name) for one in clusters_of(office)],
        [(name, name) for name in sorted({district for *_, district in rows if district})],
        [(str(pk), name) for pk, name, _ in rows],
    )


def asked_since(targets: QuerySet[RoundTarget], since: date, *, on: date) -> QuerySet[RoundTarget]:
    """Of what somebody is asked: what waits on that day, and what they have sent since then."""
    taking = Q(round__state=State.OPEN, round__opens_on__lte=on, round__closes_on__gte=on)
    begin = datetime.combine(since, time(), tzinfo=BANGKOK)
    sent = Q(answered_at__gte=begin, round__state__in=(State.OPEN, State.CLOSED))
    rows = targets.filter(taking & Q(has_answered=False) | sent)
    related = ("round__unit", "round__office", "school", "person")
    return rows.select_related(*related).order_by("round__closes_on", "pk")


def mine_first(targets: QuerySet[RoundTarget]) -> RoundTarget | None:
    """What is still to be answered before what was."""
    rows = targets.filter(round__state__in=(State.OPEN, State.CLOSED)).select_related("round__office")
    return rows.order_by("has_answered", "pk").first()


def reminded_on(round_: Round, day: date) -> bool:
    """Whether somebody was reminded that day."""
    latest = RoundTarget.objects.filter(round=round_).aggregate(at=Max("reminded_at"))["at"]
    return latest is not None and bangkok_day(latest) == day


def chosen_words(round_: Round) -> list[str]:
    """The target as it was chosen, in words. At most two queries."""
    choice = Choice.of(round_.chosen)
    found = [label for code, label in SIZES.items() if code in choice.sizes]
    found += [f"อำเภอ{name}" for name in choice.districts]
    found += ["พื้นที่สูง"] if choice.is_highland else []
    found += ["ขยายโอกาสทางการศึกษา"] if choice.is_opportunity else []
    found += [role_label(code) for code in choice.roles]
    if choice.clusters:
        found += Cluster.objects.filter(pk__in=choice.clusters).values_list("name", flat=True)
    if choice.units:
        found += Unit.objects.filter(pk__in=choice.units).values_list("short_name", flat=True)
    if choice.schools:
        found.append(f"เลือกรายโรงเรียน {len(choice.schools)} แห่ง")
    if not found and round_.audience == Round.Audience.SCHOOLS:
        found.append("ทุกโรงเรียน")
    return found + (["ไม่รวมผู้ที่เคยขอแล้ว"] if choice.without else [])
