"""Reads of what was answered where the manuals say nothing, and of the manuals that ask it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID

from nithet.cycles import access
from nithet.cycles.models import Answer
from nithet.cycles.responsible import Responsible, key_of, plain
from nithet.manuals.models import ManualVersion, Step
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, Role, Unit
from nithet.offices.queries import people_serving, units_of
from nithet.thai.months import FISCAL_ORDER, month_name

Question = Answer.Question


@dataclass(slots=True)
class Asking:
    """The steps that ask one thing, as the manuals write it."""

    wording: str
    steps: list[UUID] = field(default_factory=list)
    # Procedures by the title of their manual.
    manuals: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerLine:
    answer: Answer
    wording: str
    words: str
    manuals: Mapping[str, set[str]]
    step_count: int
    # Why it will be asked again.
    doubt: str
    can_change: bool

    @property
    def is_responsible(self) -> bool:
        return self.answer.question == Question.RESPONSIBLE


def answer_lines(member: Member) -> list[AnswerLine]:
    """All answers of the office. Five queries."""
    office = member.office
    asking = askings(office)
    units = {u.pk: u for u in units_of(office)}
    people = {p.pk: p for p in Person.objects.filter(office=office, pk__in=_named(office))}
    serving = set(people_serving(office, on=member.on).values_list("pk", flat=True))
    held = access.divisions_of_year(member)
    rows = Answer.objects.filter(office=office).select_related("answered_by")
    lines = [_line(row, asking, units, people, serving, held) for row in rows]
    return sorted(lines, key=lambda line: (not line.is_responsible, line.wording))


def _line(
    row: Answer,
    asking: Mapping[tuple[str, str], Asking],
    units: Mapping[UUID, Unit],
    people: Mapping[UUID, Person],
    serving: set[UUID],
    held: frozenset[UUID] | None,
) -> AnswerLine:
    asked = asking.get((row.question, row.wording), Asking(_shown(row)))
    if row.question == Question.WINDOW:
        words = window_words(row.value)
        return AnswerLine(row, asked.wording, words, asked.manuals, len(asked.steps), "", True)
    said = Responsible.from_value(row.value)
    unit, person = units.get(said.unit_id), people.get(said.person_id) if said.person_id else None
    may = held is None or bool(unit and unit.division_id in held)
    words, doubt = responsible_words(unit, said.role, person), _doubt(unit, person, serving)
    return AnswerLine(row, asked.wording, words, asked.manuals, len(asked.steps), doubt, may)


def _shown(row: Answer) -> str:
    """A wording that no manual uses any more, as it is remembered."""
    return row.wording.rpartition("@")[0] if row.question == Question.RESPONSIBLE else row.wording


def _doubt(unit: Unit | None, person: Person | None, serving: set[UUID]) -> str:
    if unit is None:
        return "กลุ่มนี้ยุบเลิกแล้ว ระบบจะถามใหม่เมื่อเริ่มปีงบประมาณ"
    if person and person.pk not in serving:
        return f"{person.name} ไม่ได้ปฏิบัติหน้าที่แล้ว ระบบจะถามใหม่เมื่อเริ่มปีงบประมาณ"
    return ""


def _named(office: Office) -> set[UUID]:
    values = Answer.objects.filter(office=office, question=Question.RESPONSIBLE).values_list(
        "value", flat=True
    )
    return {said.person_id for value in values if (said := Responsible.from_value(value)).person_id}


def responsible_words(unit: Unit | None, role: str, person: Person | None) -> str:
    """“นาย… · ศึกษานิเทศก์ · กลุ่มนิเทศฯ”; without a role, everybody of the unit."""
    who = person.name if person else Role(role).label if role else "ผู้ปฏิบัติงานทุกคน"
    post = Role(role).label if person and role else ""
    return " · ".join(filter(None, (who, post, unit.short_name if unit else "")))


def window_words(value: Mapping[str, object]) -> str:
    months: list[int] = value.get("months") or []  # type: ignore[assignment]
    ordered = [m for m in FISCAL_ORDER if m in months]
    if not ordered:
        return "ไม่ระบุ"
    span = month_name(ordered[0])
    if len(ordered) > 1:
        span = f"{span} – {month_name(ordered[-1])}"
    return f"{span} (เฉพาะปีงบประมาณ พ.ศ. {value['only_year']})" if value.get("only_year") else span


def askings(office: Office) -> dict[tuple[str, str], Asking]:
    """What each wording of the adopted manuals would be remembered by. One query, the same for any number of steps."""
    steps = Step.objects.filter(office=office, procedure__version__state=ManualVersion.State.ADOPTED)
    division = Unit.objects.filter(office=office, parent=None, closed_on=None).order_by("position", "pk")
    first = division.first()
    found: dict[tuple[str, str], Asking] = {}
    rows = steps.select_related("procedure__version__manual__unit").only(
        "title", "responsible", "procedure__title", "procedure__version__manual__title",
        "procedure__version__manual__unit",
    )  # fmt: skip
    for step in rows:
        manual = step.procedure.version.manual
        unit = manual.unit or first
        who = " ".join(step.responsible) or f"ไม่ระบุผู้รับผิดชอบ (คู่มือของ{unit.name if unit else ''})"
        keys = [(Question.WINDOW, plain(step.title), step.title)]
        if unit:
            keys.append((Question.RESPONSIBLE, key_of(step.responsible, unit), who))
        for question, key, wording in keys:
            asked = found.setdefault((question, key), Asking(wording))
            asked.steps.append(step.pk)
            asked.manuals.setdefault(manual.title, set()).add(step.procedure.title)
    return found
