"""The kinds of lists that can be imported. A layer above adds its own when Django starts (`AppConfig.ready`)."""

from collections.abc import Iterable

from nithet.offices.imports.kinds import ImportKind

_KINDS: dict[str, ImportKind] = {}


def register(kind: ImportKind) -> None:
    _KINDS[kind.code] = kind


def kind_of(code: str) -> ImportKind:
    """Raises KeyError where none has that code."""
    return _KINDS[code]


def kinds() -> Iterable[ImportKind]:
    """In the order in which an office brings its lists in."""
    return sorted(_KINDS.values(), key=lambda kind: kind.position)
