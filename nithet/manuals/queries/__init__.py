"""Reads of the manuals, shaped for their pages."""

from nithet.manuals.queries.lists import proposals_for, sent_back_to

__all__ = ["proposals_for", "sent_back_to"]
