"""A run in a line."""

from __future__ import annotations

from collections import Counter

from walk.walking import Told

_FORM = "{:>5} {:>5} {:>5}  {}"


def heading() -> str:
    return _FORM.format("steps", "tasks", "done", "procedure: evidence by kind; actions done by a stand-in")


def line(told: Told) -> str:
    counts = f"{_counts(told.evidence)}; {_counts(told.stood_in)}"
    facts = _FORM.format(told.steps, told.tasks, told.done, f"{told.run.title}: {counts}")
    return "\n".join([facts, *(f"    ! {fault}" for fault in told.faults)])


def _counts(found: Counter[str]) -> str:
    return " ".join(f"{code} {count}" for code, count in sorted(found.items())) or "none"
