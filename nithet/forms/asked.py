"""Who is asked, who answers, and whether an answer is taken now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from nithet.forms.models import Round, RoundTarget
from nithet.offices.members import Member
from nithet.offices.models import School


class Door(StrEnum):
    """What stands between who holds a link and the questions."""

    OPEN = "open"
    SOON = "soon"
    OVER = "over"
    VOID = "void"
    RETIRED = "retired"
    EXCUSED = "excused"


@dataclass(frozen=True, slots=True)
class Asked:
    """A round, and who of its target; none of the public."""

    round: Round
    target: RoundTarget | None = None

    @property
    def school(self) -> School | None:
        return self.target.school if self.target else None

    @property
    def name(self) -> str:
        """“โรงเรียน…”, a person's name, or "" of the public."""
        if self.target is None:
            return ""
        if self.target.school:
            return self.target.school.name
        return self.target.person.name if self.target.person else self.target.name

    @property
    def is_public(self) -> bool:
        """Whoever has the link answers."""
        return self.target is None

    @property
    def has_answered(self) -> bool:
        return self.target is not None and self.target.has_answered

    @property
    def is_excused(self) -> bool:
        return self.target is not None and (
            self.target.standing == RoundTarget.Standing.EXCUSED or self._is_gone(self.target)
        )

    def _is_gone(self, target: RoundTarget) -> bool:
        """A person whose records were taken out."""
        return self.round.audience == Round.Audience.PEOPLE and target.person_id is None

    def door(self, *, on: date) -> Door:
        """The first of what holds back; answers that were typed before are taken in all the same (`receive_answer`)."""
        states = Round.State
        if self.round.state == states.VOID:
            return Door.VOID
        if self.round.state == states.DRAFT or (self.round.state == states.OPEN and on < self.round.opens_on):
            return Door.SOON
        if self.is_excused:
            return Door.EXCUSED
        if not self.round.is_taking(on=on):
            return Door.OVER
        return Door.RETIRED if self.round.version.form.retired_at else Door.OPEN


@dataclass(frozen=True, slots=True)
class Guest:
    """Who answers without an account, as history names them: by the school, never by a person's own name."""

    name: str
    pk: None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Who answers: a member, who was asked by name, or the name and position that were told."""

    name: str = ""
    position: str = ""
    member: Member | None = None
    role: str = ""
    school: School | None = None
    """Where they serve, of a person."""

    @property
    def words(self) -> str:
        """“นางสาวสมมุติ ตัวอย่าง ครู”, as it stands with the answer."""
        if self.member is not None:
            return f"{self.member.name} {self.member.position}"[:200]
        return f"{self.name} {self.position}".strip()[:200]


NOBODY = Sender()
