"""Items out of a table of another system: each row a draft, known again by its title and year in the division."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F

from nithet.audit.services import Actor, entry, record_many
from nithet.core.bulk import insert_rows
from nithet.core.clock import now
from nithet.core.ids import new_id
from nithet.core.tables.fields import Field
from nithet.core.tables.table import CellValue
from nithet.core.tables.values import as_text, as_whole_number
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
    label_of,
    shown,
)
from nithet.offices.members import Member
from nithet.offices.models import Office, Unit
from nithet.offices.services.changing import take_over
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.finding import find_again
from nithet.registers.generic.models import Item
from nithet.registers.generic.parts import part_of, put_on
from nithet.thai.calendar import fiscal_year_be
from nithet.thai.text import squeeze

TITLE = Field("title", "ชื่อเรื่อง", ("เรื่อง", "ชื่อ", "รายการ"), is_required=True)
YEAR = Field("fiscal_year_be", "ปีงบประมาณ", ("ปีงบประมาณ พ.ศ.", "ปี พ.ศ.", "ปี"))
Key = tuple[str, int]


def as_year(value: CellValue) -> int | None:
    return as_whole_number(value, least=2540, most=2700)


class ItemsKind(ImportKind):
    """The list of a book. Only what one has brought in oneself is seen: it is the division's."""

    is_own = True
    doubt_choices = (Choice.SKIP,)

    def __init__(self, book: Book[Any]) -> None:
        self.book = book
        self.code, self.title, self.unit = book.code, book.name, book.unit_word  # type: ignore[misc]  # of this book
        self.position = 100 + book.position  # type: ignore[misc]
        self.hint = f"ตาราง{book.item_word}จากระบบเดิมหรือไฟล์ Excel"  # type: ignore[misc]
        title = Field(
            TITLE.code,
            TITLE.label,
            (*TITLE.synonyms, book.item_word, f"ชื่อ{book.item_word}", *book.title_synonyms),
            is_required=True,
        )
        self.fields = (title, *book.import_fields, YEAR)  # type: ignore[misc]
        self.readers = {"title": partial(as_text, most=300), "fiscal_year_be": as_year, **book.import_readers}  # type: ignore[misc]
        self.sample_fields = tuple(one.code for one in (title, *book.import_fields))  # type: ignore[misc]
        self.examples = book.import_examples  # type: ignore[misc]

    def options_for(self, by: Member) -> Sequence[Option]:
        """Whose the items are, where the importer keeps those of several divisions."""
        units = [(str(unit.pk), str(unit)) for unit in access.recordable_units(by)]
        if len(units) < 2:
            return ()
        return (Option("unit", partial(forms.ChoiceField, label="กลุ่มเจ้าของเรื่อง", choices=units)),)

    def given(self, by: Member) -> Mapping[str, Any]:
        """The items are the importer's own and, where there is nothing to choose, those of their division."""
        owner, units = {"owner": str(by.person.pk)}, list(access.recordable_units(by)[:2])
        return owner | ({"unit": str(units[0].pk)} if len(units) == 1 else {})

    def begin(
        self, office: Office, columns: Mapping[str, int], options: Mapping[str, Any], on: date
    ) -> Taking:
        return _ItemsTaking(self, office, columns, options, on)


class _ItemsTaking(Taking):
    kind: ItemsKind

    def understand(self, draft: Draft) -> None:
        if not draft.facts.get("title") and not draft.problems:
            draft.problems.append(Problem("ไม่มีชื่อเรื่อง", "title"))
        draft.facts.setdefault("fiscal_year_be", fiscal_year_be(self.on))

    def mark(self, drafts: Sequence[Draft]) -> None:
        self.seen.add((self._seen(draft), draft.row, ()) for draft in drafts if not draft.problems)

    def judge(self, drafts: Sequence[Draft], choices: Mapping[int, str]) -> list[Verdict]:
        self._refer([draft for draft in drafts if not draft.problems])
        good = [draft for draft in drafts if not draft.problems]
        names = [self._seen(draft) for draft in good]
        earlier = {key: rows[0].row for key, rows in self.seen.find(names).items()}
        known = self._known(good)
        verdicts = []
        for draft in drafts:
            title = str(draft.facts.get("title", ""))
            if draft.problems:
                verdicts.append(Verdict(draft, Outcome.BAD, title, draft.problems))
            elif (row := earlier.setdefault(self._seen(draft), draft.row)) != draft.row:
                why = f"ซ้ำกับแถว {row} ในไฟล์เดียวกัน ระบบใช้แถวแรก โปรดลบแถวที่ซ้ำ"
                verdicts.append(Verdict(draft, Outcome.BAD, title, [Problem(why)]))
            else:
                verdicts.append(
                    self._verdict(draft, known.get(self._key(title, draft.facts["fiscal_year_be"])))
                )
        self.mark(good)
        return verdicts

    def _refer(self, drafts: Sequence[Draft]) -> None:
        for draft, why in zip(
            drafts, self.kind.book.referred(self.office, [one.facts for one in drafts]), strict=True
        ):
            if why:
                draft.problems.append(Problem(why))

    def _known(self, drafts: Sequence[Draft]) -> dict[Key, Item]:
        """Of a list that all share also those of other divisions."""
        book = self.kind.book
        items, titles = book.items().filter(office=self.office), {draft.facts["title"] for draft in drafts}
        # The list that all share has no name twice, however it is spaced.
        mine = items if book.is_shared else items.filter(unit=self._unit(), title__in=titles)
        found = (
            mine.exclude(state=Item.State.VOID).order_by("made_at", "pk").prefetch_related(*book.refers_to)
        )
        return {self._key(one.title, one.fiscal_year_be): one for one in found}

    def _key(self, title: str, year: int) -> Key:
        """What lives on is the same in every year."""
        return squeeze(title).casefold(), 0 if self.kind.book.is_living else year

    def _seen(self, draft: Draft) -> str:
        name, year = self._key(draft.facts["title"], draft.facts["fiscal_year_be"])
        return f"{year} {name}"

    def _unit(self) -> UUID | None:
        return UUID(self.options["unit"]) if self.options.get("unit") else None

    def _verdict(self, draft: Draft, item: Item | None) -> Verdict:
        title = draft.facts["title"]
        if item is None:
            return Verdict(draft, Outcome.NEW, title)
        if not self._is_mine(item):
            return Verdict(draft, Outcome.SAME, title, other_id=item.pk)
        told = self.kind.book.imported(draft.facts)[0]
        if self.kind.book.is_living:
            del told["fiscal_year_be"]
        differs = take_over(item, told)
        if why := self.kind.book.unfit(item):
            return Verdict(draft, Outcome.BAD, title, [Problem(why)])
        changes = [
            Change(label_of(type(item), name), _said(old), _said(new) or "ไม่มี", name)
            for name, (old, new) in differs.items()
        ]
        outcome = Outcome.CHANGED if changes else Outcome.SAME
        return Verdict(draft, outcome, title, changes=changes, other_id=item.pk, plan=(item, differs))

    def _is_mine(self, item: Item) -> bool:
        """Can be changed by this list."""
        book = self.kind.book
        return (
            item.unit_id == self._unit() and not (item.is_done and not book.is_living) and not book.held(item)
        )

    def store(self, verdicts: Sequence[Verdict], *, by: Actor) -> None:
        at, book = now(), self.kind.book
        new = [self._made(verdict, at, by) for verdict in verdicts if verdict.outcome == Outcome.NEW]
        planned = [verdict.plan for verdict in verdicts if verdict.outcome == Outcome.CHANGED]
        changed = [(item, differs) for item, differs in planned if self._saved(item, differs, at)]
        insert_rows(new)
        self._store_rows(
            zip(new, [verdict.draft for verdict in verdicts if verdict.outcome == Outcome.NEW], strict=True)
        )
        record_many([
            *(entry("item.made", by=by, on=item, register=book.name, source=self.source_name) for item in new),
            *(
                entry("item.changed", by=by, on=item, changed=differs, register=book.name, source=self.source_name)
                for item, differs in changed
            ),
        ])  # fmt: skip
        find_again(book, [*new, *(item for item, _ in changed)])

    def _saved(self, item: Item, differs: Mapping[str, Any], at: datetime) -> bool:
        """Not where somebody changed or finished it after it was read: theirs holds."""
        facts = {name: getattr(item, name) for name in differs}
        same = self.kind.book.items().filter(pk=item.pk, revision=item.revision, state=item.state)
        return bool(same.update(**facts, changed_at=at, revision=F("revision") + 1))

    def _made(self, verdict: Verdict, at: Any, by: Actor) -> Item:
        unit = Unit(pk=self._unit())
        item = self.kind.book.model(
            id=new_id(), office=self.office, unit=unit, owner_id=UUID(self.options["owner"]), made_by_id=by.pk, made_at=at, changed_at=at,
        )  # fmt: skip
        put_on(item, self.kind.book.imported(verdict.draft.facts)[0])
        return item

    def _store_rows(self, pairs: Iterable[tuple[Item, Draft]]) -> None:
        """What the rows of a list say of rows inside the new items: one statement a kind."""
        known = [(item, self.kind.book.imported(draft.facts)[1]) for item, draft in pairs]
        for kind in self.kind.book.parts:
            insert_rows([
                part_of(kind, item, row, place)
                for item, rows in known
                for place, row in enumerate(rows.get(kind.code, ()))
            ])  # fmt: skip


def _said(value: CellValue) -> str:
    return "" if value is None else shown(value)
