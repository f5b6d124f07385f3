"""One procedure out of its lines: sections, their lists and tables, put together."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from nithet.manuals.draft import Definition, Text
from nithet.manuals.likeness import bare
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.definitions import read_definitions
from nithet.manuals.reading.flows import is_flow, steps_of_flow
from nithet.manuals.reading.joining import join
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.lists import Item, join_lines, read_list
from nithet.manuals.reading.numbering import take_marker
from nithet.manuals.reading.runs import ends_row, joined_runs
from nithet.manuals.reading.scanning import Scan
from nithet.manuals.reading.sections import CONTENT, Heading
from nithet.manuals.reading.sheets import column_lists, steps_of_sheet, texts_of_table
from nithet.manuals.reading.spans import Opening, Span
from nithet.manuals.reading.steps import Step, is_terminal, steps_of_list, steps_of_table
from nithet.manuals.reading.tables import Row, Table, group_tables, read_rows
from nithet.manuals.reading.times import is_recurrent, title_and_time
from nithet.manuals.responsible import split_responsible

_TITLE_ORDER = ("mark", "name", "document", "plain")
_TEXT_LISTS = ("objectives", "forms", "references")
_LONGEST_CAPTION = 150
_DUTY = re.compile("(?:มี|ทำ)หน้าที่")
_NOTHING = {"-", "–", "ไม่มี", "- ไม่มี -", "ไม่มี -"}
_OPENS = {
    "objectives": re.compile("เพื่อ"),
    "forms": re.compile("แบบ|หนังสือ|คำสั่ง|เอกสาร|บันทึก|รายงาน|ทะเบียน|ใบ|แผน"),
    "references": re.compile(
        "พระราช|พ.ร.|ระเบียบ|กฎ|คำสั่ง|ประกาศ|หนังสือ|เอกสาร|หลัก|แผน|มาตรฐาน|คู่มือ|ข้อบังคับ|มติ|รัฐธรรมนูญ"
    ),
}


@dataclass(slots=True)
class Section:
    """A section of a procedure; `kind` is "bare" for what stands before the first heading."""

    kind: str
    heading: Heading | None
    at: int
    lines: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Procedure:
    """A procedure while it is read."""

    title: str
    number: str | None
    part: str | None
    also: list[str] = field(default_factory=list)
    objectives: list[Text] = field(default_factory=list)
    forms: list[Text] = field(default_factory=list)
    references: list[Text] = field(default_factory=list)
    scope: str = ""
    scope_lines: list[int] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    definition_line: int = 0
    listed: list[Step] = field(default_factory=list)
    tabled: list[Step] = field(default_factory=list)
    summed: list[Step] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    responsible: tuple[str, ...] = ()
    time: str = ""
    others: list[tuple[str, str, str, list[int]]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    first_line: int = 0


class ProcedureReader:
    """Reads the lines of one span; books every line it understands."""

    def __init__(self, found: Scan, span: Span, ledger: Ledger, cautions: Cautions, item: str) -> None:
        self._found = found
        self._span = span
        self._ledger = ledger
        self._cautions = cautions
        self._item = item
        self._table: Table | None = None
        self._taken: set[int] = set()
        self._sheet_read = False
        self._flowchart: list[Line] = []

    def read(self) -> Procedure:
        """The procedure of the span."""
        procedure = self._named()
        for section in self._sections():
            self._read_section(procedure, section)
        self._read_flowchart(procedure)
        procedure.steps, further = join(procedure.listed, procedure.tabled, is_sheet=False)
        procedure.steps, loose = join(procedure.steps, procedure.summed, is_sheet=True)
        self._warn_of_rows("table-only", further)
        self._warn_of_rows("sheet-only", loose)
        procedure.lines = self._all_lines()
        for step in procedure.steps:
            step.responsible = step.responsible or procedure.responsible
            step.time = step.time or ("" if step.months else procedure.time)
            for texts, found in ((procedure.forms, step.forms), (procedure.references, step.references)):
                lines = tuple(step.more_lines or step.lines)
                texts.extend(_new(texts, [Text(one, lines) for one in dict.fromkeys(found)]))
        return procedure

    def _warn_of_rows(self, code: str, steps: Sequence[Step]) -> None:
        for step in steps:
            self._cautions.add(code, line=step.lines[0], item=self._item, title=step.title or step.raw)

    def _all_lines(self) -> list[int]:
        """From the first line to the last one that was understood or left out on purpose."""
        numbers = [
            self._line(at).number for at in range(self._span.start, self._span.end) if self._line(at).text
        ]
        while numbers and not self._ledger.is_used(numbers[-1]):
            numbers.pop()
        return list(dict.fromkeys(numbers))

    def _named(self) -> Procedure:
        span = self._span
        openings = sorted(span.openings, key=lambda one: _TITLE_ORDER.index(one.source))
        main = next((one for one in openings if one.title), openings[0])
        number = next((one.number for one in openings if one.number), None)
        title, time = title_and_time(main.title)
        first_line = self._line(span.start).number
        procedure = Procedure(title, number, span.part, time=time, first_line=first_line)
        for opening in openings:
            if (
                opening.title
                and bare(opening.title) != bare(main.title)
                and opening.title not in procedure.also
            ):
                procedure.also.append(opening.title)
        self._use_openings([*openings, *span.restated])
        self._use(span.title_page, "title")
        self._use(span.part_places, "part")
        return procedure

    def _use_openings(self, openings: Iterable[Opening]) -> None:
        for opening in openings:
            self._use([at for at in range(opening.at, opening.end) if self._line(at).text], "title")

    def _use(self, places: Iterable[int], role: str) -> None:
        for at in places:
            self._taken.add(at)
            self._ledger.use([self._line(at).number], role)

    def _line(self, at: int) -> Line:
        return self._found.lines[at]

    def _sections(self) -> list[Section]:
        """The sections in order; the text after a heading on its line is the first line of its section."""
        sections = [Section("bare", None, self._span.start)]
        for at in range(self._span.start, self._span.end):
            line = self._line(at)
            heading = self._found.headings.get(at)
            if at in self._taken or self._ledger.is_left_out(line.number):
                continue
            if heading and heading.kind == "label":
                self._ledger.furnish([line.number], "label")
            elif heading and heading.kind not in {"name", "document"}:
                sections.append(Section(heading.kind, heading, at))
                self._ledger.use([line.number], "heading")
                if heading.rest:
                    sections[-1].lines.append(_rest_line(line, heading.rest))
            else:
                sections[-1].lines.append(line)
        return sections

    def _read_section(self, procedure: Procedure, section: Section) -> None:
        texts = self._tables_out(procedure, section)
        self._sheet_read = self._sheet_read or section.kind == "standards"
        self._ledger.use([line.number for line in texts if line.text in _NOTHING], section.kind)
        if section.kind in _TEXT_LISTS:
            self._text_list(procedure, section.kind, texts)
        elif section.kind == "scope":
            self._scope(procedure, texts)
        elif section.kind == "definitions":
            self._definitions(procedure, texts)
        elif section.kind == "responsible":
            self._responsible(procedure, section, texts)
        elif section.kind == "flowchart":
            self._flowchart.extend(texts)
        elif section.kind in {"steps", "bare", "times", "standards"}:
            self._steps(procedure, section, texts)
        else:
            self._other(procedure, section, texts)

    def _tables_out(self, procedure: Procedure, section: Section) -> list[Line]:
        """Read the tables of a section; give back the lines of text."""
        texts: list[Line] = []
        runs: list[list[Line]] = [[]]
        for line in section.lines:
            if line.text and (line.is_row or ends_row(line, runs[-1])):
                runs[-1].append(line)
                continue
            if line.text or not runs[-1]:
                runs.append([])
            texts.append(line)
        for run in joined_runs(runs):
            self._table_run(procedure, section, run)
        return texts

    def _table_run(self, procedure: Procedure, section: Section, run: list[Line]) -> None:
        if not run:
            return
        rows = read_rows(run)
        texts, heads = texts_of_table(rows) if section.kind in {"forms", "references"} else ([], [])
        if texts:
            self._add_texts(procedure, section.kind, texts, restated=False)
            self._ledger.use(heads, "table-head")
            self._ledger.use([line.number for line in run], section.kind)
            return
        in_content = section.kind in CONTENT or section.kind == "bare"
        tables = group_tables(rows, previous=self._table if in_content else None)
        loose = [row for table in tables for row in table.loose]
        is_sheet = section.kind == "standards" or any(len(column_lists(row)) >= 2 for row in loose)
        for table in tables:
            self._table = table if any(table.columns) else self._table
            steps = steps_of_table(table)
            (procedure.summed if is_sheet else procedure.tabled).extend(steps)
            self._ledger.use(table.head_lines, "table-head")
            self._ledger.use([number for step in steps for number in step.lines], "step")
            self._ledger.use(
                [n for row in table.rows if not row.filled or is_terminal(row) for n in row.lines],
                "table-head",
            )
        self._loose(procedure, loose, section.kind, is_sheet=is_sheet)

    def _loose(
        self, procedure: Procedure, rows: Sequence[Row], kind_of_section: str, *, is_sheet: bool
    ) -> None:
        """Rows without a head: lists in cells, and the form head of a sheet that says names and aims again."""
        steps, uneven = steps_of_sheet(rows)
        procedure.summed.extend(steps)
        for step in steps:
            self._ledger.use(step.lines, "step")
        for row in rows:
            lists = column_lists(row)
            for kind in _TEXT_LISTS:
                if kind in lists:
                    texts = [Text(_unnumbered(value), tuple(row.lines)) for value in lists[kind]]
                    self._add_texts(procedure, kind, texts, restated=is_sheet)
            if lists or is_sheet:
                self._ledger.use(row.lines, "sheet")
            elif kind_of_section not in CONTENT | {"bare"}:
                whole = " | ".join(filter(None, (row.text(at) for at in range(len(row.cells)))))
                procedure.others.append(("other", "", whole, list(row.lines)))
                self._ledger.use(row.lines, "matter")
        for column, count in uneven.items():
            self._cautions.add(
                "uneven-columns",
                line=rows[0].lines[0],
                item=self._item,
                column=column,
                count=count,
                steps=len(steps),
            )

    def _text_list(self, procedure: Procedure, kind: str, lines: Sequence[Line]) -> None:
        found = read_list(lines)
        items = found.items or _lead_items(found.lead, kind)
        texts = [
            Text(_whole_text(item), tuple(item.all_lines())) for item in items if item.text not in _NOTHING
        ]
        self._add_texts(procedure, kind, texts, restated=False)
        self._ledger.use([number for item in [*items, *found.lead] for number in item.all_lines()], kind)

    def _add_texts(self, procedure: Procedure, kind: str, texts: list[Text], *, restated: bool) -> None:
        before: list[Text] = getattr(procedure, kind)
        if not ((restated or self._sheet_read) and before):
            before.extend(_new(before, texts))

    def _scope(self, procedure: Procedure, lines: Sequence[Line]) -> None:
        texts = [line for line in lines if line.text]
        procedure.scope = " ".join([procedure.scope, *(line.text for line in texts)]).strip()
        procedure.scope_lines.extend(line.number for line in texts)
        self._ledger.use(procedure.scope_lines, "scope")

    def _definitions(self, procedure: Procedure, lines: Sequence[Line]) -> None:
        definitions, _loose = read_definitions(lines)
        procedure.definitions.extend(definitions)
        self._ledger.use([number for one in definitions for number in one.lines], "definitions")

    def _responsible(self, procedure: Procedure, section: Section, lines: Sequence[Line]) -> None:
        texts = [line for line in lines if line.text]
        if sum(bool(_DUTY.search(line.body)) for line in texts) > 1:
            # Each post has duties of its own; which of the steps it does is not said.
            title = section.heading.title if section.heading else ""
            procedure.others.append(
                ("duties", title, "\n".join(line.text for line in texts), [line.number for line in texts])
            )
            self._ledger.use([line.number for line in texts], "matter")
            return
        procedure.responsible = split_responsible([line.body for line in texts]) or procedure.responsible
        self._ledger.use([line.number for line in texts], "responsible")

    def _steps(self, procedure: Procedure, section: Section, lines: Sequence[Line]) -> None:
        kind = section.kind
        fields = {
            (line.number, line.text): self._found.fields[line.number, line.text]
            for line in lines
            if (line.number, line.text) in self._found.fields
        }
        found = read_list(lines, fields)
        items = found.items
        if not items and kind == "steps" and (len(found.lead) > 1 or not procedure.tabled):
            items = _lead_items(found.lead, kind)
        if kind == "bare" and len(items) < 2:
            return
        if kind == "times" and not items and len(found.lead) == 1 and is_recurrent(found.lead[0].text):
            items = found.lead
        if kind in {"times", "standards"} and (procedure.listed or items is found.lead):
            if not self._facts(procedure, kind, items or found.lead) and any(line.text for line in lines):
                self._other(procedure, section, lines)
            return
        procedure.listed.extend(steps_of_list(items))
        self._ledger.use([number for item in items for number in item.all_lines()], "step")
        self._ledger.use([number for item in found.lead for number in item.lines], "lead")

    def _read_flowchart(self, procedure: Procedure) -> None:
        """What stands under the flow chart: the steps, if nothing else tells them; else captions of the picture."""
        is_only = not (procedure.listed or procedure.tabled or procedure.summed)
        found = read_list(self._flowchart)
        if is_only and (len(found.items) > 1 or steps_of_flow(found.lead)):
            self._steps(procedure, Section("steps", None, self._span.start), self._flowchart)
            return
        short = [
            line
            for line in self._flowchart
            if line.text and (len(line.text) <= _LONGEST_CAPTION or is_flow(line.text))
        ]
        self._ledger.furnish([line.number for line in short], "caption")

    def _facts(self, procedure: Procedure, kind: str, items: Sequence[Item]) -> bool:
        """A list of times or standards, one for each step; or one time of the year that holds for all."""
        if kind == "times" and len(items) == 1 and is_recurrent(items[0].text):
            procedure.time = items[0].text
        elif len(items) != len(procedure.listed):
            return False
        else:
            for step, item in zip(procedure.listed, items, strict=True):
                if kind == "times":
                    step.time = step.time or item.text
                else:
                    step.standard = step.standard or item.text
        self._ledger.use([number for item in items for number in item.all_lines()], kind)
        return True

    def _other(self, procedure: Procedure, section: Section, lines: Sequence[Line]) -> None:
        texts = [line for line in lines if line.text]
        title = section.heading.title if section.heading else ""
        text = "\n".join(line.text for line in texts)
        procedure.others.append((section.kind, title, text, [line.number for line in texts]))
        self._ledger.use([line.number for line in texts], "matter")


def _rest_line(line: Line, rest: str) -> Line:
    taken = take_marker(rest)
    marker, body = taken or (None, rest)
    return Line(line.number, rest, rest, marker, body)


def _unnumbered(text: str) -> str:
    taken = take_marker(text)
    return taken[1] if taken and taken[0].is_number else text


def _whole_text(item: Item) -> str:
    """The item with its parts in one text."""
    parts = [f"{part.written_number} {part.text}".strip() for part in item.parts]
    return " ".join([item.text, *([item.detail] if item.detail else []), *parts])


def _lead_items(lead: list[Item], kind: str) -> list[Item]:
    """Lines without numbers as items, by the words that such items begin with."""
    if kind == "steps":
        if boxes := steps_of_flow(lead):
            return boxes
        gaps = any(item.after_gap for item in lead[1:])
        return join_lines(lead, lambda _: not gaps)
    return join_lines(lead, lambda text: bool(_OPENS[kind].match(text)))


def _new(before: list[Text], texts: list[Text]) -> list[Text]:
    """Those that are not there yet in the same words."""
    known = {bare(text.text) for text in before}
    return [text for text in texts if bare(text.text) not in known]
