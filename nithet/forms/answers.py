"""The answers of one filled form, as they are stored and given away.

    {"heading/school": "57010001", "students": 118, "agreements": [{"agreements/what": "…", "agreements/due": "2027-02-01"}]}

A path → a value; a repeat's path → a list of lines of the same shape. What was not asked or not answered is left out.

| kind                                | value                                                              |
|-------------------------------------|--------------------------------------------------------------------|
| integer                             | int                                                                |
| decimal, range                      | int or float as written; reckon with `Decimal(str(value))`         |
| select_multiple, rank               | list of names of choices                                           |
| date, time, dateTime                | ISO text as the form sent it                                       |
| geopoint                            | {"latitude", "longitude", "altitude", "accuracy"}, missing: None   |
| geotrace, geoshape                  | list of such points                                                |
| image, audio, video, file           | name of the file                                                   |
| all others                          | text                                                               |

A text that its kind cannot be read as stays text, and the check names it (`checking`).
"""

from __future__ import annotations

from collections.abc import Iterator

Value = str | int | float | list[str] | dict[str, float | None] | list[dict[str, float | None]]
Answers = dict[str, "Value | list[Answers]"]


def lines_of(answers: Answers, repeat: str) -> Iterator[tuple[tuple[int, ...], Answers]]:
    """The lines of a repeat with their places ((0,), (1,) …; inside a repeat (0, 0), (0, 1) …)."""
    outer = [path for path in answers if repeat.startswith(f"{path}/") and _is_lines(answers[path])]
    if repeat in answers and _is_lines(answers[repeat]):
        yield from (((number,), line) for number, line in enumerate(answers[repeat]))  # type: ignore[arg-type, misc]
    for path in outer:
        for number, line in enumerate(answers[path]):  # type: ignore[arg-type]
            yield from (((number, *place), inner) for place, inner in lines_of(line, repeat))  # type: ignore[arg-type]


def _is_lines(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(line, dict) for line in value)
