"""Who is meant by a manual's words for the responsible: a unit, a role in it, or a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from uuid import UUID

from nithet.offices.models import Person, Role, Unit
from nithet.thai.numerals import to_arabic
from nithet.thai.people import split_title
from nithet.thai.text import squeeze

# Roles that a manual may name as the doer, in words that offices use.
_ROLE_WORDS: Mapping[str, Role] = {
    "ศึกษานิเทศก์": Role.SUPERVISOR,
    "ศน.": Role.SUPERVISOR,
    "นักวิชาการคอมพิวเตอร์": Role.COMPUTER_OFFICER,
    "เจ้าหน้าที่คอมพิวเตอร์": Role.COMPUTER_OFFICER,
    "ผู้อำนวยการกลุ่ม": Role.HEAD,
    "ผอ.กลุ่ม": Role.HEAD,
    "หัวหน้ากลุ่มงาน": Role.SECTION_HEAD,
    "ธุรการกลุ่ม": Role.CLERK,
}
# Not those that begin other words too: “ศ.น.” is no professor.
_TITLES = ("นาย", "นาง", "น.ส.", "ว่าที่", "ดร.", "พล", "พัน", "ร้อย", "จ่า", "สิบ")


@dataclass(frozen=True, slots=True)
class Responsible:
    """Unit always; a role or a person where the words say so."""

    unit_id: UUID
    role: str = ""
    person_id: UUID | None = None

    def as_value(self) -> dict[str, str]:
        """Plain data as an Answer keeps it."""
        return {"unit": str(self.unit_id), "role": self.role, "person": str(self.person_id or "")}

    @classmethod
    def from_value(cls, value: Mapping[str, str]) -> Responsible:
        person = value.get("person")
        return cls(UUID(value["unit"]), value.get("role", ""), UUID(person) if person else None)


@lru_cache(maxsize=4096)
def plain(wording: str) -> str:
    """A wording as it is compared and remembered: Arabic digits, no white space."""
    return squeeze(to_arabic(wording))[:500]


def key_of(wordings: Sequence[str], unit: Unit) -> str:
    """What an answer is remembered by: the same words may mean other people in another division's manual."""
    return f"{plain('|'.join(wordings))[:440]}@{unit.code}"


@dataclass(slots=True)
class Directory:
    """The office's units and people, prepared to be found by a manual's words."""

    units: list[tuple[str, Unit]]
    people: dict[str, UUID]
    # A manual says the same few words at most of its steps.
    known: dict[tuple[tuple[str, ...], UUID], Responsible | None] = field(default_factory=dict)

    @classmethod
    def of(cls, units: Iterable[Unit], people: Iterable[Person]) -> Directory:
        names = [(plain(name).removesuffix("ฯ"), u) for u in units for name in (u.name, u.short_name)]
        found = [(plain(p.plain_name), p.pk) for p in people]
        times = Counter(name for name, _ in found)
        return cls(names, {name: pk for name, pk in found if times[name] == 1})

    def find(self, wordings: Sequence[str], unit: Unit) -> Responsible | None:
        """Who is surely meant; None where a person must be asked."""
        asked = tuple(wordings), unit.pk
        if asked not in self.known:
            self.known[asked] = self._find(wordings, unit)
        return self.known[asked]

    def strangers(self, wordings: Sequence[str]) -> list[str]:
        """Persons that the words name and who do not serve here."""
        return [w for w in wordings if is_name(w) and self._person(w) is None]

    def _find(self, wordings: Sequence[str], unit: Unit) -> Responsible | None:
        found_unit = next((u for w in wordings if (u := self._unit(w))), None)
        person = next((p for w in wordings if (p := self._person(w))), None)
        role = next((r for w in wordings if (r := _role(w))), "")
        if not (found_unit or person or role):
            return None
        return Responsible((found_unit or unit).pk, role, person)

    def _unit(self, wording: str) -> Unit | None:
        """By the whole name, or by a beginning of it that fits one unit only ("กลุ่มงานส่งเสริม…ฯ")."""
        wanted = plain(wording).removesuffix("ฯ")
        if len(wanted) < len("กลุ่มงาน"):
            return None
        whole = {u.pk: u for name, u in self.units if name == wanted}
        begun = whole or {u.pk: u for name, u in self.units if name.startswith(wanted)}
        return next(iter(begun.values())) if len(begun) == 1 else None

    def _person(self, wording: str) -> UUID | None:
        _, first, last = split_title(wording)
        return self.people.get(plain(f"{first} {last}"))


@lru_cache(maxsize=4096)
def is_name(wording: str) -> bool:
    """Whether a manual names a person: a title that people bear, a first and a last name."""
    title, first, last = split_title(wording)
    return bool(first and last) and title.startswith(_TITLES)


def _role(wording: str) -> str:
    return _ROLE_WORDS.get(plain(wording), "")
