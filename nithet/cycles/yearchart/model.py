"""What a year chart is drawn from: rows of bars, the breaks between terms, the day. No coordinates."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nithet.manuals.flowchart.signs import State, Tone, tone_of
from nithet.thai.calendar import Span
from nithet.thai.dates import format_span, from_be
from nithet.thai.months import month_name

STATE_WORDS: dict[State, str] = {
    "wait": "ยังไม่ถึงกำหนดเริ่ม",
    "open": "รอดำเนินการ",
    "submitted": "เสนอแล้ว รอพิจารณา",
    "returned": "ส่งคืนแก้ไข",
    "done": "เสร็จสิ้น",
    "void": "ยกเลิก",
    "skipped": "งดดำเนินการ",
}
BREAK_WORDS = ("ปิดภาคเรียน", "ปิดภาค")


@dataclass(frozen=True, slots=True)
class ChartBar:
    number: str
    label: str
    starts_on: date
    ends_on: date
    state: State
    is_late: bool = False
    href: str | None = None
    title: str = ""  # the whole name of the step; the label where not said
    state_words: str = ""  # “กำลังดำเนินการ”, “ส่งคืนแก้ไข (ครั้งที่ 2)”; the state's usual words where not said

    @property
    def tone(self) -> Tone:
        return tone_of(self.state, is_late=self.is_late)

    @property
    def is_solid(self) -> bool:
        """Only what hurts is solid."""
        return self.tone in ("late", "back")

    def words(self, *, on: date) -> str:
        """The state in words, with the days late."""
        words = self.state_words or STATE_WORDS[self.state]
        if self.tone != "late":
            return words
        days = (on - self.ends_on).days
        return f"{words} · เกินกำหนด {days} วัน" if days > 0 else f"{words} · เกินกำหนด"

    def told(self, *, on: date) -> str:
        """Everything about the bar in one line."""
        span = format_span(self.starts_on, max(self.starts_on, self.ends_on), "short")
        step = f"ขั้นที่ {self.number} " if self.number else ""
        return f"{step}{self.title or self.label} · {self.words(on=on)} · {span}"


@dataclass(frozen=True, slots=True)
class ChartRow:
    key: str
    title: str
    standing_words: str = ""  # “เสร็จสิ้น 3 จาก 8 ขั้นตอน”
    href: str | None = None
    group: str = ""
    bars: tuple[ChartBar, ...] = ()


@dataclass(frozen=True, slots=True)
class ChartYear:
    """The frame that all rows share."""

    fiscal_year_be: int
    today: date
    breaks: tuple[Span, ...] = ()

    @property
    def first(self) -> date:
        return date(from_be(self.fiscal_year_be) - 1, 10, 1)

    @property
    def last(self) -> date:
        return date(from_be(self.fiscal_year_be), 9, 30)

    @property
    def has_today(self) -> bool:
        return self.first <= self.today <= self.last


@dataclass(frozen=True, slots=True)
class TableRow:
    """A bar as a line of the table view."""

    procedure: str
    number: str
    title: str
    months: str
    state: State
    tone: Tone
    state_words: str
    href: str | None


def as_table(year: ChartYear, rows: Sequence[ChartRow]) -> list[TableRow]:
    """The chart as plain lines, in the order of the rows and, in each, of time."""
    return [
        TableRow(
            row.title,
            bar.number,
            bar.title or bar.label,
            months_of(bar),
            bar.state,
            bar.tone,
            bar.words(on=year.today),
            bar.href,
        )
        for row in rows
        for bar in sorted(row.bars, key=lambda bar: (bar.starts_on, bar.ends_on))
    ]


def months_of(bar: ChartBar) -> str:
    """“พ.ย.” or “พ.ย.–ม.ค.”."""
    first, last = (month_name(day.month, short=True) for day in (bar.starts_on, bar.ends_on))
    one_month = (bar.starts_on.year, bar.starts_on.month) >= (bar.ends_on.year, bar.ends_on.month)
    return first if one_month else f"{first}–{last}"
