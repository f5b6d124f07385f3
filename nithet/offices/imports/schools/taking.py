"""A pass over a list of schools: which are known, what is new about them, and which only seem to be others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from nithet.audit.services import Actor
from nithet.offices.imports.kinds import Choice, Draft, ImportKind, Outcome, Problem, Taking, Verdict
from nithet.offices.imports.schools import judging, storing
from nithet.offices.imports.schools.judging import LEVEL_CODES, PUPIL_CODES
from nithet.offices.models import Cluster, ClusterStay, Office, PupilCount, School
from nithet.thai.text import squeeze

_PREFIX = "โรงเรียน"


class SchoolsTaking(Taking):
    def __init__(
        self,
        kind: ImportKind,
        office: Office,
        columns: Mapping[str, int],
        options: Mapping[str, Any],
        on: date,
    ) -> None:
        super().__init__(kind, office, columns, options, on)
        self.day = date.fromisoformat(options["on"]) if options.get("on") else on
        self.source = str(options.get("source") or "")
        self._taken: dict[UUID, int] = {}
        """By school the row of the file that is it already."""
        self.clusters = {squeeze(one.name): one for one in Cluster.objects.filter(office=office)}

    # Reading

    def understand(self, draft: Draft) -> None:
        facts = draft.facts
        if name := facts.get("name"):
            facts["name"] = full_name(name)
        if levels := _levels(facts):
            facts["lowest_level"], facts["highest_level"] = levels
        if not PUPIL_CODES.isdisjoint(facts):
            self._understand_pupils(draft)
        if ("latitude" in facts) != ("longitude" in facts):
            draft.problems.append(Problem("มีละติจูดหรือลองจิจูดเพียงค่าเดียว โปรดใส่ให้ครบทั้งสองค่า", "latitude"))
        if not any(facts.get(code) for code in ("smis_code", "ministry_code", "name")):
            draft.problems.append(Problem("ไม่มีชื่อหรือรหัสโรงเรียน จึงไม่ทราบว่าเป็นโรงเรียนใด", "name"))

    def _understand_pupils(self, draft: Draft) -> None:
        """The total, and the levels where all of them are there; they must agree."""
        facts = draft.facts
        by_level = {code: facts.pop(code) for code in LEVEL_CODES if code in facts}
        total, summed = facts.get("pupils"), sum(by_level.values())
        if total is not None and by_level and summed != total:
            problem = f"ผลรวมรายชั้นคือ {summed:,} แต่จำนวนนักเรียนรวมคือ {total:,} โปรดตรวจตัวเลขในแถวนี้"
            draft.problems.append(Problem(problem, "pupils", str(total)))
        facts["pupils"] = summed if total is None else total
        facts["by_level"] = by_level
        taught = [code for code in LEVEL_CODES if by_level.get(code)]
        if taught:
            facts["taught"] = (taught[0], taught[-1])

    # Judging

    def _mark(self, rows: Sequence[Draft]) -> None:
        self.seen.add(
            (key, draft.row, (draft.facts.get("name", ""),)) for draft in rows for key in _file_keys(draft)
        )

    def mark(self, drafts: Sequence[Draft]) -> None:
        rows = [draft for draft in drafts if not draft.problems]
        self._mark(rows)
        schools = self._known(rows)
        for draft in rows:
            if isinstance(found := schools.exactly(draft), School):
                self._taken.setdefault(found.pk, draft.row)

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        good = [draft for draft in drafts if not draft.problems]
        schools = self._known(good)
        earlier = {
            key: rows[0].row for key, rows in self.seen.find([k for d in good for k in _file_keys(d)]).items()
        }
        verdicts = []
        for draft in drafts:
            verdicts.append(self._verdict(draft, schools, earlier, choices.get(draft.row, "")))
            if not draft.problems:
                earlier.update({key: draft.row for key in _file_keys(draft) if key not in earlier})
        self._mark(good)
        self.seen.name(verdict.other_id for verdict in verdicts if verdict.other_id)
        return verdicts

    def _verdict(
        self, draft: Draft, schools: judging.Schools, earlier: Mapping[str, int], choice: str
    ) -> Verdict:
        title = judging.title_of(draft)
        if draft.problems:
            return Verdict(draft, Outcome.BAD, title, draft.problems)
        if row := next((earlier[key] for key in _file_keys(draft) if key in earlier), None):
            return judging.bad(draft, f"ซ้ำกับแถว {row} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ")
        found = schools.exactly(draft)
        if isinstance(found, Problem):
            return Verdict(draft, Outcome.BAD, title, [found])
        if found is None and choice != Choice.NEW and (like := schools.like(draft)):
            if choice != Choice.SAME:
                return judging.doubt(draft, like)
            # The school keeps its own name: the list only misspelt it.
            draft.facts.pop("name", None)
            found = like
        return self._settled(draft, found, schools)

    def _settled(self, draft: Draft, found: School | None, schools: judging.Schools) -> Verdict:
        if found and (row := self._taken.get(found.pk)):
            return judging.repeated(draft, found, row)
        verdict = judging.known(self, draft, found, schools) if found else judging.new(self, draft)
        if verdict.outcome != Outcome.BAD and (school := found or verdict.plan.school):
            self._taken[school.pk] = draft.row
        return verdict

    def _known(self, drafts: Sequence[Draft]) -> judging.Schools:
        """The schools that a batch may mean, with their counts of that day and their stays. Three queries."""
        facts = [draft.facts for draft in drafts]
        likenesses = {judging.likeness_of(one["name"]) for one in facts if one.get("name")}
        asked = (
            Q(smis_code__in={one["smis_code"] for one in facts if one.get("smis_code")})
            | Q(ministry_code__in={one["ministry_code"] for one in facts if one.get("ministry_code")})
            | Q(likeness_key__in=likenesses)
        )
        rows = (
            list(School.objects.filter(asked, office=self.office).select_related("cluster").order_by())
            if facts
            else []
        )
        counts: dict[UUID, PupilCount] = {}
        stays: dict[UUID, ClusterStay] = {}
        if not PUPIL_CODES.isdisjoint(self.columns):
            found = PupilCount.objects.standing().filter(school__in=rows, on=self.day)
            counts = {one.school_id: one for one in found}
        if "cluster" in self.columns:
            stays = {one.school_id: one for one in ClusterStay.objects.filter(school__in=rows, until_on=None)}
        by_key: defaultdict[str, list[School]] = defaultdict(list)
        for school in rows:
            by_key[school.likeness_key].append(school)
        return judging.Schools(rows, by_key, counts, stays)

    # Storing

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        storing.store(self, [verdict for verdict in verdicts if verdict.plan is not None], by=by)


def full_name(name: str) -> str:
    """As the register writes it: with its first word. Other systems leave it out or shorten it."""
    for short in ("ร.ร.", "รร.", "ร.ร"):
        name = name.removeprefix(short).strip()
    return name if name.startswith((_PREFIX, "วิทยาลัย", "ศูนย์การศึกษา", "ศูนย์การเรียน")) else f"{_PREFIX}{name}"


def _levels(facts: dict[str, Any]) -> tuple[str, str] | None:
    """From one column that names both, or from two."""
    both = facts.pop("levels", None)
    lowest, highest = facts.pop("lowest_level", None), facts.pop("highest_level", None)
    if both:
        return both[0], both[1]
    return (lowest[0], highest[1]) if lowest and highest else None


def _file_keys(draft: Draft) -> list[str]:
    """What no two rows of a file may share."""
    facts = draft.facts
    keys = [
        f"{sort}{facts[code]}"
        for sort, code in (("s", "smis_code"), ("m", "ministry_code"))
        if facts.get(code)
    ]
    return keys or [f"n{squeeze(facts.get('name', ''))} {facts.get('district', '')}"]
