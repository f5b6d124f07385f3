"""Expressions and answers drawn at random, of the sort that people write into forms."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from xml.sax.saxutils import escape

from nithet.forms.expressions.nodes import Node

TEXTS = ("", "a", "ab", "กข ครู", "x y", "1", "true", "0", "A b c", " a ")
WHOLE = ("", "0", "1", "2", "5", "10", "118", "-3", "2570")
FRACTIONS = ("", "0.5", "1.25", "-2.5", "3", "0.1", "100.75")
DAYS = ("", "2026-11-20", "2026-11-21", "2026-10-01", "2027-02-28", "2024-02-29")
MOMENTS = (
    "",
    "2026-11-20T09:30:00.000+07:00",
    "2026-11-20T00:00:00.000+07:00",
    "2027-01-01T23:15:30.500+07:00",
)
CHOSEN = ("", "a", "a b", "b c d", "c")
PLACES = ("", "19.9105 99.8406 398 4.5", "13.75 100.5 0 0")
LINES = "19.91 99.84 0 0;19.92 99.84 0 0;19.92 99.85 0 0;19.91 99.84 0 0"
FIELDS = {
    "n": WHOLE, "k": WHOLE, "m": FRACTIONS, "t": TEXTS, "u": TEXTS, "d": DAYS, "f": DAYS, "dt": MOMENTS, "s": CHOSEN,
    "p": PLACES,
}  # fmt: skip
OF_LINES = {"a": WHOLE, "b": TEXTS, "c": DAYS}


@dataclass(frozen=True)
class Drawn:
    """Answers: the fields, and the lines of the repeat `rep`."""

    fields: dict[str, str]
    lines: list[dict[str, str]]

    @property
    def xml(self) -> str:
        lines = "".join(f"<rep>{_elements(line)}</rep>" for line in self.lines)
        return f"<data>{_elements(self.fields)}{lines}</data>"

    def tree(self) -> Node:
        root = Node("data")
        _put(root, self.fields)
        root.children["rep"] = [
            _put(Node("rep", root, "", (number,)), line) for number, line in enumerate(self.lines)
        ]
        return root


def _elements(texts: dict[str, str]) -> str:
    return "".join(f"<{name}>{escape(text)}</{name}>" for name, text in texts.items())


def _put(parent: Node, texts: dict[str, str]) -> Node:
    for name, text in texts.items():
        parent.children[name] = [Node(name, parent, text, parent.place)]
    return parent


class Drawing:
    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 (drawn again from the same seed)
        self.pick = self.random.choice

    def answers(self) -> Drawn:
        fields = {name: self.pick(texts) for name, texts in FIELDS.items()} | {"shape": LINES}
        lines = [
            {name: self.pick(texts) for name, texts in OF_LINES.items()}
            for _ in range(self.random.randint(0, 4))
        ]
        return Drawn(fields, lines)

    def expression(self) -> str:
        return self.pick((self.text, self.number, self.truth))(self.random.randint(1, 3))

    def path(self, name: str) -> str:
        return self.pick((f"/data/{name}", f"../{name}"))

    def nodes(self) -> str:
        name = self.pick(tuple(OF_LINES))
        return self.pick((
            f"/data/rep/{name}", f"/data/rep[a > {self.pick((0, 2, 5))}]/{name}", f"/data/rep[{self.pick((1, 2, 9))}]/{name}",
            f"/data/rep[position() = 2]/{name}", f"/data/rep[b = '{self.pick(('a', ''))}']/{name}", "/data/rep", "/data/*",
            f"/data/rep[last()]/{name}", f"../rep/{name}",
        ))  # fmt: skip

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(
                (self.path("n"), self.path("m"), self.path("k"), self.pick(("0", "1", "2.5", "-4", "100")))
            )
        one, other, text = self.number(depth - 1), self.number(depth - 1), self.text(depth - 1)
        return self.pick((
            f"{one} {self.pick(('+', '-', '*', 'div', 'mod'))} {other}", f"({one} {self.pick(('+', '-'))} {other})",
            f"round({one})", f"round({one}, {self.pick((0, 1, 2, -1))})", f"int({one})", f"floor({one})", f"ceiling({one})",
            f"abs({one})", f"pow({one}, {self.pick((0, 1, 2, 3))})", f"number({text})", f"string-length({text})",
            f"count({self.nodes()})", f"sum({self.nodes()})", f"max({one}, {other})", f"min({one}, {other})",
            f"max({self.nodes()})", f"min({self.nodes()})", f"count-selected({self.path('s')})",
            f"count-non-empty({self.nodes()})", f"if({self.truth(depth - 1)}, {one}, {other})", "position(..)",
            f"{self.day()} - {self.day()}", f"decimal-date-time({self.day()})", f"coalesce({self.path('n')}, {other})",
            "area(/data/shape)", "distance(/data/shape)", f"sqrt({one})", f"log10({one})", f"exp({self.pick((0, 1, 2))})",
            "decimal-time('08:30:00.000+07:00')", f"int(({self.day()} - {self.day()}) div 365.25)",
        ))  # fmt: skip

    def day(self) -> str:
        return self.pick(
            (self.path("d"), self.path("f"), "today()", "date('2026-11-20')", f"date({self.path('d')})")
        )

    def text(self, depth: int) -> str:
        if depth <= 0:
            literal = self.pick(("'a'", "'ครู'", "''", "'2026-11-20'", '"x y"'))
            return self.pick((self.path("t"), self.path("u"), self.path("s"), literal))
        one, other, number = self.text(depth - 1), self.text(depth - 1), self.number(depth - 1)
        return self.pick((
            f"concat({one}, {other})", f"concat({one}, '-', {number})", f"join(', ', {self.nodes()})",
            f"substr({one}, {self.pick((0, 1, -2))})", f"substr({one}, 0, {self.pick((1, 2))})",
            f"substring({one}, {self.pick((1, 2))}, {self.pick((1, 3))})", f"substring-before({one}, 'b')",
            f"substring-after({one}, ' ')", f"translate({one}, 'ab', 'xy')", f"normalize-space({one})",
            f"coalesce({one}, {other})", f"if({self.truth(depth - 1)}, {one}, {other})", f"string({number})",
            f"selected-at({self.path('s')}, {self.pick((0, 1, 5))})", f"format-date({self.day()}, '%d/%m/%Y %e %n %b %a')",
            f"format-date-time({self.path('dt')}, '%H:%M:%S %h %y')", f"string({self.day()})", f"once({one})",
            f"date({self.path('d')})", f"date({self.day()} + {self.pick((1, 30))})", f"string({self.nodes()})",
        ))  # fmt: skip

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self.pick(
                ("true()", "false()", f"selected({self.path('s')}, 'a')", f"{self.path('n')} > 1")
            )
        number, text = self.number(depth - 1), self.text(depth - 1)
        compare = self.pick(("=", "!=", "<", "<=", ">", ">="))
        return self.pick((
            f"{number} {compare} {self.number(depth - 1)}", f"{text} {self.pick(('=', '!='))} {self.text(depth - 1)}",
            f"{self.path('t')} {compare} {number}", f"{self.day()} {compare} {self.day()}",
            f"{self.path('dt')} {compare} {self.day()}", f"{self.truth(depth - 1)} and {self.truth(depth - 1)}",
            f"{self.truth(depth - 1)} or {self.truth(depth - 1)}", f"not({self.truth(depth - 1)})",
            f"({self.truth(depth - 1)} or {self.truth(depth - 1)}) and {self.truth(depth - 1)}",
            f"selected({self.path('s')}, {text})", f"contains({text}, {self.text(0)})", f"starts-with({text}, 'a')",
            f"ends-with({text}, 'b')", rf"regex({text}, '^[a-z]{{1,3}}$')", rf"regex({self.path('n')}, '^\d+$')",
            f"boolean({self.pick((number, text))})", f"boolean-from-string({text})", f"{self.path('u')} = ''",
            f"checklist(1, 2, {self.truth(0)}, {self.truth(0)}, {self.truth(0)})", f"{self.nodes()} = {text}",
            f"weighted-checklist(2, 5, {self.truth(0)}, 2, {self.truth(0)}, 3)", f"{self.nodes()} {compare} {number}",
            f"{self.path('d')} {compare} {number}", f"{text} {compare} {self.path('d')}",
        ))  # fmt: skip
