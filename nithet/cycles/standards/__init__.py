"""Standards of work (มาตรฐานการปฏิบัติงาน): what each asks for, and whether evidence shows it. Pure rules, no database."""

from nithet.cycles.standards.conditions import (
    Complete,
    Condition,
    Count,
    Coverage,
    Dated,
    Issued,
    Judgement,
    asked_words,
    kind_of,
    words_of,
)
from nithet.cycles.standards.reading import condition_of

__all__ = [
    "Complete",
    "Condition",
    "Count",
    "Coverage",
    "Dated",
    "Issued",
    "Judgement",
    "asked_words",
    "condition_of",
    "kind_of",
    "words_of",
]
