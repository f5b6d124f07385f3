"""A BPMN file as nodes and flows: what is not of the declared subset is refused by its name, nothing is passed over.

Entities and document types are refused by defusedxml before anything is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET  # its names only: defusedxml parses

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from nithet.manuals.exchange.bpmn_names import (
    BPMN,
    BPMNDI,
    GATEWAY,
    IN_THAI,
    NODES,
    TAKEN,
    TASKS,
    bpmn,
    ours,
    parted,
)
from nithet.manuals.exchange.errors import ExchangeError
from nithet.thai.text import clean_multiline


@dataclass(slots=True)
class Node:
    """A task, gateway, start or end. `lane` is the id and the name of the lane in which it stands."""

    id: str
    kind: str
    name: str
    facts: ET.Element | None
    lane: tuple[str, str] = ("", "")
    out: list[str] = field(default_factory=list)
    into: int = 0

    @property
    def is_task(self) -> bool:
        return self.kind in TASKS

    @property
    def is_gateway(self) -> bool:
        return self.kind == GATEWAY

    def __str__(self) -> str:
        return f"{self.kind} “{' '.join(self.name.split()) or self.id}”"


@dataclass(frozen=True, slots=True)
class Process:
    """One process; `flow_words` are the names of the flows out of a node."""

    name: str
    facts: ET.Element | None
    nodes: dict[str, Node]
    flow_words: dict[str, str]


def read_processes(data: bytes, *, name: str) -> list[Process]:
    """The processes of a file. Raises ExchangeError with all that is wrong."""
    root = _root(data, name=name)
    problems = list(dict.fromkeys(_refused(root)))
    if problems:
        raise ExchangeError(problems)
    pools = {one.get("processRef"): one.get("name", "") for one in root.iter(bpmn("participant"))}
    processes = [_process(one, pools, problems) for one in root.iter(bpmn("process"))]
    if not processes:
        problems.append(f"{name}: ไม่มี process ในไฟล์")
    if problems:
        raise ExchangeError(problems)
    # A pool without a process is a picture of others.
    return [one for one in processes if one.nodes] or processes


def _root(data: bytes, *, name: str) -> ET.Element:
    try:
        root: ET.Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise ExchangeError([f"{name}: ไม่รับไฟล์ที่มี DOCTYPE หรือ ENTITY โปรดส่งออกไฟล์ใหม่จากโปรแกรมเดิม"]) from error
    except ET.ParseError as error:
        line = error.position[0]
        raise ExchangeError([f"{name}: ไม่ใช่ไฟล์ BPMN ที่สมบูรณ์ โปรดตรวจบรรทัดที่ {line}"]) from error
    except (ValueError, LookupError) as error:
        raise ExchangeError([f"{name}: ไม่ใช่ไฟล์ BPMN ที่สมบูรณ์ โปรดบันทึกเป็น UTF-8"]) from error
    if root.tag != bpmn("definitions"):
        raise ExchangeError([f"{name}: ไม่ใช่ไฟล์ BPMN 2.0 (พบ “{parted(root.tag)[1]}” แทน “definitions”)"])
    return root


def _refused(root: ET.Element) -> Iterator[str]:
    """Every element outside the subset, by name."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        space, name = parted(element.tag)
        if space == BPMN and name in TAKEN:
            # What stands in extension elements is read with its task.
            inside = () if name == "extensionElements" else reversed(element)
            waiting.extend(inside)
        elif element.tag != f"{{{BPMNDI}}}BPMNDiagram":
            yield _refusal(element, space, name)


def _refusal(element: ET.Element, space: str, name: str) -> str:
    said = " ".join((element.get("name") or "").split())
    thai = IN_THAI.get(name) if space == BPMN else f"ส่วนขยายของ {space}"
    words = f"ไม่รับ “{name}”" + (f" ({thai})" if thai else "") + (f" ชื่อ “{said}”" if said else "")
    return f"{words} โปรดเปลี่ยนเป็นงาน (task) หรือนำออกจากผัง"


def _process(element: ET.Element, pools: dict[str | None, str], problems: list[str]) -> Process:
    nodes: dict[str, Node] = {}
    for child in element:
        kind = parted(child.tag)[1]
        if kind in NODES:
            key = child.get("id", "")
            nodes[key] = Node(key, kind, clean_multiline(child.get("name", "")), _facts(child, problems))
    for lane in element.iter(bpmn("lane")):
        for held in lane.iter(bpmn("flowNodeRef")):
            if node := nodes.get((held.text or "").strip()):
                node.lane = lane.get("id", ""), clean_multiline(lane.get("name", ""))
    words = _join(element, nodes, problems)
    title = element.get("name") or pools.get(element.get("id")) or ""
    return Process(clean_multiline(title), _facts(element, problems), nodes, words)


def _join(element: ET.Element, nodes: dict[str, Node], problems: list[str]) -> dict[str, str]:
    words: dict[str, str] = {}
    for flow in element.iter(bpmn("sequenceFlow")):
        source, target = flow.get("sourceRef", ""), flow.get("targetRef", "")
        if source not in nodes or target not in nodes:
            problems.append(f"sequenceFlow “{flow.get('id')}” ชี้ไปยังสิ่งที่ไม่มีในไฟล์ ({source} → {target})")
            continue
        nodes[source].out.append(target)
        nodes[target].into += 1
        words[source] = f"{words.get(source, '')} {flow.get('name', '')}"
    return words


def _facts(element: ET.Element, problems: list[str]) -> ET.Element | None:
    """Our one element among the extensions; others are refused."""
    found = [one for extension in element.findall(bpmn("extensionElements")) for one in extension]
    known = [one for one in found if one.tag in _OURS]
    name = " ".join((element.get("name") or element.get("id") or "").split())
    for other in found:
        if other.tag not in _OURS:
            space, key = parted(other.tag)
            problems.append(
                f"{parted(element.tag)[1]} “{name}”: ไม่รับส่วนขยาย “{key}” ({space or 'ไม่มีเนมสเปซ'})"
            )
    if len(known) > 1:
        problems.append(f"{parted(element.tag)[1]} “{name}”: มีส่วนขยายของระบบนี้มากกว่า 1 ชุด")
    return known[0] if known else None


_OURS = frozenset(map(ours, ("procedure", "step", "station")))
