"""What is said of a round in words: well-formed whatever was answered, and with no number that the page does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nithet.forms.results import comparing
from nithet.forms.results.comparing import Comparison
from nithet.forms.results.counting import count
from nithet.forms.results.figures import results
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Results, Told
from nithet.forms.results.showing.blocks import shown
from nithet.forms.results.showing.compared import compared_part
from nithet.forms.results.showing.report import parts
from nithet.forms.results.telling.composing import in_words, summary
from nithet.forms.results.telling.marks import Response, filled, marks_of, pieces, unknown_marks
from nithet.forms.results.telling.wordings import WORDINGS
from nithet.forms.tests.results_kit import SURVEY, answers, survey

INSTRUMENT = survey()
NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
STRAY = re.compile(r"(และ|คือ|ได้แก่|จาก|(?<!จำ)เป็น|ส่วน|โดย|ระดับ|ร้อยละ|เท่ากับ|=|\(|,)$")


def told(given_answers: list[Answered], *, is_anonymous: bool = False) -> Results:
    return results(INSTRUMENT, count(Plan(INSTRUMENT), given_answers), is_anonymous=is_anonymous)


def of(*rows: dict[str, Any], **facts: Any) -> Results:
    return told([Answered(row) for row in rows], **facts)


def liked(*marks: int) -> dict[str, Any]:
    paths = ("liked/clear", "liked/useful", "liked/timely")
    return dict(zip(paths, map(str, marks), strict=True))


def need(media: tuple[int, int], skill: tuple[int, int]) -> dict[str, Any]:
    return {
        "need/media/actual": str(media[0]), "need/media/desired": str(media[1]),
        "need/skill/actual": str(skill[0]), "need/skill/desired": str(skill[1]),
    }  # fmt: skip


def said(found: Results, *, kind: str = "", **facts: Any) -> str:
    """The paragraphs of a kind as they are read."""
    marks = marks_of(found, facts.get("response"), facts.get("comparison"))
    return " ".join(filled(one.text, marks) for one in summary(found, **facts) if kind in ("", one.kind))


def numbers_shown(found: Results, response: Response | None, comparison: Comparison | None) -> set[str]:
    """All that the tables of the page say."""
    shown_parts = list(parts(found))
    if comparison is not None:
        shown_parts.append(compared_part(comparison, "รอบก่อน"))
    cells = {
        shown(cell.value, head.places)
        for part in shown_parts
        for block in part.blocks
        for line in block.table.lines
        for cell, head in zip(line.cells, block.table.heads, strict=True)
        if head.places is not None
    }
    texts = {shown(one.figures.n) for one in found.items if isinstance(one.figures, Told)}
    heading = {str(found.n)} | texts | ({str(comparison.schools)} if comparison else set())
    if response:
        heading |= {
            str(response.asked),
            str(response.answered),
            f"{Decimal(100 * response.answered) / response.asked:.1f}",
        }
    return cells | heading


def figures_in(found: Results, **facts: Any) -> Iterator[str]:
    marks = marks_of(found, facts.get("response"), facts.get("comparison"))
    for paragraph in summary(found, **facts):
        assert not unknown_marks(paragraph.text, marks), paragraph
        for piece in pieces(paragraph.text, marks):
            if piece.mark:
                yield from NUMBER.findall(piece.text)
            else:
                bare = re.sub(r"“[^”]*”|\([^)]*ขึ้นไป\)|0\.70", "", piece.text)
                assert not NUMBER.search(bare), bare


def is_well_formed(text: str) -> None:
    assert text
    assert "None" not in text
    assert "  " not in text
    assert "[[" not in text
    assert "{" not in text
    assert text == text.strip()
    assert not STRAY.search(text), text


@settings(deadline=None)
@given(st.lists(answers(), max_size=12), st.booleans(), st.integers(0, 12))
def test_whatever_was_answered_it_reads_well_and_no_number_is_invented(
    given_answers: list[Answered], is_anonymous: bool, more: int
) -> None:
    found = told(given_answers, is_anonymous=is_anonymous)
    response = Response(12, min(12, more)) if more else None
    for text in in_words(found, response):
        is_well_formed(text)
    assert set(figures_in(found, response=response)) <= numbers_shown(found, response, None)


@settings(deadline=None)
@given(st.lists(answers(), min_size=1, max_size=6), st.lists(answers(), min_size=1, max_size=6))
def test_so_does_a_comparison(before: list[Answered], now: list[Answered]) -> None:
    means = [
        comparing.means_of(INSTRUMENT, ((place, one.answers) for place, one in enumerate(some)))
        for some in (before, now)
    ]
    compared = comparing.compare(INSTRUMENT, means[0], INSTRUMENT, means[1])
    found = told(now)
    for text in in_words(found, None, compared):
        is_well_formed(text)
    assert set(figures_in(found, comparison=compared)) <= numbers_shown(found, None, compared)


def test_each_state_has_three_wordings_of_its_own() -> None:
    for state, wordings in WORDINGS.items():
        assert len(set(wordings)) >= 3, state


def test_the_same_figures_give_the_same_words_and_others_may_give_others() -> None:
    assert said(of(liked(5, 4, 3))) == said(of(liked(5, 4, 3)))
    heads = {said(of(*[liked(5, 4, 3)] * number), kind="response") for number in range(1, 12)}
    assert len({re.sub(r"\d+", "", one) for one in heads}) == 3


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (Response(120, 120), "ครบ"),
        (Response(120, 110), "91.7"),
        (Response(10, 6), "60.0"),
        (Response(10, 3), "30.0"),
        (Response(10, 0), "ยังไม่"),
        (Response(1, 1), "1 โรงเรียน"),
    ],
)
def test_who_has_answered(response: Response, words: str) -> None:
    assert words in said(of(), response=response, kind="response")


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([liked(5, 5, 4), liked(5, 4, 5)], "4.67"),
        ([liked(1, 1, 2), liked(1, 2, 1)], "1.33"),
        ([liked(4, 4, 4), liked(4, 4, 4)], "เท่ากัน|ไม่พบข้อใดสูง|ไม่แตกต่างกัน"),
        ([liked(3, 4, 4)], "รายเดียว"),
    ],
)
def test_ratings_by_their_state(rows: list[dict[str, Any]], words: str) -> None:
    only = survey("""# แบบ

## survey

| type | name | label |
|---|---|---|
| begin_group | liked | ด้านความพึงพอใจ |
| select_one lk5 | clear | ชัดเจน |
| select_one lk5 | useful | นำไปใช้ได้ |
| select_one lk5 | timely | ทันเวลา |
| end_group | | |

## settings

| form_title | form_id |
|---|---|
| แบบ | small |
""")
    found = results(only, count(Plan(only), [Answered(row) for row in rows]))
    assert re.search(words, said(found, kind="overall"))


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([need((2, 5), (3, 4))], "มีสื่อเพียงพอ.+1.500"),
        ([need((3, 5), (3, 5))], "0.667.+|หลายข้อ"),
        ([{"need/media/actual": "3"}], "ยัง"),
    ],
)
def test_needs_by_their_state(rows: list[dict[str, Any]], words: str) -> None:
    assert re.search(words, said(of(*rows), kind="needs"))


def test_without_answers_and_with_few_of_an_anonymous_round_nothing_is_told() -> None:
    assert "คำตอบที่นับเป็นผล" in said(of())
    hidden = of(liked(5, 4, 3), is_anonymous=True)
    assert hidden.is_suppressed
    assert "คุ้มครองข้อมูล" in said(hidden)
    assert not NUMBER.search(said(hidden))


def test_of_anonymous_answers_that_few_gave_no_spread_is_told() -> None:
    begin, end = SURVEY.index("| begin_group | need |"), SURVEY.index("| begin_group | liked |")
    rated = survey(SURVEY[:begin] + SURVEY[end:])
    rows = [Answered(row) for row in (*[liked(5, 4, 3)] * 6, liked(3, 4, 3))]
    words = said(results(rated, count(Plan(rated), rows), is_anonymous=True), kind="overall")
    assert "S.D." not in words
    assert "ส่วนเบี่ยงเบน" not in words
    assert "รายเดียว" not in words
    assert "3.90" in words


def test_names_that_are_asked_for_are_no_opinions() -> None:
    asked = survey(
        SURVEY.replace(
            "| text | wish | สิ่งที่ต้องการ |", "| text | wish | สิ่งที่ต้องการ |\n| text | course | ชื่อหลักสูตรอบรม |"
        )
    )
    row = {"wish": "ขอสื่อเพิ่ม", "course": "การใช้ Canva"}
    words = said(results(asked, count(Plan(asked), [Answered(row)] * 2)))
    assert "สิ่งที่ต้องการ" in words
    assert "ชื่อหลักสูตรอบรม" not in words


def test_a_project_is_told_by_cipp() -> None:
    groups = "".join(
        f"| begin_group | {name} | ด้าน {name} |\n| select_one lk5 | {name}_1 | ข้อของ {name} |\n| end_group | | |\n"
        for name in ("context", "input", "process", "product")
    )
    project = survey(f"""# แบบ

## survey

| type | name | label |
|---|---|---|
{groups}
## settings

| form_title | form_id |
|---|---|
| แบบ | cipp |
""")
    row = {f"{name}/{name}_1": "4" for name in ("context", "input", "process", "product")}
    words = said(results(project, count(Plan(project), [Answered(row), Answered(row)])), kind="overall")
    assert "CIPP Model" in words
    assert words.index("ด้าน context") < words.index("ด้าน product")
    assert words.count("4.00") >= 5


def test_labels_never_become_marks() -> None:
    marks = marks_of(of(liked(5, 4, 3)))
    assert unknown_marks("ค่าเฉลี่ย [[x̄ รวม]] และ [[ไม่มีอยู่]]", marks)[-1] == "ไม่มีอยู่"
