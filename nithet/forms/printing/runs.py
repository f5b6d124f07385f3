"""Which items of a form stand together on paper: those rated on one scale, and signatures. Knows no Django."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nithet.forms.definition import Definition, Group, Item, Kind, Question

MOST_STEPS = 6
"""Of a scale that is still a table."""


def path_in(text: str, near: str) -> str:
    """The path of a question named in a condition: absolute, or beside the question that has it."""
    bare = text.strip()
    if not bare.startswith("../"):
        return bare.strip("/").partition("/")[2]
    above = near.split("/")
    while bare.startswith("../"):
        bare, above = bare.removeprefix("../"), above[:-1]
    return "/".join([*above, bare])


def questions_in(group: Group) -> Iterator[Question]:
    for item in group.items:
        if isinstance(item, Question):
            yield item
        elif not item.is_repeat:
            yield from questions_in(item)


def is_column(question: Question) -> bool:
    if question.kind in (Kind.NOTE, Kind.HIDDEN, Kind.META):
        return False
    return question.kind != Kind.CALCULATE or bool(question.label)


def rated(item: Item) -> tuple[Question, ...]:
    items = (item,) if isinstance(item, Question) else item.items
    return tuple(one for one in items if isinstance(one, Question))


def scale_run(items: Sequence[Item], definition: Definition) -> Sequence[Item]:
    """How many of the next items are rated on one scale; a single one stands by itself, also one group alone."""
    shape_of = [scale_shape(items[0], definition)]
    if shape_of[0] is None:
        return ()
    count = 1
    while count < len(items) and scale_shape(items[count], definition) == shape_of[0]:
        count += 1
    return items[:count] if count > 1 else ()


def scale_shape(item: Item, definition: Definition) -> tuple[tuple[str, str], ...] | None:
    """The names and lists of what is rated; None where the item is no rating."""
    questions = [item] if isinstance(item, Question) else list(item.items)
    if not 1 <= len(questions) <= 2 or not all(_is_step(question, definition) for question in questions):
        return None
    if isinstance(item, Group) and (item.is_repeat or len(questions) < 2):
        return None
    names = [""] if isinstance(item, Question) else [question.name for question in questions]
    return tuple(zip(names, [q.list_name for q in questions], strict=True))  # type: ignore[union-attr]


def _is_step(item: Item, definition: Definition) -> bool:
    is_one = (
        isinstance(item, Question)
        and item.kind == Kind.SELECT_ONE
        and not item.from_file
        and not item.relevant
    )
    return is_one and 2 <= len(definition.choices(item)) <= MOST_STEPS and _is_rating(item)  # type: ignore[arg-type]


def _is_rating(question: Question) -> bool:
    return any(word in question.appearance for word in ("likert", "list-nolabel", "label"))


def is_signature(item: Item) -> bool:
    return isinstance(item, Question) and item.kind == Kind.IMAGE and "signature" in item.appearance


def signature_run(items: Sequence[Item]) -> Sequence[Item]:
    count = 0
    while count < len(items) and is_signature(items[count]):
        count += 1
    return items[:count]
