"""Answers that a question may well take: drawn, and guessed from what its constraint names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from nithet.forms.answers import Value
from nithet.forms.checking.patterns import fitting
from nithet.forms.definition import CHOICE_KINDS, FILE_KINDS, Kind, Question
from nithet.forms.expressions.errors import ExpressionError
from nithet.forms.expressions.parsing import parse
from nithet.forms.expressions.tree import Call, Literal, Number, walk
from nithet.forms.expressions.values import ZONE

WORDS = (
    "ปรับปรุงห้องเรียนและจัดสื่อให้เพียงพอ", "ครูใช้สื่อในการจัดการเรียนรู้สม่ำเสมอ", "จัดประชุมติดตามผลทุกภาคเรียน",
    "นักเรียนมีส่วนร่วมในชั้นเรียน", "ควรอบรมเพิ่มเติมเรื่องการวัดผล", "ดำเนินการตามแผนแล้วเสร็จ", "ไม่มี",
)  # fmt: skip
TEXTS = (
    "0812345678", "053123456", "57000", "57010001", "2570", "2569", "1", "1/2570", "abc@example.org",
    "https://example.org/", "08:30", "13:00", "ป.1", "1101700230708",
)  # fmt: skip
NUMBERS = (1, 2, 3, 5, 10, 20, 0, 4, 50, 80, 100, 1000, 2570, 2569, 0.5, -1)
DAYS = (0, -1, 1, 7, -7, 30, -30, 90, -90, 365, -365)
HOURS = (0, 1, -1, 2, -2, 24, -24)
PLACE: Value = {"latitude": 19.9105, "longitude": 99.8406, "altitude": 398.0, "accuracy": 4.5}
CORNERS = ((19.91, 99.84), (19.92, 99.84), (19.92, 99.85), (19.91, 99.84))
FILE_ENDINGS = {Kind.IMAGE: "jpg", Kind.AUDIO: "mp3", Kind.VIDEO: "mp4", Kind.FILE: "pdf"}


@dataclass(frozen=True, slots=True)
class Known:
    """What candidates are made of: the names of the choices, other answers, the day."""

    names: tuple[str, ...]
    others: tuple[Value, ...]
    now: datetime


def candidates(question: Question, known: Known, random: Random) -> Iterator[Value]:
    """The likeliest first; none for what nobody answers."""
    kind = question.kind
    if kind in {Kind.INTEGER, Kind.DECIMAL, Kind.RANGE}:
        yield from _numbers(question, known, random)
    elif kind in CHOICE_KINDS and not known.names:
        return
    elif kind is Kind.SELECT_ONE:
        yield from random.sample(known.names, len(known.names))
    elif kind in {Kind.SELECT_MULTIPLE, Kind.RANK}:
        yield from _selections(kind, known.names, random)
    elif kind is Kind.DATE:
        yield from (day.isoformat() for day in _days(question, known))
    elif kind in FILE_KINDS:
        yield f"{question.name}.{FILE_ENDINGS[kind]}"
    elif kind in _PLAIN:
        yield from _PLAIN[kind](known)
    elif kind in {Kind.TEXT, Kind.BARCODE}:
        yield from _texts(question, random)


_PLAIN: dict[Kind, Callable[[Known], list[Value]]] = {
    Kind.TIME: lambda known: [f"{moment:%H:%M}:00.000+07:00" for moment in _moments(known)],
    Kind.DATETIME: lambda known: [moment.isoformat(timespec="milliseconds") for moment in _moments(known)],
    Kind.GEOPOINT: lambda _: [PLACE],
    Kind.GEOTRACE: lambda _: [_points(CORNERS[:3])],
    Kind.GEOSHAPE: lambda _: [_points(CORNERS)],
    Kind.ACKNOWLEDGE: lambda _: ["OK"],
}


def _points(corners: tuple[tuple[float, float], ...]) -> Value:
    return [
        {"latitude": one, "longitude": other, "altitude": None, "accuracy": None} for one, other in corners
    ]


def _numbers(question: Question, known: Known, random: Random) -> Iterator[Value]:
    start, end, step = (question.parameters.get(name, "") for name in ("start", "end", "step"))
    if question.kind is Kind.RANGE:
        first, last, by = float(start or 1), float(end or 10), float(step or 1)
        yield from (_whole(round(first + number * by, 6)) for number in range(int((last - first) / by) + 1))
        return
    near = [number + by for number in _numbers_named(question) for by in (0, 1, -1)]
    others = [other for other in known.others if isinstance(other, int | float)]
    sums = [sum(others[-count:]) for count in (2, 3, 4)] if len(others) > 1 else []
    for number in [random.choice(NUMBERS[:6]), *near, *NUMBERS, *others, *sums]:
        whole = _whole(float(number))
        if isinstance(whole, int) or question.kind is Kind.DECIMAL:
            yield whole


def _whole(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _selections(kind: Kind, names: tuple[str, ...], random: Random) -> Iterator[Value]:
    if kind is Kind.RANK:
        yield list(random.sample(names, len(names)))
        return
    for count in (2, 1, 3, len(names)):
        yield list(random.sample(names, min(count, len(names))))
    for name in names:
        yield [name]


def _days(question: Question, known: Known) -> Iterator[date]:
    today = known.now.astimezone(ZONE).date()
    named = [text for text in (*_texts_named(question), *known.others) if isinstance(text, str)]
    for base in (today, *(day for text in named if (day := _day(text)))):
        yield from (base + timedelta(days=days) for days in DAYS)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def _moments(known: Known) -> Iterator[datetime]:
    """Around now, and around the moments that were answered."""
    named = [
        moment for text in known.others if isinstance(text, str) and (moment := _moment(text, known.now))
    ]
    for base in (known.now.astimezone(ZONE), *named):
        yield from (base + timedelta(hours=hours) for hours in HOURS)


def _moment(text: str, now: datetime) -> datetime | None:
    try:
        if "T" in text:
            return datetime.fromisoformat(text)
        return datetime.combine(now.astimezone(ZONE).date(), time.fromisoformat(text))
    except ValueError:
        return None


def _texts(question: Question, random: Random) -> Iterator[Value]:
    for pattern in _patterns(question):
        yield from (fitting(pattern, random) for _ in range(8))
    yield random.choice(WORDS)
    yield from filter(None, _texts_named(question))
    yield from TEXTS
    for length in _numbers_named(question):
        if 0 < length < 5000:
            yield "ก" * int(length)
            yield "1" * int(length)
    yield from WORDS


def _patterns(question: Question) -> Iterator[str]:
    for part in _parts(question):
        if isinstance(part, Call) and part.name == "regex" and isinstance(part.arguments[1], Literal):
            yield re.sub(r"\(\?<(?![=!])", "(?P<", part.arguments[1].text)


def _numbers_named(question: Question) -> list[float]:
    return [part.value for part in _parts(question) if isinstance(part, Number)]


def _texts_named(question: Question) -> list[str]:
    return [part.text for part in _parts(question) if isinstance(part, Literal)]


def _parts(question: Question) -> list[object]:
    if not question.constraint.strip():
        return []
    try:
        return list(walk(parse(question.constraint)))
    except ExpressionError:
        return []
