"""Strict reading of YAML: every key is known, every value is of its kind, and all problems are told at once."""

from collections.abc import Collection, Hashable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from nithet.thai.text import clean


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
        self._known: set[str] = set()
        if not isinstance(data, dict):
            self.blame("ต้องเป็นชุดของ “ชื่อ: ค่า”")

    def blame(self, problem: str) -> None:
        """Note a problem of this place."""
        self.problems.append(f"{self.at}: {problem}")

    def has(self, key: str) -> bool:
        return key in self._data

    def text(self, key: str, *, optional: bool = False) -> str:
        """A text on one line, cleaned; empty where it is optional and left out."""
        value = self._take(key, optional=optional)
        if value is None:
            return ""
        if not isinstance(value, str) or not value:
            self.blame(f"“{key}” ต้องเป็นข้อความ")
            return ""
        if clean(value) != value:
            self.blame(f"“{key}” มีช่องว่างหรืออักขระเกิน: {value!r}")
        return value

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
            self.blame(f"“{key}” มีรายการซ้ำ")
        return tuple(str(value) for value in values)

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        values = self._list(key, optional=optional)
        if any(not isinstance(value, str) or clean(value) != value or not value for value in values):
            self.blame(f"“{key}” ต้องเป็นรายการข้อความที่ไม่มีช่องว่างหรืออักขระเกิน")
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
            self.blame(f"“{key}” ต้องเป็นรายการจำนวนเต็ม")
            return ()
        return tuple(values)

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._take(key, optional=True)
        if value is not None and not isinstance(value, bool):
            self.blame(f"“{key}” ต้องเป็น true หรือ false")
        return value is True

    def day(self, key: str) -> date:
        """An ISO date."""
        value = self._take(key, optional=False)
        if type(value) is date:
            return value
        if value is not None:
            self.blame(f"“{key}” ต้องเป็นวันที่แบบ ปปปป-ดด-วว (ค.ศ.)")
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
                self.blame(f"ไม่รู้จัก “{key}” ใช้ได้: {', '.join(sorted(self._known))}")

    def _take(self, key: str, *, optional: bool) -> Any:
        self._known.add(key)
        value = self._data.get(key)
        if value is None and (key in self._data or not optional):
            self.blame(f"ขาด “{key}”")
        return value

    def _list(self, key: str, *, optional: bool) -> list[Any]:
        value = self._take(key, optional=optional)
        if value is None:
            return []
        if not isinstance(value, list) or not value:
            self.blame(f"“{key}” ต้องเป็นรายการที่มีอย่างน้อยหนึ่งรายการ")
            return []
        return value

    def _in_range(self, key: str, value: object, low: int, high: int) -> int:
        if type(value) is int and low <= value <= high:
            return value
        self.blame(f"“{key}” ต้องเป็นจำนวนเต็ม {low}–{high} ไม่ใช่ {value!r}")
        return low

    def _blame_code(self, key: str, value: object, allowed: Collection[str]) -> None:
        self.blame(f"“{key}” ไม่รู้จัก “{value}” ใช้ได้: {', '.join(allowed)}")


def parse(text: str, *, at: str) -> Fields:
    """The one mapping that a YAML text holds. A key written twice is an error, not the last one's win."""
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506  a SafeLoader that also refuses repeated keys
    except yaml.YAMLError as error:
        raise CatalogueError([f"{at}: {_words(error)}"]) from error
    return Fields(data, at=at, problems=[])


def parse_file(path: Path) -> Fields:
    return parse(path.read_text(encoding="utf-8"), at=path.name)


def finish(fields: Fields) -> None:
    """Raise all that was found wrong."""
    fields.close()
    if fields.problems:
        raise CatalogueError(fields.problems)


class _Loader(yaml.SafeLoader):
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[Hashable] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"“{key}” เขียนซ้ำ", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def _words(error: yaml.YAMLError) -> str:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return f"อ่านไม่ได้ บรรทัดที่ {error.problem_mark.line + 1}: {error.problem}"
    return f"อ่านไม่ได้: {error}"
