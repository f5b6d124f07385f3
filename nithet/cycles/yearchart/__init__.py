"""Year charts: a fiscal year's steps as bars by the day. Pure Python, no Django, no database."""

from nithet.cycles.yearchart.head import draw_head, strip_head
from nithet.cycles.yearchart.layout import layout_row, today_x, x_of
from nithet.cycles.yearchart.model import (
    STATE_WORDS,
    ChartBar,
    ChartRow,
    ChartYear,
    TableRow,
    as_table,
)
from nithet.cycles.yearchart.svg import draw_row, strip

__all__ = [
    "STATE_WORDS",
    "ChartBar",
    "ChartRow",
    "ChartYear",
    "TableRow",
    "as_table",
    "draw_head",
    "draw_row",
    "layout_row",
    "strip",
    "strip_head",
    "today_x",
    "x_of",
]
