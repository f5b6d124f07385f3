"""The text of a paragraph: runs in order, without what is hidden, deleted or the code of a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml.etree import _Element as Element

from nithet.manuals.sources.docx.names import (
    ALTERNATE,
    BOXED,
    CHOICE,
    FALLBACK,
    ID,
    LEFT_OUT,
    MATH_TEXT,
    RPR,
    TYPE,
    VAL,
    WP,
    A,
    R,
    T,
    W,
    is_on,
)
from nithet.manuals.sources.docx.styles import Styles, is_bold, whole
from nithet.manuals.sources.glyphs import symbols_of, with_symbols

_TAB, _PTAB, _BREAK, _RETURN = W + "tab", W + "ptab", W + "br", W + "cr"
_HYPHEN, _SYMBOL, _FIELD, _CODE = W + "noBreakHyphen", W + "sym", W + "fldChar", W + "instrText"
_RENDERED = W + "lastRenderedPageBreak"
_FOOTNOTE, _ENDNOTE = W + "footnoteReference", W + "endnoteReference"
_DELETED = frozenset({W + "del", W + "moveFrom"})
_PICTURES = frozenset({W + "drawing", W + "pict", W + "object"})
_FONT_PLACES = (W + "ascii", W + "hAnsi", W + "cs")


@dataclass(slots=True)
class Field:
    """A field that has begun: its code, and whether the code is still going on."""

    code: str = ""
    is_in_code: bool = True


@dataclass(slots=True)
class Found:
    """What of a document is met along the way and outlives a paragraph."""

    fields: list[Field] = field(default_factory=list)
    remarks: set[str] = field(default_factory=set)

    @property
    def is_in_code(self) -> bool:
        return any(one.is_in_code for one in self.fields)

    @property
    def is_in_contents(self) -> bool:
        return any(one.code.lstrip().upper().startswith("TOC") for one in self.fields)


@dataclass(slots=True)
class Words:
    """The lines of one paragraph as pieces of text that are bold or not, and what hangs on it.

    `rendered` and `breaks` tell where pages end: with how many lines before.
    """

    lines: list[list[tuple[str, bool]]] = field(default_factory=lambda: [[]])
    boxes: list[Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    rendered: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    def add(self, text: str, *, is_bold: bool) -> None:
        if text:
            self.lines[-1].append((text, is_bold))

    def end_line(self) -> None:
        self.lines.append([])

    @property
    def lines_begun(self) -> int:
        """So many lines have text by now."""
        return len(self.lines) if any(text.strip() for text, _ in self.lines[-1]) else len(self.lines) - 1


class Runs:
    """Reads paragraphs of one document in their order."""

    def __init__(self, styles: Styles, found: Found) -> None:
        self._styles, self._found = styles, found

    def words(self, paragraph: Element, *, bold: bool) -> Words:
        words = Words()
        self._walk(paragraph, words, bold)
        words.boxes.sort(key=_place)
        return words

    def _walk(self, element: Element, words: Words, bold: bool) -> None:
        for child in element:
            tag = child.tag
            if tag == R:
                self._run(child, words, bold)
            elif tag in LEFT_OUT:
                if tag in _DELETED:
                    self._found.remarks.add("tracked-changes")
            elif tag == ALTERNATE:
                self._walk_pictures(child, words)
            elif tag == MATH_TEXT:
                words.add(child.text or "", is_bold=bold)
            elif len(child):
                self._walk(child, words, bold)

    def _run(self, run: Element, words: Words, bold: bool) -> None:
        font = ""
        properties = run.find(RPR)
        if properties is not None:
            if is_on(properties, f"{W}vanish"):
                self._found.remarks.add("hidden-text")
                return
            bold = self._bold(properties, bold)
            font = _font(properties)
        for child in run:
            if child.tag == T:
                self._text(child.text or "", words, bold, font)
            else:
                self._other(child, words, bold)

    def _bold(self, properties: Element, bold: bool) -> bool:
        told = is_bold(properties)
        if told is None and (style := properties.find(f"{W}rStyle")) is not None:
            told = self._styles.of(style.get(VAL, "")).bold
        return bold if told is None else told

    def _text(self, text: str, words: Words, bold: bool, font: str) -> None:
        if not self._found.is_in_code:
            words.add(with_symbols(text, font) if font else text.replace("\n", " "), is_bold=bold)

    def _other(self, child: Element, words: Words, bold: bool) -> None:
        tag = child.tag
        if tag == _FIELD:
            self._field(child.get(f"{W}fldCharType"))
        elif tag == _CODE:
            if self._found.fields:
                self._found.fields[-1].code += child.text or ""
        elif tag in _PICTURES or tag == ALTERNATE:
            self._walk_pictures(child, words)
        elif tag == _RENDERED:
            words.rendered.append(words.lines_begun)
        elif not self._found.is_in_code:
            _sign(child, words, bold)

    def _field(self, kind: str | None) -> None:
        fields = self._found.fields
        if kind == "begin":
            fields.append(Field())
        elif fields and kind == "separate":
            fields[-1].is_in_code = False
        elif fields and kind == "end":
            fields.pop()

    def _walk_pictures(self, element: Element, words: Words) -> None:
        words.boxes += _boxes(element)


def _sign(child: Element, words: Words, bold: bool) -> None:
    tag = child.tag
    if tag in {_TAB, _PTAB}:
        words.add("\t", is_bold=bold)
    elif tag == _BREAK and child.get(TYPE) in {"page", "column"}:
        if child.get(TYPE) == "page":
            words.breaks.append(words.lines_begun)
        words.end_line()
    elif tag in {_BREAK, _RETURN}:
        words.end_line()
    elif tag == _HYPHEN:
        words.add("-", is_bold=bold)
    elif tag == _SYMBOL:
        _symbol(child, words, bold)
    elif tag in {_FOOTNOTE, _ENDNOTE}:
        words.notes.append(("footnotes" if tag == _FOOTNOTE else "endnotes", child.get(ID) or ""))


def _symbol(child: Element, words: Words, bold: bool) -> None:
    font, code = child.get(f"{W}font") or "", child.get(f"{W}char") or ""
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return
    words.add(with_symbols(sign, font), is_bold=bold)


def _font(properties: Element) -> str:
    """The symbol font that the letters of a run are drawn in, if they are."""
    fonts = properties.find(f"{W}rFonts")
    if fonts is None:
        return ""
    named = (fonts.get(place) or "" for place in _FONT_PLACES)
    return next((one for one in named if symbols_of(one) is not None), "")


def _boxes(element: Element) -> Iterator[Element]:
    """The text boxes of a picture; of two ways to draw the same, the newer one that has any."""
    if element.tag == ALTERNATE:
        for way in (CHOICE, FALLBACK):
            found = [box for one in element.findall(way) for box in _boxes(one)]
            if found:
                yield from found
                return
    elif element.tag == BOXED:
        yield element
    else:
        for child in element:
            yield from _boxes(child)


def _place(box: Element) -> tuple[int, int]:
    """How far down and across a box stands: its own place within a group of shapes, else the place of the drawing."""
    for shape in box.iterancestors():
        if (offset := shape.find(f"*/{A}xfrm/{A}off")) is not None:
            at = (whole(offset.get("y"), 0), whole(offset.get("x"), 0))
            if at != (0, 0):
                return at
        if shape.tag in {f"{WP}anchor", f"{WP}inline", R}:
            down, across = (shape.find(f"{WP}{way}/{WP}posOffset") for way in ("positionV", "positionH"))
            return (_offset(down), _offset(across))
    return (0, 0)


def _offset(element: Element | None) -> int:
    return 0 if element is None else whole(element.text, 0)
