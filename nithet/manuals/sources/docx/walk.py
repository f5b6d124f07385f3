"""The body of a document in its order: paragraphs, tables, text boxes, notes, and where pages begin."""

from __future__ import annotations

from collections.abc import Iterable

from lxml.etree import _Element as Element

from nithet.manuals.sources.docx.lines import BLANK, Line, as_entry, lines_of
from nithet.manuals.sources.docx.names import (
    ALTERNATE,
    BODY,
    CHOICE,
    FALLBACK,
    ID,
    ILVL,
    LEFT_OUT,
    NUM_ID,
    NUM_PR,
    PPR,
    TBL,
    VAL,
    P,
    W,
    is_on,
)
from nithet.manuals.sources.docx.numbering import Numbering
from nithet.manuals.sources.docx.parts import Parts
from nithet.manuals.sources.docx.runs import Found, Runs, Words
from nithet.manuals.sources.docx.styles import Style, Styles, outline_level, whole
from nithet.manuals.sources.docx.tables import Cell, cells_of, rows_of, texts_of
from nithet.manuals.sources.extracted import Progress

_MOST_BLANK = 3
_CONTENTS = "สารบัญ"
_TELL_EVERY = 200


class Walk:
    """Takes the body block by block. Afterwards `lines` and `pages` (line, page) are what it gave."""

    def __init__(self, parts: Parts) -> None:
        self.lines: list[Line] = []
        self.pages: list[tuple[int, int]] = []
        self.found = Found()
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering)
        self._runs = Runs(self._styles, self.found)
        self._notes = {kind: {one.get(ID, ""): one for one in root} for kind, root in parts.notes.items()}
        self._awaited: list[tuple[str, str]] = []
        self._note_count = 0
        self._was_centred = False
        self._carried: list[tuple[str, bool]] = []

    def body(self, document: Element, progress: Progress) -> None:
        body = document.find(BODY)
        total = 0 if body is None else len(body)
        for at, block in enumerate(() if body is None else body):
            if at % _TELL_EVERY == 0:
                progress(at, total)
            self._block(block)
        self._end_notes()

    def holder(self, element: Element) -> None:
        """Take the blocks of a part that has no body: a head or foot."""
        self._blocks([element])

    def _block(self, block: Element) -> None:
        tag = block.tag
        if tag == P:
            self._paragraph(block)
        elif tag == TBL:
            self._table(block)
        elif tag == ALTERNATE:
            ways = [*block.findall(CHOICE), *block.findall(FALLBACK)]
            self._blocks(ways[:1])
        elif tag not in LEFT_OUT:
            self._blocks([block])

    def _blocks(self, holders: Iterable[Element]) -> None:
        for holder in holders:
            for child in holder:
                self._block(child)

    def _paragraph(self, paragraph: Element) -> None:
        is_entry = self.found.is_in_contents
        lines, words = self._read(paragraph)
        is_entry = is_entry or self.found.is_in_contents or self._style(paragraph).is_contents
        if self._carried:
            return
        self._set_apart(paragraph)
        self._mark_pages(paragraph, words)
        if is_entry:
            self._entries(lines)
        else:
            self._emit(lines)
        self._after(words)

    def _read(self, paragraph: Element) -> tuple[list[Line], Words]:
        """The lines of a paragraph. One whose end was deleted is carried over to the next."""
        properties, style = paragraph.find(PPR), self._style(paragraph)
        words = self._runs.words(paragraph, bold=bool(style.bold))
        words.lines[0][:0] = self._carried
        self._carried = []
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = [("", False), *words.lines[-1]]
            return [], words
        outline = outline_level(properties)
        level = style.level if outline is None else outline
        has_text = any(text.strip() for line in words.lines for text, _ in line)
        label = self._label(properties, style, paragraph) if has_text else ""
        return lines_of(words, label=label, level=level), words

    def _style(self, paragraph: Element) -> Style:
        return self._styles.of(_style_id(paragraph))

    def _label(self, properties: Element | None, style: Style, paragraph: Element) -> str:
        given = None if properties is None else properties.find(NUM_PR)
        number, level = style.number or ("", 0)
        if number:
            level = self._numbering.level_of_style(number, _style_id(paragraph) or "", level)
        if given is not None:
            number, level = _attribute(given, NUM_ID) or number, whole(_attribute(given, ILVL), level)
        return self._numbering.label(number, level) if number else ""

    def _set_apart(self, paragraph: Element) -> None:
        """A blank line where centred lines (covers, headings) and others meet."""
        is_centred = (align := paragraph.find(f"{PPR}/{W}jc")) is not None and align.get(VAL) == "center"
        if is_centred != self._was_centred:
            self._gap()
        self._was_centred = is_centred

    def _mark_pages(self, paragraph: Element, words: Words) -> None:
        before = paragraph.find(f"{PPR}/{W}pageBreakBefore")
        if words.breaks or (before is not None and is_on(paragraph.find(PPR), f"{W}pageBreakBefore")):
            self._gap()
        for lines_before in words.rendered:
            page = self.pages[-1][1] + 1 if self.pages else 2
            self.pages.append((len(self.lines) + lines_before + 1, page))

    def _emit(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line.level:
                self._gap()
            if line.text or not all(one.is_blank for one in self.lines[-_MOST_BLANK:]) or not self.lines:
                self.lines.append(line)
            if line.level:
                self._gap()

    def _gap(self) -> None:
        if self.lines and not self.lines[-1].is_blank:
            self.lines.append(BLANK)

    def _entries(self, lines: Iterable[Line]) -> None:
        """Lines of a table of contents that Word made; their heading is added where the document has none."""
        for line in lines:
            if not line.text:
                continue
            if not self._is_in_contents():
                self._gap()
                self.lines.append(Line(_CONTENTS))
            self.lines.append(as_entry(line))

    def _is_in_contents(self) -> bool:
        before = next((line for line in reversed(self.lines) if line.text), None)
        return before is not None and (before.is_entry or _CONTENTS in before.text)

    def _after(self, words: Words) -> None:
        """What hangs on a paragraph: text boxes, then notes."""
        for box in words.boxes:
            self._blocks([box])
        self._awaited += words.notes
        if not self.found.is_in_contents:
            self._end_notes()

    def _end_notes(self) -> None:
        awaited, self._awaited = self._awaited, []
        for kind, number in awaited:
            note = self._notes.get(kind, {}).get(number)
            if note is not None and (text := " ".join(self._texts(note))):
                self._note_count += 1
                self.lines.append(Line(f"[^{self._note_count}]: {text}"))

    def _table(self, table: Element) -> None:
        rows = [cells_of(row) for row in rows_of(table)]
        if all(sum(cell.span for _, cell in row) <= 1 for row in rows):
            # One column is a frame around text, no table.
            self._gap()
            self._blocks(element for row in rows for element, _ in row if element is not None)
            self._gap()
            return
        self._gap()
        for cells, row in zip(rows, self._grid(rows), strict=True):
            if any(row) and not all(cell.is_counted or not cell.text for _, cell in cells):
                self.lines.append(Line(f"| {' | '.join(row)} |", is_row=True))
        self._gap()
        self._end_notes()

    def _grid(self, rows: list[list[tuple[Element | None, Cell]]]) -> list[list[str]]:
        for row in rows:
            for element, cell in row:
                texts = self._texts(element) if element is not None else []
                if element is not None and not texts and not cell.goes_on:
                    texts = self._counted(element)
                    cell.is_counted = bool(texts)
                cell.text = "<br>".join(texts).replace("|", "\\|")
        return texts_of([[cell for _, cell in row] for row in rows])

    def _counted(self, cell: Element) -> list[str]:
        """The numbers that Word computes where a cell has numbered paragraphs without words: a column of numbers."""
        labels = (self._label(one.find(PPR), self._style(one), one) for one in cell.findall(P))
        return [label for label in labels if any(map(str.isalnum, label))]

    def _texts(self, holder: Element) -> list[str]:
        """The lines of a cell or a note, each with its number; rows of a table within are a line each."""
        found: list[str] = []
        for child in holder:
            if child.tag == P:
                found += self._paragraph_texts(child)
            elif child.tag == TBL:
                cells = ([cell for cell in cells_of(row) if cell[0] is not None] for row in rows_of(child))
                rows = ([" ".join(self._texts(one)) for one, _ in row if one is not None] for row in cells)
                found += (" ".join(filter(None, row)) for row in rows)
            elif child.tag not in LEFT_OUT:
                found += self._texts(child)
        return [text for text in found if text]

    def _paragraph_texts(self, paragraph: Element) -> list[str]:
        lines, words = self._read(paragraph)
        self._mark_pages_within(words)
        self._awaited += words.notes
        texts = [f"{line.label} {' '.join(line.text.split())}".strip() for line in lines]
        return texts + [text for box in words.boxes for text in self._texts(box)]

    def _mark_pages_within(self, words: Words) -> None:
        """A page that begins in a cell begins for us with the next row."""
        for _ in words.rendered:
            page = self.pages[-1][1] + 1 if self.pages else 2
            self.pages.append((len(self.lines) + 1, page))


def _style_id(paragraph: Element) -> str | None:
    style = paragraph.find(f"{PPR}/{W}pStyle")
    return None if style is None else style.get(VAL)


def _attribute(element: Element, name: str) -> str:
    found = element.find(name)
    return "" if found is None else found.get(VAL) or ""
