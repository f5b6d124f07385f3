"""Reads of the manuals, shaped for their pages."""

from nithet.manuals.queries.lists import proposals_for

__all__ = ["proposals_for"]
