"""Reads an expression of a form: XPath 1.0 with the functions of forms, and `${name}` as tables write it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.functions import FUNCTIONS
from nithet.forms.expressions.tree import (
    Call,
    Chain,
    Expression,
    Literal,
    Negation,
    Number,
    Path,
    Reference,
    Step,
)

MOST_LETTERS = 20_000
DEEPEST = 40
"""Brackets in brackets. Nobody writes ten; without a limit a text of brackets would end the process."""

AXES = frozenset({
    "ancestor", "ancestor-or-self", "attribute", "child", "descendant", "descendant-or-self", "following-sibling",
    "parent", "preceding-sibling", "self",
})  # fmt: skip
NODE_TESTS = frozenset({"node", "text"})
WORD_OPERATORS = frozenset({"and", "or", "div", "mod"})
RANKS: tuple[frozenset[str], ...] = (
    frozenset({"or"}),
    frozenset({"and"}),
    frozenset({"=", "!="}),
    frozenset({"<", "<=", ">", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "div", "mod"}),
)

_NAME = r"[^\W\d][\w.-]*"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<reference>\$\{{\s*{_NAME}\s*\}})
    | (?P<axis>[a-z-]+\s*::)
    | (?P<name>{_NAME}(?::{_NAME}|:\*)?)
    | (?P<sign>!=|<=|>=|//|\.\.|[-+*=<>|/.@,()\[\]])
    """,
    re.VERBOSE,
)
_CLOSING = {"(": ")", "[": "]"}
_BEFORE_OPERAND = frozenset({"(", "[", ",", "@", "/", "//", "axis", "operator"})


@dataclass(frozen=True, slots=True)
class Token:
    kind: str  # number, literal, reference, axis, name, operator, or the sign itself
    text: str
    at: int


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """Raises `ExpressionError`."""
    if len(text) > MOST_LETTERS:
        raise ExpressionError("too-deep", MOST_LETTERS)
    tokens = list(_tokens(text))
    _check_brackets(tokens)
    return _Parser(tokens, len(text)).whole()


def _tokens(text: str) -> Iterator[Token]:
    at, before = 0, ""
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise _unreadable(text, at)
        at = found.end()
        if found.lastgroup == "space":
            continue
        token = _token(found, before)
        before = token.kind
        yield token


def _token(found: re.Match[str], before: str) -> Token:
    kind, text = str(found.lastgroup), found.group()
    # As the standard says: a star or a word is an operator wherever an operand stands before it.
    follows_operand = before not in {"", *_BEFORE_OPERAND}
    if kind == "sign":
        is_operator = text in "-+=<>|" or text in {"!=", "<=", ">="} or (text == "*" and follows_operand)
        kind = "operator" if is_operator else text
    elif kind == "name" and text in WORD_OPERATORS and follows_operand:
        kind = "operator"
    return Token(kind, text, found.start())


def _unreadable(text: str, at: int) -> ExpressionError:
    letter = text[at]
    if letter in "'\"":
        return ExpressionError("unfinished-text", at, letter)
    if letter in "{}":
        return ExpressionError("unbalanced", at, letter)
    return ExpressionError("stray", at, text[at : at + 2] if text.startswith("${", at) else letter)


def _check_brackets(tokens: list[Token]) -> None:
    opened: list[Token] = []
    for token in tokens:
        if token.kind in _CLOSING:
            opened.append(token)
        elif token.kind in {")", "]"} and (not opened or _CLOSING[opened.pop().kind] != token.kind):
            raise ExpressionError("unbalanced", token.at, token.kind)
        if len(opened) > DEEPEST:
            raise ExpressionError("too-deep", token.at)
    if opened:
        raise ExpressionError(
            "unbalanced", opened[-1].at, opened[-1].kind, expected=_CLOSING[opened[-1].kind]
        )


class _Parser:
    """One method a rule of the grammar; each takes its tokens from `self.tokens` at `self.next`."""

    def __init__(self, tokens: list[Token], end: int) -> None:
        self.tokens, self.next = tokens, 0
        self.end = Token("end", "", end)
        self.minuses = 0

    def whole(self) -> Expression:
        if not self.tokens:
            raise ExpressionError("empty", 0)
        expression = self.expression()
        if self.token.kind != "end":
            raise self.stray()
        return expression

    @property
    def token(self) -> Token:
        return self.tokens[self.next] if self.next < len(self.tokens) else self.end

    def take(self, kind: str = "") -> Token:
        token = self.token
        if kind and token.kind != kind:
            raise self.stray()
        self.next += 1
        return token

    def has(self, kind: str, text: str = "") -> bool:
        return self.token.kind == kind and (not text or self.token.text == text)

    def stray(self) -> ExpressionError:
        token = self.token
        if token.kind == "end":
            return ExpressionError("unfinished", token.at)
        return ExpressionError("stray", token.at, token.text)

    def expression(self, rank: int = 0) -> Expression:
        if rank == len(RANKS):
            return self.signed()
        first = self.expression(rank + 1)
        rest: list[tuple[str, Expression]] = []
        while self.token.kind == "operator" and self.token.text in RANKS[rank]:
            operator = self.take().text
            rest.append((operator, self.expression(rank + 1)))
        return Chain(first, tuple(rest)) if rest else first

    def signed(self) -> Expression:
        minuses = 0
        while self.has("operator", "-"):
            self.take()
            minuses += 1
        operand = self.union()
        if not minuses:
            return operand
        if isinstance(operand, Number) and minuses == 1:
            return Number(-operand.value)
        # Two turn the sign back, and what was a text is a number all the same.
        return Negation(operand) if minuses % 2 else Negation(Negation(operand))

    def union(self) -> Expression:
        first = self.path()
        rest: list[tuple[str, Expression]] = []
        while self.has("operator", "|"):
            self.take()
            rest.append(("|", self.path()))
        return Chain(first, tuple(rest)) if rest else first

    def path(self) -> Expression:
        kind = self.token.kind
        if kind in {"/", "//"}:
            return self.absolute()
        if self.starts_operand():
            return self.continued(self.operand())
        return Path(tuple(self.steps()))

    def starts_operand(self) -> bool:
        token = self.token
        if token.kind != "name":
            return token.kind in {"number", "literal", "reference", "("}
        following = self.tokens[self.next + 1].kind if self.next + 1 < len(self.tokens) else ""
        return following == "(" and token.text not in NODE_TESTS

    def absolute(self) -> Path:
        if self.take().kind == "//":
            return Path((Step("descendant-or-self", "node()"), *self.steps()), is_absolute=True)
        begins = self.token.kind in {"name", "*", ".", "..", "@", "axis"}
        return Path(tuple(self.steps()) if begins else (), is_absolute=True)

    def continued(self, start: Expression) -> Expression:
        """What follows an operand: conditions in brackets, and steps."""
        predicates = tuple(self.predicates())
        steps: tuple[Step, ...] = ()
        if self.token.kind in {"/", "//"}:
            deep = self.take().kind == "//"
            steps = ((Step("descendant-or-self", "node()"),) if deep else ()) + tuple(self.steps())
        return Path(steps, start=start, predicates=predicates) if predicates or steps else start

    def operand(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "literal":
            return Literal(token.text[1:-1])
        if token.kind == "reference":
            return Reference(token.text[2:-1].strip(), token.at)
        if token.kind == "(":
            inner = self.expression()
            self.take(")")
            return inner
        return self.call(token)

    def call(self, name: Token) -> Call:
        self.take("(")
        arguments: list[Expression] = []
        while not self.has(")"):
            arguments.append(self.expression())
            if not self.has(")"):
                self.take(",")
                if self.has(")"):
                    raise self.stray()
        self.take(")")
        return _checked(Call(name.text, tuple(arguments), name.at))

    def steps(self) -> Iterator[Step]:
        yield self.step()
        while self.token.kind in {"/", "//"}:
            if self.take().kind == "//":
                yield Step("descendant-or-self", "node()")
            yield self.step()

    def step(self) -> Step:
        if self.has("."):
            self.take()
            return Step("self", "node()", tuple(self.predicates()))
        if self.has(".."):
            self.take()
            return Step("parent", "node()", tuple(self.predicates()))
        axis = self.axis()
        return Step(axis, self.test(), tuple(self.predicates()))

    def axis(self) -> str:
        if self.has("@"):
            self.take()
            return "attribute"
        if not self.has("axis"):
            return "child"
        axis = self.token.text.rstrip(": \t\n")
        if axis not in AXES:
            raise self.stray()
        self.take()
        return axis

    def test(self) -> str:
        if self.has("*"):
            return self.take().text
        name = self.take("name").text
        if name in NODE_TESTS and self.has("("):
            self.take("(")
            self.take(")")
            return f"{name}()"
        # Prefixes are not told apart: names of a form have none.
        return name.rpartition(":")[2]

    def predicates(self) -> Iterator[Expression]:
        while self.has("["):
            self.take()
            inner = self.expression()
            self.take("]")
            yield inner


def _checked(call: Call) -> Call:
    function = FUNCTIONS.get(call.name)
    if function is None:
        raise ExpressionError("unknown-function", call.at, call.name)
    if not function.takes(len(call.arguments)):
        raise ExpressionError("arguments", call.at, call.name, expected=function.arity)
    for check in function.checks:
        _run(check, call)
    return call


def _run(check: Callable[[int, str], None], call: Call) -> None:
    """What can be seen of a text that stands in the expression itself, as the pattern of `regex`."""
    last = call.arguments[-1] if call.arguments else None
    if isinstance(last, Literal):
        check(call.at, last.text)
