"""Times of steps as offices write them: months of a fiscal year, lengths of work, what comes round, or none."""

from __future__ import annotations

from dataclasses import dataclass

from nithet.thai.months import month_name
from tests.zoo.drawing import Draw

FISCAL = (10, 11, 12, 1, 2, 3, 4, 5, 6, 7, 8, 9)
FULL = {month: month_name(month) for month in range(1, 13)}
SHORT = {month: month_name(month, short=True) for month in range(1, 13)}
_LENGTHS = ("{n} วัน", "{n} วันทำการ", "ภายใน {n} วัน", "ภายใน {n} วันทำการ")
_SHORT_LENGTHS = ("{n}0 นาที", "{n} ชั่วโมง")
_ROUNDS = (
    "ภาคเรียนละ 1 ครั้ง",
    "ภาคเรียนละ 2 ครั้ง",
    "ปีละ 2 ครั้ง",
    "ไตรมาสละ 1 ครั้ง",
    "ภายในวันที่ 15 ของทุกเดือน",
    "ทุกวันที่ 5 ของเดือน",
    "ทุกเดือน",
    "ทุกวันทำการ",
    "ตลอดปี",
    "ตลอดปีงบประมาณ",
)
_ALL_YEAR = ("ทุกเดือน", "ของทุกเดือน", "ทุกวัน", "ตลอดปี", "ของเดือน")


@dataclass(frozen=True, slots=True)
class Time:
    """As written; without months where the words name none. `is_all_year`: reading it as all months is as good."""

    text: str = ""
    months: tuple[int, ...] = ()
    is_all_year: bool = False


def times_of(draw: Draw, count: int, *, months_only: bool = False) -> list[Time]:
    """One time for each step of a work; months go on through the year."""
    habit = "months" if months_only else draw.pick(
        "time", {"months": 6, "mixed": 4, "lengths": 3, "rounds": 1, "quarters": 0.7, "dates": 1}
    )  # fmt: skip
    writer = {
        "months": _months,
        "lengths": _lengths,
        "rounds": _rounds,
        "quarters": _quarters,
        "dates": _dates,
    }
    spans = spans_of(draw, count)
    times = []
    for span in spans:
        kind = habit if habit != "mixed" else draw.any_of(["months", "months", "lengths", "rounds", "dates"])
        times.append(writer[kind](draw, span))
    if habit != "quarters" and not months_only and draw.pick("every step timed", {"yes": 5, "no": 1}) == "no":
        times[draw.random.randrange(count)] = Time()
    return times


def spans_of(draw: Draw, count: int) -> list[tuple[int, ...]]:
    """Months of each step, in the order of the year, no two steps far apart."""
    at, spans = 0, []
    for left in range(count, 0, -1):
        length = draw.any_of([1, 1, 1, 2, 2, 3])
        start = min(at, 12 - length)
        spans.append(FISCAL[start : start + length])
        at = start + draw.any_of([0, 1, 1, 2]) + (length - 1 if (12 - start) > left else 0)
    return spans


def _months(draw: Draw, span: tuple[int, ...]) -> Time:
    form = draw.pick("months", {"full": 5, "เดือน": 3, "short": 4, "ภายในเดือน": 1.5})
    year = draw.pick("year", {"none": 6, "four": 1.5, "two": 1}) if form != "ภายในเดือน" else "none"
    dash = draw.pick("range", {" - ": 5, " – ": 2, "-": 1.5, " ถึง ": 1.5})
    names = SHORT if form == "short" else FULL
    said = [names[month] + _year(draw, month, year) for month in (span[0], span[-1])]
    text = said[0] if len(span) == 1 else dash.join(said)
    if len(span) > 1 and form in {"full", "เดือน"} and year == "four" and span[0] > 9 and span[-1] > 9:
        text = f"{names[span[0]]}{dash}{said[1]}"
    before = {"เดือน": "เดือน", "ภายในเดือน": "ภายในเดือน" if len(span) == 1 else "ระหว่างเดือน"}.get(form, "")
    return Time(draw.digits(before + text), span)


def _year(draw: Draw, month: int, form: str) -> str:
    year = 2569 if month >= 10 else 2570
    return {"none": "", "four": f" {year}", "two": f" {year % 100}"}[form]


def _lengths(draw: Draw, span: tuple[int, ...]) -> Time:
    length = draw.any_of(_LENGTHS * 3 + _SHORT_LENGTHS)
    return Time(draw.digits(length.format(n=draw.any_of([1, 2, 3, 5, 7, 15]))))


def _rounds(draw: Draw, span: tuple[int, ...]) -> Time:
    text = draw.any_of(_ROUNDS)
    return Time(draw.digits(text), is_all_year=any(one in text for one in _ALL_YEAR))


def _quarters(draw: Draw, span: tuple[int, ...]) -> Time:
    number = FISCAL.index(span[0]) // 3
    return Time(draw.digits(f"ไตรมาสที่ {number + 1}"), FISCAL[number * 3 : number * 3 + 3])


def _dates(draw: Draw, span: tuple[int, ...]) -> Time:
    day, month = draw.random.randint(2, 28), span[0]
    form = draw.any_of(
        ["ภายในวันที่ {d} {m}", "วันที่ {d} {m}", "{d} {s} {y}", "ภายใน {d} {s}", "ก่อนวันที่ {d} {m} {yy}"]
    )
    year = 2569 if month >= 10 else 2570
    text = form.format(d=day, m=FULL[month], s=SHORT[month], y=year % 100, yy=year)
    return Time(draw.digits(text), (month,))
