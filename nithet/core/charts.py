"""Charts drawn without a browser: a Vega-Lite definition as SVG and PNG, for documents, files and pages without JavaScript.

The renderer that does it sets Thai letter by letter and puts the one after ำ on top of it. So it only lays out; its texts are
drawn once more by HarfBuzz, as shapes, and look alike wherever the picture is opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from lxml import etree

from nithet.thai.measure import font_path, text_width
from nithet.thai.outlines import outline

Chart = Mapping[str, Any]
"""A Vega-Lite definition."""

SHARP = 2
"""Dots of a PNG for each pixel of the definition, so that it is crisp in a document."""
_SVG = "http://www.w3.org/2000/svg"
_VEGA_LITE = "6.4"
_WEIGHTS = {"normal": 400, "bold": 700}
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_DEFAULT_SIZE = 11.0


def svg(chart: Chart) -> str:
    """The picture with its texts as shapes. What it shows is told in `aria-label` of the whole, not of each part."""
    drawn: str = _renderer().vegalite_to_svg(dict(chart), vl_version=_VEGA_LITE)
    root = etree.fromstring(drawn.encode(), etree.XMLParser(resolve_entities=False, no_network=True))
    _name(root, str(chart.get("description", "")))
    for text in list(root.iter(f"{{{_SVG}}}text")):
        _outline(text)
    etree.cleanup_namespaces(root)
    words: str = etree.tostring(root, encoding="unicode")
    return words


def png(chart: Chart, scale: float = SHARP) -> bytes:
    made: bytes = _renderer().svg_to_png(svg(chart), scale=scale)
    return made


@cache
def _renderer() -> Any:
    """Loaded where it is needed: it brings an engine of its own, of a hundred megabytes."""
    renderer = import_module("vl_convert")
    renderer.register_font_directory(str(font_path().parent))
    return renderer


def _name(root: etree._Element, words: str) -> None:
    """A title and no parts: screen readers read the description, and the table beside the picture."""
    for one in root.iter():
        for name in ("role", "aria-roledescription", "aria-label", "aria-hidden", "pointer-events"):
            one.attrib.pop(name, None)
    root.set("role", "img")
    if words:
        root.set("aria-label", words)


def _outline(text: etree._Element) -> None:
    """In its place the shapes of its lines, with its colour."""
    size = float(text.get("font-size", f"{_DEFAULT_SIZE}px").removesuffix("px"))
    weight = _weight(text.get("font-weight", "normal"))
    anchor = _ANCHORS[text.get("text-anchor", "start")]
    paths = []
    for words, x, y in _lines(text):
        left = x - anchor * text_width(words, size, weight)
        paths.append(outline(words, size, weight, x=left, y=y))
    path = etree.Element(f"{{{_SVG}}}path", {"d": "".join(paths)})
    for name in ("transform", "fill", "opacity", "fill-opacity"):
        if name in text.attrib:
            path.set(name, text.attrib[name])
    path.tail = text.tail
    parent = text.getparent()
    if parent is not None:
        parent.replace(text, path)


def _lines(text: etree._Element) -> list[tuple[str, float, float]]:
    """Words and where their base line begins, of a text of one line or of several."""
    found = [(text.text or "", 0.0, 0.0)]
    y = 0.0
    for part in text:
        y += float(part.get("dy", "0"))
        found.append((part.text or "", float(part.get("x", "0")), y))
    return [line for line in found if line[0].strip()]


def _weight(words: str) -> int:
    return int(words) if words.isdigit() else _WEIGHTS.get(words, 400)
