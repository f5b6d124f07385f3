"""The columns of a version as a list that can be imported (`offices/imports`): one kind for each version.

A row is known again by its own cells, so that a newer download of the same sheet adds its new rows only.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache, partial
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.urls import reverse

from nithet.audit.services import Actor
from nithet.core.clock import now
from nithet.core.decisions import Answer, no
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import CellProblem, as_text
from nithet.forms import access
from nithet.forms.answers import Answers
from nithet.forms.checking.findings import plain
from nithet.forms.checking.writing import write_instance
from nithet.forms.compiled import compiled
from nithet.forms.definition import CHOICE_KINDS, Definition, Group, Question
from nithet.forms.importing.cells import MONTH_FIRST, NOT_IN_TABLES, Choices, as_moment, texts_of
from nithet.forms.importing.heading import heading_of
from nithet.forms.models import FormVersion, Submission
from nithet.forms.queries.submissions import labels_of
from nithet.forms.services.reading import read_submission
from nithet.forms.services.receiving import receive
from nithet.offices.imports.kinds import (
    Change,
    Choice,
    Draft,
    ImportKind,
    Option,
    Outcome,
    Problem,
    Taking,
    Verdict,
    shown,
)
from nithet.offices.members import Member
from nithet.offices.models import Office

FAMILY = "answers-"
AT, SENDER = "at", "sender"
ORDERS = (("dmy", "วัน/เดือน/ปี เช่น 20/11/2569"), (MONTH_FIRST, "เดือน/วัน/ปี เช่น 11/20/2026"))
_STAMP = Field(AT, "ประทับเวลา", ("Timestamp", "ประทับเวลา (Timestamp)", "วันเวลาที่ตอบ"))
_WHO = Field(SENDER, "ผู้ตอบ", ("ที่อยู่อีเมล", "Email Address", "Email", "ชื่อผู้ใช้", "Username"))
SHOWN_ANSWERS = 4


def code_of(version: FormVersion) -> str:
    return f"{FAMILY}{version.pk.hex}"


def may_import(member: Member, code: str) -> Answer:
    """Who may review what comes into the form."""
    found = FormVersion.objects.filter(pk=_key(code), office=member.office).select_related("form__unit")
    version = found.only("form__unit", "form__office").first()
    return (
        access.can_review_form(member, version.form)
        if version
        else no("ไม่พบแบบฟอร์มของรายการนี้ โปรดเริ่มนำเข้าใหม่")
    )


def declare() -> None:
    from nithet.offices.access import declare_import_family  # noqa: PLC0415  models are not there before
    from nithet.offices.imports.registry import FAMILIES  # noqa: PLC0415

    FAMILIES[FAMILY] = answers_kind
    declare_import_family(FAMILY, may_import)


def answers_kind(code: str) -> ImportKind:
    """Raises KeyError where there is no such version."""
    return _made(_key(code))


def _key(code: str) -> UUID:
    try:
        return UUID(code.removeprefix(FAMILY))
    except ValueError as error:
        raise KeyError(code) from error


@lru_cache(maxsize=100)
def _made(pk: UUID) -> AnswersKind:
    """Kept by the process: versions never change."""
    versions = FormVersion.objects.defer("xform", "html", "model").select_related("form", "office")
    found = versions.filter(pk=pk).first()
    if found is None:
        raise KeyError(pk)
    return AnswersKind(found)


def _as_is(value: CellValue) -> CellValue:
    """Cells are read together: what comes first in a day is asked for the whole file."""
    return value


class AnswersKind(ImportKind):
    is_own = True
    unit = "ชุด"
    position = 900
    hint = "ตารางคำตอบที่ดาวน์โหลดจาก Google Forms หรือ Google Sheets"
    doubt_choices = (Choice.NEW, Choice.SKIP)
    # Each with its check, its history and its landing.
    rows_a_batch = 50

    def __init__(self, version: FormVersion) -> None:
        self.version, self.definition = version, compiled(version).definition
        self.code = code_of(version)  # type: ignore[misc]  # of this version
        self.title = f"คำตอบของ{version.title}"  # type: ignore[misc]
        self.table_url = reverse("forms:submission-list", args=[version.office.code, version.form.name])  # type: ignore[misc]
        self.questions = dict(_askable(self.definition))
        self.fields = (_STAMP, _WHO, *_fields(self.questions))  # type: ignore[misc]
        self.readers = {field.code: _as_is for field in self.fields}  # type: ignore[misc]
        order = partial(
            forms.ChoiceField,
            label="ลำดับของวันที่ในไฟล์",
            choices=ORDERS,
            initial=ORDERS[0][0],
            widget=forms.RadioSelect,
        )
        self.options = (Option("order", order, frozenset(self._days())),)  # type: ignore[misc]

    def _days(self) -> Iterator[str]:
        yield AT
        yield from (
            code for code, (one, _) in self.questions.items() if one.kind.value in {"date", "dateTime"}
        )

    def lacking(self, codes: Any) -> list[str]:
        return [] if set(codes) & self.questions.keys() else ["คำตอบอย่างน้อยหนึ่งข้อ"]

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return _AnswersTaking(self, office, columns, options, on)


def _askable(definition: Definition) -> Iterator[tuple[str, tuple[Question, Group | None]]]:
    """Code → question and its group; what a row of a table can tell. Codes are short and, as versions, for ever."""
    for number, (item, around) in enumerate(definition.walk()):
        if isinstance(item, Group) or item.kind in NOT_IN_TABLES or any(one.is_repeat for one in around):
            continue
        yield f"q{number}", (item, around[-1] if around else None)


def _fields(questions: Mapping[str, tuple[Question, Group | None]]) -> Iterator[Field]:
    """A grid's columns are named “question [line]”: the group and the question in it."""
    labels = Counter(plain(question.label) for question, _ in questions.values())
    for code, (question, group) in questions.items():
        label = plain(question.label) or question.name
        of_grid = f"{plain(group.label)} [{label}]" if group and group.label else ""
        is_clear = labels[label] == 1 or not of_grid
        others = (of_grid, question.name) if is_clear else (question.path,)
        yield Field(code, label if is_clear else of_grid, tuple(filter(None, others)))


class _AnswersTaking(Taking):
    kind: AnswersKind

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.made, self.at = compiled(self.kind.version), now()
        self.order = str(self.options.get("order", ""))
        self.choices = {code: self._choices(code) for code in self.columns if code in self.kind.questions}
        self.repeated: Counter[str] = Counter()
        self.semesters = heading_of(self.office)

    def _choices(self, code: str) -> Choices | None:
        question, _ = self.kind.questions[code]
        if question.kind not in CHOICE_KINDS:
            return None
        return Choices(labels_of(self.kind.version, question), has_other=question.has_other)

    # One row

    def understand(self, draft: Draft) -> None:
        """`facts` become what is stored: answers, moment, sender; and the name by which the row is known again."""
        raw, draft.facts = draft.facts, {}
        at = self._moment(draft, raw.get(AT))
        sender = self._read(draft, SENDER, lambda: as_text(raw.get(SENDER), most=200)) or ""
        answers: Answers = dict(self.semesters(at, sender, self.kind.definition))
        for code, choices in self.choices.items():
            question, _ = self.kind.questions[code]
            told = self._read(
                draft, code, partial(texts_of, question, raw.get(code), choices, self.order), raw.get(code)
            )
            answers |= told or {}
        draft.facts = {
            "answers": answers,
            "at": at,
            "sender": sender,
            "said": [code for code in self.choices if raw.get(code) not in (None, "")],
        }

    def _moment(self, draft: Draft, value: CellValue) -> datetime:
        if value is None:
            return self.at
        at: datetime = self._read(draft, AT, partial(as_moment, value, self.order), value) or self.at
        if at > self.at:
            draft.problems.append(Problem("เวลาที่ตอบอยู่ในอนาคต โปรดตรวจลำดับของวันที่ในไฟล์", AT, shown(value)))
            return self.at
        return at

    def _read(self, draft: Draft, code: str, read: Any, value: CellValue = None) -> Any:
        try:
            return read()
        except CellProblem as error:
            draft.problems.append(Problem(str(error), code, shown(value)))
            return None

    def instance_id(self, draft: Draft) -> str:
        """The same row, of whatever download; the second of two equal ones is another."""
        cells = "\x1f".join(map(str, draft.cells))
        digest = hashlib.sha256(cells.encode()).hexdigest()
        self.repeated[digest] += 1
        return f"uuid:{uuid5(self.kind.version.form_id, f'{digest} {self.repeated[digest]}')}"

    def xml_of(self, draft: Draft, instance_id: str) -> bytes:
        """With what the form reckons."""
        version, definition = self.kind.version, self.kind.definition
        write = partial(
            write_instance, definition, form_name=version.form.name, version=str(version.number),
            instance_id=instance_id,
        )  # fmt: skip
        answers: Answers = draft.facts["answers"]
        reckoned = [one.path for one in definition.questions() if one.calculation]
        if reckoned:
            read = read_submission(write(answers), self.made, version.form, at=draft.facts["at"])
            found = self.made.checker.completed(read.answers, now=draft.facts["at"])
            answers |= {path: found[path] for path in reckoned if path in found}
        return write(answers)

    # Rows

    def mark(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            self.instance_id(draft)

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        names = [self.instance_id(draft) for draft in drafts]
        there = Submission.objects.filter(office=self.office, instance_id__in=names)
        known = set(there.values_list("instance_id", flat=True))
        return [
            self._verdict(draft, name, choices.get(draft.row, ""), is_known=name in known)
            for draft, name in zip(drafts, names, strict=True)
        ]

    def _verdict(self, draft: Draft, name: str, choice: str, *, is_known: bool) -> Verdict:
        title = " ".join(filter(None, (draft.facts["sender"], self._school(draft))))
        if is_known:
            return Verdict(draft, Outcome.SAME, title)
        if draft.problems:
            return Verdict(draft, Outcome.BAD, title, draft.problems)
        xml = self.xml_of(draft, name)
        found = read_submission(xml, self.made, self.kind.version.form, at=draft.facts["at"]).problems
        if found and choice != Choice.NEW:
            words = " · ".join(str(one["words"]) for one in found)
            why = words if len(words) <= 500 else f"{words[:480]}… (รวม {len(found)} ข้อ)"
            return Verdict(draft, Outcome.DOUBT, title, [Problem(why)])
        return Verdict(draft, Outcome.NEW, title, changes=self._told(draft), plan=xml)

    def _school(self, draft: Draft) -> str:
        code = str(draft.facts["answers"].get("heading/school", ""))
        return next(
            (
                labels_of(self.kind.version, question).get(code, "")
                for question, _ in self.kind.questions.values()
                if code and question.path == "heading/school"
            ),
            "",
        )

    def _told(self, draft: Draft) -> list[Change]:
        """The first answers, for the eye."""
        rows = [(code, draft.cells[self.columns[code]]) for code in draft.facts["said"][:SHOWN_ANSWERS]]
        return [Change(self.kind.label_of(code), "", shown(value)) for code, value in rows]

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        """As any filled form is received: marked where the check found something, known by its moment of answering."""
        for verdict in verdicts:
            draft = verdict.draft
            got = receive(
                self.kind.version, xml=verdict.plan, files={}, at=self.at, sender=draft.facts["sender"]
            )
            if got.is_new:
                Submission.objects.filter(pk=got.submission.pk).update(received_at=draft.facts["at"])
