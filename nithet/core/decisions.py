"""The answer of an access question: yes, or no with a sentence that says why."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.core.errors import RefusedError


@dataclass(frozen=True, slots=True)
class Answer:
    """Truthy when allowed. `why` is a Thai sentence for the person who was refused."""

    allowed: bool
    why: str = ""

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self) -> None:
        """Raise RefusedError (403) with the reason unless allowed."""
        if not self.allowed:
            raise RefusedError(self.why)


YES = Answer(allowed=True)


def no(why: str) -> Answer:
    return Answer(allowed=False, why=why)


def yes_if(condition: object, why: str) -> Answer:
    return YES if condition else no(why)
