"""ใครทำอะไรได้: the table of rights, by role and by matter, and one's own part of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from nithet.offices import rights
from nithet.offices.forms import Filter, choice_field
from nithet.offices.members import Member, MemberRequest, member_page
from nithet.offices.models import Office, Role
from nithet.offices.rights import Level, Matter


class RightsFilter(Filter):
    """Which lines, or which matters, are shown."""

    role = choice_field("หน้าที่", "ทุกหน้าที่")
    matter = choice_field("เรื่อง", "ทุกเรื่อง")

    def __init__(self, data: Any, *, office: Office) -> None:
        roles = ((code, office.say(rights.name_of(code))) for code in rights.TABLE)
        super().__init__(data, role=roles, matter=Matter.choices)


@dataclass(frozen=True, slots=True)
class Cell:
    """One right of one role. `code` finds it in the page: "head:tasks"."""

    code: str
    role: str
    matter: Matter
    level: Level
    words: str
    is_mine: bool = False

    @property
    def style(self) -> str:
        return self.level.name.lower()


@dataclass(frozen=True, slots=True)
class Line:
    code: str
    name: str
    is_mine: bool
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Block:
    title: str
    matters: list[Matter]
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class MatterCard:
    matter: Matter
    cells: list[Cell]


@member_page
@require_safe
def who_may(request: MemberRequest) -> HttpResponse:
    form = RightsFilter(request.GET, office=request.office)
    mine = request.member.roles
    blocks = rights_by_role(request.member, only=form.given.get("role", ""))
    context = {
        "form": form,
        "by_matter": request.GET.get("by") == "matter",
        "legend": [level for level in reversed(Level) if level],
        "my_roles": [request.office.say(role.label) for role in Role if role in mine],
        "my_rights": rights_of(request.member),
        "blocks": blocks,
        "cards": rights_by_matter(blocks, only=form.given.get("matter", "")),
    }
    return render(request, "workspace/who_may.html", context)


def rights_by_role(member: Member, *, only: str = "") -> list[Block]:
    """The table as it is written, block by block."""
    codes = [only] if only else list(rights.TABLE)
    return [
        Block(title, matters, [_line(code, matters, member) for code in codes])
        for title, matters in rights.block_matters()
    ]


def _line(code: str, matters: list[Matter], member: Member) -> Line:
    cells = [_cell(code, matter, member) for matter in matters]
    return Line(code, member.office.say(rights.name_of(code)), code in member.roles, cells)


def _cell(code: str, matter: Matter, member: Member) -> Cell:
    """In the words of the member's office."""
    say, level = member.office.say, rights.TABLE[code][matter].level
    name, words = say(rights.name_of(code)), say(rights.cell_words(code, matter))
    return Cell(f"{code}:{matter}", name, matter, level, words, code in member.roles)


def rights_by_matter(blocks: list[Block], *, only: str = "") -> list[MatterCard]:
    """For each matter who holds it, those who reach furthest first."""
    cards = []
    for block in blocks:
        for place, matter in enumerate(block.matters):
            held = [line.cells[place] for line in block.lines if line.cells[place].level]
            if only in ("", matter):
                cards.append(MatterCard(matter, sorted(held, key=lambda cell: -cell.level)))
    return cards


def rights_of(member: Member) -> list[Cell]:
    """What the member may, by whichever of their roles reaches furthest."""
    found = []
    for _, matters in rights.block_matters():
        for matter in matters:
            cells = [_cell(role, matter, member) for role in Role if role in member.roles]
            best = max(cells, key=lambda cell: cell.level)
            if best.level:
                found.append(best)
    return found
