"""How a filled form becomes an item of a book: once, by a key that follows from the submission."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import cached_property, partial
from typing import Any
from uuid import UUID, uuid5

from nithet.core.errors import DomainError
from nithet.forms.answers import Answers
from nithet.forms.checking.findings import plain
from nithet.forms.checking.kinds import written
from nithet.forms.compiled import compiled
from nithet.forms.definition import Definition, Question
from nithet.forms.landing import Landing, Place, has_questions
from nithet.forms.models import Submission, SubmissionFile
from nithet.forms.queries.submissions import unnamed
from nithet.forms.services.files import signatures_named
from nithet.offices.members import Member
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.errors import StaleItemError
from nithet.registers.generic.models import Item
from nithet.registers.generic.parts import Row
from nithet.registers.generic.services import Typed, bring_files, change_item, drop_file, make_item
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.dates import bangkok_day

_TITLE = 300
_CENT, _DIGITS = Decimal("0.01"), 12


class NoUnitError(DomainError):
    code = "landing-no-unit"
    message = "แบบฟอร์มนี้ไม่มีกลุ่มเจ้าของ จึงไม่ทราบว่าจะบันทึกเข้าทะเบียนของกลุ่มใด โปรดกำหนดกลุ่มเจ้าของแบบฟอร์ม"


class ChangedInBookError(DomainError):
    code = "landing-changed"
    message = (
        "มีผู้แก้ไขรายการใน{name}หลังจากบันทึกจากแบบฟอร์มนี้แล้ว จึงไม่ได้นำคำตอบที่แก้ไขไปทับ "
        "โปรดเปรียบเทียบคำตอบกับรายการ แล้วแก้ไขที่รายการนั้น"
    )


@dataclass(frozen=True)
class Told:
    """What a submission says, as the fields of an item want it; nothing of what is not answered or not understood."""

    submission: Submission
    answers: Answers

    @classmethod
    def of(cls, submission: Submission) -> Told:
        return cls(submission, submission.answers)

    def lines(self, repeat: str) -> Iterator[Told]:
        found = self.answers.get(repeat)
        for line in found if isinstance(found, list) else ():
            if isinstance(line, dict):
                yield Told(self.submission, line)  # type: ignore[arg-type]

    def text(self, path: str, most: int = 4000) -> str:
        return written(self.answers.get(path, ""))[:most]

    def day(self, path: str) -> date | None:
        try:
            return date.fromisoformat(self.text(path)[:10])
        except ValueError:
            return None

    def number(self, path: str) -> Decimal | None:
        try:
            found = Decimal(self.text(path))
        except InvalidOperation:
            return None
        # By its place, not its amount: 1e9999999 overflows in each operation.
        is_fit = found.is_finite() and found.adjusted() < _DIGITS
        return found.quantize(_CENT, ROUND_HALF_UP) if is_fit else None

    def names(self, path: str) -> list[str]:
        """Of the choices that were made."""
        value = self.answers.get(path)
        return [str(name) for name in value] if isinstance(value, list) else self.text(path).split()

    def labels(self, path: str, most: int = 300) -> str:
        known = {choice.name: plain(choice.label, most) for choice in self._choices(path)}
        return ", ".join(known.get(name, name) for name in self.names(path))[:most]

    def _choices(self, path: str) -> Any:
        question = next((one for one in self._definition.questions() if one.path == path), None)
        return self._definition.choices(question) if isinstance(question, Question) else ()

    @cached_property
    def _definition(self) -> Definition:
        return compiled(self.submission.version).definition


def book_landing(
    book: Book[Any],
    name: str,
    item_of: Any,
    *,
    forms: tuple[str, ...],
    asks: tuple[str, ...],
) -> Landing:
    """A landing in a book. `item_of(told, by)` gives the item's own fields, with its title, and its rows by kind."""

    def land(submission: Submission, by: Member) -> tuple[str, UUID]:
        facts, parts = item_of(Told.of(submission), by)
        return book.code, land_item(book, submission, facts, parts, by=by).pk

    return Landing(
        name,
        book.name,
        has_questions(*asks),
        land,
        partial(find_item, book),
        forms,
        partial(bring_late, book),
    )


def land_item(
    book: Book[Any],
    submission: Submission,
    facts: Mapping[str, Any],
    parts: Mapping[str, Sequence[Row]],
    *,
    by: Member,
) -> Item:
    """The item of a submission, made or brought up to date. What is finished or voided there is left to people."""
    form = submission.version.form
    if form.unit is None:
        raise NoUnitError
    year = submission.answers.get("heading/fiscal_year_be")
    known: dict[str, Any] = {"unit": form.unit, "owner": submission.person}
    known["fiscal_year_be"] = (
        year if isinstance(year, int) else fiscal_year_be(bangkok_day(submission.received_at))
    )
    title = " ".join(str(facts["title"]).split())[:_TITLE] or form.title[:_TITLE]
    files = _landed_files(submission)
    gone = {*unnamed(submission.files.all())} if files and submission.revision else set()
    named = [_named(one) for one in files if one.pk not in gone]
    typed = Typed({**known, **facts, "title": title}, parts, named)
    key = uuid5(submission.pk, book.code)
    item = None
    # What has landed nowhere yet is in no book.
    if submission.landed_id is not None:
        item = book.items().select_related("unit", "owner").filter(pk=key, office=by.office).first()
    if item is None:
        item = make_item(book, typed, by=by, key=key)
    else:
        item.office = by.office
        item = _brought_up(book, item, typed, submission, by)
        for one in files:
            # A photo that an edit took out of the answers leaves the book too.
            item = drop_file(book, item, one.file_id, by=by) if one.pk in gone else item
    submission.landed_revision = item.revision
    return item


def _brought_up(book: Book[Any], item: Item, typed: Typed, submission: Submission, by: Member) -> Item:
    """What people changed in the book since it landed is not written over."""
    try:
        return change_item(book, item, typed, revision=submission.landed_revision or 1, by=by)
    except StaleItemError as stale:
        raise ChangedInBookError(name=book.name) from stale


def bring_late(book: Book[Any], submission: Submission, names: Collection[str], by: Member) -> None:
    """Beside the item that landed before they came. Whoever changes the item goes on from there."""
    item = (
        book.items().select_related("unit", "owner").filter(pk=submission.landed_id, office=by.office).first()
    )
    if item is None:
        return
    item.office = by.office
    was, came = item.revision, [one for one in _landed_files(submission) if one.name in names]
    item = bring_files(book, item, [_named(one) for one in came], by=by)
    if submission.landed_revision == was:
        submission.landed_revision = item.revision


def _landed_files(submission: Submission) -> list[SubmissionFile]:
    """Without signatures: these stay with what was signed, and go with who signed."""
    signed = signatures_named(submission.answers, compiled(submission.version).definition)
    return [one for one in submission.files.all() if one.name not in signed]


def _named(one: SubmissionFile) -> dict[str, str]:
    return {"file": str(one.file_id), "name": one.name}


def find_item(book: Book[Any], member: Member, pk: UUID) -> Place | None:
    item = book.items().filter(office=member.office, pk=pk).first()
    if item is None:
        return None
    if not access.visible_items(member, book).filter(pk=pk).exists():
        return Place(book.name)
    return Place(item.title, book.address("page", member.office.code, pk))
