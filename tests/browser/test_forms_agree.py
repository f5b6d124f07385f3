"""Of whole forms, what is asked, needed, taken, offered and calculated is the same on the server and in the browser.

The browser has enketo's model of each shipped form, and of a form with repeats inside each other, with drawn answers
put in; each expression of the XForm is asked there of each question, and here of the same question.

A path from the root that is typed by hand inside a repeat (`/data/lines/x` in place of `${x}`) is left out: phones take
the same line, as the server does, enketo the first of all lines. The tables never make one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from nithet.forms import shipped
from nithet.forms.answers import Answers
from nithet.forms.checking.checker import Checker
from nithet.forms.checking.examples import invalid, valid
from nithet.forms.checking.figures import same_figure
from nithet.forms.checking.filled import Filled
from nithet.forms.checking.lists import item_node, no_lists
from nithet.forms.checking.plan import Part
from nithet.forms.checking.writing import write_instance
from nithet.forms.definition import Definition, Question
from nithet.forms.expressions.context import Context
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.nodes import Node
from nithet.forms.expressions.paths import Ask
from nithet.forms.expressions.values import to_boolean, to_text
from nithet.forms.publishing import make
from nithet.forms.tables import Tables
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.text import read_text
from nithet.thai.dates import BANGKOK
from tests.browser.node_modules import EVALUATOR, load_model

SEEDS = (1, 2)
XFORMS = "{http://www.w3.org/2002/xforms}"
TYPES = {"calculate": "string", "itemset": "nodes"}
LINES = """
แบบทดลอง

## survey

| type | name | label | required | relevant | constraint | calculation | repeat_count | choice_filter |
|---|---|---|---|---|---|---|---|---|
| integer | rooms | ห้อง | yes | | . > 0 and . < 4 | | | |
| date | day | วันที่ | | | . <= today() | | | |
| begin repeat | room | ห้อง | | ${rooms} > 0 | | | ${rooms} | |
| select_one level | level | ระดับ | | | | | | |
| select_one grade | grade | ชั้น | | ${level} != '' | | | | level = ${level} and least <= ${rooms} |
| text | title | ชื่อ | ${rooms} > 1 | | string-length(.) > 2 or . = 'ก' | | | |
| integer | seats | ที่นั่ง | | ${title} != '' | . >= ${rooms} | | | |
| begin repeat | child | เด็ก | | | | | | |
| text | nickname | ชื่อเล่น | | | not(contains(., ' ')) | | | |
| date | born | เกิด | | | . < ${day} | | | |
| calculate | age | | | | | int((${day} - ${born}) div 365.25) | | |
| calculate | told | | | | | concat(${title}, '/', ${nickname}, '/', position(..), '/', ${rooms}) | | |
| end repeat | | | | | | | | |
| calculate | children | | | | | count(${child}) + sum(${seats}) | | |
| calculate | before | | | | | if(position(..) > 1, indexed-repeat(${title}, ${room}, position(..) - 1), '') | | |
| end repeat | | | | | | | | |
| calculate | all_seats | | | | | sum(${seats}) | | |
| calculate | names | | | | | join(', ', ${nickname}) | | |
| calculate | most | | | | | max(${seats}) | | |
| text | why | เหตุผล | yes | ${all_seats} > 5 and selected(${names}, 'ก') or ${most} = 3 | | | | |

## choices

| list_name | name | label | level | least |
|---|---|---|---|---|
| level | primary | ประถม | | |
| level | secondary | มัธยม | | |
| grade | p1 | ป.1 | primary | 1 |
| grade | p2 | ป.2 | primary | 2 |
| grade | m1 | ม.1 | secondary | 1 |
| grade | m2 | ม.2 | secondary | 3 |

## settings

| form_title | form_id |
|---|---|
| แบบทดลอง | lines |
"""
# `ask`: where, which of them, what, and as which type.
ASK = """
([model, instance, asked]) => {
  const form = new window.FormModel({ modelStr: model, instanceStr: instance, external: [] });
  const errors = form.init();
  return asked.map(([path, place, expression, type]) => {
    try {
      const said = form.evaluate(expression, type, path, place);
      const names = (items) => items.map((item) => item.querySelector("name").textContent).join(" ");
      return { said: type === "nodes" ? names(said) : String(said), errors };
    } catch (error) {
      return { error: error.message };
    }
  });
}
"""


@dataclass(frozen=True)
class Asked:
    """One expression of one question of one filled form; `ask` is how it is asked here."""

    path: str
    place: int
    expression: str
    type: str
    ask: Ask
    node: Node


@pytest.fixture
def model(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="th-TH", timezone_id="Asia/Bangkok")
    page = context.new_page()
    load_model(page)
    yield page
    context.close()


@pytest.mark.skipif(
    not EVALUATOR.exists(), reason="the front end's packages are not installed: run make build"
)
def test_every_form_says_the_same_here_and_in_the_browser(model: Page) -> None:
    now = datetime.now(BANGKOK)
    forms = [
        ("lines", read_text(LINES, {})),
        *((code, shipped.shipped_tables(code)) for code in shipped.codes()),
    ]
    results = [result for code, tables in forms for result in compared(model, code, tables, now)]
    assert [line for same, line in results if same is False] == []
    assert sum(same is not None for same, _ in results) > 3000
    assert sum(same is None for same, _ in results) < len(results) / 20


def compared(page: Page, code: str, tables: Tables, now: datetime) -> Iterator[tuple[bool | None, str]]:
    """Whether both say the same, None where the browser cannot say; and what they say."""
    definition, made = define(tables), make(tables, code, 1)
    binds = expressions(made.xform)
    checker = Checker(definition)
    for given in drawn(definition, now):
        filled = Filled(checker.plan, checker.book, given, now=now, lists=no_lists, version="1")
        xml = write_instance(definition, given, form_name=code, version="1", instance_id="uuid:1").decode()
        asked = list(questions(filled, binds))
        said = page.evaluate(
            ASK, [made.model, xml, [[one.path, one.place, one.expression, one.type] for one in asked]]
        )
        for one, theirs in zip(asked, said, strict=True):
            ours = here(filled, one)
            line = f"{code} {one.path}[{one.place}] {one.expression!r}: browser {theirs}, here {ours!r}"
            yield None if "error" in theirs or ours is None else agree(theirs["said"], ours, one.type), line


def drawn(definition: Definition, now: datetime) -> Iterator[Answers]:
    for seed in SEEDS:
        yield valid(definition, seed=seed, now=now)
        yield invalid(definition, seed=seed, now=now)[0]


def expressions(xform: str) -> dict[str, dict[str, str]]:
    """Path → what the XForm says of it: relevant, required, constraint, calculate; `itemset` where choices are."""
    root = etree.fromstring(xform.encode())
    found = {str(bind.get("nodeset")): dict(bind.attrib) for bind in root.iter(f"{XFORMS}bind")}
    for itemset in root.iter(f"{XFORMS}itemset"):
        found[itemset.getparent().get("ref")]["itemset"] = itemset.get("nodeset")
    return found


def questions(filled: Filled, binds: dict[str, dict[str, str]]) -> Iterator[Asked]:
    for part in filled.plan.all:
        path = f"/data/{part.item.path}"
        for name, ask in _asks(part):
            expression = binds.get(path, {}).get(name, "")
            # The label of a choice is put in by what draws the form, before the model is asked.
            if ask is None or not expression or "jr:choice-name" in expression or "pulldata" in expression:
                continue
            for place, node in enumerate(filled.nodes[part.number]):
                yield Asked(path, place, expression, TYPES.get(name, "boolean"), ask, node)


def _asks(part: Part) -> list[tuple[str, Ask | None]]:
    asks = [("relevant", part.relevant), ("required", part.required), ("constraint", part.constraint)]
    if not isinstance(part.item, Question):
        return asks[:1]
    offered = None if part.item.from_file else part.choice_filter
    return [*asks, ("calculate", part.calculation), ("itemset", offered)]


def here(filled: Filled, asked: Asked) -> str | None:
    try:
        if asked.type == "nodes":
            return " ".join(offered(filled, asked))
        value = asked.ask(Context(filled.world, asked.node))
    except UndecidedError:
        return None
    return to_text(value) if asked.type == "string" else to_text(to_boolean(value))


def offered(filled: Filled, asked: Asked) -> Iterator[str]:
    question = filled.plan.questions[asked.path.removeprefix("/data/")]
    for name, columns in (filled.book.choices(question, no_lists) or {}).items():
        if to_boolean(asked.ask(Context(filled.world, item_node(name, columns), asked.node))):
            yield name


def agree(theirs: Any, ours: str, kind: str) -> bool:
    if kind != "string":
        return bool(theirs == ours)
    return theirs == ours or (same_figure(ours, theirs) and not math.isnan(float(theirs or "nan")))
