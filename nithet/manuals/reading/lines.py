"""Lines of the source as they are read: number, cleaned text, and what each looks like."""

import html
import re
from dataclasses import dataclass, field

from nithet.manuals.reading.markup import has_tables, without_tags
from nithet.manuals.reading.numbering import Marker, take_marker
from nithet.thai.text import MARKS, TONE_MARKS, VOWEL_MARKS, clean

# What `clean` would change besides spaces; most lines have nothing of it, and looking is cheaper than cleaning.
# The letters that it may begin with stand first, so that all others are passed over at once.
_STRANGE = re.compile(r"[^\s\x20-\x7eก-๛–—“”‘’…•]")
_UNTIDY = re.compile(
    rf"[เํำ์๎{TONE_MARKS}{VOWEL_MARKS}{MARKS}]"
    rf"(?:(?<=เ)เ|(?<=ํ)|(?<=[{TONE_MARKS}์๎])[{MARKS}]|(?<=[{VOWEL_MARKS}])[{VOWEL_MARKS}ำ]"
    rf"|(?<=[{MARKS}])[{MARKS}]{{2}}|(?<=ำ)[{MARKS}ำา]|(?<=[์๎])ำ)"
)
_BREAK = re.compile(r"\r\n|\r|\n")
_EMPHASIS = re.compile(r"\*\*|__(?=[^\s_])|(?<=[^\s_])__|`")
_TAG = re.compile(
    r"</?(?:b|i|u|p|br|strong|em|pre|span|div|center|h\d|font|ul|ol|li|sup|sub|a|img)\b[^<>]*>", re.IGNORECASE
)
_LEVEL = re.compile(r"\s*(#{1,6})\s+")
_ESCAPE = re.compile(r"\\([-.()#*_>\[\]+!|])")
_MARKER_ONLY = re.compile(
    r"\(?[0-9๐-๙.]{1,7}\)?[.)]?|[^\w\s|]|[Øüðoqv§\uf020-\uf0ff]|\(?[ก-ฮ][.)]|(?:ข้อ|ขั้น|ขั้นตอน|กิจกรรม)(?:ที่)?\s?[0-9๐-๙]{1,2}\s?[.:]?"
)
_NOTE = re.compile(r"(?:\([^()]*\))?")
_BOLD_START = re.compile(
    r"\s*(?:#{1,6}\s+)?(?:[0-9๐-๙]{1,2}[.)]\s*)?(?:\*\*|<b>)(?P<bold>[^*<]+)(?:\*\*|</b>)\s*(?P<rest>.*)$"
)


@dataclass(slots=True)
class Line:
    """One line. `marker` and `body` split off the number; `is_row` tells a row of a table.

    `joined` holds by number the words of further lines of the source that it stands for.
    """

    number: int
    raw: str
    text: str
    marker: Marker | None = None
    body: str = ""
    level: int = 0
    is_row: bool = False
    joined: dict[int, str] = field(default_factory=dict)

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def bold_start(self) -> tuple[str, str] | None:
        """The bold words that the line begins with and the rest, or None."""
        if "**" not in self.raw and "<b>" not in self.raw:
            return None
        match = _BOLD_START.match(self.raw)
        return (clean(match["bold"]), plain(match["rest"])) if match else None

    @property
    def stands_out(self) -> bool:
        """Whether the whole line is a heading of Markdown or bold, but for a note in brackets at its end."""
        return self.level > 0 or bool((bold := self.bold_start) and _NOTE.fullmatch(bold[1]))


def indent(line: Line) -> int:
    """How far in the words of a line begin."""
    return len(line.raw) - len(line.raw.lstrip())


def split_lines(text: str) -> list[Line]:
    """All lines of a text, blank ones too; page breaks inside a line count as spaces.

    A line that holds several rows of an HTML table gives several, all with its number.
    """
    raws = _BREAK.split(text)
    if not has_tables(text):
        return [_line(number, raw) for number, raw in enumerate(raws, start=1)]
    return [
        row_line(number, raw) if is_row else _line(number, raw) for number, raw, is_row in without_tags(raws)
    ]


def row_line(number: int, raw: str) -> Line:
    """A line that is (part of) a row of a table, whatever it looks like."""
    text = plain(raw)
    return Line(number, raw, text, body=text, is_row=bool(text))


def plain(raw: str) -> str:
    """The text of a line without marks of Markdown and HTML."""
    if "<" in raw:
        raw = _TAG.sub(" ", raw)
    if "&" in raw:
        raw = html.unescape(raw)
    if "\\" in raw:
        raw = _ESCAPE.sub(r"\1", raw)
    if "*" in raw or "_" in raw or "`" in raw:
        raw = _EMPHASIS.sub("", raw)
    return tidy(raw)


def tidy(raw: str) -> str:
    """The same as `clean`, sooner for text that is clean already."""
    if _STRANGE.search(raw) or _UNTIDY.search(raw):
        return clean(raw)
    return " ".join(raw.split())


def _line(number: int, raw: str) -> Line:
    if not raw or raw.isspace():
        return Line(number, raw, "")
    level = 0
    if heading := _LEVEL.match(raw):
        level, raw_text = len(heading[1]), raw[heading.end() :]
    else:
        raw_text = raw
    text = plain(raw_text)
    line = Line(number, raw, text, body=text, level=level, is_row=_is_row(raw))
    if not line.is_row and (taken := take_marker(text)):
        line.marker, line.body = taken
    return line


def _is_row(raw: str) -> bool:
    """A row of a table: bars around cells, or cells set apart by tabs (but not a number and its item).

    A tab at the end opens an empty cell; no item of a list has that.
    """
    if "|" in raw and (raw.lstrip().startswith("|") or raw.count("|") >= 2):
        return True
    if "\t" not in raw:
        return False
    cells = [cell for cell in raw.split("\t") if cell.strip()]
    if len(cells) == 2 and _MARKER_ONLY.fullmatch(cells[0].strip()):
        return raw.count("\t") >= 2 and raw.rstrip(" ").endswith("\t")
    return len(cells) >= 2 or (len(cells) == 1 and raw.strip(" ").count("\t") >= 3)
