"""Functions of texts and of choices."""

from __future__ import annotations

import base64
import hashlib
import math
from uuid import uuid4

from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import ExpressionError, UndecidedError
from nithet.forms.expressions.functions.declaring import Function, each, nodes_of
from nithet.forms.expressions.functions.patterns import check_pattern, pattern_of
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.values import Value, to_number, to_text

LONGEST_JOINED = 100_000
LONGEST_MATCHED = 1000
"""Letters of an answer that a pattern is tried on, so that no pattern takes the server's time."""

_ALGORITHMS = {"md5": "md5", "sha-1": "sha1", "sha-256": "sha256", "sha-384": "sha384", "sha-512": "sha512"}


def text_of_node(node: Node) -> str:
    return node.text_value()


def string(context: Context, *given: Value) -> str:
    return to_text(given[0]) if given else context.node.text_value()


def string_length(context: Context, *given: Value) -> float:
    text = string(context, *given)
    # Phones and browsers count letters beyond the first plane twice.
    return float(len(text) + sum(letter > "\uffff" for letter in text))


def normalize_space(context: Context, *given: Value) -> str:
    return " ".join(string(context, *given).split())


def concat(*values: Value) -> str:
    return _joined("", values)


def join(separator: Value, *values: Value) -> str:
    return _joined(to_text(separator), values)


def _joined(separator: str, values: tuple[Value, ...]) -> str:
    """Calculations that double each other would fill the memory."""
    texts = each(to_text, text_of_node, values)
    if sum(map(len, texts)) + len(separator) * len(texts) > LONGEST_JOINED:
        raise UndecidedError("too long")
    return separator.join(texts)


def contains(text: Value, part: Value) -> bool:
    return to_text(part) in to_text(text)


def starts_with(text: Value, part: Value) -> bool:
    return to_text(text).startswith(to_text(part))


def ends_with(text: Value, part: Value) -> bool:
    return to_text(text).endswith(to_text(part))


def substring_before(text: Value, part: Value) -> str:
    before, found, _ = _partition(text, part)
    return before if found else ""


def substring_after(text: Value, part: Value) -> str:
    return _partition(text, part)[2]


def _partition(text: Value, part: Value) -> tuple[str, bool, str]:
    whole, found = to_text(text), to_text(part)
    at = whole.find(found)
    return (whole[:at], True, whole[at + len(found) :]) if at >= 0 else (whole, False, "")


def substring(text: Value, start: Value, length: Value | None = None) -> str:
    """Letters counted from 1, places rounded, as the standard says."""
    first = _rounded(to_number(start))
    end = math.inf if length is None else first + _rounded(to_number(length))
    if math.isnan(first) or math.isnan(end):
        return ""
    whole = to_text(text)
    begin = int(max(first, 1) if first < len(whole) + 1 else len(whole) + 1)
    return whole[begin - 1 : int(max(min(end, len(whole) + 1), begin)) - 1]


def _rounded(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def substr(text: Value, start: Value, end: Value | None = None) -> str:
    """Letters counted from 0, from the end where below; what stands at `end` is left out."""
    whole = to_text(text)
    return whole[_index(start) : None if end is None else _index(end)]


def _index(value: Value) -> int:
    number = to_number(value)
    if math.isnan(number):
        return 0
    return int(max(-1e9, min(1e9, number)))


def translate(text: Value, letters: Value, by: Value) -> str:
    others = to_text(by)
    table: dict[int, str | None] = {}
    for number, letter in enumerate(to_text(letters)):
        table.setdefault(ord(letter), others[number] if number < len(others) else None)
    return to_text(text).translate(table)


def regex(text: Value, pattern: Value) -> bool:
    """Whether the pattern is found anywhere in the text, as browsers take it."""
    whole = to_text(text)
    if len(whole) > LONGEST_MATCHED:
        raise UndecidedError("too long to match")
    try:
        return pattern_of(to_text(pattern)).search(whole) is not None
    except ExpressionError as error:
        raise UndecidedError(error.name) from error


def digest(text: Value, algorithm: Value, encoding: Value = "base64") -> str:
    name = _ALGORITHMS.get(to_text(algorithm).lower())
    if name is None:
        raise UndecidedError("unknown algorithm")
    made = hashlib.new(name, to_text(text).encode(), usedforsecurity=False)
    return (
        made.hexdigest() if to_text(encoding).lower() == "hex" else base64.b64encode(made.digest()).decode()
    )


def selected(chosen: Value, name: Value) -> bool:
    return to_text(name).strip() in to_text(chosen).split(" ")


def selected_at(chosen: Value, place: Value) -> str:
    names, number = to_text(chosen).split(" "), to_number(place)
    return names[int(number)] if -1 < number < len(names) else ""


def count_selected(chosen: Value) -> float:
    return float(sum(name != "" for name in to_text(chosen).split(" ")))


def coalesce(first: Value, second: Value) -> str:
    return to_text(first) or to_text(second)


def once(context: Context, value: Value) -> str:
    return context.node.text_value() or to_text(value)


def version(context: Context, *_given: Value) -> str:
    return context.world.version


def uuid(*_length: Value) -> str:
    return str(uuid4())


def name_of(context: Context, *given: Value) -> str:
    nodes = nodes_of(given[0]) if given else [context.node]
    return nodes[0].name if nodes else ""


def pulldata(context: Context, name: Value, column: Value, key: Value, sought: Value) -> str:
    """What stands in a column of the first line whose key is what is sought."""
    by, text = to_text(key), to_text(sought)
    for item in context.world.list_of(to_text(name)).children.get("item", ()):
        if item.children.get(by) and item.children[by][0].text == text:
            found = item.children.get(to_text(column))
            return found[0].text if found else ""
    return ""


def number(context: Context, *given: Value) -> float:
    return to_number(given[0]) if given else to_number([context.node])


FUNCTIONS = {
    "string": Function(string, 0, 1, takes_context=True),
    "number": Function(number, 0, 1, takes_context=True),
    "string-length": Function(string_length, 0, 1, takes_context=True),
    "normalize-space": Function(normalize_space, 0, 1, takes_context=True),
    "concat": Function(concat, 0, None),
    "join": Function(join, 1, None),
    "contains": Function(contains, 2, 2),
    "starts-with": Function(starts_with, 2, 2),
    "ends-with": Function(ends_with, 2, 2),
    "substring-before": Function(substring_before, 2, 2),
    "substring-after": Function(substring_after, 2, 2),
    "substring": Function(substring, 2, 3),
    "substr": Function(substr, 2, 3),
    "translate": Function(translate, 3, 3),
    "regex": Function(regex, 2, 2, checks=(check_pattern,)),
    "digest": Function(digest, 2, 3),
    "selected": Function(selected, 2, 2),
    "selected-at": Function(selected_at, 2, 2),
    "count-selected": Function(count_selected, 1, 1),
    "coalesce": Function(coalesce, 2, 2),
    "once": Function(once, 1, 1, takes_context=True, is_volatile=True),
    "version": Function(version, 0, 1, takes_context=True),
    "uuid": Function(uuid, 0, 1, is_volatile=True),
    "name": Function(name_of, 0, 1, takes_context=True),
    "local-name": Function(name_of, 0, 1, takes_context=True),
    "pulldata": Function(pulldata, 4, 4, takes_context=True),
}
