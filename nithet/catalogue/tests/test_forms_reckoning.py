"""What the shipped forms calculate, with figures that were reckoned by hand."""

from datetime import datetime
from typing import cast

import pytest

from nithet.forms import shipped
from nithet.forms.answers import Answers
from nithet.forms.checking.checker import Checker
from nithet.forms.expressions.values import ZONE
from nithet.forms.xlsform.defining import define

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZONE)
RATED = (
    "content_correct", "content_fits_level", "language_clear", "design_inviting", "order_sound", "easy_to_use",
    "assessment_fits", "worth_the_cost",
)  # fmt: skip
Line = dict[str, str | int | float]


def _reckoned(code: str, answers: Answers) -> Answers:
    return Checker(define(shipped.shipped_tables(code))).completed(answers, now=NOON)


def _found(code: str, answers: Answers) -> set[str]:
    """The paths of all that the check finds wrong."""
    findings = Checker(define(shipped.shipped_tables(code))).check(answers, now=NOON)
    return {finding.path for finding in findings}


def _lines(repeat: str, lines: list[Line]) -> Answers:
    return {
        repeat: cast(
            "list[Answers]", [{f"{repeat}/{name}": one for name, one in line.items()} for line in lines]
        )
    }


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2026-09-30", 2569),
        ("2026-10-01", 2570),
        ("2026-11-20", 2570),
        ("2027-01-01", 2570),
        ("2028-02-29", 2571),
    ],
)
def test_the_fiscal_year_is_that_of_the_day(day: str, year: int) -> None:
    assert _reckoned("media_revision", {"heading/date": day})["heading/fiscal_year_be"] == year


def test_the_response_rate_is_rounded_half_up() -> None:
    answers = _reckoned("media_need_result", {"response/target_count": 800, "response/response_count": 333})
    assert answers["response/response_rate"] == 41.63  # 41.625


def test_the_need_is_the_gap_over_what_is() -> None:
    answers = _reckoned(
        "media_need_result", _lines("need_gaps", [{"desired_mean": 4.62, "actual_mean": 3.48}])
    )
    assert cast("list[Answers]", answers["need_gaps"])[0]["need_gaps/pni_modified"] == 0.328


def _scored(during: int, before: int | None, after: int) -> Line:
    """A learner; nothing is said of one who was absent before."""
    return {
        "score_during": during,
        "score_after": after,
        **({} if before is None else {"score_before": before}),
    }


def _trial(
    scores: list[tuple[int, int | None, int]], *, full_during: int = 30, full_test: int = 20
) -> Answers:
    lines = [_scored(*one) for one in scores]
    facts: Answers = {
        "trial/full_during": full_during, "trial/full_test": full_test, "trial/criterion_e1": 80, "trial/criterion_e2": 80,
    }  # fmt: skip
    return _reckoned("media_prototype", {**facts, **_lines("scores", lines)})


def test_a_trial_gives_efficiency_effectiveness_and_a_verdict() -> None:
    answers = _trial([(24, 8, 17), (27, 10, 16), (22, 6, 15)])
    assert (answers["trial_result/e1"], answers["trial_result/e2"]) == (81.11, 80)
    assert answers["trial_result/effectiveness_index"] == 0.6667
    assert answers["trial_result/t_value"] == 8.0  # gains 9, 6, 9: 24 / sqrt((3·198 − 576) / 2)
    assert answers["trial_result/verdict"] == "เป็นไปตามเกณฑ์"


def test_who_was_absent_before_counts_for_efficiency_only() -> None:
    with_absent = _trial([(24, 8, 17), (27, 10, 16), (22, 6, 15), (30, None, 20)])
    assert with_absent["trial_result/learner_count"] == 4
    assert with_absent["trial_result/effectiveness_index"] == 0.6667
    assert with_absent["trial_result/e2"] == 85


def test_where_all_were_at_the_ceiling_before_there_is_no_effectiveness() -> None:
    answers = _trial([(30, 20, 20), (30, 20, 20)])
    assert "trial_result/effectiveness_index" not in answers
    assert "trial_result/t_value" not in answers


def test_a_trial_below_its_criterion_says_so() -> None:
    assert _trial([(20, 5, 10), (22, 6, 11)])["trial_result/verdict"] == "ต่ำกว่าเกณฑ์"


def test_a_criterion_that_is_set_after_the_trial_is_found() -> None:
    late: Answers = {"trial/criterion_set_on": "2026-11-10", "trial/tried_on": "2026-11-09"}
    assert "trial/tried_on" in _found("media_prototype", late)


def _checked(*checkers: tuple[str, int]) -> Answers:
    """Each checker: how the medium fits its aim, and the same points for every item."""
    lines: list[Line] = [
        {"checker_name": "ผู้ตรวจ", "media_congruence": fits, **dict.fromkeys(RATED, str(points))}
        for fits, points in checkers
    ]
    return _reckoned("media_check_summary", _lines("checkers", lines))


def test_experts_give_congruence_mean_deviation_and_band() -> None:
    answers = _checked(("1", 5), ("1", 4), ("0", 4), ("1", 5), ("-1", 3))
    assert answers["check_result/ioc"] == 0.4
    assert answers["check_result/mean"] == 4.2
    assert answers["check_result/standard_deviation"] == 0.76  # 24 squares of 22.4 over 39: sqrt(0.5744)
    assert answers["check_result/band"] == "มาก"


@pytest.mark.parametrize(
    ("points", "band"),
    [
        ((5, 5, 5), "มากที่สุด"),
        ((4, 5, 4), "มาก"),
        ((3, 3, 3), "ปานกลาง"),
        ((2, 2, 1), "น้อย"),
        ((1, 1, 1), "น้อยที่สุด"),
    ],
)
def test_the_band_follows_the_mean(points: tuple[int, ...], band: str) -> None:
    assert _checked(*(("1", point) for point in points))["check_result/band"] == band


def test_two_experts_are_too_few() -> None:
    answers = _checked(("1", 5), ("1", 5))
    assert "check_result/checker_count" in _found("media_check_summary", answers)


def test_the_share_of_periods_used_is_of_those_in_the_timetable() -> None:
    answers = _reckoned("dltv_use_log", {"period/scheduled_periods": 8, "period/used_periods": 5})
    assert answers["period/use_rate"] == 62.5


@pytest.mark.parametrize(
    ("marks", "mean", "level"),
    [
        (("4", "3"), 3.5, "ดีเยี่ยม"),
        (("3", "2"), 2.5, "ดี"),
        (("2", "1"), 1.5, "พอใช้"),
        (("1", "1"), 1, "ปรับปรุง"),
    ],
)
def test_the_level_of_distance_learning_is_that_of_all_its_indicators(
    marks: tuple[str, ...], mean: float, level: str
) -> None:
    answers = _reckoned("dltv_visit", _lines("dltv_ratings", [{"indicator_quality": mark} for mark in marks]))
    assert (answers["overall/overall_mean"], answers["overall/overall_level"]) == (mean, level)


@pytest.mark.parametrize(("returned_on", "days"), [("2026-11-20", 5), ("2026-11-15", 0), ("2026-11-01", 0)])
def test_a_loan_is_overdue_by_so_many_days(returned_on: str, days: int) -> None:
    facts: Answers = {"borrowing/return_due_on": "2026-11-15", "loan_return/returned_on": returned_on}
    assert _reckoned("loan_request", facts)["loan_return/overdue_days"] == days


def test_what_is_not_returned_yet_is_not_overdue() -> None:
    assert "loan_return/overdue_days" not in _reckoned(
        "loan_request", {"borrowing/return_due_on": "2026-11-15"}
    )


def test_work_done_is_told_in_percent_of_its_goal() -> None:
    answers = _reckoned("work_report", _lines("reported_works", [{"goal_quantity": 12, "done_quantity": 9}]))
    assert cast("list[Answers]", answers["reported_works"])[0]["reported_works/percent_done"] == 75


def test_a_visit_without_an_agreement_is_found() -> None:
    assert "agreement_count" in _found("media_visit", _reckoned("media_visit", {}))
