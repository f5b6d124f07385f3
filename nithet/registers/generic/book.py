"""What a register says about one kind of its items. Pages, services, files, search and evidence read this, and nothing else of it.

A register subclasses `Book` once for each kind, and hands it to `RegisterConfig`. Deleted, nothing of it is missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse

from nithet.core.tables.fields import Field
from nithet.core.tables.writing import Column, Value
from nithet.cycles.models import Task
from nithet.cycles.words import Standing
from nithet.offices.imports.cells import Reader
from nithet.offices.members import Member
from nithet.offices.models import Office, Person, School
from nithet.registers.generic.models import Day, Item, Part
from nithet.thai.calendar import Span

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True, slots=True)
class Shows:
    """What a finished item is evidence of: its action, whom it reached and how much it counts."""

    action: str
    value: int = 1
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class ItemDay:
    """A day of an item's own for the calendar. `what` stands before the title: “สิ้นสุดวาระ”."""

    item: Item
    day: Day
    what: str
    # The last day, where it takes several.
    until: Day | None = None
    # Where it is not the item's.
    title: str = ""
    # The row inside the item whose day it is; and what tells several days of one item or row apart, whatever day they move to.
    row: UUID | None = None
    mark: str = ""
    # Whose alone it is; None: of everybody who is responsible for the item or named in it.
    person: Person | None = None
    # Where there is more to say: late, done.
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class PartKind:
    """Rows inside an item: their table, the form of one row, and what they are called."""

    code: str
    model: type[Part]
    form: type[forms.Form]
    label: str
    row_word: str
    hint: str = ""
    least: int = 0
    # Looks at all typed rows together: completes them, or raises ValidationError with what is wrong among them.
    settle: Callable[[list[dict[str, Any]], Member], list[dict[str, Any]]] | None = None
    # What a row refers to and is drawn with, loaded in the same query.
    joins: tuple[str, ...] = ()
    # Whether a copy for another year begins with these rows, and which of them: a row and the year.
    is_copied: bool = True
    is_for: Callable[[Any, int], bool] | None = None

    def rows(self, item: Item) -> QuerySet[Any]:
        found: QuerySet[Any] = self.model._default_manager.all()  # noqa: SLF001  of any model
        found = found.filter(item=item)
        return found.select_related(*self.joins) if self.joins else found


class Book(Generic[ItemT]):
    """One kind of item. `code` stands in addresses, in evidence and in history, and never changes."""

    code: ClassVar[str]
    # The app whose addresses it has.
    space: ClassVar[str]
    name: ClassVar[str]
    # One of them, and how they are counted: “คณะทำงาน”, “คณะ”.
    item_word: ClassVar[str]
    unit_word: ClassVar[str] = "รายการ"
    icon: ClassVar[str]
    # What it is for, in a sentence.
    hint: ClassVar[str]
    position: ClassVar[int] = 0

    model: ClassVar[type[Item]]
    form: ClassVar[Callable[..., Any]]
    parts: ClassVar[tuple[PartKind, ...]] = ()
    # Own words for states, where “ฉบับร่าง” and “เสร็จสิ้น” are not what people say.
    state_words: ClassVar[Mapping[str, str]] = {}
    # What finishing is called, and what the day is that it asks for.
    finish_words: ClassVar[str] = "บันทึกว่าเสร็จสิ้น"
    on_label: ClassVar[str] = "เสร็จสิ้นเมื่อวันที่"
    # Where finishing asks for more than the day: a subclass of FinishForm.
    finish_form: ClassVar[Callable[..., Any] | None] = None
    # What a draft that was finished or voided before begins with again: fields and values.
    as_draft: ClassVar[Mapping[str, Any]] = {}
    # Whether it looks at the office's other items. The office is then locked before the item, as merging people does.
    locks_office: ClassVar[bool] = False
    # A list that lives on, such as partners: changed also when finished, and no version a time.
    is_living: ClassVar[bool] = False
    # Seen by all who see the registers of a division, whosever it is: a directory.
    is_shared: ClassVar[bool] = False
    # Relations of the item itself that its facts say, loaded with it.
    refers_to: ClassVar[tuple[str, ...]] = ()
    # Relations that `text` reads, so that many items cost as much as one; and that items are found by new names of people at once.
    found_by: ClassVar[tuple[str, ...]] = ()
    # Drawn inside the item's page with `item`, `parts` and what `page_facts` gives.
    template: ClassVar[str]
    # What a version's plain data are called where they are shown; what is not named is not shown.
    snapshot_labels: ClassVar[Mapping[str, str]] = {}
    # In which order the list shows them.
    order: ClassVar[tuple[Any, ...]] = ("-fiscal_year_be", "-changed_at", "pk")
    # Of the list as a file, after the title.
    columns: ClassVar[tuple[Column, ...]] = ()
    # What should be filled in, by field of the item or relation of its rows, besides who is responsible.
    wanted: ClassVar[Mapping[str, str]] = {}
    # Whether a list of them can be brought in as a file.
    is_imported: ClassVar[bool] = True
    # Of an imported list, besides the title.
    import_fields: ClassVar[tuple[Field, ...]] = ()
    import_readers: ClassVar[Mapping[str, Reader]] = {}
    # Further headings under which the title is found.
    title_synonyms: ClassVar[tuple[str, ...]] = ()
    import_examples: ClassVar[tuple[tuple[Any, ...], ...]] = ()

    def items(self) -> QuerySet[Any]:
        """Of all offices; every reader narrows it."""
        return self.model._default_manager.all()  # noqa: SLF001  of any model

    def ways(self, member: Member) -> Sequence[tuple[str, str, str]]:
        """Further buttons above the list: words, icon, address."""
        return ()

    def held(self, item: ItemT) -> str:
        """Why a draft cannot be changed now, such as a plan that is being decided on; nothing where it can."""
        return ""

    def unfit(self, item: ItemT) -> str:
        """Why an item cannot be stored as a row of an imported list makes it, such as an end before its beginning."""
        return ""

    def refuse_double(self, item: ItemT) -> None:
        """Refuses what another item is already, where that cannot be; with `locks_office`, nobody adds one meanwhile."""

    def referred(self, office: Office, rows: Sequence[dict[str, Any]]) -> Sequence[str]:
        """Puts things in place of names that rows of an imported list have; for each row why that cannot be, or nothing.

        One query for all rows.
        """
        return [""] * len(rows)

    def imported(self, facts: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
        """What a row of an imported list becomes: fields of the item; and, where it is new, rows inside it by kind."""
        return dict(facts), {}

    # What it shows and says

    @property
    def is_evidence(self) -> bool:
        """Whether its items are ever evidence of a task."""
        return type(self).shows is not Book.shows

    def lacking(self, item: ItemT) -> list[str]:
        """Why it cannot be finished yet, as parts of a sentence: “ยังไม่มีรายชื่อคณะทำงาน”."""
        return []

    def lacking_at_finish(self, item: ItemT) -> list[str]:
        """As `lacking`, asked once the item holds what the form of finishing brought."""
        return []

    def at_finish(self, item: ItemT, on: Day) -> Mapping[str, Any]:
        """Fields that follow from finishing it on this day; refuses where that cannot be."""
        return {}

    def shows(self, item: ItemT) -> Iterable[Shows]:
        """What it is evidence of once it is finished."""
        return ()

    def text(self, item: ItemT) -> str:
        """What it is found by besides its title."""
        return ""

    def snapshot(self, item: ItemT) -> dict[str, Any]:
        """Plain data that documents are printed from and versions keep."""
        raise NotImplementedError

    # Its days

    @property
    def has_days(self) -> bool:
        """Whether its items ever have days of their own in the calendar."""
        return type(self).days is not Book.days

    def days(self, items: QuerySet[Any], span: Span) -> Iterable[ItemDay]:
        """Their own days that lie in the span. `items` are those that who looks may see; one query, narrowed by the days."""
        return ()

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        """With what `facts` and `cells` of each row need."""
        return items

    def counted(self, items: QuerySet[Any]) -> QuerySet[Any]:
        """Those that can be filled in completely; the others are left out of how complete the book is."""
        return items

    def facts(self, item: ItemT) -> Sequence[tuple[str, str | Standing]]:
        """What a row of the list says besides title, division, year and state: label and words, or a state of its own."""
        return ()

    def cells(self, item: ItemT) -> Sequence[Value]:
        """By the order of `columns`."""
        return ()

    def filters(self, member: Member) -> dict[str, forms.Field]:
        """Own filters of the list; `narrowed` does them."""
        return {}

    def narrowed(self, items: QuerySet[Any], given: Mapping[str, Any]) -> QuerySet[Any]:
        return items

    # Whom it concerns

    def named(self, member: Member) -> Q:
        """Items in which the member is named, besides as who is responsible."""
        return Q(pk__in=())

    def of_school(self, school: School) -> Q | None:
        """Items that concern a school; None: it has no part of a school's page."""
        return None

    def of_person(self, person: Person) -> Q | None:
        return Q(owner=person)

    # Its page and its form

    def page_facts(self, item: ItemT, member: Member) -> dict[str, Any]:
        return {}

    def prefilled(self, task: Task | None, member: Member) -> dict[str, Any]:
        """What a new item's form holds; of the task from whose page it is begun."""
        return {"title": task.title} if task else {}

    def begun_at(self, given: Mapping[str, str], member: Member) -> dict[str, Any]:
        """What a new item's form holds by its address, such as of which thing it is."""
        return {}

    def kept(self, item: ItemT, by: Member) -> None:
        """What follows from making or changing an item, in the same transaction."""

    def copied(self, item: ItemT, year: int) -> dict[str, Any]:
        """What a new item takes over from an earlier year's, besides its title and parts."""
        return {}

    # Addresses

    def address(self, name: str, office: str, *args: object, task: Task | None = None) -> str:
        path = reverse(f"{self.space}:{self.code}-{name}", args=[office, *args])
        return f"{path}?task={task.pk}" if task else path

    def words_of(self, state: str) -> str:
        return self.state_words.get(state) or str(Item.State(state).label)


_BOOKS: dict[str, Book[Any]] = {}


def add_book(book: Book[Any]) -> None:
    """Called when Django starts. Raises ValueError where the code is taken."""
    if book.code in _BOOKS:
        raise ValueError(f"book {book.code} stands twice")
    _BOOKS[book.code] = book


def books() -> list[Book[Any]]:
    """In the order in which the page of registers shows them."""
    return sorted(_BOOKS.values(), key=lambda book: (book.position, book.code))


def book_of(code: str) -> Book[Any] | None:
    return _BOOKS.get(code)


def parts_of(book: Book[Any], item: Item) -> dict[str, list[Part]]:
    """The rows inside an item by the code of their kind: one query a kind."""
    return {kind.code: list(kind.rows(item)) for kind in book.parts}
