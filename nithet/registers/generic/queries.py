"""Reads of items, shaped for their list, their page and the pages of others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.http import urlencode

from nithet.cycles.models import Evidence, Task
from nithet.cycles.register import Found
from nithet.forms.access import visible_submissions
from nithet.forms.models import Submission
from nithet.offices.members import Member
from nithet.offices.models import Person, School
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.models import Item, ItemVersion

MOST_IN_PANEL = 5


def narrowed(
    book: Book[Any], items: QuerySet[Any], given: Mapping[str, Any], member: Member
) -> QuerySet[Any]:
    """As the form above the list asks. What is voided is shown only where it is asked for."""
    same = {"fiscal_year_be": given.get("year"), "unit": given.get("unit"), "state": given.get("state")}
    items = items.filter(**{name: value for name, value in same.items() if value})
    if not given.get("state"):
        items = items.exclude(state=Item.State.VOID)
    if given.get("mine"):
        items = items.filter(owner=member.person)
    for about in (given.get("of_school"), given.get("of_person")):
        if about:
            of_them = book.items().filter(concerns(book, about) or Q(pk__in=()), office=member.office)
            items = items.filter(pk__in=of_them.values("pk"))
    for word in given.get("q", "").split():
        items = items.filter(Q(title__icontains=word))
    return book.narrowed(items, given)


def listed(book: Book[Any], items: QuerySet[Any], member: Member) -> QuerySet[Any]:
    return book.lines(member, items.select_related("unit", "owner")).order_by(*book.order)


def resolve(book: Book[Any], member: Member, ids: Collection[UUID]) -> dict[UUID, Found]:
    """For evidence: two queries, whatever the number of items."""
    seen = set(access.visible_items(member, book).filter(pk__in=ids).values_list("pk", flat=True))
    known = book.items().filter(office=member.office, pk__in=ids).values_list("pk", "title")
    return {
        pk: Found(title, book.address("page", member.office.code, pk) if pk in seen else "")
        for pk, title in known
    }


def source_of(item: Item, member: Member) -> Submission | None:
    """The filled form that it was made of, for who may open that."""
    rows = visible_submissions(member).filter(landed_id=item.pk).defer("xml", "answers", "problems")
    return rows.select_related("form").first()


@dataclass(frozen=True, slots=True)
class Served:
    """The tasks that an item is evidence of: those that who looks may open, and how many others."""

    tasks: Sequence[Task] = ()
    others: int = 0


def served(book: Book[Any], item: Item, seen: QuerySet[Task]) -> Served:
    """Two queries. Of tasks that are not among the seen ones nothing is said but that they are."""
    standing = Evidence.objects.filter(office=item.office, kind=book.code, object_id=item.pk, voided_at=None)
    keys = set(standing.values_list("task", flat=True))
    tasks = list(seen.filter(pk__in=keys).select_related("run").order_by("due_on", "pk"))
    return Served(tasks, len(keys) - len(tasks))


def versions(book: Book[Any], item: Item) -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(office=item.office, kind=book.code, object_id=item.pk).select_related(
        "made_by"
    )


@dataclass(frozen=True, slots=True)
class Part:
    """A book's part of a school's or a person's page."""

    book: Book[Any]
    items: Sequence[Item]
    count: int
    # The list, narrowed to the same.
    address: str

    @property
    def rows(self) -> list[tuple[Item, str]]:
        return [(item, self.book.words_of(item.state)) for item in self.items]


def concerning(book: Book[Any], member: Member, about: School | Person) -> Part | None:
    """What a book has about a school or a person that this member sees; None: nothing."""
    if (of_them := concerns(book, about)) is None:
        return None
    inner = book.items().filter(of_them, office=member.office).exclude(state=Item.State.VOID)
    found = access.visible_items(member, book).filter(pk__in=inner.values("pk")).select_related("unit")
    items = list(found.order_by("-changed_at", "pk")[: MOST_IN_PANEL + 1])
    if not items:
        return None
    count = len(items) if len(items) <= MOST_IN_PANEL else found.count()
    narrowed_to = urlencode({"of_school" if isinstance(about, School) else "of_person": str(about.pk)})
    address = f"{book.address('list', member.office.code)}?{narrowed_to}"
    return Part(book, items[:MOST_IN_PANEL], count, address)


def concerns(book: Book[Any], about: School | Person) -> Q | None:
    return book.of_school(about) if isinstance(about, School) else book.of_person(about)


def counts(book: Book[Any], member: Member, *, year: int) -> tuple[int, int]:
    """How many stand in a year, and how many of them are drafts."""
    standing = access.visible_items(member, book).exclude(state=Item.State.VOID)
    if not book.is_living:
        standing = standing.filter(fiscal_year_be=year)
    found = standing.aggregate(all=Count("pk"), drafts=Count("pk", filter=Q(state=Item.State.DRAFT)))
    return found["all"], found["drafts"]
