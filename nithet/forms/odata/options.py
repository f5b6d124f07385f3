"""The query options of OData: read strictly, so that nothing is passed over in silence."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from nithet.forms.odata.columns import Column, EntitySet
from nithet.forms.odata.filtering import Filter, matching, unknown
from nithet.forms.odata.refusing import UnfitQueryError, UnsupportedQueryError

_KNOWN = frozenset({"$select", "$filter", "$orderby", "$top", "$skip", "$count", "$skiptoken", "$format"})
_OTHERS = frozenset(
    {"$expand", "$search", "$apply", "$compute", "$levels", "$index", "$schemaversion", "$deltatoken"}
)
_FARTHEST = 10**9
_TOKEN = "$skiptoken ไม่ถูกต้อง โปรดใช้ @odata.nextLink ของหน้าก่อน"  # noqa: S105  no secret


@dataclass(frozen=True, slots=True)
class After:
    """Where the page before ended: the last row without an order of its own, or how many rows were given in one."""

    block: int = 0
    answer: UUID | None = None
    used: int = 0

    def written(self) -> str:
        return urlsafe_b64encode(f"{self.block} {self.answer or '-'} {self.used}".encode()).decode()


@dataclass(frozen=True, slots=True)
class Options:
    """What is asked of an entity set."""

    columns: tuple[Column, ...]
    selected: tuple[str, ...] = ()
    matches: Filter | None = None
    order: tuple[tuple[Column, bool], ...] = ()
    """Columns, and whether from the highest down."""
    top: int | None = None
    skip: int = 0
    counts: bool = False
    after: After | None = None


def read_options(given: Mapping[str, str], entity: EntitySet) -> Options:
    """Raises UnfitQueryError, UnknownColumnError and UnsupportedQueryError."""
    _refuse_others(given)
    columns = {one.name: one for one in entity.columns}
    selected = _selected(given.get("$select", ""), columns)
    return Options(
        tuple(columns[name] for name in selected) or entity.columns, selected,
        matching(given["$filter"], columns) if "$filter" in given else None,
        _order(given.get("$orderby", ""), columns), _whole(given, "$top"), _whole(given, "$skip") or 0,
        _counts(given.get("$count", "false")), _after(given.get("$skiptoken", "")),
    )  # fmt: skip


def _refuse_others(given: Mapping[str, str]) -> None:
    for name in given:
        if name in _OTHERS:
            raise UnsupportedQueryError(what=name)
        if name.startswith("$") and name not in _KNOWN:
            raise UnfitQueryError(
                why=f"ไม่รู้จัก {name[:40]} ใช้ได้คือ {', '.join(sorted(_KNOWN - {'$skiptoken'}))}"
            )


def _selected(text: str, columns: Mapping[str, Column]) -> tuple[str, ...]:
    """In the order of the set, keys too only where they are named; all of them without it."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names or "*" in names:
        return ()
    if lost := [name for name in names if name not in columns]:
        raise unknown(lost, columns)
    return tuple(name for name in columns if name in names)


def _order(text: str, columns: Mapping[str, Column]) -> tuple[tuple[Column, bool], ...]:
    found = []
    for part in text.split(","):
        name, *way = part.split() or [""]
        if not name:
            continue
        if way not in ([], ["asc"], ["desc"]):
            raise UnfitQueryError(
                why=f"$orderby ไม่ถูกต้อง: “{part.strip()[:80]}” โปรดใช้ ชื่อคอลัมน์ ตามด้วย asc หรือ desc"
            )
        if name not in columns:
            raise unknown([name], columns)
        found.append((columns[name], way == ["desc"]))
    return tuple(found)


def _whole(given: Mapping[str, str], name: str) -> int | None:
    if name not in given:
        return None
    text = given[name].strip()
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        raise UnfitQueryError(why=f"{name} ต้องเป็นจำนวนเต็มที่ไม่ติดลบ")
    return min(int(text), _FARTHEST)


def _counts(text: str) -> bool:
    if text not in ("true", "false"):
        raise UnfitQueryError(why="$count ต้องเป็น true หรือ false")
    return text == "true"


def _after(text: str) -> After | None:
    if not text:
        return None
    try:
        block, answer, used = urlsafe_b64decode(text.encode()).decode().split(" ")
        after = After(int(block), None if answer == "-" else UUID(answer), int(used))
    except ValueError as error:
        raise UnfitQueryError(why=_TOKEN) from error
    if not (0 <= after.block < _FARTHEST and 0 <= after.used < _FARTHEST):
        raise UnfitQueryError(why=_TOKEN)
    return after
