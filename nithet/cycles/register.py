"""The one joint between registers and what lies above and below: what each of them offers, declared when Django starts.

Layers above read this registry and never a register (`docs/adding/register.md`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from nithet.catalogue.vocabulary import ACTIONS
from nithet.core import search
from nithet.core.search import SearchKind
from nithet.cycles.actions import Action, Operate, Propose, SignedFile, WorkLog
from nithet.cycles.form_asked import asked_by_forms
from nithet.cycles.letter_asked import asked_by_letters
from nithet.cycles.letter_evidence import Answers, resolve_answers
from nithet.cycles.models import Evidence, Task
from nithet.cycles.models.letters import ANSWER_KIND
from nithet.cycles.round_asked import asked_by_rounds
from nithet.cycles.words import Standing
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, School
from nithet.offices.panels import PERSON_PANELS, SCHOOL_PANELS, Panel
from nithet.thai.calendar import Span


@dataclass(frozen=True, slots=True)
class Found:
    """An object of a register as pages name it; without an address where the member may not open it."""

    title: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of object that is evidence. `resolve` is asked for many ids at once and leaves out what it does not know."""

    code: str
    name: str
    resolve: Callable[[Member, Collection[UUID]], Mapping[UUID, Found]]


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure of an office from a day to a day."""

    code: str
    name: str
    read: Callable[[Office, date, date], int]


@dataclass(frozen=True, slots=True)
class RegisterDay:
    """A day of a register's own for the calendar. `key` stays the same whatever day the matter is moved to."""

    key: str
    day: date
    until: date
    # Before the title: “สิ้นสุดวาระ”.
    what: str
    title: str
    why: str
    address: str
    icon: str
    # Who is responsible.
    who: str = ""
    standing: Standing | None = None


class Days(Protocol):
    """A register's own days that lie in a span: of who looks; `units`: of the divisions that they oversee."""

    def __call__(self, member: Member, span: Span, *, units: bool) -> Iterable[RegisterDay]: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that is asked of a school or a person, as their first page shows it."""

    key: str
    title: str
    # Of whom: the name of the school or the person.
    of: str
    # Where it is answered or looked at, and the words of the one button that leads there.
    address: str
    act: str
    icon: str = "pencil"
    until: date | None = None
    # Who asks, by which letter; what is to be sent; how urgent it is; what else there is to know.
    why: str = ""
    wants: str = ""
    badge: str = ""
    note: str = ""
    # What was sent: when and by whom. Why it came back, so that it is to be sent again.
    sent_at: datetime | None = None
    sent_by: str = ""
    returned: str = ""
    # How what was sent stands, where no day closes it.
    received: str = ""
    # Nothing more is taken.
    is_closed: bool = False

    @property
    def is_open(self) -> bool:
        """Waits for an answer."""
        return not self.is_closed and (self.sent_at is None or bool(self.returned))


@dataclass(frozen=True)
class Register:
    """What a register offers. `code` is its app's label."""

    code: str
    name: str
    actions: tuple[Action, ...] = ()
    kinds: tuple[Kind, ...] = ()
    school_panels: tuple[Callable[[Member, School], Panel | None], ...] = ()
    person_panels: tuple[Callable[[Member, Person], Panel | None], ...] = ()
    # What can be found of it; the register's own services index it (`core/search`).
    search_kinds: tuple[SearchKind, ...] = ()
    # Kind → the plain data that documents are printed from.
    snapshots: Mapping[str, Callable[[Office, UUID], dict[str, Any]]] | None = None
    measures: tuple[Measure, ...] = ()
    # Its own days in the calendar and its feed; each asks one query.
    days: tuple[Days, ...] = ()
    # What is asked of a member: by name, or of a school that they answer for. All that waits, and what was sent since a day.
    asked: tuple[Callable[[Member, date], Iterable[Asked]], ...] = ()


class RegisterError(Exception):
    """A register that cannot be declared: a mistake of its programmer."""


_registers: dict[str, Register] = {}
_actions: dict[str, Action] = {}
_kinds: dict[str, Kind] = {}
_WORK_LOG, _SIGNED_FILE = WorkLog(), SignedFile()
# Not in the vocabulary of steps: no manual asks for it.
_ANSWERS = Answers()


def declare(register: Register) -> None:
    """Called once in the register's `AppConfig.ready`."""
    _check(register)
    _registers[register.code] = register
    _actions.update({action.code: action for action in register.actions})
    _kinds.update({kind.code: kind for kind in register.kinds})
    search.declare(*register.search_kinds)
    SCHOOL_PANELS.extend(register.school_panels)
    PERSON_PANELS.extend(register.person_panels)


def undeclare(code: str) -> None:
    """As if its app were not installed."""
    register = _registers.pop(code)
    for action in register.actions:
        del _actions[action.code]
    for kind in register.kinds:
        del _kinds[kind.code]
    search.undeclare(*(kind.code for kind in register.search_kinds))
    for school_panel in register.school_panels:
        SCHOOL_PANELS.remove(school_panel)
    for person_panel in register.person_panels:
        PERSON_PANELS.remove(person_panel)


def _check(register: Register) -> None:
    if register.code in _registers:
        raise RegisterError(f"register {register.code} is declared twice")
    for action in register.actions:
        if action.code not in ACTIONS:
            raise RegisterError(f"{register.code}: {action.code} is not in the vocabulary of actions")
        if action.code in _actions:
            raise RegisterError(f"{register.code}: action {action.code} belongs to another register")
    for kind in register.kinds:
        if kind.code in _kinds or kind.code in Evidence.Kind:
            raise RegisterError(f"{register.code}: kind {kind.code} belongs to another register")


def registers() -> list[Register]:
    return list(_registers.values())


def has_tool(code: str) -> bool:
    """Whether a register, or `cycles` itself, does work of this action."""
    return code in _actions


def action_of(code: str) -> Action:
    """Where no register has the action, what stands in: a signed file, or the work log."""
    if code == Answers.code:
        return _ANSWERS
    return _actions.get(code) or (_SIGNED_FILE if code in SignedFile.CODES else _WORK_LOG)


def actions_of(task: Task) -> list[Action]:
    """What a task is done by, once each and in the order of its step; at least the work log."""
    codes = task.actions or [Operate.code]
    return list(dict.fromkeys(action_of(code) for code in codes))


def is_kind(code: str) -> bool:
    return code in _kinds


def kind_name(code: str) -> str:
    """“การนิเทศ”, also for what a register left that is not there any more."""
    if code in Evidence.Kind:
        return Evidence.Kind(code).label
    return _kinds[code].name if code in _kinds else "หลักฐานจากงานอื่น"


def resolve(member: Member, evidence: Iterable[Evidence]) -> dict[UUID, Found]:
    """The objects behind evidence, by evidence: one question a kind."""
    by_kind: dict[str, dict[UUID, UUID]] = {}
    for one in evidence:
        by_kind.setdefault(one.kind, {})[one.object_id] = one.pk
    found: dict[UUID, Found] = {}
    for kind, ids in by_kind.items():
        if kind in _kinds:
            objects = _kinds[kind].resolve(member, ids.keys())
            found |= {ids[object_id]: shown for object_id, shown in objects.items() if object_id in ids}
    return found


OWN = Register(
    "cycles",
    "งานประจำปี",
    actions=(Operate(), Propose()),
    kinds=(Kind(ANSWER_KIND, "คำตอบที่ได้รับ", resolve_answers),),
    asked=(asked_by_letters, asked_by_rounds, asked_by_forms),
)
