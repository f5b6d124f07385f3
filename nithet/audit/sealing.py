"""Sealing: each row of an office's history gets its place in the chain and a digest over the row before.

Not in the transaction that writes the row: a lock on the chain's end would make all who work in an office wait for
each other. A short transaction of its own follows, soon after the commit or by the worker within a minute. A row that
is committed late has its place later in the chain.
"""

from __future__ import annotations

import logging
from secrets import token_hex
from time import monotonic
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet

from nithet.audit.digests import GENESIS, chained, name_digest, text_digest
from nithet.audit.models import Chain, Entry
from nithet.core.clock import now
from nithet.core.cursors import prepared_cursor

logger = logging.getLogger(__name__)

BATCH = 500
PAUSE_S = 2.0
"""After a commit a process seals an office's rows at most so often; the worker takes the rest."""
WITHOUT_OFFICE = UUID(int=0)

_COLUMNS = ("sequence", "digest", "name_salt", "name_digest", "text_salt", "text_digest")
_tried: dict[UUID | None, float] = {}


class ChainBrokenError(Exception):
    """The chain's end does not fit its rows: nothing can be sealed before somebody has looked."""


def chain_of(office_id: UUID | None) -> Chain | None:
    return Chain.objects.filter(pk=office_id or WITHOUT_OFFICE).first()


def sealed(office_id: UUID | None) -> QuerySet[Entry]:
    """The rows of a chain, in its order."""
    return Entry.objects.filter(office_id=office_id, sequence__isnull=False).order_by("sequence", "pk")


def unsealed(office_id: UUID | None) -> QuerySet[Entry]:
    return Entry.objects.filter(office_id=office_id, sequence=None).order_by("pk")


def seal(office_id: UUID | None) -> int:
    """Seal all that waits in an office (None: what belongs to no office). Returns how many rows."""
    total = 0
    while count := seal_batch(office_id):
        total += count
    return total


def seal_all() -> int:
    """Seal all that waits anywhere. A broken chain does not keep the others waiting."""
    waiting = Entry.objects.filter(sequence=None).order_by().values_list("office_id", flat=True)
    total = 0
    for office_id in list(waiting.distinct()):
        try:
            total += seal(office_id)
        except ChainBrokenError:
            logger.exception("The history of office %s cannot be sealed", office_id)
    return total


def seal_soon(office_id: UUID | None) -> None:
    """One batch after a commit: whoever works does not wait for more, nor fail by what fails here."""
    if monotonic() - _tried.get(office_id, -PAUSE_S) < PAUSE_S:
        return
    _tried[office_id] = monotonic()
    try:
        seal_batch(office_id)
    except Exception:
        logger.exception("The history of office %s cannot be sealed", office_id)


def seal_batch(office_id: UUID | None) -> int:
    if not unsealed(office_id).exists():
        return 0
    try:
        with transaction.atomic():
            # Whoever seals at the same time waits here, and finds other rows then.
            chain = _locked(office_id)
            rows = list(unsealed(office_id)[:BATCH])
            for row in rows:
                _follow(chain, row)
            _store(rows)
            chain.save(update_fields=["sequence", "digest", "sealed_at"])
    except IntegrityError as error:
        raise ChainBrokenError(f"Rows of {office_id} stand behind the end of their chain") from error
    return len(rows)


def _locked(office_id: UUID | None) -> Chain:
    chains = Chain.objects.select_for_update()
    key = office_id or WITHOUT_OFFICE
    if chain := chains.filter(pk=key).first():
        return chain
    if sealed(office_id).exists():
        raise ChainBrokenError(f"The end of the chain of {office_id} is lost")
    Chain.objects.bulk_create([Chain(pk=key, digest=GENESIS, sealed_at=now())], ignore_conflicts=True)
    return chains.get(pk=key)


def _follow(chain: Chain, row: Entry) -> None:
    """Put a row at the end of the chain."""
    row.name_salt, row.text_salt = token_hex(16), token_hex(16)
    row.name_digest, row.text_digest = name_digest(row), text_digest(row)
    row.sequence = chain.sequence + 1
    row.digest = chained(chain.digest, row)
    chain.sequence, chain.digest, chain.sealed_at = row.sequence, row.digest, now()


def _store(rows: list[Entry]) -> None:
    """One prepared statement for all rows: Django's bulk_update takes ten times as long."""
    meta = Entry._meta  # noqa: SLF001  where Django keeps a model's table
    table = connection.ops.quote_name(meta.db_table)
    if connection.vendor == "postgresql":
        _store_at_once(table, rows)
        return
    changes = ", ".join(f"{column} = %s" for column in _COLUMNS)
    facts = [
        (*(getattr(row, column) for column in _COLUMNS), meta.pk.get_db_prep_value(row.pk, connection))
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {changes} WHERE id = %s AND sequence IS NULL", facts)  # noqa: S608


def _store_at_once(table: str, rows: list[Entry]) -> None:
    """Sent to the server and read by it once, not once a row."""
    changes = ", ".join(f"{column} = told.{column}" for column in _COLUMNS)
    told = ", ".join(["%s::uuid[]", "%s::bigint[]", *["%s::text[]"] * (len(_COLUMNS) - 1)])
    statement = (
        f"UPDATE {table} AS kept SET {changes} FROM unnest({told}) AS told (id, {', '.join(_COLUMNS)}) "  # noqa: S608
        "WHERE kept.id = told.id AND kept.sequence IS NULL"
    )
    columns = [[row.pk for row in rows], *([getattr(row, column) for row in rows] for column in _COLUMNS)]
    with prepared_cursor() as cursor:
        cursor.execute(statement, columns)
