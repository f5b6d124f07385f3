"""What submissions keep about a person: what they sent and said, and free text that may name somebody.

A removal is told the alias after the name itself is gone: the name is what the forms that the person sent say who filled
them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.core.models import Job
from nithet.forms import access
from nithet.forms.answers import Answers
from nithet.forms.compiled import compiled
from nithet.forms.models import FormVersion, Round, RoundTarget, Submission, SubmissionComment, SubmissionEdit
from nithet.forms.queries.printing import names_of
from nithet.forms.reviewing import Look, Part, parts_of
from nithet.forms.services.exporting import delete_exports
from nithet.forms.services.files import drop_stored, signatures_named
from nithet.forms.services.tallying import forget_tallies
from nithet.offices.members import Member
from nithet.offices.models import Person
from nithet.offices.privacy.mentions import MOST_SHOWN, Place, Rows, Texts, declare_texts
from nithet.offices.privacy.own import moment
from nithet.offices.privacy.sources import Row, Source, declare
from nithet.offices.privacy.traces import users_of
from nithet.thai.dates import format_date

FILLED_BY = "heading/filled_by"
LEAST_LETTERS = 5
"""A shorter name is taken out of the heading only: in other answers it may be part of any word."""
OF_OTHERS = frozenset({"observed_signature", "acknowledgement_signature"})
"""Of whom the form tells of, as the shipped forms call them: those sign for themselves."""
BATCH = 100


def _sent(person: Person) -> QuerySet[Submission]:
    return Submission.objects.filter(
        Q(person=person) | Q(sent_by__in=users_of(person)), office=person.office_id
    )


def _submissions(person: Person) -> list[Row]:
    found = _sent(person).defer("xml").select_related("form", "version").order_by("received_at", "pk")
    return [
        (one.form.title, one.reference, moment(one.received_at), one.get_state_display(), _answers(one))
        for one in found
    ]


def _answers(submission: Submission) -> str:
    return answers_in_words(submission.version, submission.answers)


def answers_in_words(version: FormVersion, answers: Answers) -> str:
    look = Look(compiled(version).definition, answers, names_of(version))
    return "; ".join(_said(part) for part in parts_of(look))


def _said(part: Part) -> str:
    if part.is_pair:
        return " · ".join((part.title, *(f"{line.label}: {line.value}" for line in part.lines)))
    return "; ".join(f"{line.label}: {line.value}" for line in part.lines)


def _comments(person: Person) -> list[Row]:
    found = SubmissionComment.objects.filter(office=person.office_id, by__in=users_of(person)).select_related(
        "submission"
    )
    return [(one.submission.reference, moment(one.at), one.text) for one in found]


def _asked(person: Person) -> QuerySet[RoundTarget]:
    return RoundTarget.objects.filter(office=person.office_id, person=person)


def _targets(person: Person) -> list[Row]:
    """That they were asked; of an anonymous round not even whether they have answered on which day."""
    found = _asked(person).select_related("round").order_by("round__opens_on", "pk")
    return [
        (one.round.title, format_date(one.round.closes_on), "ตอบแล้ว" if one.has_answered else "ยังไม่ตอบ")
        for one in found
    ]


# Taking a person out


def _forget_targets(person: Person, alias: str) -> None:
    """Of whom was asked and who answered for a school the alias stays, so that the counts of a round do."""
    answered = RoundTarget.objects.filter(office=person.office_id, answers__submission__in=_sent(person))
    keys = set(answered.exclude(answered_by="").values_list("pk", flat=True))
    RoundTarget.objects.filter(pk__in=keys).update(answered_by=alias)
    _asked(person).exclude(answered_by="").update(answered_by=alias)
    _asked(person).update(name=alias, email="")


def _forget(person: Person, alias: str) -> None:
    """Rows and figures stay. Files that were made of them go at once."""
    delete_exports(Job.objects.filter(office_id=person.office_id))
    keys = list(_sent(person).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), BATCH):
        with transaction.atomic():
            rows = Submission.objects.select_for_update().filter(pk__in=keys[first : first + BATCH])
            for submission in rows.order_by("pk"):
                _drop_signatures(submission)
                _rename(submission, alias)
    forget_tallies(_sent(person))


def _drop_signatures(submission: Submission) -> None:
    """The person's own, of today's answers and of earlier ones; answers still say that it was signed."""
    definition = compiled(submission.version).definition
    names: set[str] = set()
    for answers in (submission.answers, *submission.edits.values_list("answers", flat=True)):
        names |= signatures_named(answers, definition, but=OF_OTHERS)
    for beside in submission.files.filter(name__in=names).select_related("file"):
        beside.delete()
        drop_stored(beside.file)


def _rename(submission: Submission, alias: str) -> None:
    names = set(_names(submission)) - {"", alias}
    fields = ("answers", "xml", "problems")
    for name in sorted(names, key=len, reverse=True):
        replace_name(submission, fields, name, alias)
    submission.sender = alias if submission.sender else ""
    submission.save(update_fields=[*fields, "sender"])
    for edit in submission.edits.all():
        for name in sorted(names, key=len, reverse=True):
            replace_name(edit, ("answers", "xml", "differences"), name, alias)
        edit.save(update_fields=["answers", "xml", "differences"])


def _names(submission: Submission) -> Iterator[str]:
    for answers in (submission.answers, *submission.edits.values_list("answers", flat=True)):
        name = answers.get(FILLED_BY)
        if isinstance(name, str):
            yield name.strip()
    yield submission.sender


def replace_name(row: Any, fields: tuple[str, ...], name: str, alias: str) -> None:
    """In the `answers` and `xml` of any row that holds them; not saved."""
    if len(name) < LEAST_LETTERS:
        row.answers = {path: alias if path == FILLED_BY else value for path, value in row.answers.items()}
        shorts = ((f">{escape(name)}</filled_by>", f">{escape(alias)}</filled_by>"),)
    else:
        shorts = ((escape(name), escape(alias)),)
        for field in fields:
            if field != "xml":
                setattr(row, field, _without(getattr(row, field), name, alias))
    for old, new in shorts:
        row.xml = bytes(row.xml).replace(old.encode(), new.encode())


def _without(value: Any, name: str, alias: str) -> Any:
    if isinstance(value, str):
        return value.replace(name, alias)
    if isinstance(value, list):
        return [_without(one, name, alias) for one in value]
    if isinstance(value, dict):
        return {key: _without(one, name, alias) for key, one in value.items()}
    return value


# Texts that may name somebody


def _pages(key: str) -> Any:
    def pages(member: Member, rows: Rows) -> list[Place]:
        seen = (
            access.visible_submissions(member)
            .filter(pk__in=rows.values(key))
            .defer("xml")
            .select_related("form")
        )
        office = member.office.code
        return [
            Place(
                f"{one.form.title} {one.reference}", reverse("forms:submission-page", args=[office, one.pk])
            )
            for one in seen.order_by("received_at", "pk")[:MOST_SHOWN]
        ]

    return pages


def _rounds_of(member: Member, rows: Rows) -> list[Place]:
    return _round_places(member, rows.values("round"))


def _round_pages(member: Member, rows: Rows) -> list[Place]:
    return _round_places(member, rows.values("pk"))


def _round_places(member: Member, keys: Any) -> list[Place]:
    seen = access.visible_rounds(member).filter(pk__in=keys).order_by("opens_on", "pk")[:MOST_SHOWN]
    return [Place(one.title, reverse("forms:round-page", args=[member.office.code, one.pk])) for one in seen]


def declare_own() -> None:
    columns = ("แบบฟอร์ม", "เลขอ้างอิง", "ส่งเมื่อ", "สถานะ", "คำตอบ")
    declare(
        Source("work", "ข้อมูลที่ส่งทางแบบฟอร์ม", columns, _submissions, _forget),
        Source("work", "รอบการเก็บข้อมูลที่ขอให้ตอบ", ("รอบ", "ปิดรับ", "การตอบ"), _targets, _forget_targets),
        Source("work", "ความเห็นต่อข้อมูลจากแบบฟอร์ม", ("เลขอ้างอิง", "เวลา", "ความเห็น"), _comments),
    )
    declare_texts(
        Texts(
            "คำตอบในแบบฟอร์มที่ผู้อื่นส่ง",
            Submission,
            ("answers", "reason", "problems", "sender"),
            _pages("pk"),
            own="person",
        ),
        Texts(
            "คำตอบในแบบฟอร์มก่อนแก้ไข",
            SubmissionEdit,
            ("answers", "differences", "why"),
            _pages("submission_id"),
        ),
        Texts(
            "ผู้ตอบและรายชื่อในรอบการเก็บข้อมูล",
            RoundTarget,
            ("name", "answered_by", "reason"),
            _rounds_of,
            own="person",
        ),
        Texts("คำชี้แจงและเหตุผลของรอบการเก็บข้อมูล", Round, ("title", "purpose", "reason"), _round_pages),
        Texts("ความเห็นต่อข้อมูลจากแบบฟอร์ม", SubmissionComment, ("text",), _pages("submission_id")),
    )
