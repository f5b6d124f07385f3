"""A form of every sort of question, and answers to it drawn at random: what tallies and figures are tried on."""

from __future__ import annotations

from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from nithet.forms.results.instrument import instrument
from nithet.forms.results.shapes import Answered, Instrument
from nithet.forms.shipped import blocks
from nithet.forms.xlsform.defining import define
from nithet.forms.xlsform.text import read_text

LONG = settings(deadline=None)
"""The first call reads the word list."""

SURVEY = """# แบบสอบถาม

## survey

| type | name | label |
|---|---|---|
| begin_group | need | ด้านความพร้อม |
| begin_group | media | มีสื่อเพียงพอ |
| select_one lk5 | actual | สภาพปัจจุบัน |
| select_one lk5 | desired | สภาพที่คาดหวัง |
| end_group | | |
| begin_group | skill | ครูใช้สื่อได้ |
| select_one lk5 | actual | สภาพปัจจุบัน |
| select_one lk5 | desired | สภาพที่คาดหวัง |
| end_group | | |
| end_group | | |
| begin_group | liked | ด้านความพึงพอใจ |
| select_one lk5 | clear | ชัดเจน |
| select_one lk5 | useful | นำไปใช้ได้ |
| select_one lk5 | timely | ทันเวลา |
| end_group | | |
| begin_group | seen | ด้านที่สังเกต |
| select_one o3 | plan | มีแผน |
| select_one o3 | done | ทำตามแผน |
| end_group | | |
| select_one yes_no | internet | มีอินเทอร์เน็ต |
| select_multiple media_type | kinds | สื่อที่ใช้ |
| integer | students | จำนวนนักเรียน |
| decimal | hours | ชั่วโมงที่ใช้ |
| text | wish | สิ่งที่ต้องการ |
| date | since | ใช้ตั้งแต่ |
| begin_repeat | visits | การเยี่ยม |
| select_one q4 | quality | คุณภาพ |
| text | note | บันทึก |
| end_repeat | | |

## settings

| form_title | form_id |
|---|---|
| แบบสอบถาม | survey |
"""


def survey(text: str = SURVEY) -> Instrument:
    return instrument(define(read_text(text, blocks())))


_FIVE, _FOUR, _OBSERVED = "12345", "1234", ("2", "1", "0", "na")
_WORDS = ("ขอให้จัดหาสื่อเพิ่ม", "อบรมครูเรื่องสื่อ", "อินเทอร์เน็ตช้า", "Canva", " ", "ไม่มี")
_NUMBERS = st.one_of(
    st.integers(-5, 400), st.sampled_from((0.5, 1.25, 118.75, 2.0)), st.sampled_from(("มาก", True, 1e300))
)
_DUALS = [f"need/{item}/{side}" for item in ("media", "skill") for side in ("actual", "desired")]


def _maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Some leave a question open."""
    return st.one_of(st.none(), values)


_QUESTIONS = {
    **dict.fromkeys(_DUALS, _maybe(st.sampled_from(_FIVE))),
    **dict.fromkeys(("liked/clear", "liked/useful", "liked/timely"), _maybe(st.sampled_from((*_FIVE, "9")))),
    **dict.fromkeys(("seen/plan", "seen/done"), _maybe(st.sampled_from(_OBSERVED))),
    "internet": _maybe(st.sampled_from(("yes", "no", "perhaps"))),
    "kinds": _maybe(st.lists(st.sampled_from(("print", "video", "app", "wood")), max_size=3)),
    "students": _maybe(_NUMBERS), "hours": _maybe(_NUMBERS), "wish": _maybe(st.sampled_from(_WORDS)),
    "since": _maybe(st.sampled_from(("2026-11-20", "2026-11-01", "2025-05-16", "เมื่อวาน"))),
    "visits": _maybe(st.lists(st.fixed_dictionaries({}, optional={
        "visits/quality": st.sampled_from(_FOUR), "visits/note": st.sampled_from(_WORDS)}), max_size=3)),
}  # fmt: skip


def answers() -> st.SearchStrategy[Answered]:
    """Also what is of no list, half filled, and not told apart."""
    properties = st.fixed_dictionaries(
        {}, optional={"cluster": st.sampled_from(("a", "b", "")), "size": st.sampled_from(("s", "l"))}
    )
    told = st.fixed_dictionaries(_QUESTIONS).map(
        lambda given: {path: value for path, value in given.items() if value is not None}
    )
    return st.builds(Answered, told, properties)
