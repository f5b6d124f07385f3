"""The kinds of lists that can be imported. A layer above adds its own when Django starts (`AppConfig.ready`)."""

from collections.abc import Callable, Iterable

from nithet.offices.imports.kinds import ImportKind

_KINDS: dict[str, ImportKind] = {}
FAMILIES: dict[str, Callable[[str], ImportKind]] = {}
"""By how their codes begin: kinds of which there is one for each thing of an office, made when they are asked for."""


def register(kind: ImportKind) -> None:
    _KINDS[kind.code] = kind


def kind_of(code: str) -> ImportKind:
    """Raises KeyError where none has that code."""
    family = code[: code.find("-") + 1]
    return FAMILIES[family](code) if family in FAMILIES else _KINDS[code]


def kinds() -> Iterable[ImportKind]:
    """In the order in which an office brings its lists in; those of families are begun at their own thing."""
    return sorted(_KINDS.values(), key=lambda kind: kind.position)
