"""How a task stands, in the words officials expect (`practice.md` §5): a code for sign and colour, and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from nithet.audit.models import Entry
from nithet.audit.words import verb_words
from nithet.cycles.models import Decision, Task
from nithet.manuals.models import Step
from nithet.offices.models import Role
from nithet.thai.dates import format_date

State = Task.State


@dataclass(frozen=True, slots=True)
class Standing:
    """`code` is one of wait, open, sub, back, done, late, void."""

    code: str
    words: str


def standing(task: Task, *, on: date) -> Standing:
    """The state of a task, lateness apart."""
    if task.is_refused:
        return Standing("void", "ไม่อนุมัติ")
    if task.is_returned:
        return Standing("back", f"ส่งคืนแก้ไข (ครั้งที่ {task.times_returned})")
    if task.state == State.OPEN and task.taken_up_at:
        return Standing("open", "กำลังดำเนินการ")
    if task.state == State.OPEN and task.starts_on > on:
        return Standing("wait", "ยังไม่ถึงกำหนดเริ่ม")
    return Standing(_CODES[State(task.state)], task.get_state_display())


_CODES = {
    State.WAITING: "wait",
    State.OPEN: "open",
    State.SUBMITTED: "sub",
    State.DONE: "done",
    State.SKIPPED: "void",
    State.VOID: "void",
}


def lateness(task: Task, *, on: date) -> Standing | None:
    """The badge เกินกำหนด n วัน, on any unfinished state."""
    days = task.days_late(on=on)
    return Standing("late", f"เกินกำหนด {days} วัน") if days else None


def moved(task: Task) -> Standing | None:
    """The badge of a window that is due on another day than at first."""
    if task.first_due_on is None or task.first_due_on == task.due_on:
        return None
    return Standing("wait", f"เลื่อนกำหนดเป็น {format_date(task.due_on, 'short')}")


def due_words(task: Task, *, on: date) -> str:
    days = (task.due_on - on).days
    if days < 0:
        return ""
    return "ครบกำหนดวันนี้" if days == 0 else f"ครบกำหนดใน {days} วัน"


@dataclass(frozen=True, slots=True)
class Row:
    """A task as a line of a list, with its words for the day."""

    task: Task
    standing: Standing
    late: Standing | None
    due_words: str

    @property
    def moved(self) -> Standing | None:
        return moved(self.task)


def row(task: Task, *, on: date) -> Row:
    return Row(task, standing(task, on=on), lateness(task, on=on), due_words(task, on=on))


def rows(tasks: Iterable[Task], *, on: date) -> list[Row]:
    return [row(task, on=on) for task in tasks]


def step_words(task: Task) -> str:
    """Why the task is there: “ขั้นที่ 3 ของ งาน…”."""
    if not task.number:
        return f"{task.label}: {task.run.title}"
    turn = f" · {task.occurrence}" if task.occurrence else ""
    years = " · ยกข้ามปีงบประมาณ" if task.is_carried_over else ""
    return f"{task.label} ของ {task.run.title}{turn}{years}"


def act_words(task: Task) -> str:
    if task.is_returned:
        return "แก้ไขและเสนอ"
    if task.state == State.WAITING:
        return "เตรียมงาน"
    if not task.taken_up_at:
        return "รับเรื่อง" if task.assignee_id is None else "เริ่มดำเนินการ"
    return "เสนอ" if task.is_met else "บันทึกต่อ"


ASKED = {
    Step.Ask.CERTIFY: "ขอรับรองผลการดำเนินงาน",
    Step.Ask.ENDORSE: "ขอความเห็นชอบ",
    Step.Ask.APPROVE: "ขออนุมัติ",
    Step.Ask.PERMIT: "ขออนุญาต",
    Step.Ask.ACKNOWLEDGE: "เสนอเพื่อทราบ",
    Step.Ask.SIGN: "เสนอลงนาม",
}
ASKED_TO_FORWARD = "เสนอเพื่อโปรดพิจารณาให้ความเห็น"
# The decider's button.
GIVES = {
    "pass_on": "ผ่านเรื่อง",
    "certify": "รับรองผลการดำเนินงาน",
    "endorse": "เห็นชอบ",
    "approve": "อนุมัติ",
    "permit": "อนุญาต",
    "acknowledge": "ทราบ",
    "sign": "ลงนาม",
}

REFUSES = {"endorse": "ไม่เห็นชอบ", "approve": "ไม่อนุมัติ", "permit": "ไม่อนุญาต", "sign": "ไม่ลงนาม"}


def decided(decision: Decision) -> str:
    """What was decided: “อนุมัติ”, “ส่งคืนแก้ไข”, “ไม่อนุมัติ”."""
    if decision.state == Decision.State.RETURNED:
        return "ส่งคืนแก้ไข"
    if decision.state == Decision.State.REFUSED:
        return REFUSES.get(decision.ask, "ไม่อนุมัติ")
    given = GIVES[decision.ask]
    return f"{given} โดยให้{decision.conditions}" if decision.conditions else given


def asked(decision: Decision) -> str:
    """What stands first on a card: ขออนุมัติ, เสนอเพื่อทราบ …"""
    return ASKED_TO_FORWARD if decision.ask == Decision.Ask.PASS_ON else ASKED[Step.Ask(decision.ask)]


def decider(decision: Decision) -> str:
    """Before whom it lies: “ผอ.กลุ่มนิเทศฯ”."""
    if decision.role == Role.HEAD and decision.unit:
        return f"ผอ.{decision.unit.short_name}"
    if decision.role == Role.SECTION_HEAD and decision.unit:
        return f"หัวหน้า{decision.unit.short_name}"
    return {Role.DEPUTY: "รอง ผอ. ที่กำกับ", Role.DIRECTOR: "ผอ.สำนักงานเขต"}.get(
        Role(decision.role), decision.get_role_display()
    )


@dataclass(frozen=True, slots=True)
class Told:
    """A line of a task's history, with the colour of the state it led to."""

    code: str
    words: str
    title: str
    why: str
    by_name: str
    at: datetime


_ENTRY_CODES = {
    "task.submitted": "sub",
    "task.passed_on": "sub",
    "task.returned": "back",
    "task.refused": "void",
    "task.recalled": "sub",
    "task.skipped": "void",
    "task.voided": "void",
    "run.voided": "void",
    "task.opened": "wait",
    "evidence.voided": "void",
    "evidence.unmatched": "void",
    **dict.fromkeys(
        ("task.certified", "task.endorsed", "task.approved", "task.permitted", "task.signed", "task.acknowledged",
         "task.done"),
        "done",
    ),
}  # fmt: skip


def history(entries: Iterable[Entry]) -> list[Told]:
    return [
        Told(_ENTRY_CODES.get(e.verb, "open"), _entry_words(e), e.title, e.why, e.by_name, e.at)
        for e in entries
    ]


def _decided_words(entry: Entry) -> str:
    """What was decided on paper, or with conditions; nothing for all else."""
    facts, words = entry.facts, verb_words(entry.verb)
    if conditions := facts.get("conditions"):
        said = verb_words(facts.get("what", entry.verb))
        words = f"{words} · {said} โดยให้{conditions}" if "what" in facts else f"{said} โดยให้{conditions}"
    elif entry.verb == "task.paper_recorded":
        words = f"{words} · {verb_words(facts['what'])}"
    else:
        return ""
    return f"{words} · {facts.get('as_', '')}"


def _entry_words(entry: Entry) -> str:
    facts, words = entry.facts, verb_words(entry.verb)
    if decided := _decided_words(entry):
        return decided
    if entry.verb == "task.returned":
        return f"{words} (ครั้งที่ {facts.get('times', 1)})"
    if entry.verb == "task.submitted":
        return f"{words} (รอบที่ {facts.get('round', 1)})"
    if entry.verb == "task.moved" and facts.get("to"):
        return f"เลื่อนกำหนดเป็น {facts['to']}"
    if entry.verb == "task.carried_over":
        return f"{words} · ครบกำหนด {format_date(date.fromisoformat(facts['day']), 'short')}"
    extra = facts.get("evidence") or facts.get("to") or facts.get("as_") or facts.get("place") or ""
    return f"{words} · {extra}" if extra else words
