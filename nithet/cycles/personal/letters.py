"""Letters that a person wrote down or answered, and what may name somebody in them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Q
from django.urls import reverse

from nithet.cycles.access.letters import visible_letters
from nithet.cycles.models import Letter, LetterAsk, Run, Task
from nithet.cycles.personal.pages import day_words, run_pages, task_pages
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.sources import Row, Source, declare


def _letters(person: Person) -> list[Row]:
    """What they wrote down of a letter or of a direction."""
    if person.user_id is None:
        return []
    found = Letter.objects.filter(made_by=person.user_id).order_by("made_at", "pk")
    return [(day_words(one.made_at), one.subject, one.source, one.text, one.wants) for one in found]


def _answers(person: Person) -> list[Row]:
    """What letters asked of them, and what they answered for whom."""
    mine = Q(answered_by=person.user_id) if person.user_id else Q(pk__in=())
    found = LetterAsk.objects.filter(mine | Q(person=person)).select_related(
        "letter", "school", "unit", "person"
    )
    return [
        (day_words(one.answered_at), one.letter.subject, one.name, one.answer)
        for one in found.order_by("answered_at", "pk")
    ]


def _letter_pages(key: str) -> Callable[[Member, Rows], list[Place]]:
    """The pages of the letters that rows name under this key, where the reader sees them."""

    def pages(member: Member, rows: Rows) -> list[Place]:
        found = visible_letters(member).filter(pk__in=rows.values(key)).order_by("due_on", "pk")[:MOST_SHOWN]
        return [
            Place(one.subject, reverse("cycles:letter-page", args=[member.office.code, one.pk]))
            for one in found
        ]

    return pages


def declare_own() -> None:
    declare(
        Source("work", "หนังสือและข้อสั่งการที่บันทึก", ("วันที่", "เรื่อง", "ที่มา", "ข้อความ", "สิ่งที่ขอ"), _letters),
        Source("work", "เรื่องที่ขอให้ตอบ", ("วันที่ตอบ", "เรื่อง", "ตอบในนาม", "คำตอบ"), _answers),
    )
    declare_texts(
        Texts(
            "ข้อความในหนังสือและข้อความสรุป",
            Letter,
            ("subject", "from_whom", "text", "wants", "summary"),
            _letter_pages("pk"),
        ),
        # Work of no procedure bears the subject of its letter.
        Texts("ชื่องานแทรก", Task, ("title",), task_pages("pk"), among=Q(run__procedure=None)),
        Texts("ชื่อการดำเนินงานของงานแทรก", Run, ("title",), run_pages("pk"), among=Q(procedure=None)),
        Texts(
            "คำตอบและผู้ให้คำตอบ",
            LetterAsk,
            ("answer", "told_by", "return_reason", "void_reason"),
            _letter_pages("letter_id"),
        ),
    )
