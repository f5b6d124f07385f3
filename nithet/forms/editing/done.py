from dataclasses import dataclass

from nithet.forms.tables import Tables


@dataclass(frozen=True, slots=True)
class Done:
    """The tables after an act, and the line of what it worked on; 0 where nothing of it stands any more."""

    tables: Tables
    number: int = 0
