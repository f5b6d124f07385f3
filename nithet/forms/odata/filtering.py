"""$filter: read into a tree of small functions, each of a kind, that is asked of one row after the other.

No library is used: those there are take a column whose name begins with “any”, “all”, “null” or “true” for the word itself.
A comparison of a column with what was written is told to the database too (`narrowing`). What is unknown (null) stays unknown through `and`, `or` and `not`; compared by size it is false, as the standard has it.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nithet.forms.odata.columns import Column, Row, Type
from nithet.forms.odata.narrowing import Narrow, both, either, narrowed
from nithet.forms.odata.refusing import UnfitQueryError, UnknownColumnError

LONGEST = 4000
DEEPEST = 50
_KNOWN_SHOWN = 300

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<text>'(?:[^']|'')*')
  | (?P<guid>[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}(?!\w))
  | (?P<moment>\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,12})?)?(?:Z|[+\-\x20]\d\d:\d\d))
  | (?P<date>\d{4}-\d\d-\d\d)
  | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<name>[^\W\d]\w*)
  | (?P<sign>[(),])
  )""",
    re.VERBOSE,
)
_KINDS: Mapping[Type, str] = {
    Type.TEXT: "text", Type.WHOLE: "number", Type.NUMBER: "number", Type.DATE: "date", Type.MOMENT: "moment",
    Type.KEY: "guid",
}  # fmt: skip
_COMPARED: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "gt": operator.gt, "ge": operator.ge, "lt": operator.lt, "le": operator.le,
}  # fmt: skip
_SEARCHED: Mapping[str, Callable[[str, str], bool]] = {
    "contains": lambda text, part: part in text, "startswith": str.startswith, "endswith": str.endswith,
}  # fmt: skip
_CHANGED: Mapping[str, Callable[[str], Any]] = {"tolower": str.lower, "toupper": str.upper, "trim": str.strip}
_WORDS = {
    "text": "ข้อความ",
    "number": "จำนวน",
    "date": "วันที่",
    "moment": "วันเวลา",
    "guid": "เลขข้อมูล",
    "bool": "เงื่อนไข",
}


@dataclass(frozen=True, slots=True)
class Node:
    """`kind`: text, number, date, moment, guid, bool; null of the word null."""

    kind: str
    value: Callable[[Row], Any]
    column: Column | None = None
    written: Any = None
    """Of a literal."""
    narrow: Narrow | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """Whether a row is meant; `narrow` is what the database sees to."""

    value: Callable[[Row], Any]
    narrow: Narrow | None = None

    def __call__(self, row: Row) -> bool:
        return self.value(row) is True


def matching(filter_: str, columns: Mapping[str, Column]) -> Filter:
    """Raises UnfitQueryError and UnknownColumnError."""
    if len(filter_) > LONGEST:
        raise _unfit(f"ยาวเกิน {LONGEST:,} ตัวอักษร")
    whole = _Reader(filter_, columns).whole()
    return Filter(whole.value, whole.narrow)


def _unfit(why: str) -> UnfitQueryError:
    return UnfitQueryError(why=f"$filter ไม่ถูกต้อง: {why}")


def unknown(names: list[str], columns: Mapping[str, Column]) -> UnknownColumnError:
    known = ", ".join(columns)
    shown = known if len(known) <= _KNOWN_SHOWN else f"{known[:_KNOWN_SHOWN]}…"
    return UnknownColumnError(unknown=", ".join(names)[:_KNOWN_SHOWN], known=shown)


class _Reader:
    """or, below it and, below it not, below it comparisons."""

    def __init__(self, text: str, columns: Mapping[str, Column]) -> None:
        self.tokens, self.columns = _tokens(text), columns
        self.place = self.depth = 0

    def whole(self) -> Node:
        node = self._either()
        if self._sort():
            raise _unfit(f"ไม่เข้าใจ “{self._word()}”")
        return _bool(node)

    # Tokens

    def _sort(self) -> str:
        return self.tokens[self.place][0] if self.place < len(self.tokens) else ""

    def _word(self) -> str:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else ""

    def _took(self, *words: str) -> str:
        """One of these, taken; "" where something else stands."""
        if self._sort() in ("name", "sign") and (word := self._word()) in words:
            self.place += 1
            return word
        return ""

    def _must(self, sign: str) -> None:
        if not self._took(sign):
            raise _unfit(f"ขาด “{sign}” ก่อน “{self._word()}”" if self._sort() else f"ขาด “{sign}”")

    # Conditions

    def _either(self) -> Node:
        node = self._both()
        while self._took("or"):
            node = _joined(_bool(node), _bool(self._both()), decides=True)
        return node

    def _both(self) -> Node:
        node = self._not()
        while self._took("and"):
            node = _joined(_bool(node), _bool(self._not()), decides=False)
        return node

    def _not(self) -> Node:
        if not self._took("not"):
            return self._comparison()
        self._deeper()
        node = _negated(_bool(self._not()))
        self.depth -= 1
        return node

    def _comparison(self) -> Node:
        left = self._operand()
        if word := self._took(*_COMPARED):
            return _compared(word, left, self._operand())
        return left

    def _deeper(self) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise _unfit(f"ซ้อนกันเกิน {DEEPEST} ชั้น")

    # Operands

    def _operand(self) -> Node:
        if self._took("("):
            self._deeper()
            node = self._either()
            self._must(")")
            self.depth -= 1
            return node
        sort, word = self._sort(), self._word()
        if sort not in _LITERALS and sort != "name":
            raise _unfit(f"ไม่เข้าใจ “{word}”" if word else "ยังไม่จบประโยค")
        self.place += 1
        return self._named(word) if sort == "name" else _literal(sort, word)

    def _named(self, word: str) -> Node:
        if self._took("("):
            return self._call(word)
        if column := self.columns.get(word):
            return Node(_KINDS[column.type], column.read, column)
        if word in ("true", "false"):
            return _constant("bool", word == "true")
        if word == "null":
            return _constant("null", None)
        raise unknown([word], self.columns)

    def _call(self, word: str) -> Node:
        self._deeper()
        parts = [self._either()]
        while self._took(","):
            parts.append(self._either())
        self._must(")")
        self.depth -= 1
        if word in _SEARCHED and len(parts) == 2:
            return _searched(word, *(_text(part, word) for part in parts))
        if word in _CHANGED and len(parts) == 1:
            return _changed(_CHANGED[word], _text(parts[0], word))
        raise _unfit(f"ไม่รองรับ {word} ที่มีค่า {len(parts)} ค่า ใช้ได้คือ {', '.join((*_SEARCHED, *_CHANGED))}")


def _tokens(text: str) -> list[tuple[str, str]]:
    found, place, end = [], 0, len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise _unfit(f"ไม่เข้าใจ “{text[place : place + 20].strip()}”")
        found.append((match.lastgroup, match[match.lastgroup]))
        place = match.end()
    return found


# Values


def _moment(word: str) -> datetime:
    """An unescaped plus has become a space on the way."""
    return datetime.fromisoformat(word.replace(" ", "+"))


_LITERALS: Mapping[str, Callable[[str], Any]] = {
    "text": lambda word: word[1:-1].replace("''", "'"), "guid": UUID, "moment": _moment, "date": date.fromisoformat,
    "number": lambda word: float(word) if set(word) & set(".eE") else int(word),
}  # fmt: skip


def _literal(sort: str, word: str) -> Node:
    try:
        return _constant(sort, _LITERALS[sort](word))
    except ValueError as error:
        raise _unfit(f"“{word[:40]}” ไม่ใช่{_WORDS[sort]}ที่มีจริง (ปี ค.ศ.)") from error


def _constant(kind: str, value: Any) -> Node:
    return Node(kind, lambda row: value, written=value)


def _narrow(word: str, left: Node, right: Node) -> Narrow | None:
    """Of a column with something written."""
    if left.column is None or right.written is None:
        return None
    return narrowed(word, left.column, right.written)


def _bool(node: Node) -> Node:
    if node.kind not in ("bool", "null"):
        raise _unfit(f"พบ{_WORDS[node.kind]}ที่ควรเป็นเงื่อนไข เช่น students gt 100")
    return node


def _text(node: Node, word: str) -> Node:
    if node.kind not in ("text", "null"):
        raise _unfit(f"{word} ใช้กับข้อความเท่านั้น")
    return node


# What is asked


def _compared(word: str, left: Node, right: Node) -> Node:
    if "null" not in (left.kind, right.kind) and left.kind != right.kind:
        raise _unfit(f"เปรียบเทียบ{_WORDS[left.kind]}กับ{_WORDS[right.kind]}ไม่ได้")
    compare, is_same = _COMPARED[word], word in ("eq", "ne")
    if not is_same and "bool" in (left.kind, right.kind):
        raise _unfit(f"เปรียบเทียบเงื่อนไขด้วย {word} ไม่ได้")

    def value(row: Row) -> bool:
        one, other = left.value(row), right.value(row)
        if not is_same and (one is None or other is None):
            return False
        return compare(one, other)

    return Node("bool", value, narrow=_narrow(word, left, right))


def _joined(left: Node, right: Node, *, decides: bool) -> Node:
    """`decides`: the value that one side alone settles it with; true of `or`, false of `and`."""

    def value(row: Row) -> Any:
        one = left.value(row)
        if one is decides:
            return decides
        other = right.value(row)
        if other is decides:
            return decides
        return None if one is None or other is None else not decides

    return Node("bool", value, narrow=(either if decides else both)(left.narrow, right.narrow))


def _negated(node: Node) -> Node:
    def value(row: Row) -> bool | None:
        known = node.value(row)
        return None if known is None else not known

    return Node("bool", value)


def _searched(word: str, text: Node, part: Node) -> Node:
    search = _SEARCHED[word]

    def value(row: Row) -> bool | None:
        whole, wanted = text.value(row), part.value(row)
        return None if whole is None or wanted is None else search(whole, wanted)

    return Node("bool", value, narrow=_narrow(word, text, part))


def _changed(change: Callable[[str], Any], text: Node) -> Node:
    def value(row: Row) -> Any:
        known = text.value(row)
        return None if known is None else change(known)

    return Node("text", value)
