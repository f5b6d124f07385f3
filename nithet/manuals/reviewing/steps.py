"""Checks of the steps of a procedure: numbers, two steps in one, the same step twice, list and table."""

import re
from collections.abc import Iterator
from itertools import pairwise

from nithet.manuals.draft import Caution, ManualDraft, ProcedureDraft, Remedy, StepDraft
from nithet.manuals.likeness import bare
from nithet.manuals.reviewing.finding import caution, first_line, set_text, table_line
from nithet.thai.numerals import to_arabic

_INNER = re.compile(r"(?<=\S)\s+(?:ขั้น(?:ตอน)?ที่\s*)?[(]?(?P<number>[0-9๐-๙]{1,2})\s?[.)]\s*(?=[ก-ฮเแโใไ(“])")
# A number after one of these words belongs to the word.
_TIED = re.compile(r"(?:ที่|ข้อ|เขต|ชั้น|มาตรา|หมวด|ม\.|ป\.|จำนวน|ละ|พ\.ศ\.)\s*$")


def check(draft: ManualDraft) -> Iterator[Caution]:
    """What is odd about single steps and about their order."""
    for one in draft.procedures:
        yield from _numbers(one)
        yield from _same_titles(one)
        for step in one.steps:
            yield from _two_in_one(step)
            yield from _other_words(step)


def _numbers(one: ProcedureDraft) -> Iterator[Caution]:
    remedy = Remedy("renumber", "เรียงเลขขั้นตอนใหม่", {"key": one.key})
    for before, step in pairwise(one.steps):
        if step.number == before.number + 1:
            continue
        code = "skipped-number"
        if step.number <= before.number:
            code = "repeated-number" if step.number == before.number else "number-back"
        facts = {"number": step.number, "before": before.number}
        yield caution(code, line=first_line(step.lines), item=step.key, remedy=remedy, **facts)


def _same_titles(one: ProcedureDraft) -> Iterator[Caution]:
    seen: dict[str, StepDraft] = {}
    for step in one.steps:
        before = seen.setdefault(bare(step.title), step)
        if before is not step and step.title:
            remedy = Remedy("drop", "ลบขั้นตอนที่ซ้ำ", {"key": step.key})
            facts = {"number": step.number, "before": before.number}
            yield caution("same-step", line=first_line(step.lines), item=step.key, remedy=remedy, **facts)


def _two_in_one(step: StepDraft) -> Iterator[Caution]:
    """“… 3. เสนอแผน” within the words of step 2."""
    for match in _INNER.finditer(step.title):
        is_next = int(to_arabic(match["number"])) == step.number + 1
        if is_next and not _TIED.search(step.title[: match.start()]):
            remedy = Remedy("split_step", "แยกเป็น 2 ขั้นตอน", {"key": step.key, "at": match.end()})
            line = first_line(step.lines)
            yield caution("two-steps", line=line, item=step.key, remedy=remedy, number=step.number)
            return


def _other_words(step: StepDraft) -> Iterator[Caution]:
    for other in step.also_called:
        if bare(other) != bare(step.title):
            remedy = set_text("ใช้ถ้อยคำในตาราง", step.key, "title", other)
            facts = {"number": step.number, "other": other}
            yield caution("list-and-table", line=table_line(step), item=step.key, remedy=remedy, **facts)
