"""Reads the text of a work manual into a draft: `read_text` for pasted text, `read_bytes` for a file.

The way of a text: `decoding` → `lines` (with `mermaid`, `spaced`, `pressed`, `timed`, `tabbed`, `cut_rows`, `stacked`, `stacked_plain`, `grids`, `lanes`, `works`,
`cards`, `step_cards` and `stacked_cards`, tables and charts of other forms, as rows and items) → `furniture` →
`scanning` (what each line announces; `titles` of works without sections) → `structure`, `implicit` and `anew` (where procedures begin; `families` of numbers tell it too) →
`procedures` (sections; `lists` with `paragraphs`, `items`, `sheets`, `flows`, `definitions`; tables by `tables`, `columns`, `heads`, `grouping`
and `totals`) → `steps` (of a table by `step_columns`, `inner_steps`, `step_rows` and `step_facts`, with `calendars`; `joining` makes list and
table one) → `drafting` (`times`, `actions`) → `checks` (warnings that only the reading can give; all others are those of `reviewing`). `outside` reads
what is no procedure, `identity` the office and group; `ledger` accounts for every line, and `vanished` tells what looks like steps but was read as text. The words that all of it goes by
are data in `words/`.
"""

from nithet.manuals.draft import ManualDraft
from nithet.manuals.reading.decoding import MAX_BYTES, decode, refuse_large
from nithet.manuals.reading.errors import UnreadableManualError
from nithet.manuals.reading.ledger import FURNITURE_RULES
from nithet.manuals.reading.manual import read_manual

__all__ = ["FURNITURE_RULES", "MAX_BYTES", "UnreadableManualError", "read_bytes", "read_text", "refuse_large"]


def read_text(text: str) -> ManualDraft:
    """The draft of a pasted manual. Raises `UnreadableManualError`."""
    refuse_large(len(text))
    return read_manual(text)


def read_bytes(data: bytes, *, name: str) -> ManualDraft:
    """The draft of a manual in a file of that name. Raises `UnreadableManualError`."""
    return read_manual(decode(data, name=name), name=name)
