"""Flow charts written with arrows: “เริ่มต้น → ศึกษา → เสนอ → สิ้นสุด”, on one line or one box a line."""

from collections.abc import Sequence

from nithet.manuals.reading.arrows import ARROW, is_end
from nithet.manuals.reading.lists import Item

BOXES = "[]() "
"""What stands around the words of a box."""
_FEWEST = 3
_LONGEST_BOX = 120


def boxes(text: str) -> list[str]:
    """The boxes between the arrows, without start and end; none where the text is no flow of at least three."""
    pieces = [piece.strip() for piece in ARROW.split(text)]
    found = [_unboxed(piece) for piece in pieces if piece and not is_end(piece)]
    is_flow = len(pieces) > 2 and len(found) >= _FEWEST and all(len(box) <= _LONGEST_BOX for box in found)
    return found if is_flow else []


def is_flow(text: str) -> bool:
    """Whether one line tells a whole flow."""
    return bool(boxes(text))


def steps_of_flow(lines: Sequence[Item]) -> list[Item]:
    """An item for each box of a flow over one line or more; none where there are no arrows between the words."""
    lines = _from_first_box(lines)
    whole = " ".join(line.text for line in lines)
    numbers = [number for line in lines for number in line.lines]
    return [Item(None, box, _lines_of(box, lines) or numbers) for box in boxes(whole)]


def _from_first_box(lines: Sequence[Item]) -> Sequence[Item]:
    """The lines without paragraphs above the one that leads to the first arrow."""
    arrow = next((at for at, line in enumerate(lines) if ARROW.search(line.text)), 0)
    start = next((at for at in range(arrow - 1, 0, -1) if lines[at].after_gap), 0)
    return lines[start:]


def _lines_of(box: str, lines: Sequence[Item]) -> list[int]:
    return [number for line in lines if box in line.text for number in line.lines][:1]


def _unboxed(text: str) -> str:
    return text.strip(BOXES) if text[:1] in "[(" and text[-1:] in "])" else text
