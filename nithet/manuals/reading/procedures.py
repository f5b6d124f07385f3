"""One procedure out of its lines: sections, their lists and tables, put together."""

import re
from collections.abc import Iterable, Sequence

from nithet.manuals.draft import Text
from nithet.manuals.likeness import bare
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.definitions import read_definitions
from nithet.manuals.reading.flows import is_flow, steps_of_flow
from nithet.manuals.reading.grouping import group_tables
from nithet.manuals.reading.items import (
    aims_of,
    boxes_of,
    lead_items,
    line_of,
    new_texts,
    post_before_duty,
    rest_line,
    say_again,
    unnumbered,
    whole_text,
)
from nithet.manuals.reading.joining import join
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.lists import Item, read_list
from nithet.manuals.reading.procedure import Procedure, Section
from nithet.manuals.reading.runs import ends_row, joined_runs
from nithet.manuals.reading.scanning import Scan
from nithet.manuals.reading.sections import CONTENT
from nithet.manuals.reading.sheets import column_lists, steps_of_sheet, texts_of_table
from nithet.manuals.reading.spans import Opening, Span
from nithet.manuals.reading.step_rows import is_terminal, steps_of_table
from nithet.manuals.reading.steps import Step, steps_of_list
from nithet.manuals.reading.tables import Row, Table, read_rows
from nithet.manuals.reading.times import is_recurrent, title_and_time
from nithet.manuals.reading.totals import is_total
from nithet.manuals.responsible import split_responsible

_TITLE_ORDER = ("mark", "name", "document", "plain")
_TEXT_LISTS = ("objectives", "forms", "references")
_LONGEST_CAPTION = 150
_LEADS = re.compile("(?:ดังนี้|ต่อไปนี้|ตามตาราง|ดังตาราง)[ก-๎ ]{0,20}[:：]?$")
_DUTY = re.compile("(?:มี|ทำ)หน้าที่")
_NOTHING = {"-", "–", "ไม่มี", "- ไม่มี -", "ไม่มี -"}


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
        self._boxes: list[Item] = []
        self._times: list[Item] = []
        self._measures: list[tuple[Section, list[Line]]] = []

    def read(self) -> Procedure:
        """The procedure of the span."""
        procedure = self._named()
        for section in self._sections():
            self._read_section(procedure, section)
        self._read_shared(procedure)
        self._read_flowchart(procedure)
        self._read_measures(procedure)
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
                texts.extend(new_texts(texts, [Text(one, lines) for one in dict.fromkeys(found)]))
        return procedure

    def _read_shared(self, procedure: Procedure) -> None:
        """What a table for several works, which stands elsewhere, says of this one."""
        self._ledger.use(self._span.shared_names, "heading")
        if self._span.shared:
            self._read_section(procedure, Section("times", None, self._span.start, self._span.shared))

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
            if at in self._taken or at in self._found.shared or self._ledger.is_left_out(line.number):
                continue
            if heading and heading.kind == "label":
                self._ledger.furnish([line.number], "label")
            elif heading and heading.kind not in {"name", "document"}:
                sections.append(Section(heading.kind, heading, at))
                self._ledger.use([line.number], "heading")
                if heading.rest:
                    sections[-1].lines.append(rest_line(line, heading.rest))
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
        if section.kind == "flowchart" and all(row.filled <= 1 for row in rows):
            lines = list(map(line_of, rows))
            self._flowchart.extend(lines)
            self._boxes.extend(boxes_of(lines))
            return
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
            for row in table.totals:
                self._matter(procedure, " | ".join(filter(None, map(" ".join, row.cells))), row.lines)
        self._loose(procedure, loose, section.kind, is_sheet=is_sheet)

    def _matter(self, procedure: Procedure, text: str, lines: Sequence[int]) -> None:
        """Keep words that are no item of the procedure."""
        procedure.others.append(("other", "", text, list(lines)))
        self._ledger.use(lines, "matter")

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
                    texts = [Text(unnumbered(value), tuple(row.lines)) for value in lists[kind]]
                    self._add_texts(procedure, kind, texts, restated=is_sheet)
            if lists or is_sheet:
                self._ledger.use(row.lines, "sheet")
            elif kind_of_section not in CONTENT | {"bare"}:
                whole = " | ".join(filter(None, (row.text(at) for at in range(len(row.cells)))))
                self._matter(procedure, whole, row.lines)
        for column, count in uneven.items():
            at, item = rows[0].lines[0], self._item
            self._cautions.add(
                "uneven-columns", line=at, item=item, column=column, count=count, steps=len(steps)
            )

    def _text_list(self, procedure: Procedure, kind: str, lines: Sequence[Line]) -> None:
        found = read_list(lines)
        items = found.items or lead_items(found.lead, kind)
        items = [one for item in items for one in (aims_of(item) if kind == "objectives" else [item])]
        texts = [
            Text(whole_text(item), tuple(item.all_lines())) for item in items if item.text not in _NOTHING
        ]
        self._add_texts(procedure, kind, texts, restated=False)
        self._ledger.use([number for item in [*items, *found.lead] for number in item.all_lines()], kind)

    def _add_texts(self, procedure: Procedure, kind: str, texts: list[Text], *, restated: bool) -> None:
        before: list[Text] = getattr(procedure, kind)
        if not ((restated or self._sheet_read) and before):
            before.extend(new_texts(before, texts))

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
        posts = [post_before_duty(line.body) for line in texts]
        for line, post in zip(texts, posts, strict=True):
            if post != line.body:
                self._matter(procedure, line.text, [line.number])
        procedure.responsible = split_responsible(posts) or procedure.responsible
        self._ledger.use([line.number for line in texts], "responsible")

    def _steps(self, procedure: Procedure, section: Section, lines: Sequence[Line]) -> None:
        kind = section.kind
        lines = self._without_totals(procedure, lines)
        if kind == "standards" and not procedure.listed:
            self._measures.append((section, lines))
            return
        fields = {
            (line.number, line.text): self._found.fields[line.number, line.text]
            for line in lines
            if (line.number, line.text) in self._found.fields
        }
        found = read_list(lines, fields, width=self._found.width)
        items = found.items
        if not items and kind == "steps":
            items = lead_items(found.lead, kind)
            if procedure.tabled and not say_again(items, procedure.tabled):
                self._beside_table(procedure, found.lead)
                return
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

    def _read_measures(self, procedure: Procedure) -> None:
        """Lists of measures above the steps or beside their table; steps only where nothing else tells these."""
        for section, lines in self._measures:
            if procedure.listed or procedure.tabled or procedure.summed:
                self._other(procedure, section, lines)
            else:
                self._steps(procedure, Section("steps", section.heading, section.at), lines)

    def _without_totals(self, procedure: Procedure, lines: Sequence[Line]) -> list[Line]:
        """The lines without those that add up how long all takes."""
        totals = [line for line in lines if not line.marker and not line.is_row and is_total(line.text)]
        for line in totals:
            self._matter(procedure, line.text, [line.number])
        return [line for line in lines if line not in totals]

    def _beside_table(self, procedure: Procedure, lead: Sequence[Item]) -> None:
        """Words around a table of steps that are no steps themselves; what only leads to it is not kept."""
        for item in lead:
            if _LEADS.search(item.text):
                self._ledger.use(item.lines, "lead")
            else:
                self._matter(procedure, item.text, item.lines)

    def _read_flowchart(self, procedure: Procedure) -> None:
        """What stands under the flow chart: the steps, if nothing else tells them; else captions of the picture."""
        is_only = not (procedure.listed or procedure.tabled or procedure.summed)
        found = read_list(self._flowchart)
        if is_only and (len(found.items) > 1 or steps_of_flow(found.lead)):
            self._steps(procedure, Section("steps", None, self._span.start), self._flowchart)
            return
        if is_only and len(self._boxes) > 1:
            procedure.listed.extend(steps_of_list(self._boxes))
            self._ledger.use([number for box in self._boxes for number in box.lines], "step")
        short = [
            line
            for line in self._flowchart
            if line.text and (len(line.text) <= _LONGEST_CAPTION or is_flow(line.text))
        ]
        self._ledger.furnish([line.number for line in short], "caption")

    def _facts(self, procedure: Procedure, kind: str, items: Sequence[Item]) -> bool:
        """A list of times or standards, one for each step; or one time of the year that holds for all."""
        if kind == "times" and len(items) == 1 and is_recurrent(items[0].text):
            self._time_of_all(procedure, items[0])
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

    def _time_of_all(self, procedure: Procedure, item: Item) -> None:
        """One time of the year holds for all steps; where another is said too, neither is certain, and it is told."""
        self._times.append(item)
        if len({one.text for one in self._times}) == 1:
            procedure.time = item.text
            return
        if procedure.time:
            self._cautions.add("several-times", line=item.lines[0], item=self._item)
        for one in self._times if procedure.time else [item]:
            self._matter(procedure, one.text, one.lines)
        procedure.time = ""

    def _other(self, procedure: Procedure, section: Section, lines: Sequence[Line]) -> None:
        texts = [line for line in lines if line.text]
        title = section.heading.title if section.heading else ""
        text = "\n".join(line.text for line in texts)
        procedure.others.append((section.kind, title, text, [line.number for line in texts]))
        self._ledger.use([line.number for line in texts], "matter")
