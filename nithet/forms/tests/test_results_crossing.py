"""Figures side by side, and what stays hidden of anonymous answers so that nobody is found by leaving others out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nithet.forms.results.counting import count
from nithet.forms.results.crossing import (
    answered_by,
    cross,
    cross_aspect,
    crossed_items,
    properties_of,
)
from nithet.forms.results.figures import results
from nithet.forms.results.plan import Plan
from nithet.forms.results.shapes import Answered, Counted, Cross, Needed, Numbered, Property, Rated, Told
from nithet.forms.results.tally import Tally
from nithet.forms.tests.results_kit import LONG, answers, survey

INSTRUMENT = survey()
PLAN = Plan(INSTRUMENT)
CLUSTERS = Property("cluster", "กลุ่มโรงเรียน", {"a": "กลุ่ม ก", "b": "กลุ่ม ข", "c": "กลุ่ม ค"})


def tally_of(**groups: list[dict[str, Any]]) -> Tally:
    told = [Answered(one, {"cluster": cluster}) for cluster, some in groups.items() for one in some]
    return count(PLAN, told)


def crossed(tally: Tally, path: str, *, is_anonymous: bool = False, by: Property = CLUSTERS) -> Cross:
    item = INSTRUMENT.item(path)
    assert item is not None
    return cross(INSTRUMENT, tally, item, by, is_anonymous=is_anonymous)


def marks(*given_: int) -> list[dict[str, Any]]:
    return [{"liked/clear": str(mark)} for mark in given_]


def means(found: Cross) -> dict[str, Decimal | None]:
    return {value: figures.mean for value, figures in found.columns if isinstance(figures, Rated)}


def test_each_group_has_its_own_figures() -> None:
    tally = tally_of(a=marks(5, 4), b=marks(1))
    assert means(crossed(tally, "liked/clear")) == {"a": Decimal("4.5"), "b": Decimal(1), "c": None}
    assert answered_by(tally, "cluster") == {"a": 2, "b": 1}


def test_needs_numbers_and_choices_stand_side_by_side_too() -> None:
    told = {
        "need/media/actual": "2",
        "need/media/desired": "4",
        "students": 30,
        "internet": "yes",
        "kinds": ["print"],
    }
    tally = tally_of(a=[told, told], b=[{"students": 10}])
    need = dict(crossed(tally, "need/media").columns)
    students, kinds = (dict(crossed(tally, path).columns) for path in ("students", "kinds"))
    assert isinstance(need["a"], Needed)
    assert (need["a"].pni, need["b"].n) == (Decimal(1), 0)
    assert isinstance(students["b"], Numbered)
    assert students["b"].mean == 10
    assert isinstance(kinds["a"], Counted)
    assert kinds["a"].n == 2


def test_aspects_and_the_whole_stand_side_by_side() -> None:
    told = {
        "need/media/actual": "2",
        "need/media/desired": "4",
        "need/skill/actual": "4",
        "need/skill/desired": "5",
    }
    tally = tally_of(a=[told])
    for aspect in ("need", ""):
        found = cross_aspect(INSTRUMENT, tally, aspect, CLUSTERS)
        assert found is not None
        column = dict(found.columns)["a"]
        assert isinstance(column, Needed)
        assert (column.n, column.actual.mean) == (1, Decimal(3))
    assert cross_aspect(INSTRUMENT, tally, "nowhere", CLUSTERS) is None


def test_only_properties_that_answers_have_are_offered_and_the_nameless_value_where_it_is() -> None:
    known = (Property("cluster", "กลุ่ม", {"a": "กลุ่ม ก", "": "ไม่ระบุ"}), Property("role", "ตำแหน่ง", {"x": "ครู"}))
    offered = properties_of(tally_of(a=marks(5), z=marks(4)), known)
    assert [(one.code, dict(one.values)) for one in offered] == [("cluster", {"a": "กลุ่ม ก", "z": "z"})]
    nameless = count(PLAN, [Answered({}, {"cluster": ""})])
    assert dict(properties_of(nameless, known)[0].values) == {"a": "กลุ่ม ก", "": "ไม่ระบุ"}


def test_texts_days_and_lists_without_end_are_not_crossed() -> None:
    assert {item.path for item in crossed_items(INSTRUMENT)} >= {
        "need/media",
        "liked/clear",
        "internet",
        "students",
    }
    assert {item.path for item in crossed_items(INSTRUMENT)}.isdisjoint({"wish", "since", "visits/note"})


# Anonymous answers


def test_a_group_of_four_is_hidden_and_with_it_the_one_that_would_give_it_away() -> None:
    tally = tally_of(a=marks(*[5] * 9), b=marks(*[4] * 6), c=marks(*[1] * 4))
    found = crossed(tally, "liked/clear", is_anonymous=True)
    assert means(found) == {"a": Decimal(5), "b": None, "c": None}
    assert [figures.is_suppressed for _, figures in found.columns] == [False, True, True]
    assert [figures.n for _, figures in found.columns] == [9, 0, 0]


def test_groups_of_five_are_shown() -> None:
    tally = tally_of(a=marks(*[5] * 5), b=marks(*[4] * 5), c=marks(*[1] * 5))
    assert not any(
        figures.is_suppressed for _, figures in crossed(tally, "liked/clear", is_anonymous=True).columns
    )


def test_those_of_no_group_do_not_stand_alone_either() -> None:
    told = [Answered({"liked/clear": "5"}, {"cluster": "a"})] * 7 + [
        Answered({"liked/clear": "4"}, {"cluster": "b"})
    ] * 6
    tally = count(PLAN, [*told, Answered({"liked/clear": "1"})])
    found = crossed(tally, "liked/clear", is_anonymous=True)
    assert means(found) == {"a": Decimal(5), "b": None, "c": None}


MANY = st.lists(answers(), max_size=40)


@LONG
@given(MANY, st.sampled_from([item.path for item in crossed_items(INSTRUMENT)]))
def test_no_one_to_four_people_can_be_reckoned_from_a_cross(told: list[Answered], path: str) -> None:
    by = Property("cluster", "กลุ่ม", {"a": "ก", "b": "ข", "": "ไม่ระบุ"})
    tally = count(PLAN, told)
    open_, closed = crossed(tally, path, by=by), crossed(tally, path, by=by, is_anonymous=True)
    whole = next(one for one in results(INSTRUMENT, tally).items if one.item.path == path).figures.n
    shown = [figures.n for _, figures in closed.columns if not figures.is_suppressed and figures.n]
    assert all(n >= 5 for n in shown)
    hidden = whole - sum(shown)
    assert hidden == 0 or hidden >= 5 or not shown
    for (_, figures), (_, bare) in zip(closed.columns, open_.columns, strict=True):
        if not figures.is_suppressed:
            assert figures.n == bare.n


@LONG
@given(MANY)
def test_no_cell_of_one_to_four_people_is_told_of_anonymous_answers(told: list[Answered]) -> None:
    tally = count(PLAN, told)
    made = results(INSTRUMENT, tally, is_anonymous=True)
    for one in made.items:
        figures = one.figures
        assert figures.n == 0 or figures.n >= 5
        counts = [share.count for share in getattr(figures, "shares", ())]
        if isinstance(figures, Needed):
            counts = [share.count for side in (figures.actual, figures.desired) for share in side.shares]
        assert not any(count is not None and 0 < count < 5 for count in counts)
        if isinstance(figures, Numbered):
            assert (figures.least, figures.most) == (None, None)
        if isinstance(figures, Told):
            assert all((word.count or 0) >= 5 for word in figures.words)


def test_points_of_a_rating_are_hidden_together_while_the_mean_is_told() -> None:
    tally = tally_of(a=marks(*[5] * 9, 1))
    one = results(INSTRUMENT, tally, is_anonymous=True).result("liked/clear")
    assert one is not None
    assert isinstance(one.figures, Rated)
    assert one.figures.mean == Decimal("4.6")
    assert {share.count for share in one.figures.shares} == {None}


@pytest.mark.parametrize("is_anonymous", [True, False])
def test_choices_by_group_are_counted_only_where_no_cell_is_small(is_anonymous: bool) -> None:
    some, few = [{"internet": "yes"}] * 8, [{"internet": "no"}] * 2
    found = crossed(tally_of(a=[*some, *few], b=some), "internet", is_anonymous=is_anonymous)
    counts = [
        share.count
        for _, figures in found.columns
        if isinstance(figures, Counted)
        for share in figures.shares
    ]
    assert (set(counts) == {None}) is is_anonymous


@pytest.mark.parametrize(("few", "is_hidden"), [(2, True), (5, False)])
def test_an_aspect_by_groups_is_hidden_where_a_question_of_a_group_was_left_out_by_few(
    few: int, is_hidden: bool
) -> None:
    whole = {"liked/clear": "4", "liked/useful": "3", "liked/timely": "5"}
    gap = {"liked/clear": "4", "liked/useful": "3"}
    tally = tally_of(a=[*[whole] * 8, *[gap] * few], b=[*[whole] * 8, *[gap] * 5])
    found = cross_aspect(INSTRUMENT, tally, "liked", CLUSTERS, is_anonymous=True)
    assert found is not None
    shown = dict(found.columns)
    assert [shown[value].is_suppressed for value in "ab"] == [is_hidden] * 2
