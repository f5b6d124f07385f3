"""The line of work through a process: from its start, step by step, to its end."""

from __future__ import annotations

from collections.abc import Iterator

from nithet.manuals.exchange.bpmn_graph import Node, Process
from nithet.manuals.exchange.bpmn_names import END, START
from nithet.manuals.flowchart.model import GATES


def in_order(process: Process, problems: list[str]) -> list[Node]:
    """Tasks and deciding gateways in the order of work. What is no single line is told in `problems`."""
    walk = _Walk(process, problems)
    starts = [one for one in process.nodes.values() if one.kind == START]
    if len(starts) != 1:
        problems.append(f"{_named(process)} ต้องมีจุดเริ่ม (startEvent) 1 จุด พบ {len(starts)} จุด")
        return []
    walk.go(starts[0])
    return [one for one in walk.path if one.is_task or _decides(one)]


def asks_for(node: Node, words: str) -> str | None:
    """The code of the decision that a gateway's name asks for, or else the words at its flows."""
    for text in (node.name, words):
        if found := next((code for code, word in GATES.items() if word in text), None):
            return found
    return None


class _Walk:
    def __init__(self, process: Process, problems: list[str]) -> None:
        self.process = process
        self.problems = problems
        self.path: list[Node] = []
        self.seen: set[str] = set()

    def go(self, start: Node) -> None:
        node: Node | None = start
        while node is not None:
            self.seen.add(node.id)
            self.path.append(node)
            node = self._next(node)
        if left := list(self._left_out()):
            self.problems.append(f"{_named(self.process)} มีส่วนที่ไม่ได้ต่อจากจุดเริ่ม: {', '.join(map(str, left))}")

    def _next(self, node: Node) -> Node | None:
        if node.kind == END:
            return None
        onward = [self.process.nodes[key] for key in dict.fromkeys(node.out) if self._leads_on(node, key)]
        # “ไม่อนุมัติ” may end the work; where something goes on, that is the line.
        going = [one for one in onward if one.kind != END] or onward[:1]
        self.seen.update(one.id for one in onward if one not in going)
        if len(going) == 1:
            return going[0]
        if going:
            self.problems.append(
                f"{node} แยกไป {len(going)} ทาง ({', '.join(map(str, going))}) คู่มือรับขั้นตอนที่ต่อกันเป็นเส้นเดียว "
                "และทางที่ย้อนกลับไปแก้ไขเท่านั้น"
            )
        else:
            self.problems.append(f"{node} ไม่มีเส้นไปยังขั้นถัดไปหรือจุดสิ้นสุด")
        return None

    def _leads_on(self, node: Node, key: str) -> bool:
        if key not in self.seen or self.process.nodes[key].kind == END:
            return True
        if not node.is_gateway:
            self.problems.append(f"{node} ย้อนกลับไปโดยไม่ผ่านเกตเวย์ โปรดใส่เกตเวย์ที่บอกว่าขออะไรก่อนย้อนกลับ")
        return False

    def _left_out(self) -> Iterator[Node]:
        if not self.problems:
            yield from (one for key, one in self.process.nodes.items() if key not in self.seen)


def _decides(node: Node) -> bool:
    """A gateway where ways only meet decides nothing."""
    return node.is_gateway and (len(node.out) > 1 or asks_for(node, "") is not None)


def _named(process: Process) -> str:
    return f"process “{process.name}”" if process.name else "process"
