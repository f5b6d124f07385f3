"""What goes out as BPMN opens in bpmn-js, the drawing tool that most people use, without a warning."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

from nithet.manuals.exchange.bpmn_out import write_bpmn
from nithet.manuals.flowchart.charting import chart_of_draft
from nithet.manuals.flowchart.layout import layout
from nithet.manuals.tests.exchanged import all_procedures, shipped

FONTS = settings.ROOT / "frontend" / "node_modules" / "@fontsource" / "sarabun" / "files"
RANGES = {"thai": "U+0E00-0E7F, U+200B-200D", "latin": "U+0000-00FF, U+2000-206F"}
LIBRARY = settings.ROOT / "frontend" / "node_modules" / "bpmn-js" / "dist"
_OPEN = """async xml => {
    document.querySelector("#canvas").innerHTML = "";
    const viewer = new BpmnJS({container: "#canvas"});
    const {warnings} = await viewer.importXML(xml);
    const shapes = viewer.get("elementRegistry").filter(one => one.type === "bpmn:Task");
    return {
        warnings: warnings.map(one => one.message),
        tasks: shapes.map(one => [one.id, one.x, one.y, one.width, one.height]),
        lines: shapes.map(one => document.querySelectorAll(`[data-element-id="${one.id}"] .djs-visual tspan`).length),
        arrows: viewer.get("elementRegistry").filter(one => one.type === "bpmn:SequenceFlow").length,
    };
}"""


def draw_in_sarabun(page: Page) -> None:
    """The tool asks for Arial, which is another font on each machine; how a label is broken must not hang on that."""
    for script in ("thai", "latin"):
        font = b64encode((FONTS / f"sarabun-{script}-400-normal.woff2").read_bytes()).decode()
        page.add_style_tag(
            content=f"@font-face {{ font-family: Arial; src: url(data:font/woff2;base64,{font}); unicode-range: {RANGES[script]} }}"
        )
    page.evaluate("Promise.all(['ก', 'a'].map(letter => document.fonts.load('12px Arial', letter)))")


@pytest.fixture
def viewer(page: Page) -> Page:
    if not LIBRARY.exists():
        pytest.skip("bpmn-js comes with npm ci: run make build")
    page.set_content('<div id="canvas" style="width: 1200px; height: 800px"></div>')
    draw_in_sarabun(page)
    page.add_script_tag(path=LIBRARY / "bpmn-viewer.production.min.js")
    return page


def opened(viewer: Page, xml: str) -> dict[str, Any]:
    found: dict[str, Any] = viewer.evaluate(_OPEN, xml)
    return found


def test_every_procedure_opens_without_a_warning(viewer: Page) -> None:
    wrong = {one.title: opened(viewer, write_bpmn(one))["warnings"] for one in all_procedures()}
    assert {title: warnings for title, warnings in wrong.items() if warnings} == {}


def test_it_draws_our_picture(viewer: Page) -> None:
    """Every box where ours stands, with the lines that ours has."""
    for procedure in shipped():
        drawn = layout(chart_of_draft(procedure))
        boxes = [node for node in drawn.nodes if node.kind == "task"]
        found = opened(viewer, write_bpmn(procedure))
        places = [tuple(round(part) for part in task[1:]) for task in found["tasks"]]
        ours = [tuple(round(part) for part in (box.x, box.y + 30, box.width, box.height)) for box in boxes]
        assert places == [pytest.approx(box, abs=1) for box in ours], procedure.title
        assert found["arrows"] == len(drawn.edges)
        assert found["lines"] == [sum(line.role == "words" for line in box.text.lines) for box in boxes]


def test_a_file_that_is_wrong_does_give_a_warning(viewer: Page) -> None:
    """So that the test above cannot pass by hearing nothing."""
    xml = write_bpmn(shipped()[0]).replace("<bpmn:incoming>flow_1<", "<bpmn:incoming>nowhere<")
    assert opened(viewer, xml)["warnings"] == ["unresolved reference <nowhere>"]
