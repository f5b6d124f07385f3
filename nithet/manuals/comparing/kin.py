"""The family of a procedure: by its title and its steps, against the procedures of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from nithet.catalogue.loader import load_catalogue
from nithet.manuals.draft import ManualDraft, ProcedureDraft
from nithet.manuals.likeness import likeness
from nithet.thai.text import squeeze

# Titles tell most; the steps decide between families whose titles share their words.
_TITLE, _STEPS, _WORDS = 0.55, 0.25, 0.2
LEAST = 0.4
"""Below this a procedure is kin of none that is known."""


@dataclass(frozen=True, slots=True)
class Family:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A procedure of the catalogue, as it is compared."""

    family: str
    titles: tuple[str, ...]
    steps: tuple[str, ...]


def families() -> tuple[Family, ...]:
    return tuple(Family(one.code, one.name) for one in load_catalogue().families)


def family_name(code: str) -> str:
    """Its name; the code itself where it is not of the catalogue."""
    return _names().get(code, code)


@cache
def _names() -> Mapping[str, str]:
    return {one.code: one.name for one in families()}


def family_of(one: ProcedureDraft) -> str | None:
    """The code of the most likely family, that of the most alike procedure; None where nothing is like it."""
    title, steps = _core(one.title), tuple(_core(step.title) for step in one.steps)
    best, found = LEAST, None
    by_title = sorted(((_by_title(title, known), known) for known in _known()), key=lambda one: -one[0])
    for alike, known in by_title:
        if alike + _STEPS < best:
            break  # not even the very same steps would help
        score = alike + _STEPS * _likeness_of_steps(steps, known.steps)
        if score >= best:
            best, found = score, known.family
    return found


def with_families(draft: ManualDraft) -> ManualDraft:
    """The draft with a family for each procedure that is like one. Where a person said that it is of none, it stays so."""
    made = tuple(
        one if one.family is not None or not (code := family_of(one)) else replace(one, family=code)
        for one in draft.procedures
    )
    return draft if made == draft.procedures else replace(draft, procedures=made)


def _by_title(title: str, known: _Known) -> float:
    alike = max(likeness(title, other) for other in known.titles)
    told = any(word in title for word in _MARKS.get(known.family, ()))
    return _TITLE * alike + (_WORDS if told else 0.0)


def _likeness_of_steps(steps: Sequence[str], others: Sequence[str]) -> float:
    """How alike the steps are to their best counterparts, on average."""
    if not steps or not others:
        return 0.0
    return sum(max(likeness(step, other) for other in others) for step in steps) / len(steps)


@cache
def _known() -> tuple[_Known, ...]:
    catalogue = load_catalogue()
    names = {one.code: one.name for one in catalogue.families}
    return tuple(
        _Known(
            one.family,
            (_core(one.title), _core(names[one.family])),
            tuple(_core(step.title) for step in one.steps),
        )
        for one in catalogue.procedures
    )


def _core(title: str) -> str:
    """The words that tell procedures apart: what stands in nearly every title says nothing."""
    text = squeeze(title).lower()
    for word in _COMMON:
        text = text.replace(word, "")
    return text or squeeze(title).lower()


_COMMON = (
    "งาน",
    "สำนักงานเขตพื้นที่การศึกษา",
    "ทางการศึกษา",
    "ที่เกี่ยวข้อง",
    "สถานศึกษาในสังกัด",
    "ในสังกัด",
    "นวัตกรรมและเทคโนโลยี",
)
# Words of titles that only this family has.
_MARKS: Mapping[str, tuple[str, ...]] = {
    "A": ("ส่งเสริมพัฒนาสื่อ", "ส่งเสริมและพัฒนาสื่อ"),
    "B": ("วิจัย",),
    "C": ("ศูนย์สื่อ",),
    "D": ("พัฒนาบุคลากรด้าน", "อบรมครู"),
    "E": ("ประเมินผลการใช้สื่อ",),
    "F": ("ทางไกล", "ดาวเทียม"),
    "G": ("เครือข่ายคอมพิวเตอร์",),
    "H": ("สารสนเทศ", "ict"),
    "I": ("เว็บไซต์",),
    "J": ("การนิเทศ", "นิเทศติดตาม", "ศึกษานิเทศก์"),
    "K": ("เครือข่ายการนิเทศ",),
    "L": ("พอเพียง",),
    "M": ("หลักสูตร",),
    "N": ("ปฏิบัติงานร่วม", "ที่ได้รับมอบหมาย"),
}
