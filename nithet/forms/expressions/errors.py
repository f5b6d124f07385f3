"""What may be wrong with an expression, said in codes; whoever reads tables puts it into words."""

from __future__ import annotations


class ExpressionError(ValueError):
    """An expression that cannot be read.

    | code               | what is wrong                                             | `name`              |
    |--------------------|-----------------------------------------------------------|---------------------|
    | `empty`            | there is nothing                                          | ""                  |
    | `unbalanced`       | a bracket that was not opened or not closed               | the bracket         |
    | `unfinished-text`  | a text whose closing quote is missing                     | the quote           |
    | `stray`            | something that cannot stand here                          | what stands there   |
    | `unfinished`       | it ends where something must follow                       | ""                  |
    | `unknown-function` | no such function                                          | its name            |
    | `arguments`        | too few or too many arguments                             | name of the function |
    | `pattern`          | a regular expression that cannot be read, or not in time  | the pattern         |
    | `unknown-name`     | `${name}` that no question has                            | the name            |
    | `too-deep`         | brackets in brackets without end, or far too long         | ""                  |
    """

    def __init__(self, code: str, at: int, name: str = "", *, expected: str = "") -> None:
        self.code, self.at, self.name = code, at, name
        self.expected = expected
        """Of `arguments`: how many, as `2`, `2-3` or `1+`; of `unbalanced`: the bracket that fits."""
        super().__init__(f"{code} at {at}: {name}")


class UndecidedError(Exception):
    """Nothing can be said here: a list that is not known, a function that cannot be asked of these nodes."""
