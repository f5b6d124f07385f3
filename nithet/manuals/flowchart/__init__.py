"""Flow charts of procedures: one model, coordinates, SVG. Pure Python, no Django, no database."""

from nithet.manuals.flowchart.lanes import WIDTH
from nithet.manuals.flowchart.layout import layout
from nithet.manuals.flowchart.markup import Svg
from nithet.manuals.flowchart.model import DecisionKind, FlowChart, FlowLane, FlowStep, FlowVia
from nithet.manuals.flowchart.narrow import NARROW_WIDTH, narrow_layout
from nithet.manuals.flowchart.svg import write

__all__ = [
    "DecisionKind",
    "FlowChart",
    "FlowLane",
    "FlowStep",
    "FlowVia",
    "Svg",
    "draw",
    "draw_narrow",
    "layout",
    "narrow_layout",
]


def draw(chart: FlowChart, *, name: str = "flow", width: float = WIDTH) -> Svg:
    """The chart with lanes, for wide screens and paper; `name` must differ between charts on one page."""
    return write(chart, layout(chart, width=width), name=name)


def draw_narrow(chart: FlowChart, *, name: str = "flow-narrow", width: float = NARROW_WIDTH) -> Svg:
    """The chart in one column, for phones."""
    return write(chart, narrow_layout(chart, width=width), name=name)
