"""Answers as the XML of a filled form again, and what differs between two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from nithet.forms.answers import Answers, Value
from nithet.forms.checking.filled import lines_in
from nithet.forms.checking.kinds import written
from nithet.forms.checking.plan import with_others
from nithet.forms.definition import Definition, Group, Item, Question

ROOT = "data"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEW_LINE = {"\r": "&#13;"}


def write_instance(
    definition: Definition,
    answers: Answers,
    *,
    form_name: str,
    version: str,
    instance_id: str,
    deprecated_id: str | None = None,
) -> bytes:
    """Every question is written, answered or not, as forms are filled by phones and browsers."""
    head = f"<{ROOT} id={quoteattr(form_name)} version={quoteattr(version)}>"
    body = "".join(_items(definition.items, answers))
    deprecated = f"<deprecatedID>{_text(deprecated_id)}</deprecatedID>" if deprecated_id else ""
    meta = f"<meta><instanceID>{_text(instance_id)}</instanceID>{deprecated}</meta>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{head}{body}{meta}</{ROOT}>".encode()


def _items(items: tuple[Item, ...], answers: Answers) -> Iterator[str]:
    for item in with_others(items):
        if isinstance(item, Question):
            value = answers.get(item.path)
            yield (
                f"<{item.name}/>" if value is None else f"<{item.name}>{_text(written(value))}</{item.name}>"
            )
        elif item.is_repeat:
            for line in lines_in(answers, item.path):
                yield _group(item, line)
        else:
            yield _group(item, answers)


def _group(group: Group, answers: Answers) -> str:
    return f"<{group.name}>{''.join(_items(group.items, answers))}</{group.name}>"


def _text(text: str) -> str:
    """Letters that XML cannot have are left out."""
    return escape(_NOT_XML.sub("", text), _NEW_LINE)


def differences(before: Answers, after: Answers, definition: Definition) -> list[dict[str, object]]:
    """[{"path", "before", "after"}] in the order of the form; a line of a repeat is `agreements[2]/what`, from 1.

    A question that was not answered is None. What fits no question comes last.
    """
    found = list(_differences(definition.items, before, after, ("", "")))
    known = {item.path for item, _ in definition.walk()}
    known |= {f"{question.path}_other" for question in definition.questions() if question.has_other}
    others = [path for path in dict.fromkeys((*before, *after)) if path not in known]
    return found + [row for path in others for row in _difference(path, before.get(path), after.get(path))]


def _differences(
    items: tuple[Item, ...], before: Answers, after: Answers, shown: tuple[str, str]
) -> Iterator[dict[str, object]]:
    """`shown`: the path of the line around, as it is and as it is shown."""
    for item in with_others(items):
        path = shown[1] + item.path.removeprefix(shown[0])
        if isinstance(item, Question):
            yield from _difference(path, before.get(item.path), after.get(item.path))
        elif item.is_repeat:
            yield from _lines(item, before, after, path)
        else:
            yield from _differences(item.items, before, after, shown)


def _lines(repeat: Group, before: Answers, after: Answers, path: str) -> Iterator[dict[str, object]]:
    old, new = lines_in(before, repeat.path), lines_in(after, repeat.path)
    for number in range(max(len(old), len(new))):
        one = old[number] if number < len(old) else {}
        other = new[number] if number < len(new) else {}
        yield from _differences(repeat.items, one, other, (repeat.path, f"{path}[{number + 1}]"))


def _difference(
    path: str, before: Value | list[Answers] | None, after: Value | list[Answers] | None
) -> Iterator[dict[str, object]]:
    if before != after:
        yield {"path": path, "before": before, "after": after}
