"""The paragraphs of cells. In narrow cells a line that ended early looks like one that was full: the gaps
between lines tell, and what the lines begin with."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nithet.manuals.sources.calendar import CHECK
from nithet.manuals.sources.layout import TextLine
from nithet.manuals.sources.layout_flow import WIDE_GAP, goes_on, joined
from nithet.thai.months import MONTH_PATTERN

# Shares of the way from line to line, and of the size of the letters.
_CELL_GAP = 1.12
_CLOSEST = 0.9
_PAGE_SLACK = -1.0
_FEWEST_LISTED = 3
_PERSON = re.compile(r"(?:นาย|นาง|นางสาว|น\.ส\.|ดร\.|ว่าที่)\s?[ก-ฮเแโใไ]")
_MONTH = re.compile(MONTH_PATTERN)
_HANGING = re.compile(r"(?:[-–—,/(]|ถึง|และ|หรือ|เดือน|[0-9๐-๙])\s*$")
# The name of a post alone, and one that no name of another post goes on with.
_POST = re.compile(
    r"(?:นัก(?!เรียน)|นิติกร|ศึกษานิเทศก์|เจ้าหน้าที่|เจ้าพนักงาน|ผู้อำนวยการ|รองผู้อำนวยการ|หัวหน้า(?=[ก-๎])|คณะกรรมการ|ธุรการ)"
    r"(?!\S*(?:เสนอ|ส่ง|แจ้ง|ให้|รายงาน|ลงนาม|พิจารณา|ประสาน|มอบ))[ก-๎. ]{0,30}"
)
_POST_BEGINS = re.compile(
    r"นัก(?:วิชาการ|ทรัพยากร|จัดการ|วิเคราะห์|ประชาสัมพันธ์|จิตวิทยา|วิจัย)|นิติกร|ศึกษานิเทศก์|เจ้าหน้าที่|เจ้าพนักงาน|หัวหน้า|เลขานุการ|รองผู้อำนวยการ|ผู้อำนวยการ"
)


@dataclass(slots=True)
class CellText:
    """The lines of a cell, where they have to end, and the way from line to line in its table.

    `rows` and `columns` are how many it takes; of the places in a row that it covers, all but the first have no column.
    """

    lines: list[TextLine] = field(default_factory=list)
    right: float = 0
    step: float = 1
    is_checked: bool = False
    rows: int = 1
    columns: int = 1

    def __bool__(self) -> bool:
        return bool(self.lines) or self.is_checked

    @property
    def words(self) -> str:
        return CHECK if self.is_checked else " ".join(line.text for line in self.lines)

    @property
    def is_list(self) -> bool:
        """Whether each line is a paragraph, and there are several."""
        return len(self.lines) >= _FEWEST_LISTED and all(self.breaks())

    def copy(self) -> "CellText":
        return CellText(list(self.lines), self.right, self.step, self.is_checked, self.rows, self.columns)

    def extend(self, more: "CellText") -> None:
        """Add the lines of the same cell on the next page."""
        self.lines.extend(more.lines)
        self.right = max(self.right, more.right)
        self.is_checked = self.is_checked or more.is_checked

    def goes_on_in(self, more: "CellText") -> bool:
        """Whether the last paragraph goes on in a cell of the next page."""
        return not _begins(self.lines[-1], more.lines[0], self, starts=False)

    def breaks(self) -> list[bool]:
        """Whether a paragraph begins after each line but the last."""
        found: list[bool] = []
        starts = True
        for line, after in zip(self.lines, self.lines[1:], strict=False):
            starts = _begins(line, after, self, starts=starts)
            found.append(starts)
        return found

    def paragraphs(self) -> list[str]:
        if self.is_checked:
            return [CHECK]
        texts = [line.text for line in self.lines[:1]]
        for at, begins in enumerate(self.breaks()):
            line, after = self.lines[at], self.lines[at + 1]
            if begins:
                texts.append(after.text)
            else:
                texts[-1] = joined(texts[-1], after.text, has_space=line.has_space)
        return texts


def cell_step(cells: Iterable[Sequence[TextLine]]) -> float:
    """The way from line to line in the cells of a table; where lines are further apart, paragraphs begin."""
    steps = (
        (after.y - line.y) / line.size
        for lines in cells
        for line, after in itertools.pairwise(lines)
        if after.y - line.y > _CLOSEST * line.size
    )
    return min(steps, default=1.5) * _CELL_GAP / WIDE_GAP


def _begins(line: TextLine, after: TextLine, cell: CellText, *, starts: bool) -> bool:
    """Whether a paragraph begins with the second of two lines."""
    if _PERSON.match(after.text) and not _HANGING.search(line.text):
        return True
    if _MONTH.match(after.text) and not _HANGING.search(line.text) and _MONTH.search(line.text):
        return True
    if _POST.fullmatch(line.text) and _POST_BEGINS.match(after.text) and not _HANGING.search(line.text):
        return True
    slack = _PAGE_SLACK if line.page != after.page else None
    return not goes_on(line, after, cell.right, cell.step, before_starts=starts, slack=slack)
