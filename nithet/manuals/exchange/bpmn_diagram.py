"""The picture of a procedure as BPMN diagram interchange: the same coordinates as its SVG, in a pool that stands upright."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET  # builds only: defusedxml parses

from nithet.manuals.exchange.bpmn_names import BPMNDI, DC, DI
from nithet.manuals.flowchart.markup import number
from nithet.manuals.flowchart.shapes import Edge, FlowLayout, Node

# The band above the lanes in which tools write the name of the pool.
HEAD = 30.0
_EVENT = 40.0
_LABEL = (60.0, 20.0)


def diagram(drawn: FlowLayout, ids: Sequence[str], *, pool: str) -> ET.Element:
    made = ET.Element(_di("BPMNDiagram"), {"id": "diagram"})
    plane = ET.SubElement(made, _di("BPMNPlane"), {"id": "plane", "bpmnElement": "collaboration"})
    plane.append(_band(pool, 0, 0, drawn.width, drawn.height + HEAD))
    for place, lane in enumerate(drawn.lanes, 1):
        plane.append(_band(f"lane_{place}", lane.x, HEAD, lane.width, drawn.height))
    plane.extend(_shape(key, node) for key, node in zip(ids, drawn.nodes, strict=True))
    plane.extend(_edge(f"flow_{place}", edge) for place, edge in enumerate(drawn.edges, 1))
    return made


def _band(key: str, x: float, y: float, width: float, height: float) -> ET.Element:
    """A pool or a lane, whose contents run downwards."""
    made = ET.Element(_di("BPMNShape"), {"id": f"{key}_shape", "bpmnElement": key, "isHorizontal": "false"})
    made.append(_bounds(x, y, width, height))
    return made


def _shape(key: str, node: Node) -> ET.Element:
    made = ET.Element(_di("BPMNShape"), {"id": f"{key}_shape", "bpmnElement": key})
    x, y = node.centre
    if node.kind in ("start", "end"):
        # Events are round: a circle in the middle of our pill, its word beside it.
        made.append(_bounds(x - _EVENT / 2, y - _EVENT / 2 + HEAD, _EVENT, _EVENT))
        made.append(_label(x + _EVENT / 2 + 4, y - _LABEL[1] / 2 + HEAD, *_LABEL))
        return made
    if node.kind == "decision":
        made.set("isMarkerVisible", "false")
    made.append(_bounds(node.x, node.y + HEAD, node.width, node.height))
    if node.kind == "decision":
        text = node.text
        made.append(_label(x - text.width / 2, node.text_top + HEAD, text.width, text.height))
    return made


def _edge(key: str, edge: Edge) -> ET.Element:
    made = ET.Element(_di("BPMNEdge"), {"id": f"{key}_edge", "bpmnElement": key})
    for x, y in edge.points:
        ET.SubElement(made, f"{{{DI}}}waypoint", {"x": number(x), "y": number(y + HEAD)})
    for label in edge.labels[:1]:
        made.append(_label(label.x, label.y + HEAD, label.width, label.height))
    return made


def _label(x: float, y: float, width: float, height: float) -> ET.Element:
    made = ET.Element(_di("BPMNLabel"))
    made.append(_bounds(x, y, width, height))
    return made


def _bounds(x: float, y: float, width: float, height: float) -> ET.Element:
    names = {"x": x, "y": y, "width": width, "height": height}
    return ET.Element(f"{{{DC}}}Bounds", {name: number(value) for name, value in names.items()})


def _di(name: str) -> str:
    return f"{{{BPMNDI}}}{name}"
