"""What the year keeps about a person, by topic: what of it is theirs, and the texts that may name somebody."""

from __future__ import annotations

from nithet.cycles.personal import deciding, duties, letters, policies, work


def declare_own() -> None:
    for topic in (work, duties, letters, deciding, policies):
        topic.declare_own()
