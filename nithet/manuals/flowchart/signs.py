"""The seven signs of state as small paths, the same in flow charts and year charts.

Sarabun lacks ◔ ⇧ ↩, so typed signs would come from other fonts and jump in size.
"""

from typing import Literal

from nithet.manuals.flowchart.markup import element, number

State = Literal["wait", "open", "submitted", "returned", "done", "void", "skipped"]
Tone = Literal["wait", "open", "sub", "back", "done", "late", "void"]
"""How the theme calls a state: `--n-open`, `.st-open`."""

_TONES: dict[State, Tone] = {
    "wait": "wait",
    "open": "open",
    "submitted": "sub",
    "returned": "back",
    "done": "done",
    "void": "void",
    "skipped": "void",
}
_CIRCLE = "M8 2.2a5.8 5.8 0 1 0 0 11.6a5.8 5.8 0 1 0 0-11.6z"
# Lines on a grid of 16 by 16; a second path is filled.
_PATHS: dict[Tone, tuple[str, str]] = {
    "wait": (_CIRCLE, ""),
    "open": (_CIRCLE, "M8 8V2.2A5.8 5.8 0 0 1 13.8 8z"),
    "sub": ("M8 2.4l5 5.4h-2.8v5.6H5.8V7.8H3z", ""),
    "back": ("M6 2.8L2.6 6.2L6 9.6M2.6 6.2h7.2a3.5 3.5 0 0 1 0 7H7.4", ""),
    "done": ("M2.8 8.6l3.4 3.4l7-7.6", ""),
    "late": ("M8 2.4v7.2M8 13.1v.3", ""),
    "void": ("M3.4 8h9.2", ""),
}


def tone_of(state: State, *, is_late: bool = False) -> Tone:
    """The tone in which a state is drawn; being late covers every state that can still be late."""
    return "late" if is_late and state in ("wait", "open", "returned") else _TONES[state]


def draw_sign(tone: Tone, *, x: float, y: float, size: float) -> str:
    """The sign in a square whose upper left corner is given, in the colour of the text around it."""
    line, filled = _PATHS[tone]
    paths = [element("path", {"d": line})]
    if filled:
        paths.append(element("path", {"d": filled, "fill": "currentColor", "stroke": "none"}))
    return element(
        "g",
        {
            "class": "n-sign",
            "transform": f"translate({number(x)} {number(y)}) scale({number(size / 16, 4)})",
            "fill": "none",
            "stroke": "currentColor",
            "stroke-width": 2.4 if tone == "late" else 1.9,
            "stroke-linecap": "round",
            "stroke-linejoin": "round",
            "aria-hidden": "true",
        },
        *paths,
    )
