"""Where personal data lie. Each app that keeps some declares a source when Django starts; the pages know no app."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nithet.offices.models import Person

Row = Sequence[str]


@dataclass(frozen=True)
class Source:
    """Rows of one kind about a person, as texts under `columns`.

    `purpose` is a code of the catalogue's list. `forget` takes the person out of what this source keeps: rows
    and figures stay, the alias stands for the name; it may be called again without harm.
    """

    purpose: str
    title: str
    columns: tuple[str, ...]
    rows: Callable[[Person], list[Row]]
    forget: Callable[[Person, str], None] | None = None


_sources: dict[str, Source] = {}


def declare(*sources: Source) -> None:
    for source in sources:
        _sources[source.title] = source


def all_sources() -> list[Source]:
    return list(_sources.values())
