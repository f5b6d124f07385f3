"""How wide text is drawn in Sarabun (OFL), the one font of our pages and pictures."""

from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import uharfbuzz

_FILES = {
    100: "Thin",
    200: "ExtraLight",
    300: "Light",
    400: "Regular",
    500: "Medium",
    600: "SemiBold",
    700: "Bold",
    800: "ExtraBold",
}


@lru_cache(maxsize=20_000)
def text_width(text: str, size_px: float, weight: int = 400) -> float:
    """The width in pixels of one line of text at a font size in pixels; weight as in CSS, nearest one drawn."""
    font, units_per_em = font_of(weight)
    buffer = uharfbuzz.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    uharfbuzz.shape(font, buffer)
    advance: int = sum(position.x_advance for position in buffer.glyph_positions or ())
    return advance * size_px / units_per_em


def font_path(weight: int = 400) -> Path:
    """The font file of a CSS weight (the nearest that Sarabun has)."""
    spec = find_spec("fontpkg_sarabun")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("fontpkg-sarabun is not installed: text cannot be measured")
    nearest = min(_FILES, key=lambda known: abs(known - weight))
    return Path(spec.submodule_search_locations[0], "files", f"Sarabun-{_FILES[nearest]}.ttf")


@cache
def font_of(weight: int) -> tuple[uharfbuzz.Font, int]:
    """The font of a CSS weight, to shape text with, and its units per em."""
    face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(font_path(weight))))
    return uharfbuzz.Font(face), face.upem
