"""Strict reading of YAML: every key is known, every value is of its kind, and all problems are told at once.

A text holds no aliases: what is written once cannot unfold into millions.
"""

import re
from collections.abc import Collection, Hashable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nithet.thai.text import clean, clean_multiline


class CatalogueError(Exception):
    """A file of the catalogue is wrong. `problems` names the place of each: file, step, key."""

    def __init__(self, problems: Collection[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Fields:
    """One mapping of a file, read key by key. `at` is its place in words; problems gather in a shared list."""

    def __init__(self, data: object, *, at: str, problems: list[str]) -> None:
        self.at = at
        self.problems = problems
        self._data: dict[Any, Any] = data if isinstance(data, dict) else {}
        self._lines: Mapping[Any, int] = data.lines if isinstance(data, _Mapping) else {}
        self._known: set[str] = set()
        if not isinstance(data, dict):
            self.blame("ต้องเป็นชุดของ “ชื่อ: ค่า”")

    def blame(self, problem: str, *, key: str | None = None) -> None:
        """Note a problem of this place, at the line of a key or where the mapping begins."""
        line = self._lines.get(key) or self._lines.get(_BEGINS)
        self.problems.append(f"{self.at}: {problem}" + (f" (บรรทัดที่ {line})" if line else ""))

    def has(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text on one line, cleaned; empty where it is optional and left out."""
        value = self._take(key, optional=optional)
        if value is None:
            return ""
        if not isinstance(value, str) or not value:
            self.blame(f"“{key}” ต้องเป็นข้อความ", key=key)
            return ""
        if clean(value) != value:
            self.blame(f"“{key}” มีช่องว่างหรืออักขระเกิน: {value!r}", key=key)
        return value

    def free_text(self, key: str, *, optional: bool = False) -> str:
        """A text as people write it, of one or more lines: cleaned, not refused for its spaces."""
        value = self._take(key, optional=optional)
        return "" if value is None else self._free(key, value)

    def free_texts(self, key: str) -> tuple[str, ...]:
        """A list of such texts; empty where it is left out."""
        return tuple(self._free(key, value) for value in self._list(key, optional=True))

    def code(self, key: str, allowed: Collection[str], *, optional: bool = False) -> str:
        """One of the allowed codes."""
        value = self.text(key, optional=optional)
        if value and value not in allowed:
            self._blame_code(key, value, allowed)
        return value

    def codes(self, key: str, allowed: Collection[str], *, optional: bool = False) -> tuple[str, ...]:
        """A list of allowed codes, each once; empty where it is optional and left out."""
        values = self._list(key, optional=optional)
        for value in values:
            if value not in allowed:
                self._blame_code(key, value, allowed)
        if len(set(map(str, values))) != len(values):
            self.blame(f"“{key}” มีรายการซ้ำ", key=key)
        return tuple(str(value) for value in values)

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        values = self._list(key, optional=optional)
        if any(not isinstance(value, str) or clean(value) != value or not value for value in values):
            self.blame(f"“{key}” ต้องเป็นรายการข้อความที่ไม่มีช่องว่างหรืออักขระเกิน", key=key)
        return tuple(str(value) for value in values)

    def number(self, key: str, *, low: int, high: int) -> int:
        """A whole number in the range."""
        value = self._take(key, optional=False)
        return self._in_range(key, value, low, high) if value is not None else low

    def optional_number(self, key: str, *, low: int, high: int) -> int | None:
        value = self._take(key, optional=True)
        return None if value is None else self._in_range(key, value, low, high)

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        values = self._list(key, optional=False)
        if any(type(value) is not int for value in values):
            self.blame(f"“{key}” ต้องเป็นรายการจำนวนเต็ม", key=key)
            return ()
        return tuple(values)

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._take(key, optional=True)
        if value is not None and not isinstance(value, bool):
            self.blame(f"“{key}” ต้องเป็น true หรือ false", key=key)
        return value is True

    def day(self, key: str) -> date:
        """An ISO date."""
        value = self._take(key, optional=False)
        if type(value) is date:
            return value
        if value is not None:
            self.blame(f"“{key}” ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.)", key=key)
        return date.min

    def inner(self, key: str) -> "Fields":
        """A mapping within this one; whoever reads it closes it."""
        return Fields(self._take(key, optional=False), at=f"{self.at} {key}", problems=self.problems)

    def optional_inner(self, key: str) -> "Fields | None":
        """The same, or None where it is left out."""
        self._known.add(key)
        return self.inner(key) if self.has(key) else None

    def each(self, key: str, at: str, *, optional: bool = False) -> Iterator["Fields"]:
        """The mappings of a list; `at` names one of them: “ขั้นที่”."""
        for place, value in enumerate(self._list(key, optional=optional), 1):
            inner = Fields(value, at=f"{self.at} {at} {place}", problems=self.problems)
            yield inner
            inner.close()

    def close(self) -> None:
        """Blame every key that nobody asked for."""
        for key in self._data:
            if key not in self._known:
                self.blame(f"ไม่รู้จัก “{key}” ใช้ได้: {', '.join(sorted(self._known))}", key=key)

    def _take(self, key: str, *, optional: bool) -> Any:
        self._known.add(key)
        value = self._data.get(key)
        if value is None and (key in self._data or not optional):
            self.blame(f"ขาด “{key}”", key=key)
        return value

    def _list(self, key: str, *, optional: bool) -> list[Any]:
        value = self._take(key, optional=optional)
        if value is None:
            return []
        if not isinstance(value, list) or not value:
            self.blame(f"“{key}” ต้องเป็นรายการที่มีอย่างน้อยหนึ่งรายการ", key=key)
            return []
        return value

    def _in_range(self, key: str, value: object, low: int, high: int) -> int:
        if type(value) is int and low <= value <= high:
            return value
        self.blame(f"“{key}” ต้องเป็นจำนวนเต็ม {low}–{high} ไม่ใช่ {value!r}", key=key)
        return low

    def _free(self, key: str, value: object) -> str:
        if isinstance(value, str) and (text := clean_multiline(value)):
            return text
        self.blame(f"“{key}” ต้องเป็นข้อความ หากเป็นตัวเลขโปรดใส่เครื่องหมายคำพูด", key=key)
        return ""

    def _blame_code(self, key: str, value: object, allowed: Collection[str]) -> None:
        self.blame(f"“{key}” ไม่รู้จัก “{value}” ใช้ได้: {', '.join(allowed)}", key=key)


def parse(text: str, *, at: str) -> Fields:
    """The one mapping that a YAML text holds. A key written twice is an error, not the last one's win."""
    documents = _documents(text, at=at)
    if len(documents) > 1:
        raise CatalogueError([f"{at}: มีหลายเอกสารในไฟล์เดียว รับได้ 1 เอกสาร"])
    return Fields(documents[0] if documents else None, at=at, problems=[])


def parse_many(text: str, *, at: str) -> list[Fields]:
    """The mappings of a text of several documents; their problems gather in one list."""
    problems: list[str] = []
    documents = _documents(text, at=at)
    return [
        Fields(data, at=f"{at} เอกสารที่ {place}", problems=problems) for place, data in enumerate(documents, 1)
    ]


def _documents(text: str, *, at: str) -> list[Any]:
    try:
        return list(yaml.load_all(text, Loader=_Loader))
    except yaml.YAMLError as error:
        raise CatalogueError([f"{at}: {_words(error)}"]) from error
    except RecursionError as error:
        raise CatalogueError([f"{at}: อ่านไม่ได้: ซ้อนกันลึกเกินไป"]) from error
    except ValueError as error:
        # A day or a number that cannot be, such as 2026-02-31.
        raise CatalogueError([f"{at}: อ่านไม่ได้: มีวันที่หรือตัวเลขที่เป็นไปไม่ได้"]) from error


def parse_file(path: Path) -> Fields:
    return parse(path.read_text(encoding="utf-8"), at=path.name)


def finish(fields: Fields) -> None:
    """Raise all that was found wrong."""
    fields.close()
    if fields.problems:
        raise CatalogueError(fields.problems)


_BEGINS = object()
_THAI = re.compile("[\u0e00-\u0e7f]")
_LOOK_FOR = "รูปแบบไม่ถูกต้อง โปรดตรวจการย่อหน้า เครื่องหมาย : และ - วงเล็บ และเครื่องหมายคำพูด"


class _Mapping(dict[Any, Any]):
    """A mapping that knows the line of each of its keys, and of its own beginning."""

    lines: Mapping[Any, int]


class _Loader(yaml.SafeLoader):
    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.composer.ComposerError(
                problem=f"ไม่รับการอ้างซ้ำ (*{event.anchor})", problem_mark=event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_lined(self, node: yaml.MappingNode) -> Iterator[_Mapping]:
        data = _Mapping()
        yield data
        data.update(self.construct_mapping(node))
        lines = {self.construct_object(key): key.start_mark.line + 1 for key, _ in node.value}
        data.lines = {**lines, _BEGINS: node.start_mark.line + 1}

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or isinstance(key, dict):
                raise yaml.constructor.ConstructorError(
                    problem="ชื่อหน้าเครื่องหมาย : ต้องเป็นข้อความ", problem_mark=key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"“{key}” เขียนซ้ำ", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


_Loader.add_constructor("tag:yaml.org,2002:map", _Loader.construct_lined)


def _words(error: yaml.YAMLError) -> str:
    """Where it is, and what: in Thai where the problem is one of ours, else what to look for."""
    if not isinstance(error, yaml.MarkedYAMLError) or not error.problem_mark:
        return f"อ่านไม่ได้: {_LOOK_FOR}"
    said = error.problem or ""
    return f"อ่านไม่ได้ บรรทัดที่ {error.problem_mark.line + 1}: {said if _THAI.search(said) else _LOOK_FOR}"
