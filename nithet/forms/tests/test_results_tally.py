"""Tallies: what is counted of parts adds up to what is counted of the whole, in any order, through JSON."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.forms.results.counting import count
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Instrument
from nithet.forms.results.tally import EVERYBODY, MOST_VALUES, Tally, empty, from_json, merge, to_json
from nithet.forms.results.words import words_in
from nithet.forms.tests.results_kit import LONG, answers, survey

PLAN = Plan(survey())
MANY = st.lists(answers(), max_size=12)


def item_row(tally: Tally, path: str, group: str = EVERYBODY) -> list[int]:
    first = PLAN.places[path]
    return tally.counts[group][first : first + PLAN.size_of[path]]


def of(*told: dict[str, Any], **properties: str) -> Tally:
    return count(PLAN, [Answered(one, properties) for one in told])


@LONG
@given(MANY, MANY, MANY)
def test_parts_add_up_to_the_whole_in_any_order(
    one: list[Answered], two: list[Answered], three: list[Answered]
) -> None:
    whole = count(PLAN, [*one, *two, *three])
    parts = [count(PLAN, part) for part in (one, two, three)]
    assert merge(parts) == whole
    assert merge(reversed(parts)) == whole
    assert merge([merge(parts[:2]), parts[2]]) == whole
    assert merge([parts[0], merge(parts[1:])]) == whole


@LONG
@given(MANY)
def test_a_tally_comes_back_from_json_the_same(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    assert from_json(json.loads(json.dumps(to_json(tally)))) == tally


@LONG
@given(MANY)
def test_nothing_adds_nothing(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    assert merge([empty(), tally, count(PLAN, [])]) == tally
    assert count(PLAN, []) == empty()


@LONG
@given(MANY)
def test_merging_leaves_the_parts_as_they_were(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    before = json.dumps(to_json(tally))
    merge([merge([tally]), tally])
    assert json.dumps(to_json(tally)) == before


@LONG
@given(MANY)
def test_choices_are_counted_as_one_by_one(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    for path in ("liked/clear", "seen/plan", "internet"):
        item = PLAN.instrument.item(path)
        assert item is not None
        told = Counter(one.answers.get(path) for one in given_)
        for group, own in groups_of(given_).items():
            told = Counter(one.answers.get(path) for one in own)
            assert item_row(tally, path, group)[: len(item.options)] == [
                told[option.name] for option in item.options
            ]


@LONG
@given(MANY)
def test_pairs_are_counted_of_those_who_gave_both(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    sides = ("need/media/actual", "need/media/desired")
    for group, own in groups_of(given_).items():
        pairs = [
            (one.answers[sides[0]], one.answers[sides[1]]) for one in own if {*sides} <= one.answers.keys()
        ]
        actual, desired = (Counter(side) for side in (zip(*pairs, strict=True) if pairs else ((), ())))
        assert item_row(tally, "need/media", group) == [
            side[point] for side in (actual, desired) for point in "54321"
        ]
    alone = [one for one in given_ if len({*sides} & one.answers.keys()) == 1]
    assert sum(tally.pairs.get("need/media", [])[25:]) == len(alone)


@LONG
@given(MANY)
def test_scores_are_of_whoever_answered_any(given_: list[Answered]) -> None:
    tally = count(PLAN, given_)
    paths = ("liked/clear", "liked/useful", "liked/timely")
    expected: dict[str, list[int]] = {}
    for one in given_:
        marks = [int(str(one.answers[path])) for path in paths if one.answers.get(path) in {*"12345"}]
        if marks:
            row = expected.setdefault(str(len(marks)), [0, 0, 0])
            for place, amount in enumerate((1, sum(marks), sum(marks) ** 2)):
                row[place] += amount
    assert tally.scores.get("liked", {}).get(EVERYBODY, {}) == expected


def groups_of(given_: list[Answered]) -> dict[str, list[Answered]]:
    found: dict[str, list[Answered]] = {EVERYBODY: given_} if given_ else {}
    for one in given_:
        for code, value in one.properties.items():
            found.setdefault(f"{code}={value}", []).append(one)
    return found


def test_a_choice_that_no_list_has_is_counted_beside_it() -> None:
    tally = of({"internet": "perhaps"}, {"internet": "yes"}, {"kinds": ["wood", "print", "wood"]})
    assert item_row(tally, "internet") == [1, 0, 1]
    assert tally.open["internet"] == {"perhaps": 1}
    assert tally.open["kinds"] == {"wood": 1}
    row = item_row(tally, "kinds")
    assert (row[0], row[1], row[-1]) == (1, 1, 1)


def test_a_point_that_no_scale_has_is_no_answer() -> None:
    assert sum(item_row(of({"liked/clear": "9"}, {"liked/clear": "5"}), "liked/clear")) == 1


def test_lines_of_a_repeat_are_counted_one_by_one() -> None:
    lines = [{"visits/quality": "4"}, {"visits/quality": "2"}, {}]
    tally = of({"visits": lines}, {}, cluster="a")
    assert item_row(tally, "visits/quality")[:4] == [1, 0, 1, 0]
    assert tally.counts["cluster=a"][:2] == [2, 3]


def test_a_repeat_that_came_as_something_else_has_no_lines() -> None:
    assert of({"visits": "สามครั้ง"}).counts[EVERYBODY][:2] == [1, 0]


@pytest.mark.parametrize(
    ("value", "counted"),
    [(118, 1), (-4, 1), (0.1, 1), ("118", 0), (True, 0), (1e300, 0), (float("nan"), 0), ([1], 0)],
)
def test_only_numbers_are_numbers(value: object, counted: int) -> None:
    assert item_row(of({"students": value}), "students") == [counted]


def test_decimals_add_up_exactly() -> None:
    tally = of(*({"hours": 0.1} for _ in range(10)))
    assert tally.amounts["hours"][EVERYBODY][:2] == [10, 10**6]


def test_many_different_numbers_become_classes_the_same_in_any_order() -> None:
    told = [{"students": number * 7} for number in range(3 * MOST_VALUES)]
    whole = of(*told)
    parts = [of(*told[start::7]) for start in range(7)]
    assert merge(parts) == merge(reversed(parts)) == whole
    kept = whole.values["students"]
    assert len(kept.counts) <= MOST_VALUES
    assert sum(kept.counts.values()) == 3 * MOST_VALUES
    assert whole.amounts["students"][EVERYBODY][1] == sum(one["students"] for one in told) * 10**6


def test_a_word_is_counted_once_an_answer() -> None:
    assert words_in("ขอสื่อ สื่อ และสื่อ") == {"สื่อ"}
    assert of({"wish": "สื่อ สื่อ"}, {"wish": "สื่อ"}).open["wish"] == {"สื่อ": 2}


def test_words_that_every_sentence_has_and_signs_are_none() -> None:
    assert words_in("ที่ และ ของ ให้ 123 ! ๆ ก a") == set()
    assert words_in("ใช้ Canva ผลิตสื่อ") >= {"canva", "สื่อ"}


def test_an_answer_of_spaces_says_nothing() -> None:
    assert item_row(of({"wish": "  "}), "wish") == [0]


def test_another_instrument_has_another_name() -> None:
    one = PLAN.instrument
    fewer = Instrument(one.items[:-1], one.aspects)
    assert Plan(fewer).digest != PLAN.digest
    assert Plan(survey()).digest == PLAN.digest
