"""Runs of lines that are rows of one table, over blank lines and page breaks."""

from collections.abc import Sequence

from nithet.manuals.reading.lines import Line
from nithet.manuals.reading.tables import head_columns, is_unfinished, read_rows


def joined_runs(runs: Sequence[list[Line]]) -> list[list[Line]]:
    """Runs of rows; one that begins with the head of the run before goes on with its table, as on the next page."""
    joined: list[list[Line]] = []
    for run in filter(None, runs):
        if joined and run[0].raw.strip() == joined[-1][0].raw.strip() and head_columns(read_rows(run[:1])[0]):
            joined[-1].extend(run)
        else:
            joined.append(run)
    return joined


def ends_row(line: Line, run: Sequence[Line]) -> bool:
    """A line right below an unfinished row, without cells of its own."""
    return (
        bool(run)
        and line.number == run[-1].number + 1
        and line.marker is None
        and not line.level
        and is_unfinished(run)
    )
