"""The order of duties as a table: person, procedure, schools or clusters, part."""

from nithet.cycles.duty_list.kind import DutiesKind

__all__ = ["DutiesKind"]
