"""Addresses of many objects: Django makes one for each office, the keys are put in."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID

from django.urls import reverse

_PLACE = UUID(int=0)


@lru_cache(maxsize=4096)
def _pattern(view: str, code: str) -> str:
    return reverse(view, args=[code, _PLACE])


def address(view: str, code: str, pk: UUID) -> str:
    return _pattern(view, code).replace(str(_PLACE), str(pk))


def of_task(code: str, pk: UUID) -> str:
    return address("cycles:task-page", code, pk)


def of_ask(code: str, pk: UUID) -> str:
    return address("cycles:ask-page", code, pk)
