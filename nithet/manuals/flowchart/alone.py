"""A flow chart as a file of its own: the colours of the pages go along, since no style sheet does."""

from nithet.manuals.flowchart.lanes import WIDTH
from nithet.manuals.flowchart.layout import layout
from nithet.manuals.flowchart.model import FlowChart
from nithet.manuals.flowchart.svg import write

# The light theme (`frontend/src/styles/chart.css`).
_STYLE = (
    "text{font-family:Sarabun,'TH Sarabun New','Noto Sans Thai',sans-serif}"
    ".fc-text{fill:#1d2733}.fc-text-lane-sub,.fc-text-who,.fc-text-say,.fc-text-note{fill:#5b6673;color:#5b6673}"
    ".fc-text-yes{fill:#166640;color:#166640}.fc-text-back{fill:#8a4407;color:#8a4407}"
    ".fc-lane{fill:#fff}.fc-lane-even{fill:#f6f7f9}.fc-lane-line{stroke:#dfe4ea;fill:none}"
    ".fc-shape{fill:#fff;stroke:#8a94a0;stroke-width:1.5}.fc-start .fc-shape,.fc-end .fc-shape{stroke:#1d2733}"
    ".fc-way{fill:none;stroke:#5b6673;stroke-width:1.75}.fc-head{fill:#5b6673}"
    ".fc-edge-return .fc-way{stroke:#b45309;stroke-dasharray:6 4}.fc-edge-return .fc-head{fill:#b45309}"
)


def draw_alone(chart: FlowChart, *, width: float = WIDTH) -> str:
    """The wide chart as an SVG document."""
    drawn = write(chart, layout(chart, width=width), name="flow")
    begin = drawn.index(">") + 1
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{drawn[:begin]}<style>{_STYLE}</style>{drawn[begin:]}\n'
