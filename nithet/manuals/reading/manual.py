"""The whole way from text to draft."""

from collections.abc import Sequence
from dataclasses import replace

from nithet.manuals.draft import ManualDraft, Matter
from nithet.manuals.keys import keyed
from nithet.manuals.reading.cards import read_banners, read_cards, read_labels
from nithet.manuals.reading.cautions import Cautions
from nithet.manuals.reading.checks import check_steps
from nithet.manuals.reading.cut_rows import join_cut_rows, mend_cut_rows
from nithet.manuals.reading.drafting import draft_procedure
from nithet.manuals.reading.errors import UnreadableManualError
from nithet.manuals.reading.furniture import (
    mark_back_cover,
    mark_contents,
    mark_continued,
    mark_plain_furniture,
)
from nithet.manuals.reading.grids import read_grids
from nithet.manuals.reading.identity import find_fiscal_year, find_group, find_office
from nithet.manuals.reading.lanes import read_lanes
from nithet.manuals.reading.ledger import Ledger
from nithet.manuals.reading.lines import Line, split_lines
from nithet.manuals.reading.mermaid import read_mermaid
from nithet.manuals.reading.outside import read_listings, read_outside
from nithet.manuals.reading.pressed import read_pressed
from nithet.manuals.reading.procedure import Procedure
from nithet.manuals.reading.procedures import ProcedureReader
from nithet.manuals.reading.scanning import Scan, scan
from nithet.manuals.reading.shared_tables import share_tables
from nithet.manuals.reading.spaced import read_spaced
from nithet.manuals.reading.spans import Span
from nithet.manuals.reading.stacked import read_stacked
from nithet.manuals.reading.stacked_cards import read_stacked_cards
from nithet.manuals.reading.stacked_plain import read_stacked_plain
from nithet.manuals.reading.step_cards import read_step_cards
from nithet.manuals.reading.structure import find_spans
from nithet.manuals.reading.tabbed import read_short_rows, read_tabbed
from nithet.manuals.reading.timed import read_timed, split_facts
from nithet.manuals.reading.vanished import check_vanished
from nithet.manuals.reading.works import read_works
from nithet.manuals.reviewing import warnings_of


def read_manual(text: str, *, name: str = "") -> ManualDraft:
    """The draft of a manual. Raises `UnreadableManualError` for a text in which no procedure is found."""
    lines = _laid_out(split_lines(text))
    if not any(line.text for line in lines):
        raise UnreadableManualError("empty")
    ledger, cautions = Ledger(lines), Cautions()
    mark_contents(lines, ledger)
    mark_plain_furniture(lines, ledger)
    mark_continued(lines, ledger)
    mark_back_cover(lines, ledger)
    found = scan(lines, ledger)
    spans, listed = find_spans(found)
    share_tables(found, spans, ledger)
    procedures = _read_procedures(found, spans, ledger, cautions)
    if not any(procedure.steps for procedure in procedures):
        raise UnreadableManualError("not-a-manual")
    titles = [procedure.title for procedure in procedures]
    read_listings(listed, found, titles, ledger, cautions)
    matters = [*read_outside(found, spans, titles, ledger), *_inner_matters(procedures)]
    drafts = tuple(draft_procedure(one) for one in procedures)
    for place, (procedure, one) in enumerate(zip(procedures, drafts, strict=True)):
        check_steps(procedure, one, cautions, item=f"procedures/{place}")
    check_vanished(lines, spans, ledger, cautions)
    draft = ManualDraft(
        office=find_office(lines),
        group=find_group(lines),
        fiscal_year_be=find_fiscal_year(lines),
        procedures=drafts,
        matters=tuple(matters),
        warnings=cautions.all(),
        notes=ledger.notes(),
        line_count=lines[-1].number,
        source_name=name,
    )
    return reviewed(keyed(draft))


def reviewed(draft: ManualDraft) -> ManualDraft:
    """The draft with its warnings as they are now."""
    return replace(draft, warnings=warnings_of(draft))


def _laid_out(lines: Sequence[Line]) -> list[Line]:
    """The lines, with tables of other layouts as rows of bars or tabs."""
    for read in (
        read_mermaid,
        read_step_cards,
        read_stacked_cards,
        read_spaced,
        read_pressed,
        read_timed,
        split_facts,
        read_labels,
        join_cut_rows,
        read_tabbed,
        read_short_rows,
        read_stacked,
        read_stacked_plain,
        read_grids,
        mend_cut_rows,
        read_lanes,
        read_works,
        read_cards,
        read_banners,
    ):
        lines = read(lines)
    return list(lines)


def _read_procedures(
    found: Scan, spans: Sequence[Span], ledger: Ledger, cautions: Cautions
) -> list[Procedure]:
    """Procedures in order; a span without steps of its own and without an opening is no procedure."""
    procedures: list[Procedure] = []
    for span in spans:
        item = f"procedures/{len(procedures)}"
        procedures.append(ProcedureReader(found, span, ledger, cautions, item).read())
    return procedures


def _inner_matters(procedures: Sequence[Procedure]) -> list[Matter]:
    return [
        Matter(kind, title, text, tuple(lines))
        for one in procedures
        for kind, title, text, lines in one.others
    ]
