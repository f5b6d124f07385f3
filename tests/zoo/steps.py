"""Steps as lists: numbered or not, with parts under them, their times beside, behind or below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.zoo.blocks import NumberedByWord, Page
from tests.zoo.content import Division, Step
from tests.zoo.drawing import Draw
from tests.zoo.times import FULL, Time
from tests.zoo.truth import TrueStep

LETTERS = "กขคงจฉชซฌญ"
_SENTENCES = ("ภายใน", "ระหว่าง", "เดือน", "ตลอด", "ทุก", "ปีละ", "ภาค", "ไตรมาส", "ก่อน", "วันที่")
NUMBERS = {
    "own": 4,
    "1.": 3,
    "1)": 2,
    "(1)": 1,
    "ขั้นตอนที่ 1": 2,
    "ขั้นที่ 1": 0.7,
    "ก.": 0.5,
    "word": 1.5,
    "-": 1,
    "•": 0.7,
    "none": 0.5,
}


@dataclass(slots=True)
class Planned:
    """A step before it is laid out. `also` are wordings that the layout makes as good as the title."""

    step: Step
    time: Time
    who: str
    form: str
    also: tuple[str, ...] = ()
    is_timed: bool = True
    also_in_text: tuple[str, ...] = ()
    is_merged: bool = False

    @property
    def title(self) -> str:
        return self.step.title

    def true(self) -> TrueStep:
        time = self.time if self.is_timed else Time()
        return TrueStep(
            self.title, time.months, time.text, time.is_all_year, self.also, self.also_in_text, self.is_merged
        )


def planned(draw: Draw, steps: Sequence[Step], times: Sequence[Time], division: Division) -> list[Planned]:
    people = draw.some_of(division.roles, 1, 3)
    return [
        Planned(step, time, draw.any_of(people), draw.any_of(division.forms))
        for step, time in zip(steps, times, strict=True)
    ]


def number_of(form: str, at: int, section: str) -> str:
    """What stands before the title of a step, with its space."""
    if form == "own":
        return f"{section}.{at} " if section else f"{at}. "
    if form in {"-", "•"}:
        return f"{form} "
    if form in {"none", "word"}:
        return ""
    return (LETTERS[at - 1] + ". ") if form == "ก." else form.replace("1", str(at)) + " "


def add_list(draw: Draw, page: Page, steps: Sequence[Planned], section: str, form: str) -> None:
    """The steps as paragraphs; `form` says where their times stand."""
    numbers = draw.pick("numbers", NUMBERS)
    if numbers == "none" and draw.choices["wrap"] != "none":
        # Nobody could tell where one step ends and the next begins.
        numbers = draw.choices["numbers"] = "1."
    has_parts = draw.pick("parts", {"yes": 2, "no": 3}) == "yes" and numbers not in {"-", "•", "none"}
    # Without a number only what follows a title tells where a step ends.
    has_parts = has_parts and numbers != "none"
    titles = [_titled(draw, step, form) for step in steps]
    if numbers == "word":
        pattern = draw.pick("word numbers", {"%1.": 3, "%1)": 1, "ขั้นตอนที่ %1": 1})
        items = [
            (title, tuple(_below(draw, step, form, has_parts, at, section)))
            for at, (title, step) in enumerate(zip(titles, steps, strict=True), 1)
        ]
        page.add(NumberedByWord(tuple(items), pattern))
        return
    for at, (title, step) in enumerate(zip(titles, steps, strict=True), 1):
        is_bold = numbers.startswith("ขั้น") or (
            form == "labels" and draw.pick("bold steps", {"yes": 1, "no": 1}) == "yes"
        )
        page.line(draw.digits(number_of(numbers, at, section)) + title, 1, bold=is_bold)
        for line in _below(draw, step, form, has_parts, at, section):
            page.line(line, 2)


def _titled(draw: Draw, step: Planned, form: str) -> str:
    text = step.time.text
    if form in {"bare", "labels"} or not text:
        step.is_timed = form == "labels"
        return step.title
    written: dict[str, Callable[[], str]] = {
        "parens": lambda: f"{step.title} ({text})",
        "sentence": lambda: f"{step.title} {_sentence(draw, step.time)}",
        "tab": lambda: f"{step.title}\t{text}",
        "dash": lambda: f"{step.title} : {text}",
    }
    found = written[form]()
    step.also += (found,)
    return found


def _sentence(draw: Draw, time: Time) -> str:
    """A time as the end of a sentence."""
    if time.text.startswith(_SENTENCES):
        return time.text
    if any(time.text.startswith(name) for name in FULL.values()):
        return "ในเดือน" + time.text
    return ("ช่วง " if time.months else "ใช้เวลา ") + time.text


def _below(draw: Draw, step: Planned, form: str, has_parts: bool, at: int, section: str) -> list[str]:
    lines = []
    if has_parts:
        marks = draw.pick("part numbers", {"nested": 3, "-": 3, "•": 1, "(1)": 1.5, "1)": 1})
        if marks == draw.choices["numbers"]:
            # Parts numbered like their steps could be told by nobody.
            marks = draw.choices["part numbers"] = "-"
        lines += [
            part_line(draw, marks, part, at, one, section) for one, part in enumerate(step.step.parts, 1)
        ]
    if form == "labels":
        lines += _labels(draw, step)
    return lines


def part_line(draw: Draw, marks: str, part: str, at: int, one: int, section: str) -> str:
    if marks == "nested":
        owner = f"{section}." if draw.choices.get("numbers") == "own" and section else ""
        return draw.digits(f"{owner}{at}.{one} {part}")
    return draw.digits(marks.replace("1", str(one))) + f" {part}"


def _labels(draw: Draw, step: Planned) -> list[str]:
    colon = draw.pick("label colon", {" : ": 3, ": ": 2, " ": 1})
    time = draw.pick(
        "time label", {"ระยะเวลา": 3, "ระยะเวลาดำเนินการ": 3, "เวลา": 0.7, "กำหนดเวลา": 0.7, "ช่วงเวลา": 0.7}
    )
    who = draw.pick("who label", {"ผู้รับผิดชอบ": 5, "ผู้ดำเนินการ": 1, "ผู้ปฏิบัติ": 0.7})
    form = draw.pick("form label", {"none": 3, "แบบฟอร์ม": 1, "เอกสารที่ใช้": 1, "ผลผลิต": 0.7, "หลักฐาน": 0.7})
    lines = [f"{time}{colon}{step.time.text}"] if step.time.text else []
    lines.append(f"{who}{colon}{step.who}")
    if draw.pick("label order", {"time first": 3, "who first": 1}) == "who first":
        lines.reverse()
    return lines + ([f"{form}{colon}{step.form}"] if form != "none" else [])


def add_chart(page: Page, steps: Sequence[Planned]) -> None:
    """The same steps as boxes one below another, arrows between them."""
    for at, step in enumerate(steps):
        if at:
            page.line("↓", 5)
        page.line(step.title, 5)
