"""Making, changing and finishing items: one function, one change of state, its history, search and evidence in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from nithet.audit.services import record
from nithet.core.clock import now
from nithet.cycles.models import Task
from nithet.cycles.services.offering import offer_evidence, withdraw_evidence
from nithet.offices.members import Member
from nithet.offices.services.changing import lock_office, take_over
from nithet.registers.generic import access
from nithet.registers.generic.book import Book
from nithet.registers.generic.errors import (
    ItemLivesOnError,
    ItemNotCompleteError,
    ItemStateError,
    StaleItemError,
)
from nithet.registers.generic.finding import find_again
from nithet.registers.generic.models import Item, ItemVersion
from nithet.registers.generic.parts import Row, make_parts, put_on, put_parts

State = Item.State


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form gives: fields of the item, rows by kind, files that are kept already."""

    facts: Mapping[str, Any]
    parts: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    files: Sequence[dict[str, str]] = ()


@transaction.atomic
def make_item(book: Book[Any], typed: Typed, *, by: Member, key: UUID, task: Task | None = None) -> Item:
    """A new item. Sent again with the same key it is the same one."""
    access.can_record_in(by, typed.facts["unit"]).or_refuse()
    _lock_list(book, by)
    known: Item | None = book.items().filter(pk=key, office=by.office, made_by=by.user).first()
    if known:
        return known
    at = now()
    item: Item = book.model(
        id=key,
        office=by.office,
        made_by=by.user,
        made_at=at,
        changed_at=at,
        task=task,
        files=list(typed.files),
    )
    put_on(item, typed.facts)
    book.refuse_double(item)
    try:
        with transaction.atomic():
            item.save(force_insert=True)
    except IntegrityError:
        # Pressed twice at once: the other one made it.
        made: Item | None = book.items().filter(pk=key, office=by.office, made_by=by.user).first()
        if made is None:
            raise
        return made
    make_parts(book, item, typed.parts)
    record("item.made", by=by, on=item, register=book.name)
    find_again(book, [item])
    book.kept(item, by)
    return item


@transaction.atomic
def change_item(book: Book[Any], item: Item, typed: Typed, *, revision: int, by: Member) -> Item:
    """Store what differs. Raises StaleItemError where somebody saved since `revision` was read."""
    access.can_change(by, book, item).or_refuse()
    if typed.facts["unit"].pk != item.unit_id:
        access.can_record_in(by, typed.facts["unit"]).or_refuse()
    _lock_list(book, by)
    _seize(book, item, revision)
    changed = take_over(item, typed.facts)
    book.refuse_double(item)
    if typed.files:
        item.files = _joined(item.files, typed.files)
        changed["files"] = [None, [one["name"] for one in typed.files]]
    own = [*changed]
    changed |= put_parts(book, item, typed.parts)
    if changed:
        item.save(update_fields=own)
        record("item.changed", by=by, on=item, register=book.name, changed=changed)
        find_again(book, [item])
        book.kept(item, by)
        if item.is_done:
            offer_item(book, item, by)
    return item


def _seize(book: Book[Any], item: Item, revision: int) -> None:
    """One statement, so that of two people saving at once one wins."""
    mine = book.items().filter(pk=item.pk, revision=revision)
    if not mine.update(revision=F("revision") + 1, changed_at=now()):
        raise StaleItemError
    item.refresh_from_db()


def _joined(known: Sequence[dict[str, str]], new: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    return list({one["file"]: one for one in (*known, *new)}.values())


@transaction.atomic
def bring_files(book: Book[Any], item: Item, files: Sequence[dict[str, str]], *, by: Member) -> Item:
    """Files that belong to the item and come after it, whatever was changed in it since. Sent again it changes nothing."""
    item = _held(book, item)
    access.can_change(by, book, item).or_refuse()
    known = {one["file"] for one in item.files}
    if new := [one for one in files if one["file"] not in known]:
        item.files = _joined(item.files, new)
        item.revision += 1
        item.save(update_fields=["files", "revision"])
        names = [one["name"] for one in new]
        record("item.changed", by=by, on=item, register=book.name, changed={"files": [None, names]})
    return item


@transaction.atomic
def drop_file(book: Book[Any], item: Item, file: UUID, *, by: Member) -> Item:
    """The item shows the file no more; history keeps its name. Sent again it changes nothing."""
    item = _held(book, item)
    # Asked of it as it is now: what was finished meanwhile keeps its file.
    access.can_change(by, book, item).or_refuse()
    dropped = [one["name"] for one in item.files if one["file"] == str(file)]
    if dropped:
        item.files = [one for one in item.files if one["file"] != str(file)]
        item.revision += 1
        item.save(update_fields=["files", "revision"])
        record("item.changed", by=by, on=item, register=book.name, changed={"files": [dropped, None]})
    return item


@transaction.atomic
def finish_item(
    book: Book[Any],
    item: Item,
    *,
    on: date,
    by: Member,
    facts: Mapping[str, Any] | None = None,
    files: Sequence[dict[str, str]] = (),
    revision: int | None = None,
) -> Item:
    """It is evidence from now on. `facts` and `files` are what finishing asked for. Sent again it changes nothing.

    Raises StaleItemError where somebody saved since `revision` was read.
    """
    access.can_keep(by, item).or_refuse()
    _lock_list(book, by)
    item = _held(book, item)
    if item.is_done and item.on == on:
        return item
    if revision not in (None, item.revision):
        raise StaleItemError
    told = {**(facts or {}), "files": _joined(item.files, files)}
    changed = take_over(item, told)
    if lacking := [*book.lacking(item), *book.lacking_at_finish(item)]:
        raise ItemNotCompleteError(lacking=" และ".join(lacking))
    # What lives on is confirmed again and again.
    before = State.DONE if book.is_living and item.is_done else State.DRAFT
    _move(book, item, State.DONE, only_from=before, on=on, **told, **book.at_finish(item, on))
    number = _keep_version(book, item, by)
    told_too: dict[str, Any] = {"changed": changed} if changed else {}
    record("item.finished", by=by, on=item, register=book.name, day=on.isoformat(), number=number, **told_too)
    find_again(book, [item])
    offer_item(book, item, by)
    return item


@transaction.atomic
def reopen_item(book: Book[Any], item: Item, *, why: str, by: Member) -> Item:
    """Back to a draft: it shows nothing until it is finished again. Its versions stay."""
    access.can_keep(by, item).or_refuse()
    item = _held(book, item)
    _move(book, item, State.DRAFT, only_from=State.DONE, on=None, **book.as_draft)
    record("item.reopened", by=by, on=item, register=book.name, why=why)
    find_again(book, [item])
    withdraw_evidence(item.office, book.code, item.pk, why=why, by=by)
    return item


@transaction.atomic
def void_item(book: Book[Any], item: Item, *, why: str, by: Member) -> Item:
    """ยกเลิก (คงประวัติไว้)."""
    access.can_keep(by, item).or_refuse()
    item = _held(book, item)
    if item.is_void:
        return item
    item.void_reason = why
    _move(book, item, State.VOID, only_from=item.state, on=item.on, void_reason=why)
    record("item.voided", by=by, on=item, register=book.name, why=why)
    find_again(book, [item])
    withdraw_evidence(item.office, book.code, item.pk, why=why, by=by)
    return item


@transaction.atomic
def restore_item(book: Book[Any], item: Item, *, by: Member) -> Item:
    """What was voided is a draft again."""
    access.can_keep(by, item).or_refuse()
    _lock_list(book, by)
    item = _held(book, item)
    if not item.is_void:
        return item
    book.refuse_double(item)
    _move(book, item, State.DRAFT, only_from=State.VOID, on=None, void_reason="", **book.as_draft)
    record("item.restored", by=by, on=item, register=book.name)
    find_again(book, [item])
    return item


@transaction.atomic
def copy_item(book: Book[Any], item: Item, *, year: int, by: Member, key: UUID) -> Item:
    """A new draft for another year with the same parts. Sent again with the same key it is the same one.

    Raises ItemLivesOnError where the list has no years.
    """
    if book.is_living:
        raise ItemLivesOnError(name=book.name)
    facts = {"title": item.title, "unit": item.unit, "owner": item.owner, "fiscal_year_be": year}
    rows = {
        kind.code: [
            part_facts(part) for part in kind.rows(item) if not kind.is_for or kind.is_for(part, year)
        ]
        for kind in book.parts
        if kind.is_copied
    }
    return make_item(book, Typed({**facts, **book.copied(item, year)}, rows), by=by, key=key)


def part_facts(part: Any) -> Row:
    """What a row says, without where it belongs."""
    own = {"id", "office", "item", "position"} | part.not_copied
    return {f.name: getattr(part, f.name) for f in part._meta.concrete_fields if f.name not in own}  # noqa: SLF001


def _lock_list(book: Book[Any], by: Member) -> None:
    """Before the item, where the book looks at the office's other items."""
    if book.locks_office:
        lock_office(by.office)


def _held(book: Book[Any], item: Item) -> Item:
    """The item as it is now, locked until the transaction ends."""
    held: Item = book.items().select_for_update().get(pk=item.pk)
    return held


def _move(book: Book[Any], item: Item, to: str, *, only_from: str, on: date | None, **facts: Any) -> None:
    change = {"state": to, "on": on, "changed_at": now(), "revision": item.revision + 1, **facts}
    if not book.items().filter(pk=item.pk, state=only_from).update(**change):
        raise ItemStateError(item=item, state=book.words_of(item.state))
    for name, value in change.items():
        setattr(item, name, value)


def _keep_version(book: Book[Any], item: Item, by: Member) -> int:
    """What living lists are is in their history; of all others each finishing is a version."""
    if book.is_living:
        return 0
    known = ItemVersion.objects.filter(office=item.office, kind=book.code, object_id=item.pk)
    number = (known.aggregate(last=Max("number"))["last"] or 0) + 1
    ItemVersion.objects.create(
        office=item.office, kind=book.code, object_id=item.pk, number=number, on=item.on or by.on,
        snapshot=book.snapshot(item), made_by=by.user, made_at=now(),
    )  # fmt: skip
    return number


def offer_item(book: Book[Any], item: Item, by: Member) -> None:
    """What it shows now, once it is finished."""
    shows = list(book.shows(item))
    if not shows:
        withdraw_evidence(item.office, book.code, item.pk, why="รายการนี้ไม่เป็นหลักฐานแล้ว", by=by)
    for shown in shows:
        offer_evidence(
            item.office, shown.action, book.code, item.pk, item.on or by.on, shown.subject, shown.value,
            title=f"{book.item_word}: {item.title}", unit=item.unit, by=by,
        )  # fmt: skip
