"""Figures of a round against a reckoning of their own, and what becomes of them where answers are few, equal or missing."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.forms.results.counting import count
from nithet.forms.results.figures import GIVES_AWAY, MIXED, MIXED_WHOLE, OF_LINES, POOLED, results
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import (
    Answered,
    Counted,
    Instrument,
    InstrumentItem,
    Needed,
    Numbered,
    Rated,
    Results,
    Told,
)
from nithet.forms.tests.results_kit import LONG, SURVEY, answers, survey
from nithet.statistics.ratings import EQUAL_5
from nithet.statistics.reliability import alpha_of_rows
from nithet.statistics.rounding import half_up

INSTRUMENT = survey()
LIKED = ("liked/clear", "liked/useful", "liked/timely")


def found(told: Iterable[dict[str, Any]], of: Instrument = INSTRUMENT, **facts: Any) -> Results:
    tally = count(Plan(of), [Answered(one) for one in told])
    return results(of, tally, **facts)


def rated(told: Results, path: str) -> Rated:
    one = told.result(path)
    assert one is not None
    assert isinstance(one.figures, Rated)
    return one.figures


def needed(told: Results, path: str) -> Needed:
    one = told.result(path)
    assert one is not None
    assert isinstance(one.figures, Needed)
    return one.figures


def liked(*marks: str | None) -> dict[str, Any]:
    return {path: mark for path, mark in zip(LIKED, marks, strict=True) if mark is not None}


def need(item: str, actual: int | None, desired: int | None) -> dict[str, Any]:
    told = {f"need/{item}/actual": actual, f"need/{item}/desired": desired}
    return {path: str(mark) for path, mark in told.items() if mark is not None}


def rounded(value: Decimal | None, places: int = 2) -> str:
    return "" if value is None else str(half_up(value, places))


MARKS = st.lists(st.tuples(*[st.sampled_from((*"12345", None))] * 3), min_size=1, max_size=40)


@LONG
@given(MARKS)
def test_mean_and_deviation_are_those_of_the_answers(marks: list[tuple[str | None, ...]]) -> None:
    told = found(liked(*row) for row in marks)
    for place, path in enumerate(LIKED):
        known = [int(row[place] or 0) for row in marks if row[place]]
        one = rated(told, path)
        assert one.n == len(known)
        assert (
            one.mean is None if not known else float(one.mean or 0) == pytest.approx(statistics.mean(known))
        )
        if len(known) > 1:
            assert float(one.sd or 0) == pytest.approx(statistics.stdev(known))
        assert [share.count for share in one.shares] == [known.count(mark) for mark in (5, 4, 3, 2, 1)]
        result = told.result(path)
        assert result is not None
        assert result.left_out == len(marks) - len(known)


@LONG
@given(MARKS)
def test_an_aspect_is_of_respondents_own_means(marks: list[tuple[str | None, ...]]) -> None:
    told = found(liked(*row) for row in marks)
    own = [statistics.mean(int(mark) for mark in row if mark) for row in marks if any(row)]
    aspect = next(one for one in told.aspects if one.aspect.path == "liked").figures
    assert aspect.n == len(own)
    assert isinstance(aspect, Rated)
    if len(own) > 1:
        assert float(aspect.mean or 0) == pytest.approx(statistics.mean(own))
        assert float(aspect.sd or 0) == pytest.approx(statistics.stdev(own))


@LONG
@given(MARKS)
def test_reliability_is_of_those_who_answered_all(marks: list[tuple[str | None, ...]]) -> None:
    told = found(liked(*row) for row in marks)
    rows = [[int(mark) for mark in row if mark] for row in marks if all(row)]
    one = next(one for one in told.alphas if one.aspect == "liked")
    expected = alpha_of_rows(rows) if rows else None
    assert one.n == len(rows)
    assert rounded(one.value, 6) == (
        "" if expected is None or expected.value is None else str(half_up(expected.value, 6))
    )
    assert one.words


PAIRS = st.lists(st.tuples(*[st.sampled_from((1, 2, 3, 4, 5, None))] * 4), min_size=1, max_size=30)


@LONG
@given(PAIRS)
def test_needs_are_of_those_who_gave_both_and_ranked_in_their_aspect(
    rows: list[tuple[int | None, ...]],
) -> None:
    told = found({**need("media", a, b), **need("skill", c, d)} for a, b, c, d in rows)
    indices = {}
    for item, place in (("media", 0), ("skill", 2)):
        pairs = [(row[place], row[place + 1]) for row in rows]
        both = [(a, d) for a, d in pairs if a is not None and d is not None]
        one = needed(told, f"need/{item}")
        assert one.n == len(both)
        if both:
            low, high = (Decimal(sum(side)) / len(both) for side in zip(*both, strict=True))
            assert rounded(one.actual.mean, 9) == rounded(low, 9)
            assert rounded(one.gap, 9) == rounded(high - low, 9)
            assert rounded(one.pni, 9) == rounded((high - low) / low, 9)
            indices[item] = half_up((high - low) / low, 3)
    for item, index in indices.items():
        assert needed(told, f"need/{item}").rank == 1 + sum(other > index for other in indices.values())


def test_the_group_index_cuts_off_unless_another_is_chosen() -> None:
    rows = [{**need("media", 2, 5), **need("skill", 4, 5)}] * 3
    told = found(rows)
    assert [needed(told, f"need/{item}").is_need for item in ("media", "skill")] == [True, False]
    # D̄ = 3, Ī = 5 of both items together.
    assert "0.667" in told.cutoff_words
    by_value = found(rows, cutoff={"kind": "value", "value": "0.200"})
    assert [needed(by_value, f"need/{item}").is_need for item in ("media", "skill")] == [True, True]
    first = found(rows, cutoff={"kind": "top", "count": 1})
    assert [needed(first, f"need/{item}").is_need for item in ("media", "skill")] == [True, False]


@pytest.mark.parametrize(
    "cutoff", [{}, None, {"kind": "?"}, {"kind": "value", "value": "มาก"}, {"kind": "value"}]
)
def test_a_cutoff_that_cannot_be_read_is_the_usual_one(cutoff: dict[str, Any] | None) -> None:
    rows = [need("media", 2, 4)]
    assert found(rows, cutoff=cutoff).cutoff_words == found(rows).cutoff_words


def test_needs_come_by_aspect_and_rank() -> None:
    told = found([{**need("media", 4, 5), **need("skill", 2, 5)}] * 2)
    assert [one.item.path for _, one, _ in told.needs()] == ["need/skill", "need/media"]


def test_more_than_asked_for_is_kept_and_is_no_need() -> None:
    one = needed(found([need("media", 5, 4)] * 2), "need/media")
    assert rounded(one.pni, 3) == "-0.200"
    assert not one.is_need


def test_one_scheme_or_another_names_the_same_mean_otherwise() -> None:
    rows = [liked("5", None, None), liked("4", None, None), liked("4", None, None)]
    assert rated(found(rows), "liked/clear").band == "มาก"
    told = found(rows, scheme=EQUAL_5)
    assert rated(told, "liked/clear").band == "มากที่สุด"
    assert str(EQUAL_5) in told.scheme_words


def test_a_scheme_of_another_scale_leaves_bands_to_the_choices() -> None:
    lines = [{"visits": [{"visits/quality": "4"}, {"visits/quality": "3"}]}]
    assert rated(found(lines), "visits/quality").band == "ดีเยี่ยม"
    assert rated(found(lines, scheme=EQUAL_5), "visits/quality").band == "ดีเยี่ยม"


def test_what_was_observed_is_a_per_cent_without_what_did_not_apply() -> None:
    told = found([{"seen/plan": "2"}, {"seen/plan": "1"}, {"seen/plan": "na"}])
    one = told.result("seen/plan")
    assert one is not None
    assert isinstance(one.figures, Rated)
    assert (one.figures.n, one.left_out, rounded(one.per_cent), one.figures.band) == (2, 1, "75.00", "ดี")
    assert [(share.count, rounded(share.percent)) for share in one.figures.shares] == [
        (1, "50.00"), (1, "50.00"), (0, "0.00"), (1, "")
    ]  # fmt: skip


# Bad input


def test_of_nobody_there_are_no_figures_but_reasons() -> None:
    told = found([])
    assert told.n == 0
    assert rated(told, "liked/clear").why == "ยังไม่มีผู้ตอบ"
    assert all(one.value is None and one.words for one in told.alphas)


def test_one_respondent_has_a_mean_and_no_deviation() -> None:
    one = rated(found([liked("4", "4", "5")]), "liked/clear")
    assert (one.mean, one.sd, one.band) == (Decimal(4), None, "มาก")
    assert "1 ราย" in one.why


def test_all_answers_equal_say_that_reliability_is_undefined() -> None:
    one = next(one for one in found([liked("4", "4", "4")] * 5).alphas if one.aspect == "liked")
    assert (one.value, one.n) == (None, 5)
    assert one.words == "คะแนนรวมเท่ากันทุกคน จึงคำนวณค่าความเชื่อมั่นไม่ได้"


def test_not_applicable_everywhere_is_no_score() -> None:
    told = found([{"seen/plan": "na", "seen/done": "na"}] * 3)
    one = told.result("seen/plan")
    assert one is not None
    assert (one.per_cent, one.figures.n, one.left_out) == (None, 0, 3)
    aspect = next(one for one in told.aspects if one.aspect.path == "seen")
    assert (aspect.per_cent, aspect.figures.n) == (None, 0)


def test_half_filled_answers_count_where_they_were_given_and_it_is_said() -> None:
    told = found([liked("5", "5", "5"), liked("1", None, None)])
    assert [rated(told, path).n for path in LIKED] == [2, 1, 1]
    assert "ค่าเฉลี่ยรายด้านและภาพรวมคิดจากค่าเฉลี่ยของผู้ตอบแต่ละราย" in told.notes


def test_an_aspect_of_two_scales_is_not_summed_up_and_says_so() -> None:
    mixed = survey(SURVEY.replace("| select_one lk5 | timely |", "| select_one q4 | timely |"))
    told = found([{"liked/clear": "5", "liked/timely": "4"}], mixed)
    aspect = next(one for one in told.aspects if one.aspect.path == "liked")
    assert (aspect.figures.n, aspect.figures.why) == (0, MIXED)
    assert [one.item.path for one in aspect.items] == list(LIKED)


def test_ratings_of_two_scales_are_not_summed_up_as_a_whole() -> None:
    scales = """# แบบ

## survey

| type | name | label |
|---|---|---|
| begin_group | a | ด้าน ก |
| select_one lk5 | x | ข้อ |
| end_group | | |
| begin_group | b | ด้าน ข |
| select_one q4 | y | ข้อ |
| end_group | | |

## settings

| form_title | form_id |
|---|---|
| แบบ | form |
"""
    told = found([{"a/x": "5", "b/y": "4"}], survey(scales))
    assert told.overall is None
    assert MIXED_WHOLE in told.notes


# Numbers, choices, texts


def test_numbers_have_mean_median_ends_and_classes() -> None:
    told = found({"students": number, "hours": number / 4} for number in (*range(1, 40), 250))
    one = told.result("students")
    assert one is not None
    assert isinstance(one.figures, Numbered)
    figures = one.figures
    assert [figures.least, figures.median, figures.most, figures.total] == [
        Decimal(1),
        Decimal("20.5"),
        Decimal(250),
        Decimal(1030),
    ]
    assert sum(share.count or 0 for share in figures.shares) == 40
    assert [share.label for share in figures.shares][:2] == ["0–49", "50–99"]


def test_few_different_numbers_are_shown_one_by_one() -> None:
    one = found({"hours": number} for number in (1, 1.5, 1.5, 2)).result("hours")
    assert one is not None
    assert isinstance(one.figures, Numbered)
    assert [(share.label, share.count) for share in one.figures.shares] == [("1", 1), ("1.5", 2), ("2", 1)]


def test_of_several_choices_per_cents_are_of_those_who_answered() -> None:
    one = found([{"kinds": ["print", "video"]}, {"kinds": ["print"]}, {}]).result("kinds")
    assert one is not None
    assert isinstance(one.figures, Counted)
    shares = {share.name: (share.count, rounded(share.percent)) for share in one.figures.shares}
    assert (one.figures.n, shares["print"], shares["video"]) == (2, (2, "100.00"), (1, "50.00"))


def test_days_are_counted_by_months_of_the_buddhist_era() -> None:
    one = found({"since": day} for day in ("2026-11-20", "2025-05-16", "2026-11-01")).result("since")
    assert one is not None
    assert isinstance(one.figures, Counted)
    assert [(share.label, share.count) for share in one.figures.shares] == [
        ("พ.ค. 2568", 1),
        ("พ.ย. 2569", 2),
    ]


def test_frequent_words_come_first() -> None:
    one = found({"wish": text} for text in ("จัดหาสื่อ", "อบรมเรื่องสื่อ", "อินเทอร์เน็ต", "  ")).result("wish")
    assert one is not None
    assert isinstance(one.figures, Told)
    assert one.figures.n == 3
    assert (one.figures.words[0].label, one.figures.words[0].count) == ("สื่อ", 2)


@LONG
@given(st.lists(answers(), max_size=25), st.booleans())
def test_any_answers_give_figures_without_a_fault(told: list[Answered], is_anonymous: bool) -> None:
    tally = count(Plan(INSTRUMENT), told)
    made = results(INSTRUMENT, tally, is_anonymous=is_anonymous)
    assert made.is_suppressed == (is_anonymous and len(told) < 5)
    for one in made.items:
        assert one.figures.n <= 3 * len(told)
        assert one.left_out is None or one.left_out >= 0


# Anonymous: what scores would tell


def test_an_aspect_is_hidden_with_a_question_that_it_would_give_away() -> None:
    some = [liked(mark, None, None) for mark in "33344"]
    told = found([*some, liked("3", "5", None)], is_anonymous=True)
    assert rated(told, "liked/useful").is_suppressed
    assert not rated(told, "liked/clear").is_suppressed
    aspect = next(one for one in told.aspects if one.aspect.path == "liked")
    assert aspect.figures.is_suppressed
    assert GIVES_AWAY in told.notes
    assert not any(one.value for one in told.alphas)


@pytest.mark.parametrize("few", [1, 5])
def test_an_aspect_where_some_left_a_question_out_takes_all_answers_together(few: int) -> None:
    whole, gap = [liked("3", "4", "5")] * 8, [liked("5", "5", None)] * few
    told = found([*whole, *gap], is_anonymous=True)
    aspect = next(one for one in told.aspects if one.aspect.path == "liked").figures
    assert isinstance(aspect, Rated)
    assert aspect.mean == half_up(Fraction(96 + 10 * few, 24 + 2 * few))
    assert (aspect.n, aspect.sd) == (8 + few, None)
    assert not any(one.value for one in told.alphas)
    assert POOLED in told.notes


def test_a_whole_that_is_hidden_sets_no_cut_off() -> None:
    pairs = [need("media", 2, 5)] * 8
    told = found([*pairs, need("media", 2, 5) | need("skill", 3, 5)], is_anonymous=True)
    assert told.overall is not None
    assert told.overall.is_suppressed
    assert not any(needed(told, path).is_need for path in ("need/media", "need/skill"))


@pytest.mark.parametrize(("no", "is_hidden"), [(3, True), (5, False)])
def test_who_was_asked_by_a_condition_is_not_told_where_few_were_not(no: int, is_hidden: bool) -> None:
    text = SURVEY.replace(
        "| type | name | label |\n|---|---|---|", "| type | name | label | relevant |\n|---|---|---|---|"
    )
    text = text.replace(
        "| integer | students | จำนวนนักเรียน |", "| integer | students | จำนวนนักเรียน | ${internet} = 'yes' |"
    )
    asked = survey(text)
    answers_ = [{"internet": "yes", "students": 10}] * 9 + [{"internet": "no"}] * no
    told = results(asked, count(Plan(asked), [Answered(one) for one in answers_]), is_anonymous=True)
    one = told.result("students")
    assert one is not None
    assert one.figures.is_suppressed is is_hidden


def test_a_mean_that_tells_one_answer_is_hidden() -> None:
    told = found([liked(mark, None, None) for mark in "55555554"], is_anonymous=True)
    assert rated(told, "liked/clear").is_suppressed
    told = found([liked(mark, None, None) for mark in "55555544"], is_anonymous=True)
    assert (rated(told, "liked/clear").mean, rated(told, "liked/clear").sd) == (Decimal("4.75"), None)


def test_numbers_that_few_gave_are_in_no_class_and_no_middle() -> None:
    alike = found([{"students": 3}] * 5 + [{"students": 4}] * 6, is_anonymous=True).result("students")
    alone = found([{"students": 3}] * 6 + [{"students": 97}], is_anonymous=True).result("students")
    assert alike is not None
    assert alone is not None
    assert isinstance(alike.figures, Numbered)
    assert isinstance(alone.figures, Numbered)
    assert (alike.figures.median, len(alike.figures.shares)) == (Decimal(4), 2)
    assert (alone.figures.median, alone.figures.sd, alone.figures.shares) == (None, None, ())
    assert alone.figures.mean == Decimal("16.43")


def test_lines_of_one_who_is_unnamed_are_no_crowd() -> None:
    lines = [{"visits/quality": "1", "visits/note": "ครูใหญ่ดุ"}] * 6
    told = found([*[liked("3", "4", "5")] * 5, {"visits": lines}], is_anonymous=True)
    for path in ("visits/quality", "visits/note"):
        one = told.result(path)
        assert one is not None
        assert one.figures.is_suppressed
    assert OF_LINES in told.notes


def marks_of(told: list[Answered], items: Iterable[InstrumentItem]) -> list[int]:
    """All numbers that were given to these."""
    found_ = []
    for item in items:
        values = {option.name: option.value for option in item.options}
        found_ += [values.get(str(one.answers.get(item.path))) for one in told]
    return [mark for mark in found_ if mark is not None]


@given(st.lists(answers(), min_size=5, max_size=30))
@LONG
def test_no_score_of_anonymous_answers_gives_a_question_away(told: list[Answered]) -> None:
    made = results(INSTRUMENT, count(Plan(INSTRUMENT), told), is_anonymous=True)
    by_path = {one.aspect.path: one for one in made.aspects}
    for aspect in by_path.values():
        if aspect.figures.is_suppressed:
            continue
        for one in aspect.items:
            assert not one.figures.is_suppressed
        marks = marks_of(told, [one.item for one in aspect.items])
        if isinstance(aspect.figures, Rated) and aspect.figures.mean is not None:
            assert aspect.figures.mean == half_up(Fraction(sum(marks), len(marks)))
            assert aspect.figures.sd is None or aspect.figures.n * len(aspect.items) == len(marks)
    for alpha in made.alphas:
        is_hidden = alpha.aspect in by_path and by_path[alpha.aspect].figures.is_suppressed
        assert not (is_hidden and alpha.value)
