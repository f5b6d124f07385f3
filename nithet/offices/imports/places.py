"""Where somebody serves, by name or code: the schools and units of an office, looked up once a pass."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from rapidfuzz import fuzz, process

from nithet.offices.models import Cluster, Office, School, Unit
from nithet.thai.numerals import to_arabic
from nithet.thai.text import squeeze

_SCHOOL = re.compile(r"^(?:โรงเรียน|ร\.?ร\.?)")
_OFFICE = re.compile(r"^(?:สำนักงานเขตพื้นที่การศึกษา|สพป|สพม|เขตพื้นที่การศึกษา)")
_CODE = re.compile(r"\d{8}|\d{10}")
LIKE_AT_LEAST = 82
"""Of 100: nearer names are offered as “ใกล้เคียงกับ”, never taken."""


def school_key(name: str) -> str:
    """The name of a school for comparing: without its first word, spaces and marks of writing."""
    return _SCHOOL.sub("", squeeze(to_arabic(name))).replace('"', "").replace("”", "").replace("“", "")


@dataclass(frozen=True, slots=True)
class Place:
    """A school, a unit or a cluster; the office itself where all are none. `key` tells places apart."""

    name: str
    school_id: UUID | None = None
    unit_id: UUID | None = None
    cluster_id: UUID | None = None
    key: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", place_key(self.school_id or self.unit_id or self.cluster_id))


def place_key(pk: UUID | None) -> str:
    """Of a school, unit or cluster by its id; of the office itself."""
    return pk.hex if pk else "office"


class PlaceError(Exception):
    """No place, or more than one; the message is for people."""


class Places:
    """29,000 schools with their names take some 15 MB: they are read once, when a row first names one."""

    def __init__(self, office: Office, *, on: date | None = None) -> None:
        self._office = office
        self._on = on  # with a day: only schools that are open then
        self._known: dict[str, Place | str] = {}

    def find(self, words: str) -> Place:
        """The place that the words name: a code, a school, a unit, a cluster or the office. Raises PlaceError."""
        found = self._known.get(words)
        if found is None:
            found = self._known[words] = self._looked_up(words)
        if isinstance(found, str):
            raise PlaceError(found)
        return found

    def unit_in(self, words: str) -> Place | None:
        """The unit that the words of a position name (“ผู้อำนวยการกลุ่มนิเทศฯ”)."""
        line = squeeze(words)
        begins = [line.find(start) for start in ("กลุ่ม", "หน่วย") if start in line]
        return self._unit(line[min(begins) :]) if begins else None

    def _looked_up(self, words: str) -> Place | str:
        line = squeeze(to_arabic(words))
        if _CODE.fullmatch(line):
            found = self._schools["#" + line]
            return found[0] if found else f"ไม่พบโรงเรียนรหัส {line} ในทะเบียน โปรดตรวจรหัส หรือนำเข้าโรงเรียนก่อน"
        if unit := self._unit(line):
            return unit
        schools = self._schools[school_key(words)]
        if len(schools) == 1:
            return schools[0]
        if not schools and self._on and school_key(words) in self._closed:
            return f"โรงเรียน “{words}” เลิกหรือรวมแล้ว โปรดตรวจชื่อโรงเรียนที่ปฏิบัติงานในปัจจุบัน"
        if schools:
            return f"มีโรงเรียนชื่อ “{words}” มากกว่าหนึ่งแห่ง โปรดใส่รหัสโรงเรียนแทนชื่อ"
        return self._other(line) or self._not_found(words)

    def _other(self, line: str) -> Place | None:
        """A cluster, or the office itself."""
        if cluster := self._clusters.get(line):
            return cluster
        return Place(self._office.name) if _OFFICE.match(line) else None

    def _not_found(self, words: str) -> str:
        near = process.extractOne(
            school_key(words), self._names, scorer=fuzz.ratio, score_cutoff=LIKE_AT_LEAST
        )
        hint = f"ใกล้เคียงกับ “{near[2]}”" if near else "หรือเพิ่มโรงเรียนและกลุ่มก่อน"
        return f"ไม่พบโรงเรียนหรือกลุ่มชื่อ “{words}” ในทะเบียน โปรดตรวจตัวสะกด {hint}"

    def _unit(self, line: str) -> Place | None:
        """The unit of that name; of a shortened one (“กลุ่มนิเทศฯ”) the only unit that begins so."""
        if exact := self._units.get(line):
            return exact
        start = line.rstrip("ฯ.")
        if not line.startswith(("กลุ่ม", "หน่วย")) or len(start) < len("กลุ่ม") + 3:
            return None
        like = {place.key: place for name, place in self._units.items() if name.startswith(start)}
        return next(iter(like.values())) if len(like) == 1 else None

    @cached_property
    def _units(self) -> dict[str, Place]:
        units = Unit.objects.filter(office=self._office, closed_on=None).only(
            "pk", "name", "short_name", "code"
        )
        return {
            squeeze(name): Place(unit.name, unit_id=unit.pk)
            for unit in units
            for name in (unit.code, unit.short_name, unit.name)
        }

    @cached_property
    def _clusters(self) -> dict[str, Place]:
        clusters = Cluster.objects.filter(office=self._office, closed_on=None).values_list("pk", "name")
        return {squeeze(name): Place(name, cluster_id=pk) for pk, name in clusters}

    @cached_property
    def _schools(self) -> defaultdict[str, list[Place]]:
        """By the key of the name, and by each code behind a #."""
        found: defaultdict[str, list[Place]] = defaultdict(list)
        schools = School.objects.filter(office=self._office)
        schools = schools.active(on=self._on) if self._on else schools
        rows = schools.values_list("pk", "name", "smis_code", "ministry_code")
        for pk, name, smis, ministry in rows.iterator(chunk_size=2000):
            place = Place(name, school_id=pk)
            for key in (school_key(name), "#" + smis, "#" + ministry):
                found[key].append(place)
        return found

    @cached_property
    def _closed(self) -> frozenset[str]:
        closed = School.objects.filter(office=self._office).closed(on=self._on or date.max)
        return frozenset(school_key(name) for name in closed.values_list("name", flat=True))

    @cached_property
    def _names(self) -> dict[str, str]:
        """What a misspelt name may have meant, with what it is compared by: schools and units."""
        names = {place.name for places in self._schools.values() for place in places}
        names |= {place.name for place in self._units.values()}
        return {name: school_key(name) for name in sorted(names)}
