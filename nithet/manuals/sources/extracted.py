"""What a file gives: its lines of text, and where in the file they stand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nithet.manuals.draft import Place

Progress = Callable[[int, int], None]
MAX_PAGES = 2000


@dataclass(frozen=True, slots=True)
class Extracted:
    """The lines of a source, joined by line breaks; `places` say at which line a file or a page of it begins.

    `scanned` are pages without a layer of text (from 1). `remarks` are codes of what was odd about the file.
    `heads` are running heads and feet of its pages, which are not among the lines.
    """

    text: str
    places: tuple[Place, ...] = ()
    scanned: tuple[int, ...] = ()
    remarks: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def line_count(self) -> int:
        return self.text.count("\n") + 1 if self.text else 0


def no_progress(done: int, total: int) -> None:
    """For those who do not ask how far it is."""


def joined(parts: Sequence[Extracted]) -> Extracted:
    """Several files as one text, in this order; each begins a place."""
    texts: list[str] = []
    places: list[Place] = []
    before = 0
    for part in parts:
        texts.append(part.text)
        places += (replace(place, line=place.line + before) for place in part.places)
        before += part.text.count("\n") + 1
    return Extracted(
        "\n".join(texts),
        tuple(places),
        tuple(page for part in parts for page in part.scanned),
        tuple(dict.fromkeys(remark for part in parts for remark in part.remarks)),
        tuple(dict.fromkeys(head for part in parts for head in part.heads)),
    )
