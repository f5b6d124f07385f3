"""What an expression says is the same on the server and in the browser, where forms are filled.

The browser's evaluator is enketo's, as the filling page has it; thousands of drawn expressions are asked of drawn
answers by both.

Where they differ on purpose (none of it is drawn):

| expression                         | browser                               | here                       |
|------------------------------------|---------------------------------------|----------------------------|
| `-${x}`, `-(1)`                    | cannot read a minus before a path     | turns the sign             |
| `'it''s'` given to `contains` …    | fails where both quotes are in a text | no matter                  |
| `boolean-from-string(1.5)`         | false: a point was written            | true, as any number above 0|
| `distance` of twice the same place | may be NaN: a rounded cosine above 1  | 0                          |
| `substr` of letters beyond U+FFFF  | counts them twice                     | once                       |
| `date('20 Nov 2026')`              | whatever the browser makes of it      | no date                    |
| days before 1920 in Thailand       | local time of the day                 | UTC+7                      |
| `%W` in `format-date`, `position` of nothing | an error                    | undecided: nothing is said |
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from nithet.forms.expressions.context import Context, World
from nithet.forms.expressions.errors import UndecidedError
from nithet.forms.expressions.evaluating import Scope, bind
from nithet.forms.expressions.values import to_boolean, to_number, to_text
from nithet.forms.tests.drawn_expressions import Drawing, Drawn
from nithet.thai.dates import BANGKOK
from tests.browser.node_modules import EVALUATOR, load_evaluator

PAIRS = 3000

ASK = """
(asked) => asked.map(([xml, expression, line]) => {
  const document = new DOMParser().parseFromString(xml, "text/xml");
  const node = document.evaluate(line, document, null, 9).singleNodeValue;
  const ask = (type) => window.evaluator.evaluate(expression, node, null, type);
  try {
    const number = ask(XPathResult.NUMBER_TYPE).numberValue;
    return { text: ask(XPathResult.STRING_TYPE).stringValue, number: String(number),
             truth: ask(XPathResult.BOOLEAN_TYPE).booleanValue };
  } catch (error) {
    return { error: error.message };
  }
})
"""


@pytest.fixture
def evaluator(browser: Browser) -> Iterator[Page]:
    """An empty page with enketo's evaluator, in Thailand."""
    context = browser.new_context(locale="th-TH", timezone_id="Asia/Bangkok")
    page = context.new_page()
    load_evaluator(page)
    yield page
    context.close()


@pytest.mark.skipif(
    not EVALUATOR.exists(), reason="the front end's packages are not installed: run make build"
)
def test_drawn_expressions_say_the_same_here_and_in_the_browser(evaluator: Page) -> None:
    drawing, now = Drawing(seed=2570), datetime.now(BANGKOK)
    asked = [(drawing.answers(), drawing.expression()) for _ in range(PAIRS)]
    said = evaluator.evaluate(ASK, [(answers.xml, expression, "/data/n") for answers, expression in asked])
    differing = [
        f"{expression}  of {answers.xml}\n    browser {theirs}\n    here    {ours}"
        for (answers, expression), theirs in zip(asked, said, strict=True)
        if not same(theirs, ours := evaluated(expression, answers, now))
    ]
    assert not differing, f"{len(differing)} of {PAIRS} differ:\n" + "\n".join(differing[:15])
    assert sum("error" in theirs for theirs in said) < PAIRS / 20


def evaluated(expression: str, answers: Drawn, now: datetime) -> dict[str, Any]:
    root = answers.tree()
    context = Context(World(root, now), root.children["n"][0])
    try:
        value = bind(expression, Scope("n"))(context)
    except UndecidedError as error:
        return {"error": str(error)}
    return {"text": to_text(value), "number": to_number(value), "truth": to_boolean(value)}


def same(theirs: dict[str, Any], ours: dict[str, Any]) -> bool:
    """An error in the browser says nothing about us, but for what is undecided here."""
    if "error" in theirs:
        return True
    if "error" in ours or theirs["truth"] != ours["truth"]:
        return False
    number = float(theirs["number"].replace("Infinity", "inf"))
    both_nan = math.isnan(number) and math.isnan(ours["number"])
    if not both_nan and not math.isclose(number, ours["number"], rel_tol=1e-12, abs_tol=1e-12):
        return False
    return theirs["text"] == ours["text"] or _close(theirs["text"], ours["text"])


def _close(one: str, other: str) -> bool:
    """Two machines may write the last digit of a logarithm otherwise."""
    try:
        return math.isclose(json.loads(one), json.loads(other), rel_tol=1e-12)
    except (ValueError, TypeError):
        return False
