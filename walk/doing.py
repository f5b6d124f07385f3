"""How each action is done: by its register's services (its `doing.py`), with the register's own objects."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from nithet.cycles.actions import SignedFile
from nithet.cycles.models import Task
from nithet.cycles.register import has_tool
from nithet.cycles.services import counting, evidence
from nithet.offices.members import Member
from nithet.registers.generic.doing import Doer, Work, doers
from nithet.workspace.demo import sentences
from nithet.workspace.demo.papers import paper


class NobodyDoesError(Exception):
    """A register has the action, and nothing here says how its services do it."""


def do(task: Task, *, by: Member) -> list[str]:
    """Do what the task's actions ask for until nothing is lacking. Returns the actions that a stand-in did."""
    stood_in = [code for code in task.actions if not has_tool(code)]
    for code in task.actions or ["operate"]:
        doer = _doer(code)
        for number, day in enumerate(_days(task, by.on)):
            doer(Work(task, by, day, number))
    if short := counting.lacking(task):
        raise AssertionError(f"{task.number} {task.title}: {' '.join(short)}")
    return stood_in


def _doer(code: str) -> Doer:
    if not has_tool(code):
        return partial(_attach, code) if code in SignedFile.CODES else partial(_note, code)
    known = DOERS | doers()
    if code not in known:
        raise NobodyDoesError(code)
    return known[code]


def _days(task: Task, until: date) -> list[date]:
    """As many days as the window asks for, spread over what has passed of it."""
    span = max(0, (min(until, task.due_on) - task.starts_on).days)
    step = span / max(1, task.planned)
    return [task.starts_on + timedelta(days=int(step * turn)) for turn in range(task.planned)]


def _note(code: str, piece: Work) -> None:
    known = sentences.NOTES[code]
    text = known[piece.number % len(known)].format(school="โรงเรียนในสังกัด", count=piece.number + 3)
    evidence.write_log(piece.task, f"{text} (ครั้งที่ {piece.number + 1})", on=piece.on, by=piece.by)


def _attach(code: str, piece: Work) -> None:
    kind, name = sentences.PAPERS.get(code, sentences.OTHER_PAPER)
    lines = [name, piece.task.run.title, piece.task.title, str(piece.task.pk), str(piece.number)]
    evidence.attach_file(piece.task, paper(kind, name, lines), by=piece.by)


DOERS: dict[str, Doer] = {
    "operate": partial(_note, "operate"),
    "propose": partial(_note, "propose"),
}
