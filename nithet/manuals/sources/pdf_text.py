"""The words of a page of a PDF by their places. PDFium decodes; what it guesses about spaces is measured again here.

Asking for the place of every letter would take longer than all else: the text of the page comes in one call, and
places are asked for where words begin and end.
"""

import re
from collections import Counter
from collections.abc import Iterator
from ctypes import c_double, c_ushort, cast, create_string_buffer
from ctypes import c_void_p as pointer
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from nithet.manuals.sources.glyphs import (
    is_wrong_code_page,
    symbols_of,
    with_symbols,
    with_thai_code_page,
    with_thai_glyphs,
)
from nithet.manuals.sources.layout import SPACE, Word
from nithet.manuals.sources.upright import Letter, upright_words
from nithet.thai.text import MARKS

_DEAD = "\x00"
_ALIVE = re.compile(f"[^{_DEAD}]")
_RUN = re.compile(r"[^\r\n]+")
_WORD = re.compile(r"[^ \u00a0\t\u2003\u2002\u3000]+")
_WIDE = re.compile("[\ud800-\udfff]")
# A letter with marks twice, near: the second time it may be the shape of the marks (or of a joined า) alone. Of large
# letters PDFium takes that shape for a line of its own.
_TWICE = re.compile(f"([ก-ฮ](?:[{MARKS}]*ำ|[{MARKS}]+))(?=.{{0,10}}?(\\1))", re.DOTALL)
_ODD = re.compile("[\x00-\x1f\x80-\x9f\u00ad\ue000-\uf8ff\ufffe\uffff]")
_DROPPED = re.compile("[\x00-\x1f\u00ad\uffff]")
_UNMAPPED = re.compile("[\x00\ufffd\ue000-\uf01f\uf100-\uf6ff\uf71b-\uf872\uf876-\uf8ff]")
_MOST_UNMAPPED = 0.3
_BOLD = re.compile("bold|black|heavy|demi", re.IGNORECASE)
_AA_WIDTH = 0.55
_WITH_AA = 0.85
_FILL_AND_STROKE = 2
# Ink that begins so high over the line, or ends so low, is of marks only.
_OVER, _UNDER = 0.3, 0.1
# What is drawn back from the place of a letter, and the width of an า.
_BEFORE, _LONE_AA = 0.1, 0.45
_MOST_ASKED = 16
_NEARLY_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the plane that a page shows, and how it is turned (quarters, clockwise)."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @property
    def width(self) -> float:
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def turned(self, quarters: int) -> "Frame":
        """The same part, turned further."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turn + quarters) % 4)

    def way(self, x: float, y: float) -> tuple[float, float]:
        """A direction as seen: to the right, and down."""
        return ((x, -y), (y, x), (-x, y), (-y, -x))[self.turn]

    def place(self, x: float, y: float) -> tuple[float, float]:
        """A point as seen: from the left, and from the top."""
        if self.turn == 0:
            return x - self.left, self.top - y
        if self.turn == 1:
            return y - self.bottom, x - self.left
        return (self.right - x, y - self.bottom) if self.turn == 2 else (self.top - y, self.right - x)


@dataclass(frozen=True, slots=True)
class _Font:
    is_bold: bool = False
    name: str = ""


class PageText:
    """The text of one page: `words`, and where any letter of them stands. Closed by whoever opened the page."""

    def __init__(self, handle: pdfium.FPDF_TEXTPAGE, frame: Frame, fonts: dict[int, object]) -> None:
        self._handle, self.frame, self._fonts = handle, frame, fonts
        self._x, self._y = c_double(), c_double()
        self._box, self._matrix = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
        self.text = _text(handle)
        self.text = _without_copies(self)
        self._is_wrong_code_page = is_wrong_code_page(self.text)

    @property
    def is_readable(self) -> bool:
        """Whether there are letters, and most are known by their Unicode."""
        letters = len(self.text) - sum(map(self.text.count, " \r\n"))
        return letters > 0 and len(_UNMAPPED.findall(self.text)) <= _MOST_UNMAPPED * letters

    def words(self) -> list[Word]:
        """All words of the page, as the file orders them; those that run up or down come last."""
        letters: list[Letter] = []
        words = [word for run in _RUN.finditer(self.text) for word in self._words_of(run, letters)]
        return words + upright_words(letters)

    def turn(self) -> int:
        """By how many quarters (clockwise) the page has to be turned so that its text can be read."""
        runs = list(_RUN.finditer(self.text))
        ways = Counter[int]()
        for run in runs[:: len(runs) // _MOST_ASKED + 1]:
            ways[self._way_of(run)] += len(run.group())
        way, letters = ways.most_common(1)[0] if ways else (0, 0)
        return way if letters >= _NEARLY_ALL * ways.total() else 0

    def split(self, word: Word, x: float) -> tuple[Word, Word] | None:
        """A word in two where its letters cross a place; None where they do not."""
        for at in range(word.at + 1, word.at + len(word.text)):
            if self.text[at] not in MARKS and (begin := self.origin(at)[0]) >= x - 1:
                first = Word(
                    self._read(word.at, at), word.x0, min(x, begin), word.y, word.size, word.is_bold, word.at
                )
                rest = self._read(at, at + len(word.text) - (at - word.at))
                return first, Word(rest, begin, word.x1, word.y, word.size, word.is_bold, at, word.has_space)
        return None

    def origin(self, at: int) -> tuple[float, float]:
        """Where a letter begins on its line."""
        pdfium.FPDFText_GetCharOrigin(self._handle, at, self._x, self._y)
        if self.frame.turn == 0:
            return self._x.value - self.frame.left, self.frame.top - self._y.value
        return self.frame.place(self._x.value, self._y.value)

    def is_copy(self, first: int, end: int) -> bool:
        """Whether letters from one place to another show marks alone.

        Their ink stands high over the line, or low, or before the place where the letter would begin; the ink of a
        joined า alone is narrow.
        """
        size, (begin, bottom, _, top) = self.size(first), self._ink(first)
        width = self._ink(end - 1)[2]
        if bottom > _OVER * size or top < _UNDER * size or width < _BEFORE * size:
            return True
        return self.text[end - 1] == "ำ" and begin >= 0 and width - begin < _LONE_AA * size

    def _ink(self, at: int) -> tuple[float, float, float, float]:
        """The box of the ink of a letter, along its line and over it, from its origin: left, bottom, right, top."""
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        pdfium.FPDFText_GetCharBox(self._handle, at, left, right, bottom, top)
        pdfium.FPDFText_GetCharOrigin(self._handle, at, self._x, self._y)
        pdfium.FPDFText_GetMatrix(self._handle, at, self._matrix)
        x, y = self._x.value, self._y.value
        if abs(self._matrix.b) <= abs(self._matrix.a):
            return left.value - x, bottom.value - y, right.value - x, top.value - y
        if self._matrix.b > 0:
            return bottom.value - y, x - right.value, top.value - y, x - left.value
        return y - top.value, left.value - x, y - bottom.value, right.value - x

    def size(self, at: int) -> float:
        """The size of a letter in points, as seen."""
        pdfium.FPDFText_GetMatrix(self._handle, at, self._matrix)
        scale = (self._matrix.c**2 + self._matrix.d**2) ** 0.5
        return float(pdfium.FPDFText_GetFontSize(self._handle, at) * scale) or 1.0

    def _words_of(self, run: re.Match[str], upright: list[Letter]) -> Iterator[Word]:
        """The words of a run of letters that PDFium found on one line; letters that run up or down join the others."""
        text = self.text
        spans = [(run.start() + one.start(), run.start() + one.end()) for one in _WORD.finditer(run.group())]
        spans = [(first, end) for first, end in spans if _ALIVE.search(text, first, end)]
        if not spans:
            return
        size = self.size(spans[0][0])
        if self._is_upright():
            upright.extend(self._letters(spans, size))
            return
        font = self._font(spans[0][0])
        is_even = len(spans) == 1 or font is self._font(spans[-1][0])
        before: Word | None = None
        before_end = 0
        for first, end in spans:
            if not is_even:
                font, size = self._font(first), self.size(first)
            x, y = self.origin(first)
            # A gap that is wide enough is a space, whatever the file says.
            if before is not None and x - before.x1 <= SPACE * size:
                before.has_space = self._is_space(before_end)
            text = self._read(first, end, font.name)
            word = Word(text, x, self._right(first, end, size), y, size, font.is_bold, first)
            before, before_end = word, end
            yield word
        if before is not None:
            before.has_space = before_end < run.end() and self._is_space(before_end)

    def _is_upright(self) -> bool:
        """Whether the letter that was asked for last runs up or down, as seen."""
        right, down = self.frame.way(self._matrix.a, self._matrix.b)
        return abs(down) > abs(right)

    def _way_of(self, run: re.Match[str]) -> int:
        """1 for a run that goes up, 3 for one that goes down, else 0."""
        if not (found := _ALIVE.search(self.text, run.start(), run.end())):
            return 0
        self.size(found.start())
        if not self._is_upright():
            return 0
        return 1 if self.frame.way(self._matrix.a, self._matrix.b)[1] < 0 else 3

    def _letters(self, spans: list[tuple[int, int]], size: float) -> Iterator[Letter]:
        """Letters that run up or down, each with its marks."""
        is_up = self.frame.way(self._matrix.a, self._matrix.b)[1] < 0
        for at, end in (pair for first, last in spans for pair in self._with_marks(first, last)):
            x, y = self.origin(at)
            _, top, _, foot = self._seen_box(at)
            if end - at > 1:
                _, more, _, less = self._seen_box(end - 1)
                top, foot = min(top, more), max(foot, less)
            along = (-y, -top) if is_up else (y, foot)
            yield Letter(self._read(at, end), x, *along, size, is_up, at)

    def _with_marks(self, first: int, end: int) -> Iterator[tuple[int, int]]:
        """Letters from one place to another, with the marks that follow each."""
        at = first
        while at < end:
            after = at + 1
            while after < end and (self.text[after] in MARKS or self.text[after] in "ำ\x00"):
                after += 1
            if self.text[at] != _DEAD:
                yield at, after
            at = after

    def _seen_box(self, at: int) -> tuple[float, float, float, float]:
        """The box of a letter with the room that it takes, as seen: left, top, right, foot."""
        pdfium.FPDFText_GetLooseCharBox(self._handle, at, self._box)
        corners = ((self._box.left, self._box.bottom), (self._box.right, self._box.top))
        (xa, ya), (xb, yb) = (self.frame.place(x, y) for x, y in corners)
        return min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb)

    def _right(self, first: int, end: int, size: float) -> float:
        """Where the last letter of a word ends; marks over it take no room, the า of a joined ำ does."""
        at = end - 1
        right = self._right_of(at)
        while at > first and (self.text[at] in MARKS or self.text[at] == _DEAD):
            at -= 1
            right = max(right, self._right_of(at)) if self.text[at] != _DEAD else right
        if self.text[at] == "ำ" and at > first:
            begin = self.origin(at)[0]
            if begin == self.origin(at - 1)[0] and right - begin < _WITH_AA * size:
                right += _AA_WIDTH * size
        return right

    def _right_of(self, at: int) -> float:
        if self.text[at] == _DEAD:
            return -1.0
        if self.frame.turn == 0:
            pdfium.FPDFText_GetLooseCharBox(self._handle, at, self._box)
            return float(self._box.right) - self.frame.left
        return self._seen_box(at)[2]

    def _is_space(self, at: int) -> bool:
        """Whether the file has a space there, and PDFium did not guess it."""
        return bool(pdfium.FPDFText_IsGenerated(self._handle, at) != 1)

    def _read(self, first: int, end: int, font: str = "") -> str:
        """The letters of a word as Unicode."""
        text = self.text[first:end]
        if self._is_wrong_code_page:
            text = with_thai_code_page(text)
        if font and symbols_of(font) is not None:
            return with_symbols(text, font)
        if not _ODD.search(text):
            return text
        text = with_symbols(with_thai_glyphs(_DROPPED.sub("", text.replace(_DEAD, ""))))
        return text.replace("\ufffe", "-")

    def _font(self, at: int) -> _Font:
        piece = pdfium.FPDFText_GetTextObject(self._handle, at)
        if not piece:
            return _NO_FONT
        handle = pdfium.FPDFTextObj_GetFont(piece)
        key = cast(handle, pointer).value or 0
        font = self._fonts.get(key)
        if not isinstance(font, _Font):
            font = self._fonts[key] = _named_font(handle)
        if not font.is_bold and pdfium.FPDFTextObj_GetTextRenderMode(piece) == _FILL_AND_STROKE:
            return _STROKED
        return font


_NO_FONT, _STROKED = _Font(), _Font(is_bold=True)


def _named_font(handle: pdfium.FPDF_FONT) -> _Font:
    buffer = create_string_buffer(256)
    length = pdfium.FPDFFont_GetBaseFontName(handle, buffer, len(buffer)) if handle else 0
    name = buffer.value.decode("utf-8", errors="replace") if 0 < length <= len(buffer) else ""
    return _Font(bool(_BOLD.search(name)), name if symbols_of(name) is not None else "")


def _text(handle: pdfium.FPDF_TEXTPAGE) -> str:
    """The letters of a page, one for each that PDFium counts."""
    count = pdfium.FPDFText_CountChars(handle)
    if count <= 0:
        return ""
    buffer = (c_ushort * (count * 2 + 1))()
    length = pdfium.FPDFText_GetText(handle, 0, count, buffer)
    text = bytes(buffer)[: max(0, length - 1) * 2].decode("utf-16-le", errors="surrogatepass")
    if len(text) == count and not _WIDE.search(text):
        return text
    return "".join(_letter(pdfium.FPDFText_GetUnicode(handle, at)) for at in range(count))


def _letter(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def _without_copies(page: PageText) -> str:
    """The text of a page, blanking letters that a file names once more for the shape of their marks (“ขั้ขั้น” for “ขั้น”)."""
    text = page.text
    letters: list[str] = []
    for match in _TWICE.finditer(text):
        first, end = match.span(2)
        if page.is_copy(first, end):
            letters = letters or list(text)
            letters[first:end] = _DEAD * (end - first)
    return "".join(letters) or text
