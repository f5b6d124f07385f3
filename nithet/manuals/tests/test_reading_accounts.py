"""The account of lines adds up whatever happens to the text: no line is lost, none is booked twice, nothing breaks."""

import json
import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nithet.manuals.document import from_json, to_json
from nithet.manuals.draft import ManualDraft
from nithet.manuals.keys import all_keys
from nithet.manuals.reading import UnreadableManualError, read_text
from nithet.manuals.reviewing import warnings_of

HERE = Path(__file__).parent
TEXTS = [
    path.read_text(encoding="utf-8", errors="ignore")
    for folder in ("shapes", "texts")
    for path in sorted((HERE / folder).iterdir())
    if path.suffix in {".txt", ".md"}
]
ODD = [
    "|",
    "| | |",
    "\t\t",
    "```",
    "**",
    "<br>",
    "1.",
    "๑๑)",
    "(",
    "→",
    "---",
    "ต.ค. - ม.ค.",
    "<td>",
    "\u200b",
    "ขั้นตอน",
    "หน้า 3",
    "\uf071 ก",
]
LETTERS = re.compile("[ก-ฮ]")


@st.composite
def spoilt_texts(draw: st.DrawFn) -> str:
    """A manual with lines dropped, doubled, moved, cut, joined and odd things put in."""
    lines = draw(st.sampled_from(TEXTS)).split("\n")
    for _ in range(draw(st.integers(1, 8))):
        at = draw(st.integers(0, max(0, len(lines) - 1)))
        act = draw(st.sampled_from(("drop", "double", "move", "cut", "join", "odd", "half")))
        if act == "drop":
            del lines[at]
        elif act == "double":
            lines.insert(at, lines[at] if lines else "")
        elif act == "move" and lines:
            lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(at))
        elif act == "cut" and lines:
            lines[at] = lines[at][: draw(st.integers(0, len(lines[at])))]
        elif act == "join" and at + 1 < len(lines):
            lines[at : at + 2] = [f"{lines[at]} {lines[at + 1]}"]
        elif act == "odd":
            lines.insert(at, draw(st.sampled_from(ODD)))
        elif lines:
            cut = len(lines[at]) // 2
            lines[at : at + 1] = [lines[at][:cut], lines[at][cut:]]
        lines = lines or [""]
    return "\n".join(lines)


def assert_accounted(draft: ManualDraft, text: str) -> None:
    lines = re.split(r"\r\n|\r|\n", text)
    booked = [note.line for note in draft.notes]
    assert draft.line_count == len(lines)
    assert booked == sorted(set(booked))
    assert len(draft.used) + len(draft.furniture) + len(draft.unread) == len(draft.notes)
    assert draft.blank_count + len(draft.notes) == len(lines)
    lettered = {at for at, line in enumerate(lines, start=1) if LETTERS.search(re.sub("<[^>]*>", " ", line))}
    assert lettered <= set(booked)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt_texts())
def test_every_line_of_a_spoilt_manual_is_accounted_for(text: str) -> None:
    try:
        draft = read_text(text)
    except UnreadableManualError:
        return
    assert_accounted(draft, text)
    keys = list(all_keys(draft))
    assert len(keys) == len(set(keys))
    assert warnings_of(draft) == draft.warnings
    assert from_json(json.loads(json.dumps(to_json(draft)))) == draft
