"""What is truly in a drawn manual, and by which choices it was laid out."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.zoo.blocks import Page

Choices = dict[str, str]


@dataclass(slots=True)
class TrueStep:
    """`also` are wordings as good as the title. No months: `time` stands in the manual without one, or nothing does.

    `also_in_text` are so in plain text only, and a time that is seen by a merged cell alone (`is_merged`) may lack there.
    """

    title: str
    months: tuple[int, ...] = ()
    time: str = ""
    is_all_year: bool = False
    also: tuple[str, ...] = ()
    also_in_text: tuple[str, ...] = ()
    is_merged: bool = False


@dataclass(slots=True)
class TrueProcedure:
    title: str
    steps: list[TrueStep] = field(default_factory=list)
    choices: Choices = field(default_factory=dict)


@dataclass(slots=True)
class Manual:
    seed: int
    page: Page
    procedures: list[TrueProcedure]
    choices: Choices
