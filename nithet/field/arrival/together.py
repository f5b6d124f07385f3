"""Storing together what comes at the same moment: one transaction, one wait for the disk, and for each its own answer.

Whoever comes first stores; those who come meanwhile wait for their turn, and the next of them stores for all who wait.
What cannot be stored with the others is stored by itself, so that it harms none of them.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass
from enum import Enum
from threading import Lock

from nithet.audit.sealing import seal_soon
from nithet.core.connections import leave_broken_connection
from nithet.forms.services.storing import (
    Prepared,
    Received,
    again,
    insert_once,
    insert_together,
    of_that_name,
)

logger = logging.getLogger(__name__)
MOST = 32
"""In one transaction."""


class Fate(Enum):
    WAITS = "waits"
    NEW = "new"
    THERE = "there"
    ALONE = "alone"
    """It could not be stored with the others."""


@dataclass(slots=True)
class _Waiting:
    prepared: Prepared
    fate: Fate = Fate.WAITS


_coming: deque[_Waiting] = deque()
_turn = Lock()


def store(prepared: Prepared) -> Received:
    """As `insert_once`: stored, or the one that came before. Answers once it is safe."""
    mine = _Waiting(prepared)
    _coming.append(mine)
    with _turn:
        while mine.fate is Fate.WAITS:
            _store_waiting()
    if mine.fate is Fate.NEW:
        seal_soon(prepared.made.office_id)
        return Received(prepared.made, is_new=True)
    before = of_that_name(prepared.made) if mine.fate is Fate.THERE else None
    if before is None:
        return insert_once(prepared.made, prepared.kept, by=prepared.by)
    return Received(again(before, prepared.made, prepared.kept, prepared.by), is_new=False)


def _store_waiting() -> None:
    """Called by whose turn it is; what comes while it stores is the next one's."""
    many = [_coming.popleft() for _ in range(min(len(_coming), MOST))]
    try:
        new = insert_together([one.prepared for one in many])
    except BaseException as error:
        # Each tries by itself, and is told by itself what is wrong with it.
        _settle(many, Fate.ALONE)
        if not isinstance(error, Exception):
            raise
        # Not its words: the database tells the row in them.
        logger.warning("%s submissions could not be stored together: %s", len(many), type(error).__name__)
        leave_broken_connection()
        return
    for one in many:
        one.fate = Fate.NEW if one.prepared.made.pk in new else Fate.THERE


def _settle(many: list[_Waiting], fate: Fate) -> None:
    for one in many:
        one.fate = fate
