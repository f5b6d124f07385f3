"""Flow charts written in Mermaid (“flowchart TD  A[…] --> B{…}”), turned into boxes with arrows between them."""

import re
from collections.abc import Sequence

from nithet.manuals.reading.arrows import is_end
from nithet.manuals.reading.lines import Line, plain

_HEAD = re.compile(
    r"\s*(?:```\s*mermaid\s*)?(?:flowchart|graph)\s+(?:TD|TB|BT|LR|RL)\b\s*;?(?P<rest>.*)", re.IGNORECASE
)
_FENCE = re.compile(r"\s*```\s*(?:mermaid)?\s*")
_EDGE = re.compile(r"--|==|-\.|~~~")
_SIDE = re.compile(r"\s*(?:subgraph|end\b|style|classDef|class\b|linkStyle|click|direction|%%)")
# A node: its name, an opening bracket of any form, its words, the closing bracket.
_NODE = re.compile(
    r"(?<![\w|])(?P<name>[A-Za-z0-9_]+)\s*(?:@\{[^}]*\}|(?P<open>[\[({>]{1,3}[/\\\\]?)\s*(?P<q>\"?)(?P<label>[^\"\n]*?)(?P=q)\s*[/\\\\]?[\])}]{1,3})"
)
# Arrows drawn with letters.
_DRAWN = re.compile(r"\s*(?:[|│¦]|[vV∨])\s*")
_BREAK = re.compile(r"<br\s*/?>|\\n", re.IGNORECASE)


def read_mermaid(lines: Sequence[Line]) -> list[Line]:
    """The lines, those of a chart as “→ box → box”, each box where it is named first, below the heading “Flowchart”."""
    found = list(lines)
    at = 0
    while at < len(found):
        if _DRAWN.fullmatch(found[at].raw) and not found[at].is_blank:
            found[at] = _line(found[at], "↓")
        head = _HEAD.fullmatch(found[at].raw)
        if head is None:
            at += 1
            continue
        if at and _FENCE.fullmatch(found[at - 1].raw) and not found[at - 1].is_blank:
            found[at - 1] = _line(found[at - 1], "Flowchart")
            found[at] = _line(found[at], "→")
        else:
            found[at] = _line(found[at], "Flowchart")
        at = _read_chart(found, at + 1)
    return found


def _read_chart(lines: list[Line], start: int) -> int:
    """Turn the lines of the chart into boxes; the place after them."""
    seen: set[str] = set()
    for at in range(start, len(lines)):
        line = lines[at]
        if _FENCE.fullmatch(line.raw) and line.raw.strip():
            lines[at] = _line(line, "→")
            return at + 1
        if line.raw.strip() and not _is_of_chart(line.raw):
            return at
        if line.raw.strip():
            lines[at] = _line(line, _boxes(line.raw, seen))
    return len(lines)


def _is_of_chart(raw: str) -> bool:
    return bool(_EDGE.search(raw) or _SIDE.match(raw) or _NODE.match(raw.strip()))


def _boxes(raw: str, seen: set[str]) -> str:
    """The words of the boxes that are named here for the first time, with an arrow before each."""
    words: list[str] = []
    for node in _NODE.finditer(raw) if not _SIDE.match(raw) else ():
        label = plain(_BREAK.sub(" ", node["label"] or ""))
        if label and node["name"] not in seen:
            seen.add(node["name"])
            if not is_end(label):
                words.append(label)
    return " ".join(f"→ {one}" for one in words) or "→"


def _line(line: Line, text: str) -> Line:
    return Line(line.number, line.raw, text, body=text)
