"""BPMN 2.0 as a draft: the declared subset, back to the very steps that went out, or the steps of another tool's file.

A manual is one line of steps: a gateway decides at the end of the step before it, what leads back from it is a return.
What was changed in another tool wins over what stands beside it: the wording of a task, its lane, its gateway.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from nithet.catalogue.strict import Fields
from nithet.manuals.draft import Decision, ManualDraft, ProcedureDraft, StepDraft
from nithet.manuals.exchange.bpmn_facts import PROCEDURE, STEP, facts_from
from nithet.manuals.exchange.bpmn_graph import Node, Process, read_processes
from nithet.manuals.exchange.bpmn_names import ours
from nithet.manuals.exchange.bpmn_walk import asks_for, in_order
from nithet.manuals.exchange.content import Received
from nithet.manuals.exchange.errors import ExchangeError
from nithet.manuals.exchange.plain_in import procedure_from, step_from
from nithet.manuals.flowchart.charting import NO_DOER
from nithet.manuals.flowchart.model import GATES
from nithet.manuals.reading.actions import propose_actions
from nithet.thai.numerals import to_arabic
from nithet.thai.text import clean, squeeze

_NUMBER = re.compile(r"\s*([0-9๐-๙]{1,3})\s*[.)]\s*")
_BREAK = re.compile(r"(?<=[\u0e00-\u0e7f])\n(?=[\u0e00-\u0e7f])")


def read_bpmn(data: bytes, *, name: str) -> Received:
    """Each process of the file as a procedure. Raises ExchangeError with all that is wrong."""
    problems: list[str] = []
    processes = read_processes(data, name=name)
    procedures = tuple(_procedure(one, problems, otherwise=PurePath(name).stem) for one in processes)
    if problems:
        raise ExchangeError(problems)
    return Received(ManualDraft(procedures=procedures))


def _procedure(process: Process, problems: list[str], *, otherwise: str) -> ProcedureDraft:
    data = (
        {} if process.facts is None else facts_from(process.facts, PROCEDURE, at="process", problems=problems)
    )
    drawn = _one_line(process.name)
    if drawn and squeeze(drawn) != squeeze(data.get("title", "")):
        data["title"] = drawn
    fields = Fields({"title": otherwise} | data, at="process", problems=problems)
    written = procedure_from(fields)
    fields.close()
    reader = _Steps(process, problems)
    for node in in_order(process, problems):
        reader.take(node)
    return replace(written, steps=reader.finished())


@dataclass(slots=True)
class _Steps:
    """The steps that the nodes of a process tell, one after the other."""

    process: Process
    problems: list[str]
    found: list[StepDraft] = field(default_factory=list)
    decided: set[int] = field(default_factory=set)

    def take(self, node: Node) -> None:
        if node.is_gateway:
            self._decide(node)
        elif node.facts is None:
            self.found.append(self._drawn(node))
        elif node.facts.tag != ours("station"):
            self.found.append(self._written(node))

    def finished(self) -> tuple[StepDraft, ...]:
        """A decision whose gateway was taken out of the picture is none any more."""
        return tuple(
            replace(one, decision=None) if one.decision in GATES and at not in self.decided else one
            for at, one in enumerate(self.found)
        )

    def _decide(self, node: Node) -> None:
        at = len(self.found) - 1
        if at < 0 or at in self.decided:
            why = "อยู่ก่อนขั้นตอนแรก" if at < 0 else "เป็นเกตเวย์ที่สองของขั้นตอนเดียวกัน"
            self.problems.append(f"{node} {why} คู่มือรับการพิจารณาขั้นละ 1 ครั้ง หลังงานของขั้นนั้น")
            return
        self.decided.add(at)
        before, asked = self.found[at].decision, asks_for(node, self.process.flow_words.get(node.id, ""))
        if before in GATES and (asked is None or GATES[before or ""] in node.name):
            return
        if asked is None:
            self.problems.append(f"{node} ไม่บอกว่าขออะไร โปรดตั้งชื่อว่า อนุมัติ เห็นชอบ อนุญาต หรือลงนาม")
            return
        self.found[at] = replace(self.found[at], decision=Decision(asked))

    def _drawn(self, node: Node) -> StepDraft:
        """A task of another tool: its name and its lane are all that is known, its actions are proposed."""
        match = _NUMBER.match(node.name)
        number = int(to_arabic(match[1])) if match else (self.found[-1].number + 1 if self.found else 1)
        title = _one_line(node.name[match.end() :] if match else node.name)
        if not title:
            self.problems.append(f"{node} ไม่มีชื่อ โปรดใส่ชื่อขั้นตอน")
        actions = propose_actions(title, procedure=self.process.name)
        return StepDraft(number, title, responsible=_doers(node), actions=actions)

    def _written(self, node: Node) -> StepDraft:
        data = (
            facts_from(node.facts, STEP, at=str(node), problems=self.problems)
            if node.facts is not None
            else {}
        )
        fields = Fields(data, at=str(node), problems=self.problems)
        step = step_from(fields)
        fields.close()
        if node.facts is not None and node.lane[0] and node.lane[0] != node.facts.get("lane"):
            step = replace(step, responsible=(*_doers(node), *step.responsible[1:]))
        if not squeeze(node.name).endswith(squeeze(f"{step.number}. {step.title}")):
            step = replace(step, title=self._drawn(node).title)
        return step


def _doers(node: Node) -> tuple[str, ...]:
    name = _one_line(node.lane[1])
    return (name,) if name and name != NO_DOER else ()


def _one_line(text: str) -> str:
    """Lines were broken between Thai words: there was no space there, as far as anybody can tell."""
    return clean(_BREAK.sub("", text))
