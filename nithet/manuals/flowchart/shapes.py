"""The finished picture in coordinates, free of how it is written: SVG today, BPMN diagrams later."""

from dataclasses import dataclass
from typing import Literal

from nithet.manuals.flowchart.plan import NodeKind, PlannedNode
from nithet.manuals.flowchart.signs import Tone
from nithet.manuals.flowchart.text import Block, Part, block, widest_word

EdgeKind = Literal["next", "return"]
Point = tuple[float, float]

BOX_PAD_X, BOX_PAD_Y = 12.0, 9.0
DIAMOND_PAD = 7.0
PILL_HEIGHT = 40.0
_DIAMOND_SHARES = (0.44, 0.5, 0.56, 0.62)
_LEAST_DIAMOND = 92.0


@dataclass(frozen=True, slots=True)
class Shape:
    """A node's size and text before it has a place."""

    width: float
    height: float
    text: Block


@dataclass(frozen=True, slots=True)
class Node:
    kind: NodeKind
    lane: int
    x: float
    y: float
    width: float
    height: float
    text: Block
    step: int | None = None
    tone: Tone | None = None
    href: str | None = None

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def text_top(self) -> float:
        return self.y + (self.height - self.text.height) / 2


@dataclass(frozen=True, slots=True)
class Label:
    """Words at an arrow in a box; text that `is_upright` runs from below to above."""

    text: Block
    x: float
    y: float
    width: float
    height: float
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Edge:
    source: int
    target: int
    kind: EdgeKind
    points: tuple[Point, ...]
    labels: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class LaneBox:
    x: float
    width: float
    height: float  # of the head
    title: Block
    subtitle: Block


@dataclass(frozen=True, slots=True)
class FlowLayout:
    width: float
    height: float
    lanes: tuple[LaneBox, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def parts_of(node: PlannedNode, *, says_who: bool) -> list[Part]:
    parts = [Part(node.who, "who")] if says_who and node.who and node.step is not None else []
    parts.append(Part(node.words, "words"))
    if node.state_words:
        parts.append(Part(node.state_words, "state", node.tone))
    return parts


def shape_of(node: PlannedNode, width: float, *, says_who: bool) -> Shape:
    """The shape no wider than so many pixels, its height grown to its text."""
    parts = parts_of(node, says_who=says_who)
    if node.kind == "decision":
        return _diamond(parts, width)
    if node.kind == "task":
        text = block(parts, width - 2 * BOX_PAD_X)
        return Shape(width, text.height + 2 * BOX_PAD_Y, text)
    text = block(parts, width)
    return Shape(text.width + 48, PILL_HEIGHT, text)


def least_width(node: PlannedNode, *, says_who: bool) -> float:
    """The width at which no word of the node is cut."""
    word = widest_word(parts_of(node, says_who=says_who))
    if node.kind == "decision":
        return (word + 2 * DIAMOND_PAD) / _DIAMOND_SHARES[-1]
    return word + 2 * BOX_PAD_X


def label_at(text: Block, x: float, y: float) -> Label:
    """A label as large as its text."""
    return Label(text, x, y, text.width, text.height)


def _diamond(parts: list[Part], width: float) -> Shape:
    shapes = []
    for share in _DIAMOND_SHARES:
        text = block(parts, width * share - 2 * DIAMOND_PAD)
        shapes.append(Shape(width, max(_LEAST_DIAMOND, _diamond_height(text, width)), text))
    # A line more is worth some height: words are read more easily on one line.
    return min(shapes, key=lambda shape: shape.height + 14 * len(shape.text.lines))


def _diamond_height(text: Block, width: float) -> float:
    """The height at which the corners of every line lie inside |x|/width + |y|/height ≤ 1/2."""
    height = 0.0
    top = -text.height / 2
    for line in text.lines:
        reach = max(abs(top), abs(top + line.height)) + 1
        height = max(height, 2 * reach / max(0.05, 1 - (line.width + 2 * DIAMOND_PAD) / width))
        top += line.height
    return height
