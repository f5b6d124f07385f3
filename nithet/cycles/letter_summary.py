"""What goes up when a letter was answered: composed from the answers, as long as nobody wrote it otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nithet.cycles.models import Letter, LetterAsk, Task
from nithet.thai.dates import format_date

ANSWER_SHOWN = 300


def summary_of(task: Task) -> str:
    """Of the task of a letter, as saved or as composed; empty where there is no letter, or nobody was asked."""
    if task.step_id is not None:
        return ""
    letter = Letter.objects.filter(run=task.run_id).first()
    return (letter.summary or composed_summary(letter)) if letter else ""


def composed_summary(letter: Letter) -> str:
    asks = letter.asks.filter(voided_at=None).select_related("school", "unit", "person")
    rows = sorted(asks, key=_order)
    return compose(letter, rows) if rows else ""


def _order(ask: LetterAsk) -> tuple[bool, bool, str, int]:
    sort_key = ask.school.sort_key if ask.school else ask.person.sort_key if ask.person else ""
    return ask.school is None, ask.unit is None, sort_key, ask.unit.position if ask.unit else 0


def compose(letter: Letter, asks: Sequence[LetterAsk]) -> str:
    """`asks` in their order, with whom they ask."""
    answered = [ask for ask in asks if ask.answered_at]
    missing = [ask.name for ask in asks if not ask.answered_at]
    parts = [
        _background(letter),
        f"ได้ขอข้อมูลจำนวน {len(asks)} ราย ได้รับคำตอบแล้ว {len(answered)} ราย",
        f"ยังไม่ได้รับคำตอบ {len(missing)} ราย ได้แก่ {' '.join(missing)}" if missing else "",
        "\n".join(["สรุปคำตอบ", *_lines(answered)]) if answered else "",
    ]
    return "\n\n".join(part for part in parts if part)


def _background(letter: Letter) -> str:
    # Only a shortened name stands apart: “หนังสือ สพฐ.”.
    sender = f" {letter.from_whom}" if "." in letter.from_whom else letter.from_whom
    number = f" ที่ {letter.number}" if letter.number else ""
    dated = f" ลงวันที่ {format_date(letter.dated_on)}" if letter.dated_on else ""
    return f"ตามหนังสือ{sender}{number}{dated} เรื่อง {letter.subject} นั้น"


def _lines(answered: Sequence[LetterAsk]) -> Iterator[str]:
    for place, ask in enumerate(answered, start=1):
        said = " ".join(ask.answer.split())
        shown = f"{said[:ANSWER_SHOWN]}…" if len(said) > ANSWER_SHOWN else said
        files = f" (ไฟล์แนบ {len(ask.files)} ไฟล์)" if ask.files else ""
        yield f"{place}. {ask.name}: {shown}{files}"
