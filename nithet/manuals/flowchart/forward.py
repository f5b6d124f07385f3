"""The arrows that lead on: to the right within a row, straight down, or around a corner in the gap."""

from nithet.manuals.flowchart.lanes import Columns
from nithet.manuals.flowchart.plan import Plan
from nithet.manuals.flowchart.shapes import Edge, Label, Node, Point, label_at
from nithet.manuals.flowchart.text import Block, Role, text_of

HEAD = 11.0  # an arrow's head


def words_at(plan: Plan, at: Columns, row_of: tuple[int, ...], index: int) -> Block:
    """The words at the arrow that leaves a node, no wider than the room there."""
    words = plan.words[index]
    role: Role = "yes" if plan.nodes[index].kind == "decision" else "say"
    source, target = plan.nodes[index].lane, plan.nodes[index + 1].lane
    if row_of[index] == row_of[index + 1]:
        return text_of(words, role)
    if source == target:
        return text_of(words, role, at.lanes[source].width / 2 - 16)
    return text_of(words, role, abs(at.centre(source) - at.centre(target)) - 24)


def forward_edge(nodes: tuple[Node, ...], index: int, words: Block, *, level: float, top: float) -> Edge:
    """The arrow from a node to the next; `top` is where the gap below the node's row begins, `level` where
    the arrow turns in it."""
    one, other = nodes[index], nodes[index + 1]
    (from_x, from_y), (to_x, to_y) = one.centre, other.centre
    points: tuple[Point, ...]
    if one.right <= other.x and abs(from_y - to_y) < 1:
        points = ((one.right, from_y), (other.x, to_y))
        label = _label(words, (one.right + other.x - HEAD - words.width) / 2, from_y - words.height - 3)
    elif abs(from_x - to_x) < 1:
        points = ((from_x, one.bottom), (to_x, other.y))
        label = _label(words, from_x + 8, top + 4)
    else:
        points = ((from_x, one.bottom), (from_x, level), (to_x, level), (to_x, other.y))
        x = from_x + 10 if to_x > from_x else from_x - 10 - words.width
        label = _label(words, x, level + 3)
    return Edge(index, index + 1, "next", points, label)


def _label(words: Block, x: float, y: float) -> tuple[Label, ...]:
    return (label_at(words, x, y),) if words.lines else ()
