"""Search: one table for all that can be found, written with what it tells of, asked within the rights of who asks.

Each kind of object is declared when Django starts (`kinds.py`); services call `index` and `forget` in their own
transaction (`writing.py`); `asking.py` asks, `rebuilding.py` makes an office's entries anew.
"""

from nithet.core.search.kinds import Entry, SearchKind, declare, undeclare
from nithet.core.search.writing import BATCH, forget, index

__all__ = ["BATCH", "Entry", "SearchKind", "declare", "forget", "index", "undeclare"]
