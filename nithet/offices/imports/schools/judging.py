"""Which school a row means, and what it changes about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from nithet.core.ids import new_id
from nithet.offices.imports.kinds import Change, Draft, Outcome, Problem, Verdict, label_of
from nithet.offices.imports.places import school_key as name_key
from nithet.offices.models import Cluster, ClusterStay, Level, PupilCount, School
from nithet.thai.dates import format_date
from nithet.thai.likeness import likely_same_school, school_key
from nithet.thai.text import squeeze

if TYPE_CHECKING:
    from nithet.offices.imports.schools.taking import SchoolsTaking

LEVEL_CODES = tuple(level.value for level in Level)
PUPIL_CODES = frozenset({"pupils", *LEVEL_CODES})
_FACTS = (
    "smis_code", "ministry_code", "name", "subdistrict", "district", "lowest_level", "highest_level", "phone", "email",
    "latitude", "longitude", "elevation_m", "is_listed_highland",
)  # fmt: skip
_LABELS = {name: label_of(School, name) for name in _FACTS}
KEY_LENGTH = 120
_CODES = ("smis_code", "ministry_code")


@dataclass(slots=True)
class Plan:
    """What storing does for a row."""

    school: School
    is_new: bool
    facts: dict[str, Any] = field(default_factory=dict)
    former_name: str = ""
    cluster: str = ""  # the name of the cluster it comes to; empty where it stays
    stay: ClusterStay | None = None  # the stay that ends then
    count: PupilCount | None = None
    total_before: int | None = None


@dataclass(frozen=True, slots=True)
class Schools:
    """The stored schools that a batch may mean."""

    rows: Sequence[School]
    by_key: Mapping[str, Sequence[School]]
    counts: Mapping[UUID, PupilCount]
    stays: Mapping[UUID, ClusterStay]

    def exactly(self, draft: Draft) -> School | Problem | None:
        """By SMIS, then by the ministry's code, then by name and district."""
        facts = draft.facts
        by_code = [
            next((one for one in self.rows if getattr(one, code) == facts[code]), None)
            if facts.get(code)
            else None
            for code in _CODES
        ]
        found = [one for one in by_code if one is not None]
        if len({one.pk for one in found}) > 1:
            return Problem(
                f"รหัส SMIS เป็นของ{found[0].name} แต่รหัสกระทรวงเป็นของ{found[1].name} โปรดตรวจรหัส", "smis_code"
            )
        return found[0] if found else self._by_name(facts)

    def _by_name(self, facts: Mapping[str, Any]) -> School | None:
        name = facts.get("name", "")
        district = facts.get("district", "")
        same = [
            one
            for one in self.by_key.get(likeness_of(name), ())
            if name_key(one.name) == name_key(name)
            and (not district or not one.district or one.district == district)
            and not any(facts.get(code) and getattr(one, code) not in {"", facts[code]} for code in _CODES)
        ] if name else []  # fmt: skip
        return same[0] if len(same) == 1 else None

    def like(self, draft: Draft) -> School | None:
        """A school that the row may mean: of nearly the same name where no code tells them apart.

        Two codes for one name in one district are looked at too: one of them may be a slip.
        """
        facts = draft.facts
        name, district = facts.get("name", ""), facts.get("district", "")
        for one in self.by_key.get(likeness_of(name), ()) if name else ():
            has_other_code = any(
                facts.get(code) and getattr(one, code) not in {"", facts[code]} for code in _CODES
            )
            is_same_name = name_key(one.name) == name_key(name)
            if has_other_code and is_same_name and district and one.district == district:
                return one
            is_elsewhere = district and one.district and one.district != district
            if not has_other_code and not is_elsewhere and likely_same_school(one.name, name):
                return one
        return None


def likeness_of(name: str) -> str:
    """As `School` keeps it."""
    return school_key(name)[:KEY_LENGTH]


def bad(draft: Draft, why: str) -> Verdict:
    return Verdict(draft, Outcome.BAD, title_of(draft), [Problem(why)])


def repeated(draft: Draft, school: School, row: int) -> Verdict:
    """A school that an earlier row of the file is already: that one holds."""
    why = f"เป็นโรงเรียนเดียวกับแถว {row} ในไฟล์เดียวกัน ({school.name}) ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ"
    return Verdict(draft, Outcome.BAD, title_of(draft), [Problem(why)], other_id=school.pk, is_repeated=True)


def doubt(draft: Draft, like: School) -> Verdict:
    words = " · ".join(filter(None, (like.name, f"รหัส {like.smis_code}", like.district)))
    is_same = name_key(like.name) == name_key(draft.facts["name"])
    why = "ชื่อและอำเภอเดียวกับโรงเรียนในทะเบียน แต่รหัสไม่ตรงกัน" if is_same else "ชื่อสะกดใกล้เคียงกับโรงเรียนที่มีอยู่ในทะเบียน"
    return Verdict(draft, Outcome.DOUBT, title_of(draft), [Problem(why)], other_id=like.pk, other_words=words)


def title_of(draft: Draft) -> str:
    facts = draft.facts
    return str(facts.get("name") or facts.get("smis_code") or facts.get("ministry_code") or "")


def new(taking: SchoolsTaking, draft: Draft) -> Verdict:
    facts = draft.facts
    if not (facts.get("smis_code") and facts.get("name")):
        return bad(draft, "ไม่พบโรงเรียนนี้ในทะเบียน หากเป็นโรงเรียนใหม่ โปรดใส่ทั้งชื่อและรหัส SMIS")
    values = {name: facts[name] for name in _FACTS if name in facts}
    if taught := facts.get("taught"):
        values = {"lowest_level": taught[0], "highest_level": taught[1]} | values
    school = School(id=new_id(), office=taking.office, **values)
    plan = Plan(school, is_new=True, cluster=facts.get("cluster", ""), count=_count(taking, school, facts))
    return Verdict(draft, Outcome.NEW, school.name, plan=plan)


def known(taking: SchoolsTaking, draft: Draft, school: School, schools: Schools) -> Verdict:
    facts = dict(draft.facts)
    taught = facts.pop("taught", None)
    # A year without pupils may be taught again; only what nobody has said is taken from the counts.
    if taught and not school.lowest_level and not facts.get("lowest_level"):
        facts["lowest_level"], facts["highest_level"] = taught
    if name_key(facts.get("name", school.name)) == name_key(school.name):
        facts.pop("name", None)
    new_facts = {
        name: facts[name] for name in _FACTS if name in facts and facts[name] != getattr(school, name)
    }
    plan = Plan(school, is_new=False, facts=new_facts)
    changes = [
        Change(_LABELS[name], _shown(name, getattr(school, name)), _shown(name, value), name)
        for name, value in new_facts.items()
    ]
    # A slip that is put right is no new name.
    is_renamed = "name" in new_facts and not likely_same_school(school.name, new_facts["name"])
    plan.former_name = school.name if is_renamed else ""
    if problem := _plan_cluster(taking, facts, schools.stays.get(school.pk), plan, changes):
        return Verdict(draft, Outcome.BAD, school.name, [problem], other_id=school.pk)
    _plan_count(taking, facts, schools.counts.get(school.pk), plan, changes)
    outcome = Outcome.CHANGED if changes else Outcome.SAME
    return Verdict(
        draft, outcome, school.name, changes=changes, other_id=school.pk, plan=plan if changes else None
    )


def _plan_cluster(
    taking: SchoolsTaking,
    facts: Mapping[str, Any],
    stay: ClusterStay | None,
    plan: Plan,
    changes: list[Change],
) -> Problem | None:
    """It comes to another cluster on the day of the list. A Problem where it moved later than that."""
    name = facts.get("cluster", "")
    held: Cluster | None = plan.school.cluster
    if not name or (held is not None and squeeze(held.name) == squeeze(name)):
        return None
    if stay and stay.from_on and stay.from_on > taking.day:
        since = format_date(stay.from_on, "short")
        return Problem(f"โรงเรียนเข้ากลุ่มปัจจุบันเมื่อ {since} ซึ่งหลังวันที่ของข้อมูล โปรดตรวจวันที่", "cluster", name)
    plan.cluster, plan.stay = name, stay
    changes.append(Change(taking.office.terms["cluster"], held.name if held else "", name, "cluster"))
    return None


def _plan_count(
    taking: SchoolsTaking,
    facts: Mapping[str, Any],
    stored: PupilCount | None,
    plan: Plan,
    changes: list[Change],
) -> None:
    count = _count(taking, plan.school, facts)
    if count is None:
        return
    if stored and stored.total == count.total and (not count.by_level or stored.by_level == count.by_level):
        return
    plan.count, plan.total_before = count, stored.total if stored else None
    day = format_date(taking.day, "short")
    old = f"{stored.total:,} คน" if stored else ""
    changes.append(Change(f"จำนวนนักเรียน ณ {day}", old, f"{count.total:,} คน", "pupils"))


def _count(taking: SchoolsTaking, school: School, facts: Mapping[str, Any]) -> PupilCount | None:
    if "pupils" not in facts:
        return None
    return PupilCount(
        id=new_id(), office_id=taking.office.pk, school_id=school.pk, on=taking.day, total=facts["pupils"],
        by_level=facts["by_level"], source=taking.source,
    )  # fmt: skip


def _shown(name: str, value: Any) -> str:
    if name in {"lowest_level", "highest_level"}:
        return str(Level(value).label) if value else ""
    if isinstance(value, bool):
        return "ใช่" if value else "ไม่ใช่"
    return "" if value is None else str(value)
