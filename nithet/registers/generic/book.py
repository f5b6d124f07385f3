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
from nithet.offices.imports.cells import Reader
from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.registers.generic.models import Day, Item, Part

ItemT = TypeVar("ItemT", bound=Item)


@dataclass(frozen=True, slots=True)
class Shows:
    """What a finished item is evidence of: its action, whom it reached and how much it counts."""

    action: str
    value: int = 1
    subject: UUID | None = None


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
    # Whether a copy for another year begins with these rows.
    is_copied: bool = True

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
    # A list that lives on, such as partners: changed also when finished, and no version a time.
    is_living: ClassVar[bool] = False
    # Relations that `text` reads, so that many items cost as much as one.
    found_by: ClassVar[tuple[str, ...]] = ()
    # Drawn inside the item's page with `item`, `parts` and what `page_facts` gives.
    template: ClassVar[str]
    # What a version's plain data are called where they are shown; what is not named is not shown.
    snapshot_labels: ClassVar[Mapping[str, str]] = {}
    # Of the list as a file, after the title.
    columns: ClassVar[tuple[Column, ...]] = ()
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

    # Its list

    def lines(self, member: Member, items: QuerySet[Any]) -> QuerySet[Any]:
        """With what `facts` and `cells` of each row need."""
        return items

    def facts(self, item: ItemT) -> Sequence[tuple[str, str]]:
        """What a row of the list says besides title, division, year and state: label and words."""
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
