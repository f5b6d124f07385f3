"""The text of a memo (บันทึกข้อความ), composed from what is known of a task. A memo has no closing phrase."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from nithet.cycles.models import Evidence, Task
from nithet.manuals.models import Step
from nithet.thai.dates import format_span

Ask = Step.Ask
EVIDENCE_NAMED = 10
SUBJECT_LENGTH = 300

_SUBJECTS = {
    Ask.CERTIFY: "รายงานผล",
    Ask.ENDORSE: "ขอความเห็นชอบ",
    Ask.APPROVE: "ขออนุมัติ",
    Ask.PERMIT: "ขออนุญาต",
    Ask.ACKNOWLEDGE: "รายงาน",
    Ask.SIGN: "เสนอลงนาม",
}
_ENDS = {
    Ask.CERTIFY: "จึงเรียนมาเพื่อโปรดพิจารณารับรองผลการดำเนินงาน",
    Ask.ENDORSE: "จึงเรียนมาเพื่อโปรดพิจารณาให้ความเห็นชอบ",
    Ask.APPROVE: "จึงเรียนมาเพื่อโปรดพิจารณาอนุมัติ",
    Ask.PERMIT: "จึงเรียนมาเพื่อโปรดพิจารณาอนุญาต",
    Ask.ACKNOWLEDGE: "จึงเรียนมาเพื่อโปรดทราบ",
    Ask.SIGN: "จึงเรียนมาเพื่อโปรดพิจารณาลงนาม",
}
# What a title says already, so that a subject does not say it twice.
_ASKS = re.compile(
    r"^(?:เสนอ)?(?:ขอ(?:ให้|ความร่วมมือ(?:ใน)?|ความอนุเคราะห์)?)?(?:ความเห็นชอบ|อนุมัติ|อนุญาต|ลงนาม)?\s*"
)
_TELLS = ("รายงาน", "สรุป")
_TO_WHOM = re.compile(r"\s*(?:ต่อ|ให้|แก่)\s*(?:ผู้อำนวยการ|ผอ\.|ผู้บริหาร|ผู้บังคับบัญชา)\S*.*$")


@dataclass(frozen=True, slots=True)
class Memo:
    subject: str
    text: str

    @property
    def mark(self) -> str:
        """Tells whether it was made from the same facts."""
        return hashlib.sha256(f"{self.subject}\0{self.text}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Money:
    amount: Decimal
    source: str


def compose(
    task: Task, evidence: Sequence[Evidence], results: Sequence[str], *, money: Money | None = None
) -> Memo:
    """`task` with its run, cycle, unit and step; `results`: how far it is, in words."""
    parts = [
        _background(task),
        _done(task.ask, evidence, results),
        _standard(task),
        _money(money),
        _ENDS[Ask(task.ask)],
    ]
    return Memo(subject(task), "\n\n".join(part for part in parts if part))


def with_money(text: str, ask: str, money: Money) -> str:
    """A composed text with the sentence about money before its last one."""
    end = _ENDS[Ask(ask)]
    if text.endswith(end):
        return f"{text.removesuffix(end)}{_money(money)}\n\n{end}"
    return f"{text}\n\n{_money(money)}"


def ended(text: str, ask: str) -> str:
    """The summary of a letter's answers with what is asked for at its end, unless somebody wrote that already."""
    return text if "จึงเรียน" in text else f"{text}\n\n{_ENDS[Ask(ask)]}"


def subject(task: Task) -> str:
    thing = _TO_WHOM.sub("", _ASKS.sub("", task.title)).strip() or task.title
    is_telling = task.ask in (Ask.CERTIFY, Ask.ACKNOWLEDGE) and thing.startswith(_TELLS)
    turn = f" {task.occurrence}" if task.occurrence else ""
    # An opinion is put forward; what is approved is what it says.
    asks = "เสนอ" if thing.startswith("ความเห็น") else _SUBJECTS[Ask(task.ask)]
    return f"{'' if is_telling else asks}{thing}{turn}"[:SUBJECT_LENGTH]


def money_words(amount: Decimal) -> str:
    """“96,400 บาท”, satang only where there are some."""
    shown = f"{amount:,.2f}".removesuffix(".00")
    return f"{shown} บาท"


def _background(task: Task) -> str:
    what = f"ขั้นที่ {task.number} {task.title}" if task.number else task.title
    span = format_span(task.starts_on, task.due_on)
    return (
        f"ตามที่{task.unit.name} ดำเนินงาน{_plain(task.run.title)} ประจำ{task.run.cycle} "
        f"ซึ่งกำหนดให้ดำเนินการ{_plain(what)} ระหว่างวันที่ {span} นั้น"
    )


def _plain(title: str) -> str:
    """After a word, so that งาน does not stand twice."""
    return title.removeprefix("งาน")


def _done(ask: str, evidence: Sequence[Evidence], results: Sequence[str]) -> str:
    """What is reported is done; what is asked for is only prepared."""
    if not evidence:
        return ""
    named = [f"{place}. {one.title}" for place, one in enumerate(evidence[:EVIDENCE_NAMED], start=1)]
    if len(evidence) > EVIDENCE_NAMED:
        named.append(f"และหลักฐานอื่นอีก {len(evidence) - EVIDENCE_NAMED} รายการ")
    if ask in Step.GATES:
        return "\n".join(["ในการนี้ ได้จัดเตรียมเรื่องที่เสนอเรียบร้อยแล้ว รายละเอียดตามเอกสารประกอบ ดังนี้", *named])
    result = f" ผลการดำเนินงาน {' '.join(results)}" if results else ""
    return "\n".join([f"บัดนี้ ได้ดำเนินการเรียบร้อยแล้ว{result} รายละเอียดตามหลักฐานประกอบ ดังนี้", *named])


def _standard(task: Task) -> str:
    standard = task.step.standard.strip() if task.step else ""
    return f"มาตรฐานการปฏิบัติงานกำหนดไว้ว่า {standard}" if standard else ""


def _money(money: Money | None) -> str:
    return f"ทั้งนี้ ใช้งบประมาณจำนวน {money_words(money.amount)} จาก{money.source}" if money else ""
