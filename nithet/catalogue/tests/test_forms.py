"""The shipped forms against what was asked of them.

`forms_asked_*.md` hold what was asked, a table a form, written apart from the forms:

    | field | name | kind | required | choices | how |

- `field`: the words of what was asked; a row that was added for another reason begins with “+”.
- `name`: the path of the question, its group or its repeat; `*` stands for anything (`items/*_actual`). A row without
  a name is a field that the form leaves to somebody else: `how` says to whom and why.
- `kind`: one of `Kind`, or `group`, `repeat`.
- `required`: `*` always, `?` on a condition, empty never.
- `choices`: labels divided by “ / ”, or `@list` for one of the lists at the top of the file, or `file`.
- `how`: `=` the form calculates it; `known` it is a figure of the system, put into the group `known` where nobody types;
  `×n` so many questions; else words.

`blocks` under the heading names the shared blocks that the form takes in; they are compared once, by themselves.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import pytest

from nithet.catalogue.loader import load_forms
from nithet.forms import publishing, shipped
from nithet.forms.definition import UNASKED_KINDS, Definition, Group, Item, Kind, Question
from nithet.forms.tables import Tables
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.linting import lint
from nithet.thai.text import clean_multiline

HERE = Path(__file__).parent
BLOCKS = {
    "heading": "heading",
    "office_heading": "heading",
    "traces": "traces",
    "agreements": "agreements",
    "media_observations": "observations",
}
"""The shared blocks, each with the group or repeat that it makes."""
ALWAYS = ("yes", "true", "true()")

each_form = pytest.mark.parametrize("code", shipped.codes())


@dataclass(frozen=True)
class Asked:
    """One row of a table of what was asked."""

    field: str
    name: str
    kind: str
    required: str
    choices: str
    how: str

    @property
    def number(self) -> int:
        """How many questions it stands for."""
        found = re.search(r"×(\d+)", self.how)
        return int(found[1]) if found else 1


@dataclass(frozen=True)
class Sheet:
    """What was asked of one form."""

    rows: tuple[Asked, ...]
    blocks: tuple[str, ...]


@cache
def asked() -> dict[str, Sheet]:
    """The tables of all files, by the form's code; shared blocks by their own names."""
    sheets = {}
    for path in sorted(HERE.glob("forms_asked_*.md")):
        for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            head, _, body = part.partition("\n")
            if (code := head.split()[-1]) != "lists":
                assert code not in sheets, f"{code} is asked twice"
                sheets[code] = Sheet(tuple(_rows(body)), _blocks(body))
    return sheets


@cache
def lists() -> dict[str, list[str]]:
    """The labels of the lists that several forms use."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.glob("forms_asked_*.md")):
        for part in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            if part.split("\n")[0].split()[-1] == "lists":
                found |= {name: labels.split(" / ") for name, labels in _cells(part)}
    return found


def _cells(text: str) -> Iterator[list[str]]:
    lines = [line.strip()[1:-1] for line in text.splitlines() if line.startswith("|")]
    for line in lines[2:]:
        yield [cell.strip() for cell in line.split("|")]


def _rows(body: str) -> Iterator[Asked]:
    return (Asked(*cells) for cells in _cells(body))


def _blocks(body: str) -> tuple[str, ...]:
    found = re.search(r"^blocks: (.+)$", body, re.MULTILINE)
    return tuple(found[1].split()) if found else ()


@cache
def defined(code: str) -> Definition:
    return define(shipped.shipped_tables(code))


def _named(definition: Definition, name: str) -> list[Item]:
    return [item for item, _ in definition.walk() if fnmatchcase(item.path, name)]


def _own(definition: Definition, blocks: tuple[str, ...]) -> list[Item]:
    """The items of a form without those of its shared blocks."""
    taken = {BLOCKS[block] for block in blocks}
    return [item for item, _ in definition.walk() if item.path.partition("/")[0] not in taken]


def _labels(definition: Definition, question: Question) -> list[str]:
    return [choice.label for choice in definition.choices(question)]


def _kind(item: Item) -> str:
    if isinstance(item, Group):
        return "repeat" if item.is_repeat else "group"
    return item.kind.value


def _wrong(definition: Definition, row: Asked) -> Iterator[str]:
    """What of one row the form does not do."""
    items = _named(definition, row.name)
    if len(items) != row.number:
        yield f"{row.name}: {len(items)} instead of {row.number}"
    for item in items:
        if _kind(item) != row.kind:
            yield f"{item.path}: {_kind(item)} instead of {row.kind}"
        if isinstance(item, Question):
            yield from _wrong_question(definition, item, row)


def _wrong_question(definition: Definition, question: Question, row: Asked) -> Iterator[str]:
    if (mark := _mark(question)) != row.required:
        yield f"{question.path}: required “{mark}” instead of “{row.required}”"
    if (choices := _choices(definition, question, row)) != row.choices:
        yield f"{question.path}: choices {choices} instead of {row.choices}"
    if ("=" in row.how.split()) != bool(question.calculation):
        yield f"{question.path}: calculation “{question.calculation}”, asked “{row.how}”"
    if row.how.startswith("known") != (question.path.startswith("known/") and bool(question.readonly)):
        yield f"{question.path}: asked “{row.how}”, readonly “{question.readonly}”"


def _mark(question: Question) -> str:
    if not question.required or question.required in ("no", "false", "false()"):
        return ""
    return "*" if question.required in ALWAYS else "?"


def _choices(definition: Definition, question: Question, row: Asked) -> str:
    if question.from_file:
        return "file"
    labels = _labels(definition, question)
    if row.choices.startswith("@") and lists()[row.choices[1:]] == labels:
        return row.choices
    return " / ".join(labels)


@each_form
def test_a_form_has_every_field_that_was_asked(code: str) -> None:
    rows = [row for row in asked()[code].rows if row.name]
    assert rows
    assert [wrong for row in rows for wrong in _wrong(defined(code), row)] == []


@each_form
def test_what_a_form_leaves_to_others_has_a_reason(code: str) -> None:
    assert [row.field for row in asked()[code].rows if not row.name and len(row.how) < 10] == []


@each_form
def test_a_form_asks_nothing_that_nobody_asked_for(code: str) -> None:
    sheet, items = asked()[code], _own(defined(code), asked()[code].blocks)
    asked_for = [item for item in items if isinstance(item, Question) and item.kind is not Kind.NOTE]
    names = [row.name for row in sheet.rows if row.name]
    assert [item.path for item in asked_for if not any(fnmatchcase(item.path, name) for name in names)] == []


@each_form
def test_a_form_takes_in_its_shared_blocks_whole(code: str) -> None:
    for block in asked()[code].blocks:
        rows = [row for row in asked()[block].rows if row.name]
        assert [wrong for row in rows for wrong in _wrong(defined(code), row)] == []


def test_the_two_headings_differ_by_the_school_alone() -> None:
    rows = {name: shipped.blocks()[name].survey.rows for name in ("heading", "office_heading")}
    pairs = zip(rows["heading"], rows["office_heading"], strict=True)
    differing = [(one["name"], set(one.cells.items()) ^ set(other.cells.items())) for one, other in pairs]
    assert [(name, {column for column, _ in cells}) for name, cells in differing if cells] == [
        ("school", {"required"})
    ]


@each_form
def test_a_form_bears_the_name_of_the_catalogue(code: str) -> None:
    names = {form.code: form.name for form in load_forms()}
    assert defined(code).name == code
    assert defined(code).title == names.get(code, defined(code).title)
    assert (shipped.FORMS / f"{code}.md").read_text(encoding="utf-8").startswith(f"# {defined(code).title}\n")


def test_each_file_is_a_form_of_the_catalogue_and_each_form_has_a_file() -> None:
    assert sorted(path.stem for path in shipped.FORMS.glob("*.md")) == sorted(shipped.codes())
    assert sorted(set(asked()) - set(BLOCKS)) == sorted(shipped.codes())


@each_form
def test_a_form_has_no_problem_and_no_warning(code: str) -> None:
    assert lint(shipped.shipped_tables(code), shipped.GIVEN_FILES) == []


@each_form
def test_a_form_can_be_published(code: str) -> None:
    made = publishing.make(shipped.shipped_tables(code), code, 1)
    assert f'id="{code}"' in made.xform
    assert made.html
    assert made.model


def _texts(tables: Tables) -> Iterator[str]:
    for sheet in ("survey", "choices", "settings"):
        for row in tables.sheet(sheet):
            yield from (
                text
                for column, text in row.cells.items()
                if column in ("label", "hint", "constraint_message", "required_message", "form_title")
            )


_MISTYPED = re.compile(r"เเ|[่-๋]{2}|[ิ-ู]{2}|[^ ]ๆ|ๆ[^ ]|[ ]{2}")
"""Two เ for แ, a mark twice, ๆ without its spaces: what eyes pass over."""


@each_form
def test_texts_are_clean_and_thai(code: str) -> None:
    texts = list(_texts(shipped.shipped_tables(code)))
    assert [text for text in texts if clean_multiline(text) != text or _MISTYPED.search(text)] == []
    assert [text for text in texts if not re.search("[ก-๛]|^[A-Z0-9]+$", text)] == []


@each_form
def test_every_question_says_what_it_asks(code: str) -> None:
    asked_for = [item for item in defined(code).questions() if item.kind not in UNASKED_KINDS]
    assert [item.path for item in asked_for if not item.label] == []
    assert [item.path for item in asked_for if item.constraint and not item.constraint_message] == []
    assert [item.path for item in asked_for if "/" in item.label and "http" not in item.label] == []


def test_the_same_name_is_asked_in_the_same_words_everywhere() -> None:
    """But the steps of a procedure, which are that procedure's own."""
    words: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for code in shipped.codes():
        for item, _ in defined(code).walk():
            if item.label and not re.fullmatch(r"step_\d", item.name):
                words[item.name][item.label].append(code)
    differing = {name: dict(labels) for name, labels in words.items() if len(labels) > 1}
    assert differing == {}


def test_the_same_name_has_the_same_kind_and_list_everywhere() -> None:
    kinds: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for code in shipped.codes():
        for question in defined(code).questions():
            kinds[question.name].add((question.kind.value, question.list_name))
    assert {name: found for name, found in kinds.items() if len(found) > 1} == {}


def test_what_is_asked_in_the_same_words_has_the_same_name_everywhere() -> None:
    names: dict[str, set[str]] = defaultdict(set)
    for code in shipped.codes():
        for question in defined(code).questions():
            if question.label:
                names[question.label].add(question.name)
    assert {label: found for label, found in names.items() if len(found) > 1} == {}


def test_a_list_has_the_same_choices_everywhere() -> None:
    choices: dict[str, set[tuple[tuple[str, str], ...]]] = defaultdict(set)
    for code in shipped.codes():
        for name, found in defined(code).lists.items():
            choices[name].add(tuple((choice.name, choice.label) for choice in found))
    assert {name: found for name, found in choices.items() if len(found) > 1} == {}
