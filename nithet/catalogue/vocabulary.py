"""The closed vocabularies of the catalogue: what a procedure's file may say, and nothing else."""

import re
from typing import Final

ACTIONS: Final = (
    *("appoint", "study", "survey", "plan", "propose", "coordinate", "produce", "appraise", "train", "serve"),
    *("visit", "network", "share", "evaluate", "improve", "register", "operate", "report", "publish"),
)
"""The actions of the design. What each of them opens is known to the registers, not here."""

DECISIONS: Final = ("approve", "endorse", "acknowledge", "permit", "sign")
"""What a step that goes up asks for. A step that asks for none ends with the certification of the division's head."""

PERIODS: Final = ("semester", "quarter", "month", "year")
"""The periods in which a measure counts."""

RESPONSIBLE: Final = {
    "supervisor": "ศึกษานิเทศก์",
    "computer_officer": "นักวิชาการคอมพิวเตอร์",
    "head": "ผู้อำนวยการกลุ่ม",
    "section_head": "หัวหน้ากลุ่มงาน",
    "clerk": "ธุรการกลุ่ม",
    "section": "",
}
"""Who does a step: a role, in the words of manuals; “section” is the procedure's section, by its own name."""

REFERENCE_KINDS: Final = ("law", "regulation", "standard", "curriculum", "guide")

FORM_KINDS: Final = ("survey", "record", "assessment", "report", "plan", "document", "register")

FISCAL_MONTHS: Final = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)

_CADENCE = re.compile(
    r"(?:per_semester|per_quarter):[1-9][0-9]?|(?:within_days|within_calendar_days|before_days):[1-9][0-9]{0,2}"
    r"|every_month|all_year|every_supervision_round"
)


def is_cadence(text: str) -> bool:
    """Whether the text says how often, in the closed vocabulary: “per_semester:2”, “all_year”, …"""
    return _CADENCE.fullmatch(text) is not None


CADENCE_WORDS: Final = (
    "per_semester:N, per_quarter:N, within_days:N, within_calendar_days:N, before_days:N, "
    "every_month, all_year, every_supervision_round"
)
"""The cadences as a message names them."""
