"""What the register of surveys offers."""

from __future__ import annotations

from nithet.cycles.register import Kind
from nithet.registers.surveys.actions import Evaluate, Survey
from nithet.registers.surveys.needs import NEEDS
from nithet.registers.surveys.queries import resolve_rounds
from nithet.registers.surveys.serving import KIND
from nithet.registers.surveys.suggestions import SUGGESTIONS

BOOKS = (NEEDS, SUGGESTIONS)
ACTIONS = (Survey(), Evaluate())
KINDS = (Kind(KIND, "รอบการเก็บข้อมูล", resolve_rounds),)
