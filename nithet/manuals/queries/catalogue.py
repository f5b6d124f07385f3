"""The shipped procedures as a list to pick from, and what was picked as a draft."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nithet.catalogue import templates
from nithet.catalogue.loader import load_catalogue
from nithet.manuals.draft import ManualDraft
from nithet.manuals.keys import keyed
from nithet.manuals.ready import draft_of_template

NAME = "คลังแม่แบบกระบวนงาน"
"""What stands as the source of a version that was begun from the catalogue."""


@dataclass(frozen=True, slots=True)
class ReadyProcedure:
    code: str
    title: str
    steps: int


@dataclass(frozen=True, slots=True)
class ReadyFamily:
    """Kin procedures of a division: an office picks the one that is most like its own work."""

    name: str
    procedures: tuple[ReadyProcedure, ...]


@dataclass(frozen=True, slots=True)
class ReadyUnit:
    """The procedures that a division usually keeps in its manual, by family."""

    name: str
    families: tuple[ReadyFamily, ...]

    @property
    def procedures(self) -> list[tuple[ReadyFamily, ReadyProcedure]]:
        return [(family, one) for family in self.families for one in family.procedures]


def ready_units() -> list[ReadyUnit]:
    """In official order, without the divisions for which nothing is shipped."""
    catalogue = load_catalogue()
    units = [ReadyUnit(unit.name, tuple(_families(catalogue, unit.code))) for unit in catalogue.units]
    return [unit for unit in units if unit.families]


def _families(catalogue: templates.Catalogue, unit: str) -> Iterator[ReadyFamily]:
    for family in catalogue.families:
        kin = [one for one in catalogue.procedures if (one.unit, one.family) == (unit, family.code)]
        if kin:
            ready = (ReadyProcedure(one.code, one.title, len(one.steps)) for one in kin)
            yield ReadyFamily(family.name, tuple(ready))


def ready_codes() -> list[str]:
    return [one.code for one in load_catalogue().procedures]


def draft_of(codes: Collection[str]) -> ManualDraft:
    """The picked procedures, in the order of the catalogue; `group` is the division where all are of one."""
    catalogue = load_catalogue()
    picked = [one for one in catalogue.procedures if one.code in codes]
    units = {one.unit for one in picked}
    group = catalogue.unit(units.pop()).name if len(units) == 1 else None
    procedures = tuple(draft_of_template(one) for one in picked)
    return keyed(ManualDraft(group=group, procedures=procedures, source_name=NAME))
