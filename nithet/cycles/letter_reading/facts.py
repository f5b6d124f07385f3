"""What was found in a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

Fact = TypeVar("Fact")


@dataclass(frozen=True, slots=True)
class Found(Generic[Fact]):
    """A fact with the words of the letter that say it; `remark` where more than that was assumed."""

    value: Fact
    words: str
    remark: str = ""


class Asked(StrEnum):
    """Who is asked as a whole, without a name."""

    ALL_SCHOOLS = "all_schools"
    SMALL_SCHOOLS = "small_schools"
    HIGHLAND_SCHOOLS = "highland_schools"
    ALL_UNITS = "all_units"


@dataclass(frozen=True, slots=True)
class Known:
    """A name of the office that a letter may ask by: of a school, a cluster or a unit."""

    kind: str
    key: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Of a letter; what is None, or empty, it does not say."""

    subject: Found[str] | None = None
    from_whom: Found[str] | None = None
    number: Found[str] | None = None
    dated_on: Found[date] | None = None
    due_on: Found[date] | None = None
    urgency: Found[str] | None = None
    secret: Found[str] | None = None
    asked: tuple[Found[Asked], ...] = ()
    named: tuple[Found[Known], ...] = ()
